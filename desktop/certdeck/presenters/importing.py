"""The import wizard: choose a file, look at what it becomes, put fields where they belong, take it over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from certdeck.core.deck import CardKind
from certdeck.core.incoming import FieldMap, NoteType
from certdeck.core.intake import Arrival, Outcome
from certdeck.core.richtext import plain
from certdeck.core.scheduling.undo import Change
from certdeck.ports.exporting import Progress
from certdeck.ports.importing import Plan
from certdeck.presenters.dates import counted
from certdeck.presenters.history import undone_text
from certdeck.presenters.importing_fields import map_of, roles_of
from certdeck.presenters.importing_views import (
    AS_TOLD,
    FORMATS,
    CardView,
    FieldView,
    ImportView,
    Stage,
    TypeView,
)
from certdeck.presenters.importing_words import (
    ORDER,
    answer_of,
    count_view,
    count_views,
    empty_notes,
    loss_views,
    merge_view,
    report_view,
    summary_of,
)
from certdeck.services.arriving import Sample
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.importing import Choices, ImportReport, Preview
from certdeck.services.merging import MergeReport

SHOWN: Final = 30
"""Cards of a file that are shown."""
LATER: Final = "Something was done since this came. Ctrl+Z goes back step by step."
"""Why what came was not taken back: the last change is another one."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read, and what it would do."""

    plan: Plan
    preview: Preview


