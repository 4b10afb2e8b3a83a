"""Taking over files of other programs: looked at first, then in one transaction, and undone as one change."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from certdeck.core.errors import ImportRefused
from certdeck.core.ids import ItemId
from certdeck.core.incoming import FieldMap
from certdeck.core.intake import COMING, Arrival, Outcome
from certdeck.ports.clock import Clock
from certdeck.ports.exporting import Progress, no_progress
from certdeck.ports.importing import FileReader, Format, Loss, Plan
from certdeck.ports.media import Media
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.arriving import Comparison, Newcomers, Sample, Tally, types_of
from certdeck.services.changes import Changes
from certdeck.services.entry import Entry
from certdeck.services.learnt import Taking
from certdeck.services.library import LibraryService
from certdeck.services.picture_copies import PictureCopies


@dataclass(frozen=True, slots=True)
class Choices:
    """What the learner wants of an import.

    `maps` replaces how the notes of a type become cards. Of cards that are here already the library's text is kept with
    `keep_mine`. New cards that ask what another one asks are left out with `skip_doubles`. `schedule` takes over what
    was learnt of new cards. `title` names the deck of notes that name none.
    """

    maps: Mapping[str, tuple[FieldMap, ...]] = field(default_factory=dict)
    keep_mine: bool = False
    skip_doubles: bool = False
    schedule: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing is changed.

    `counts` says how many cards have each outcome, `decks` how many go to each deck, by title, `samples` what is met
    of each note type. `shown` are the first cards of each outcome. `empty` counts notes that make no card, `reviews`
    the reviews that the file tells of; `scheduled` says that it tells anything of what was learnt.
    """

    plan: Plan
    counts: Counter[Outcome]
    decks: Mapping[str, int]
    samples: Mapping[str, Sample]
    shown: tuple[Arrival, ...]
    empty: int
    reviews: int
    scheduled: bool

    @property
    def coming(self) -> int:
        """How many cards of the library would be those of the file."""
        return sum(self.counts[outcome] for outcome in COMING)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    file: Path
    format: Format
    counts: Mapping[Outcome, int]
    decks: Mapping[str, int]
    pictures: int
    reviews: int
    losses: tuple[Loss, ...]
    cards: tuple[ItemId, ...] = ()


_HOME: Final = (
    "`certdeck merge-history` brings home the reviews of cards that are here; cards that are not come with a file of "
    "`certdeck export json`."
)
WRITTEN_HERE: Final = (
    "Certdeck wrote them: merge-history brings reviews of cards that are here, and a file of export json brings others"
)
"""Why notes of our own note types are left out: a package holds them as phones show them, not as they were written."""


