"""The import wizard: choose a file, look at what it becomes, put fields where they belong, take it over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from certdeck.core.deck import CardKind
from certdeck.core.incoming import FieldMap, NoteType
from certdeck.core.intake import Arrival, Outcome
from certdeck.core.own import CardText
from certdeck.core.richtext import plain
from certdeck.core.scheduling.undo import Change
from certdeck.ports.exporting import Progress
from certdeck.ports.importing import Format, Loss, Plan
from certdeck.presenters.dates import counted
from certdeck.presenters.history import undone_text
from certdeck.services.arriving import Sample
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.importing import Choices, ImportReport, Preview
from certdeck.services.merging import MergeReport

SHOWN: Final = 30
"""Cards of a file that are shown."""
LEAVE: Final = "leave"
AS_TOLD: Final = "told"
FORMATS: Final = {
    Format.ANKI: "Anki package",
    Format.CSV: "CSV or TSV",
    Format.GIFT: "GIFT",
    Format.MOODLE: "Moodle XML",
    Format.AIKEN: "Aiken",
    Format.QTI: "QTI",
    Format.MARKDOWN: "Markdown",
    Format.JSON: "Certdeck JSON",
}
KINDS: Final = (
    (CardKind.BASIC.value, "Question and answer"),
    (CardKind.REVERSED.value, "Both directions"),
    (CardKind.CLOZE.value, "Text with gaps"),
    (CardKind.TYPED.value, "Typed answer"),
)
"""What the notes of a type can become."""
_OUTCOMES: Final = {
    Outcome.NEW: ("New", "good", "plus"),
    Outcome.CHANGED: ("Changed", "accent", "pencil"),
    Outcome.CONFLICT: ("You edited it", "warn", "triangle-alert"),
    Outcome.SAME: ("As before", "neutral", "check"),
    Outcome.KEPT: ("Kept as it is", "neutral", "minus"),
    Outcome.DOUBLE: ("Double", "warn", "copy"),
}
_ORDER: Final = (Outcome.CONFLICT, Outcome.CHANGED, Outcome.DOUBLE, Outcome.NEW, Outcome.KEPT, Outcome.SAME)


class Stage(StrEnum):
    """How far the wizard is."""

    CHOOSE = "choose"
    LOOK = "look"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class CountView:
    """So many cards have this outcome: words, tone and icon of a chip."""

    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card of the file: what becomes of it, what it asks, and what it answers."""

    outcome: CountView
    front: str
    back: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a note type, the part that it plays, and how it begins in the first note."""

    name: str
    role: str
    sample: str


@dataclass(frozen=True, slots=True)
class TypeView:
    """A note type: how many notes have it, what they become, and what their fields are. `told`: as the file says."""

    key: str
    name: str
    notes: str
    kind: str
    told: bool
    fields: tuple[FieldView, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class LossView:
    """Something that does not come along, or comes changed."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """What the wizard shows. `summary` is one sentence; `agree` names the button, which is off where it is empty."""

    stage: Stage
    title: str
    summary: str = ""
    file: str = ""
    counts: tuple[CountView, ...] = ()
    decks: tuple[str, ...] = ()
    types: tuple[TypeView, ...] = ()
    cards: tuple[CardView, ...] = ()
    more: str = ""
    losses: tuple[LossView, ...] = ()
    agree: str = ""
    keep_mine: bool = False
    skip_doubles: bool = False
    schedule: bool = True
    scheduled: str = ""
    returned: str = ""
    undoable: bool = False


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
        self._looked = None
        self._render(_report_view(report))

    def merged(self, report: MergeReport) -> None:
        """Show which reviews came home."""
        self._looked = None
        self._render(_merge_view(report))

    def undo(self) -> Callable[[Progress], tuple[Changes, Change | None]]:
        """Return the work of taking the whole import back."""
        return lambda _progress: self._services.history.undo()

    def undone(self, change: Change | None) -> str:
        """Show where to begin; return what to say."""
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
        roles = _roles(note_type, self._maps(note_type)[:1])
        self._put_maps(key, (_map_of(CardKind(kind), roles),))

    def choose_role(self, key: str, place: int, role: str) -> None:
        """Give the field at `place` of a type another part: `front`, `back`, `answer` or `leave`."""
        note_type = self._type(key)
        (first, *_) = self._maps(note_type) or (FieldMap(CardKind.BASIC, ()),)
        roles = list(_roles(note_type, (first,)))
        if role == "answer":
            roles = ["back" if known == "answer" else known for known in roles]
        roles[place] = role
        self._put_maps(key, (_map_of(first.kind, roles),))

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
        arrivals = sorted(preview.shown, key=lambda arrival: _ORDER.index(arrival.outcome))
        more = sum(preview.counts.values()) - SHOWN
        reviews = preview.reviews
        returned = sum(bool(known.reviews) for note in plan.returned for known in note.learnt)
        self._render(
            ImportView(
                stage=Stage.LOOK,
                title="Import cards",
                summary=_summary(plan, preview),
                file=f"{plan.file.name} · {FORMATS[plan.format]}",
                counts=tuple(_count(outcome, preview.counts[outcome]) for outcome in _ORDER if preview.counts[outcome]),
                decks=tuple(f"{title}: {counted(count, 'card')}" for title, count in preview.decks.items()),
                types=tuple(self._type_view(looked, known) for known in plan.types),
                cards=tuple(self._card(arrival) for arrival in arrivals[:SHOWN]),
                more=f"and {more:,} more" if more > 0 else "",
                losses=_losses((*plan.losses, *_empty(preview))),
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
        roles = _roles(note_type, maps)
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
        text = text_shown(arrival)
        note = f"Until now: {self._words(arrival.before.back)}" if arrival.before and arrival.comes else ""
        return CardView(_count(arrival.outcome, None), self._words(text.front), self._words(_answer(text)), note)

    def _words(self, text: str) -> str:
        """Return `text` in one line, without markup."""
        words = " ".join(plain(self._services.markup.read(text[:400])).split())
        return words[:160]


def text_shown(arrival: Arrival) -> CardText:
    """Return what the card will ask and answer."""
    return arrival.made.text


def _answer(text: CardText) -> str:
    match text.kind:
        case CardKind.TYPED:
            return text.answer
        case CardKind.CHOICE:
            return "; ".join(choice.text for choice in text.choices if choice.right)
        case CardKind.TABLE if text.grid is not None:
            return "; ".join(": ".join(row) for row in text.grid.rows)
        case CardKind.OCCLUSION if text.occlusion is not None:
            return f"A picture with {counted(len(text.occlusion.numbers()), 'covered part')}"
        case _:
            return text.back


def _roles(note_type: NoteType, maps: tuple[FieldMap, ...]) -> tuple[str, ...]:
    """Return the part that each field plays in the first of `maps`."""
    if not maps:
        return (LEAVE,) * len(note_type.fields)
    how = maps[0]

    def role(place: int) -> str:
        if place == how.answer:
            return "answer"
        return "front" if place in how.front else "back" if place in how.back else LEAVE

    return tuple(role(place) for place in range(len(note_type.fields)))


def _map_of(kind: CardKind, roles: "list[str] | tuple[str, ...]") -> FieldMap:
    front = tuple(place for place, role in enumerate(roles) if role == "front")
    back = tuple(place for place, role in enumerate(roles) if role == "back")
    answer = next((place for place, role in enumerate(roles) if role == "answer"), None)
    if kind is CardKind.TYPED and answer is None and back:
        answer, back = back[0], back[1:]
    if kind is not CardKind.TYPED and answer is not None:
        back = tuple(sorted((*back, answer)))
        answer = None
    return FieldMap(kind, front, back, answer=answer, ordinals=(0, 1) if kind is CardKind.REVERSED else (0,))


def _count(outcome: Outcome, count: int | None) -> CountView:
    words, tone, icon = _OUTCOMES[outcome]
    return CountView(words if count is None else f"{count:,} {words[0].lower()}{words[1:]}", tone, icon)


def _summary(plan: Plan, preview: Preview) -> str:
    if plan.shipped and not plan.notes:
        return "These are cards of a deck that you have. Their reviews can come home."
    if not preview.counts:
        return "No note makes a card as the fields are now. Choose other fields below."
    return "Nothing is stored yet. Look at what comes, then import it as a whole; you can undo it as a whole, too."


def _empty(preview: Preview) -> tuple[Loss, ...]:
    why = "nothing would be asked: question or answer is empty"
    return (Loss("notes", why, preview.empty),) if preview.empty else ()


def _losses(losses: tuple[Loss, ...]) -> tuple[LossView, ...]:
    return tuple(
        LossView(
            f"{loss.what[0].upper()}{loss.what[1:]} ({loss.count:,})",
            f"{loss.why}. First: {loss.where}." if loss.where else f"{loss.why}.",
        )
        for loss in losses
    )


def _report_view(report: ImportReport) -> ImportView:
    counts: Mapping[Outcome, int] = report.counts
    parts = [f"{counted(report.pictures, 'picture')}"] if report.pictures else []
    parts += [counted(report.reviews, "review")] if report.reviews else []
    beside = f" With them came {' and '.join(parts)}." if parts else ""
    return ImportView(
        stage=Stage.DONE,
        title="Imported" if report.cards else "Nothing to import",
        summary=f"{counted(len(report.cards), 'card')} came from {report.file.name}.{beside}"
        if report.cards
        else f"All cards of {report.file.name} are here already, as they are in the file.",
        file=f"{report.file.name} · {FORMATS[report.format]}",
        counts=tuple(_count(outcome, counts[outcome]) for outcome in _ORDER if counts.get(outcome)),
        decks=tuple(f"{title}: {counted(count, 'card')}" for title, count in report.decks.items()),
        losses=_losses(report.losses),
        undoable=bool(report.cards),
    )


def _merge_view(report: MergeReport) -> ImportView:
    losses = []
    if report.strangers:
        why = "they are of cards that have no schedule in your library, such as questions"
        losses.append(Loss("reviews", why, report.strangers))
    if report.early:
        losses.append(Loss("reviews", "they lie in the future, so a clock was wrong", report.early))
    added = counted(report.added, "review")
    return ImportView(
        stage=Stage.DONE,
        title="Reviews are home" if report.added else "No new reviews",
        summary=f"{added} of {counted(len(report.faces), 'card')} came home; {report.known:,} you had already.",
        file=report.file.name,
        losses=_losses(tuple(losses)),
        undoable=bool(report.added),
    )