class ImportPresenter:
    """Holds the file and the choices. What takes long is handed out as work for another thread."""

    def __init__(self, services: Services, render: Callable[[ImportView], None]) -> None:
        self._services = services
        self._render = render
        self._choices = Choices()
        self._looked: Looked | None = None
        self._came = ImportView(Stage.CHOOSE, "Import cards"), 0

    def start(self) -> None:
        """Show where to begin, or what is being looked at."""
        if self._looked is None:
            self._render(ImportView(Stage.CHOOSE, "Import cards"))
        else:
            self._show(self._looked)

    # --- Work for another thread

    def read(self, file: Path) -> Callable[[Progress], Looked]:
        """Return the work of reading `file` and looking at what it would do."""

        def work(progress: Progress) -> Looked:
            plan = self._services.importing.read(file, progress=progress)
            return Looked(plan, self._services.importing.preview(plan, progress=progress))

        return work

    def look_again(self) -> Callable[[Progress], Looked]:
        """Return the work of looking at the file with the choices as they are now."""
        looked, choices = self._known(), self._choices

        def work(progress: Progress) -> Looked:
            return Looked(looked.plan, self._services.importing.preview(looked.plan, choices, progress=progress))

        return work

    def bring(self) -> Callable[[Progress], tuple[Changes, ImportReport]]:
        """Return the work of taking the file over."""
        looked, choices = self._known(), self._choices
        return lambda progress: self._services.importing.bring(looked.plan, choices, progress=progress)

    def merge(self) -> Callable[[Progress], tuple[Changes, MergeReport]]:
        """Return the work of bringing home the reviews in the file."""
        looked = self._known()
        return lambda progress: self._services.merging.bring_home(looked.plan, progress=progress)

    # --- What comes of it

    def begin(self, looked: Looked) -> None:
        """Show a file that was read, with the choices that suit it."""
        self._choices = Choices()
        self.show(looked)

    def show(self, looked: Looked) -> None:
        """Show what the file would do."""
        self._looked = looked
        self._show(looked)

    def brought(self, report: ImportReport) -> None:
        """Show what came of the import."""
        self._end(report_view(report))

    def merged(self, report: MergeReport) -> None:
        """Show which reviews came home."""
        self._end(merge_view(report))

    def _end(self, view: ImportView) -> None:
        self._looked = None
        self._came = view, self._services.history.newest(undo=True)
        self._render(view)

    def undo(self) -> Callable[[Progress], tuple[Changes, Change | None]]:
        """Return the work of taking the whole import back, and nothing else that was done since."""
        history, came = self._services.history, self._came

        def work(_progress: Progress) -> tuple[Changes, Change | None]:
            if history.newest(undo=True) != came[1]:
                return Changes(), None
            return history.undo()

        return work

    def undone(self, change: Change | None) -> str:
        """Show where to begin, or again what came where that was not taken back; return what to say."""
        if change is None:
            self._render(self._came[0])
            return LATER
        self._render(ImportView(Stage.CHOOSE, "Import cards"))
        return undone_text(change)

    # --- Choosing

    def choose(self, *, keep_mine: bool | None = None, skip: bool | None = None, schedule: bool | None = None) -> None:
        """Change what is wanted; the caller looks again."""
        known = self._choices
        self._choices = replace(
            known,
            keep_mine=known.keep_mine if keep_mine is None else keep_mine,
            skip_doubles=known.skip_doubles if skip is None else skip,
            schedule=known.schedule if schedule is None else schedule,
        )

    def choose_kind(self, key: str, kind: str) -> None:
        """Have the notes of a type become cards of `kind`, or what the file says."""
        note_type = self._type(key)
        if kind == AS_TOLD:
            self._put_maps(key, None)
            return
        roles = roles_of(note_type, self._maps(note_type)[:1])
        self._put_maps(key, (map_of(CardKind(kind), roles),))

    def choose_role(self, key: str, place: int, role: str) -> None:
        """Give the field at `place` of a type another part: `front`, `back`, `answer` or `leave`."""
        note_type = self._type(key)
        (first, *_) = self._maps(note_type) or (FieldMap(CardKind.BASIC, ()),)
        roles = list(roles_of(note_type, (first,)))
        if role == "answer":
            roles = ["back" if known == "answer" else known for known in roles]
        roles[place] = role
        self._put_maps(key, (map_of(first.kind, roles),))

    def _put_maps(self, key: str, maps: tuple[FieldMap, ...] | None) -> None:
        chosen = {name: value for name, value in self._choices.maps.items() if name != key}
        self._choices = replace(self._choices, maps=chosen if maps is None else {**chosen, key: maps})

    def _maps(self, note_type: NoteType) -> tuple[FieldMap, ...]:
        return self._choices.maps.get(note_type.key, note_type.maps)

    def _type(self, key: str) -> NoteType:
        return next(known for known in self._known().plan.types if known.key == key)

    def _known(self) -> Looked:
        if self._looked is None:
            raise RuntimeError("No file was read.")
        return self._looked

    # --- Showing

    def _show(self, looked: Looked) -> None:
        plan, preview, choices = looked.plan, looked.preview, self._choices
        arrivals = sorted(preview.shown, key=lambda arrival: ORDER.index(arrival.outcome))
        more = sum(preview.counts.values()) - SHOWN
        reviews = preview.reviews
        returned = sum(bool(known.reviews) for note in plan.returned for known in note.learnt)
        self._render(
            ImportView(
                stage=Stage.LOOK,
                title="Import cards",
                summary=summary_of(plan, preview),
                file=f"{plan.file.name} · {FORMATS[plan.format]}",
                counts=count_views(preview.counts),
                decks=tuple(f"{title}: {counted(count, 'card')}" for title, count in preview.decks.items()),
                types=tuple(self._type_view(looked, known) for known in plan.types),
                cards=tuple(self._card(arrival) for arrival in arrivals[:SHOWN]),
                more=f"and {more:,} more" if more > 0 else "",
                losses=loss_views((*plan.losses, *empty_notes(preview))),
                agree=f"Import {counted(preview.coming, 'card')}" if preview.coming else "",
                keep_mine=choices.keep_mine,
                skip_doubles=choices.skip_doubles,
                schedule=choices.schedule,
                scheduled=f"{counted(reviews, 'review')}, due dates and flags of new cards"
                if preview.scheduled
                else "",
                returned=f"It tells of reviews of {counted(returned, 'card')} that you have." if returned else "",
            )
        )

    def _type_view(self, looked: Looked, note_type: NoteType) -> TypeView:
        maps = self._maps(note_type)
        sample = looked.preview.samples.get(note_type.key, Sample(0, ()))
        roles = roles_of(note_type, maps)
        told = note_type.key not in self._choices.maps and len(note_type.maps) > 1
        fields = tuple(
            FieldView(name, role, self._words(sample.fields[place]) if place < len(sample.fields) else "")
            for place, (name, role) in enumerate(zip(note_type.fields, roles, strict=True))
        )
        note = f"Makes up to {len(note_type.maps)} cards of a note, as its templates say." if told else ""
        kind = AS_TOLD if told else maps[0].kind.value if maps else CardKind.BASIC.value
        count = counted(sample.notes, "note")
        return TypeView(note_type.key, note_type.name, count, kind, len(note_type.maps) > 1, fields, note)

    def _card(self, arrival: Arrival) -> CardView:
        text = arrival.made.text
        note = ""
        if arrival.outcome is Outcome.CONFLICT:
            note = "Your text stays. Library marks the card, and there you compare both."
        elif arrival.before and arrival.comes:
            note = f"Until now: {self._words(arrival.before.back)}"
        return CardView(count_view(arrival.outcome, None), self._words(text.front), self._words(answer_of(text)), note)

    def _words(self, text: str) -> str:
        """Return `text` in one line, without markup."""
        words = " ".join(plain(self._services.markup.read(text[:400])).split())
        return words[:160]