class ImportService:
    """Reads a file, tells what would come of it, and takes it over: whole or not at all."""

    def __init__(
        self,
        store: Store,
        library: LibraryService,
        clock: Clock,
        media: Media,
        memory: MemoryModel,
        reader: Callable[[], FileReader],
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._media = media
        self._memory = memory
        self._reader = reader

    def read(self, file: Path, form: Format | None = None, *, progress: Progress = no_progress) -> Plan:
        """Read `file`, whose format is told by name and content if none is given. Raises `ImportRefused`."""
        reader = self._reader()
        return reader.read(file, reader.format_of(file) if form is None else form, progress)

    def preview(self, plan: Plan, choices: Choices | None = None, *, progress: Progress = no_progress) -> Preview:
        """Return what taking over `plan` would do."""
        chosen = choices or Choices()
        tally = Tally()
        with self._store.open() as work, PictureCopies(self._reader(), self._media, plan, set()) as pictures:
            comparison = _comparison(work, plan, pictures, chosen, brief=False)
            for _ in comparison.arrivals(types_of(plan, chosen.maps), tally, progress):
                pass
        return _preview(plan, tally)

    def bring(
        self, plan: Plan, choices: Choices | None = None, *, progress: Progress = no_progress
    ) -> tuple[Changes, ImportReport]:
        """Take over `plan` in one transaction, and return what came of it.

        The cards can be studied then. Very many of them are made searchable afterwards (see `FullTextService`).

        Raises `ImportRefused` when there is nothing in it, and `Cancelled`; then nothing was taken over.
        """
        chosen = choices or Choices()
        before = self._media.names()
        added: set[str] = set()
        try:
            with self._store.open(writing=True) as work:
                report = self._bring(work, plan, chosen, added, progress)
                # The last moment to cancel.
                progress(len(plan.notes), len(plan.notes))
                work.commit()
        except BaseException:
            self._media.remove(added - before)
            raise
        self._library.refresh()
        return Changes(content=bool(report.cards), study=bool(report.cards)), report

    def _bring(
        self, work: UnitOfWork, plan: Plan, choices: Choices, added: set[str], progress: Progress
    ) -> ImportReport:
        tally = Tally()
        types = types_of(plan, choices.maps)
        expecting = work.intake.expecting(len(plan.notes))
        with expecting, PictureCopies(self._reader(), self._media, plan, added) as pictures:
            entry = Entry(work, self._memory, self._clock.now(), schedule=choices.schedule)
            comparison = _comparison(work, plan, pictures, choices, brief=True, take=entry.taking())
            for arrivals in comparison.arrivals(types, tally, progress):
                coming = [arrival for arrival in arrivals if isinstance(arrival, Newcomers) or arrival.comes]
                entry.take([one if isinstance(one, Newcomers) else pictures.shown(one) for one in coming])
            entry.finish()
        if not tally.counts:
            raise ImportRefused(_nothing(plan, tally.empty))
        return ImportReport(
            file=plan.file,
            format=plan.format,
            counts=tally.counts,
            decks=entry.decks,
            pictures=pictures.count,
            reviews=entry.reviews,
            losses=(*plan.losses, *pictures.losses, *_left_out(plan, tally, choices), *entry.losses()),
            cards=tuple(entry.cards),
        )


def _comparison(
    work: UnitOfWork,
    plan: Plan,
    pictures: PictureCopies,
    choices: Choices,
    *,
    brief: bool,
    take: Taking | None = None,
) -> Comparison:
    return Comparison(
        work,
        plan,
        pictures.named,
        otherwise=choices.title,
        keep_mine=choices.keep_mine,
        skip_doubles=choices.skip_doubles,
        brief=brief,
        take=take,
    )


def _preview(plan: Plan, tally: Tally) -> Preview:
    return Preview(
        plan=plan,
        counts=tally.counts,
        decks=tally.decks,
        samples=tally.samples,
        shown=tally.shown(),
        empty=tally.empty,
        reviews=tally.reviews,
        scheduled=tally.scheduled,
    )


def _left_out(plan: Plan, tally: Tally, choices: Choices) -> list[Loss]:
    losses = []
    if plan.shipped:
        losses.append(Loss("notes", WRITTEN_HERE, plan.shipped))
    if tally.empty:
        losses.append(Loss("notes", "nothing would be asked: question or answer is empty", tally.empty))
    if choices.schedule and tally.schedules_kept:
        why = "cards that you have keep theirs, only new ones bring one; certdeck merge-history brings reviews home"
        losses.append(Loss("schedules", why, tally.schedules_kept))
    doubles = tally.counts[Outcome.DOUBLE]
    if doubles:
        losses.append(Loss("cards", "another card of your library asks the same", doubles))
    return losses


def _nothing(plan: Plan, empty: int) -> str:
    name = plan.file.name
    if plan.shipped and not empty:
        return f"{name} holds only notes that Certdeck wrote. Nothing was imported. {_HOME}"
    if not plan.notes:
        return f"{name} holds no cards. Nothing was imported."
    return (
        f"None of the {len(plan.notes)} notes in {name} makes a card: question or answer is empty. "
        "Nothing was imported. Choose other fields."
    )
