"""Reviewing cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

from certdeck.core.day import day_end, day_start
from certdeck.core.deck import Card, Coverage
from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId, item_of
from certdeck.core.scheduling.faces import Face, faces_of
from certdeck.core.scheduling.queue import Counts, Limits, Queue, Waiting, build_queue
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating
from certdeck.ports.clock import Clock
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import Store, UnitOfWork
from certdeck.ports.study_log import StudyEntry
from certdeck.services.changes import Changes
from certdeck.services.library import LibraryService
from certdeck.services.preferences import PreferencesService

SECONDS_A_CARD = 12.0
"""Assumed time for one card until there are enough ratings to measure it."""
ENOUGH_RATINGS = 10
FLAGS = range(8)


@dataclass(frozen=True, slots=True)
class Turn:
    """A face to be asked: its state, what each rating would lead to, and what is left for today."""

    face: Face
    state: FaceState
    phase: Phase
    intervals: Mapping[Rating, timedelta]
    counts: Counts
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class Today:
    """The study day so far: what is left, how many ratings were given, and about how long the rest takes."""

    counts: Counts
    rated: int
    minutes_left: int
    minutes_done: int
    next_step_at: datetime | None


class StudyService:
    """Chooses the next card and records ratings and what else is decided about cards."""

    def __init__(
        self, store: Store, memory: MemoryModel, clock: Clock, library: LibraryService, preferences: PreferencesService
    ) -> None:
        self._store = store
        self._memory = memory
        self._clock = clock
        self._library = library
        self._preferences = preferences

    def today(self) -> Today:
        """Return what is left for today and what was done."""
        with self._store.open() as work:
            queue, rated = self._queue(work)
        counts = queue.counts()
        done = sum(entry.milliseconds for entry in rated) / 1000
        pace = done / len(rated) if len(rated) >= ENOUGH_RATINGS else SECONDS_A_CARD
        return Today(
            counts=counts,
            rated=len(rated),
            minutes_left=_minutes(counts.total * pace),
            minutes_done=_minutes(done),
            next_step_at=queue.steps[0].due if queue.steps else None,
        )

    def next(self) -> Turn | None:
        """Return the face to be asked now, or None when nothing is left at this moment."""
        now = self._clock.now()
        with self._store.open() as work:
            queue, _ = self._queue(work)
            waiting = queue.next(now)
            if waiting is None:
                return None
            return self._turn(work, waiting, queue.counts(), now)

    def ask(self, face: FaceId) -> Turn | None:
        """Return `face` to be asked out of its turn, or None if it is set aside or no longer in the deck."""
        now = self._clock.now()
        with self._store.open() as work:
            state = work.study.state(face)
            buried = state.buried_until is not None and state.buried_until > now
            if state.suspended or buried or not isinstance(work.content.item(item_of(face)), Card):
                return None
            queue, _ = self._queue(work)
            waiting = Waiting(face, state.schedule.phase, state.schedule.due, position=0)
            return self._turn(work, waiting, queue.counts(), now)

    def next_due(self) -> datetime | None:
        """Return when the next card is due after today, or None if none is."""
        tomorrow, exam = day_end(self._clock.now(), self._clock.zone()), self._library.exam()
        with self._store.open() as work:
            return work.study.next_due(exam.deck.id, exam.blueprint.id, tomorrow)

    def rate(self, face: FaceId, rating: Rating, *, milliseconds: int) -> Changes:
        """Record `rating` of `face`, thought over for `milliseconds`. Durable when it returns."""
        now = self._clock.now()
        with self._store.open(writing=True) as work:
            before = work.study.state(face)
            after = before.rated(self._memory.review(before.schedule, rating, now, seed_of(face)))
            change = work.history.begin("rate", now)
            work.study.record(
                StudyEntry("rate", now, before, after, rating=rating, milliseconds=milliseconds, change=change)
            )
            work.commit()
        return Changes(study=True)

    def suspend(self, *faces: FaceId, on: bool) -> Changes:
        """Leave `faces` out until they are resumed, or resume them; one change, undone as one."""
        return self._change("suspend" if on else "resume", faces, suspended=on)

    def bury(self, face: FaceId) -> Changes:
        """Leave `face` out until tomorrow."""
        now = self._clock.now()
        return self._change("bury", (face,), buried_until=day_end(now, self._clock.zone()))

    def flag(self, face: FaceId, flag: int, *others: FaceId) -> Changes:
        """Give `face` and `others` flag 1 to 7, or none with 0; one change, undone as one.

        Raises `StudyError` for another number.
        """
        if flag not in FLAGS:
            raise StudyError(f"There is no flag {flag}. Flags run from 1 to 7; 0 is none.")
        return self._change("flag", (face, *others), flag=flag)

    def state(self, face: FaceId) -> FaceState:
        """Return the state of `face`."""
        with self._store.open() as work:
            return work.study.state(face)

    def recall(self, state: FaceState) -> float | None:
        """Return the probability that the learner recalls the face now, or None while it is new."""
        if state.schedule.phase is Phase.NEW:
            return None
        return self._memory.retrievability(state.schedule, self._clock.now())

    def _change(self, kind: str, faces: Sequence[FaceId], **fields: object) -> Changes:
        now = self._clock.now()
        with self._store.open(writing=True) as work:
            change = work.history.begin(kind, now)
            for face in faces:
                before = work.study.state(face)
                after = replace(before, **fields)  # type: ignore[arg-type]  # called with FaceState's own fields only
                work.study.record(StudyEntry(kind, now, before, after, change=change))
            work.commit()
        return Changes(study=True)

    def _queue(self, work: UnitOfWork) -> tuple[Queue, tuple[StudyEntry, ...]]:
        now, settings = self._clock.now(), self._preferences.settings
        exam = self._library.exam()
        rated = work.study.rated_since(exam.deck.id, day_start(now, self._clock.zone()))
        new_done = sum(entry.before.schedule.phase is Phase.NEW for entry in rated)
        reviews_done = sum(entry.before.schedule.phase is Phase.REVIEW for entry in rated)
        limits = Limits(max(0, settings.new_per_day - new_done), max(0, settings.reviews_per_day - reviews_done))
        seen = frozenset(item_of(entry.before.face) for entry in rated)
        tomorrow = day_end(now, self._clock.zone())
        fetched = limits.new
        while True:
            waiting = work.study.waiting(exam.deck.id, exam.blueprint.id, tomorrow, fetched)
            queue = build_queue(waiting, limits, seen_today=seen)
            fresh = sum(entry.phase is Phase.NEW for entry in waiting)
            if queue.counts().new >= limits.new or fresh < fetched:
                return queue, rated
            # Some of them were siblings of cards that are asked today anyway: look further down the deck.
            fetched *= 2

    def _turn(self, work: UnitOfWork, waiting: Waiting, counts: Counts, now: datetime) -> Turn:
        card = work.content.item(waiting.item)
        if not isinstance(card, Card):
            raise TypeError(f"{waiting.item} is waiting to be asked but is not a card")
        face = next(face for face in faces_of(card) if face.id == waiting.face)
        state = work.study.state(face.id)
        preview = self._memory.preview(state.schedule, now, seed_of(face.id))
        intervals = {rating: schedule.interval for rating, schedule in preview.items()}
        coverage = card.coverage(self._library.exam().blueprint.id)
        return Turn(face, state, waiting.phase, intervals, counts, coverage)


def seed_of(face: FaceId) -> int:
    """Return the seed of a face's intervals: the same on every machine and in every run."""
    return crc32(face.encode())


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60)) if seconds else 0
