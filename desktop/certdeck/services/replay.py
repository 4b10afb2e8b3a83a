"""Playing the study log again, so that every memory is what the parameters in force make of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.fuzz import chance_of
from certdeck.core.scheduling.load import Load, spread_due
from certdeck.core.scheduling.options import Options, Preset
from certdeck.core.scheduling.parameters import Fit
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.ports.exchange import PARAMETERS
from certdeck.ports.exporting import Progress
from certdeck.ports.memory import MemoryModel, ReviewLog
from certdeck.ports.replays import Rated
from certdeck.ports.store import Store, UnitOfWork
from certdeck.ports.study_log import StudyEntry
from certdeck.services.fits import Fits
from certdeck.services.library import LibraryService
from certdeck.services.options import OptionsService

FACES_BETWEEN_REPORTS: Final = 200
ONE_BY_ONE: Final = 50
"""Faces up to which it is quicker to read the ratings of each than those of the whole deck."""


@dataclass(slots=True)
class History:
    """The reviews of a face since it was new, or since what `start` says, in the order of the log."""

    start: Schedule
    reviews: list[tuple[Rating, datetime]] = field(default_factory=list)


def histories(ratings: Iterable[Rated]) -> dict[FaceId, History]:
    """Gather ratings by face; of a face that was made new on the way, only those after that."""
    found: dict[FaceId, History] = {}
    for rated in ratings:
        if rated.start is not None:
            found[rated.face] = History(rated.start)
        found[rated.face].reviews.append((rated.rating, rated.at))
    return found


def review_log(ratings: Sequence[Rated]) -> ReviewLog:
    """Return ratings as a model is fitted to them.

    Faces whose first reviews are not in the log are left out: nobody knows what they did to the memory. Where the clock
    was put back between two reviews, no time has passed.
    """
    faces, gaps, grades = [], [], []
    begun: dict[FaceId, tuple[int, datetime] | None] = {}
    for number, rated in enumerate(ratings):
        if rated.start is not None:
            begun[rated.face] = (number, rated.at) if rated.start.phase is Phase.NEW else None
        before = begun[rated.face]
        if before is not None:
            faces.append(before[0])
            gaps.append(max(0, (rated.at - before[1]).days))
            grades.append(int(rated.rating))
            begun[rated.face] = (before[0], rated.at)
    return ReviewLog(tuple(faces), tuple(gaps), tuple(grades))


def set_back(ratings: Sequence[Rated]) -> int:
    """Count the ratings that have an earlier time than the one before them in the log: the clock was changed.

    What came from elsewhere has nothing to do with this clock.
    """
    here = sorted((rated for rated in ratings if not rated.foreign), key=lambda rated: rated.id)
    return sum(later.at < earlier.at for earlier, later in pairwise(here))


@dataclass(frozen=True, slots=True)
class Recording:
    """The ratings of `decks` that held when entry number `last` was the end of the study log."""

    decks: tuple[DeckId, ...]
    last: int
    ratings: tuple[Rated, ...]


class Replay:
    """Gives faces the memory that their part of the study log leaves by given parameters."""

    def __init__(
        self, store: Store, memory: MemoryModel, fits: Fits, library: LibraryService, options: OptionsService
    ) -> None:
        self._store = store
        self._memory = memory
        self._fits = fits
        self._library = library
        self._options = options

    def record(self, preset: Preset) -> Recording:
        """Read the study log of the decks that have the options of `preset`."""
        decks = tuple(head.id for head in self._library.heads() if self._options.of(head.id).id == preset.id)
        with self._store.open() as work:
            return Recording(decks, work.replays.last_id(), work.replays.ratings(decks))

    def put(
        self,
        preset: Preset,
        fit: Fit | None,
        recording: Recording,
        progress: Progress,
        *,
        reschedule_at: datetime | None = None,
    ) -> int:
        """Put `fit`, or the defaults, in force and play the log again; return how many due times were moved.

        One transaction, so that parameters and memories always belong together; what was rated since `recording` counts
        as well. Due times stay, unless `reschedule_at` (now, aware UTC) says that those of faces in long-term review
        shall be moved to where the parameters put them: that is a change which undo takes back.
        """
        options = replace(preset.options, parameters=() if fit is None else fit.parameters)
        memories = self._played(histories(recording.ratings), options, progress)
        with self._store.open(writing=True) as work:
            for face in work.replays.touched(recording.decks, recording.last):
                memories.pop(face, None)
                memories |= self._remembered(work, recording.decks, face, options)
            work.replays.put(memories)
            # The next sync goes by what other laptops know besides.
            work.exchange.operations.put_mark(PARAMETERS, "")
            moved = 0 if reschedule_at is None else self._move(work, memories, options, reschedule_at)
            current = next(known for known in work.presets.all() if known.id == preset.id)
            work.presets.put(replace(current, options=replace(current.options, parameters=options.parameters)))
            self._fits.keep(work, preset.id, fit, work.replays.last_id())
            work.commit()
        self._fits.refresh()
        self._options.refresh()
        return moved

    def mend(self, work: UnitOfWork, entries: Iterable[StudyEntry]) -> None:
        """Give faces the memory they should have after `entries` of the log were taken back or done again.

        An entry older than the last replay holds memories by the parameters of its time.
        """
        replayed = self._fits.replayed()
        by_deck: dict[DeckId, set[FaceId]] = {}
        for face in {entry.after.face for entry in entries if entry.id <= replayed}:
            by_deck.setdefault(work.replays.deck_of(face) or self._library.exam().deck.id, set()).add(face)
        for deck, faces in by_deck.items():
            work.replays.put(self._of_faces(work, deck, faces, work.presets.of(deck).options))

    def _of_faces(
        self, work: UnitOfWork, deck: DeckId, faces: set[FaceId], options: Options
    ) -> dict[FaceId, MemoryState]:
        if len(faces) > ONE_BY_ONE:
            found = histories(work.replays.ratings((deck,)))
            return self._played({face: found[face] for face in faces & found.keys()}, options)
        return {
            known: memory for face in faces for known, memory in self._remembered(work, (deck,), face, options).items()
        }

    def _remembered(
        self, work: UnitOfWork, decks: tuple[DeckId, ...], face: FaceId, options: Options
    ) -> dict[FaceId, MemoryState]:
        return self._played(histories(work.replays.ratings(decks, face)), options)

    def _played(
        self, found: dict[FaceId, History], options: Options, progress: Progress | None = None
    ) -> dict[FaceId, MemoryState]:
        memories = {}
        for number, (face, history) in enumerate(found.items()):
            if progress is not None and number % FACES_BETWEEN_REPORTS == 0:
                progress(number, len(found))
            memory = self._memory.replay(history.start, history.reviews, options)
            if memory is not None:
                memories[face] = memory
        return memories

    def _move(self, work: UnitOfWork, memories: Iterable[FaceId], options: Options, now: datetime) -> int:
        """Move due times of faces in long-term review as one change; return how many it concerns."""
        states = [work.study.state(face) for face in memories]
        moved = [(before, after) for before in states if (after := self._rescheduled(before, options)) != before]
        if moved:
            change = work.history.begin("reschedule", now)
            for before, after in moved:
                work.study.record(StudyEntry("reschedule", now, before, after, change=change))
        return len(moved)

    def _rescheduled(self, state: FaceState, options: Options) -> FaceState:
        """Return `state` due when the parameters say, spread by the chance of its last review."""
        due = self._memory.due(state.schedule, options)
        reviewed = state.schedule.last_review
        if due is None or reviewed is None:
            return state
        schedule = state.schedule._replace(due=due)
        chance, load = chance_of(state.face, schedule.reps - 1), Load({}, reviewed.weekday())
        spread = spread_due(schedule, reviewed, chance, options, load)
        return state._replace(schedule=schedule._replace(due=spread.due or due))
