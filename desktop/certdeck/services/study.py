"""Reviewing cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zlib import crc32

from certdeck.core.deck import Card, Coverage
from certdeck.core.ids import FaceId, item_of
from certdeck.core.scheduling.faces import Face, faces_of
from certdeck.core.scheduling.load import Load, spread_due
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating, Schedule
from certdeck.core.scheduling.waiting import Waiting
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import Store, UnitOfWork
from certdeck.ports.study_log import StudyEntry
from certdeck.services.calendar import Calendar
from certdeck.services.changes import Changes
from certdeck.services.study_day import StudyDay, StudyDays
from certdeck.services.wishes import WishService

SECONDS_A_CARD = 12.0
"""Assumed time for one card until there are enough ratings to measure it."""
ENOUGH_RATINGS = 10


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
    """The study day so far: what is left, how many ratings were given, and about how long the rest takes.

    `overdue` counts the reviews that were due before today, whether or not today brings them.
    """

    counts: Counts
    rated: int
    minutes_left: int
    minutes_done: int
    next_step_at: datetime | None
    overdue: int = 0


class StudyService:
    """Chooses the next card and records ratings. Undo and redo are in `HistoryService`, the rest in `FaceService`."""

    def __init__(self, store: Store, memory: MemoryModel, calendar: Calendar, wishes: WishService) -> None:
        self._store = store
        self._memory = memory
        self._calendar = calendar
        self._wishes = wishes
        self._days = StudyDays(calendar)

    def today(self) -> Today:
        """Return what is left for today and what was done."""
        with self._store.open() as work:
            day = self._day(work)
        counts = day.queue.counts()
        done = day.milliseconds / 1000
        pace = done / day.rated if day.rated >= ENOUGH_RATINGS else SECONDS_A_CARD
        return Today(
            counts=counts,
            rated=day.rated,
            minutes_left=_minutes(counts.total * pace),
            minutes_done=_minutes(done),
            next_step_at=day.queue.steps[0].due if day.queue.steps else None,
            overdue=day.overdue,
        )

    def next(self) -> Turn | None:
        """Return the face to be asked now, or None when nothing is left at this moment."""
        with self._store.open() as work:
            day = self._day(work)
            waiting = day.queue.next(self._calendar.now())
            return None if waiting is None else self._turn(work, waiting, day)

    def ask(self, face: FaceId) -> Turn | None:
        """Return `face` to be asked out of its turn, or None if it is set aside or no longer in the deck."""
        with self._store.open() as work:
            state = work.study.state(face)
            buried = state.buried_until is not None and state.buried_until > self._calendar.now()
            if state.suspended or buried or not isinstance(work.content.item(item_of(face)), Card):
                return None
            waiting = Waiting(face, state.schedule.phase, state.schedule.due, position=0)
            return self._turn(work, waiting, self._day(work))

    def next_due(self) -> datetime | None:
        """Return when the next card is due after today, or None if none is."""
        with self._store.open() as work:
            return work.queues.next_due(self._wishes.now().scope, self._calendar.ends())

    def rate(self, face: FaceId, rating: Rating, *, milliseconds: int) -> Changes:
        """Record `rating` of `face`, thought over for `milliseconds`. Durable when it returns."""
        now = self._calendar.now()
        with self._store.open(writing=True) as work:
            day, before = self._day(work), work.study.state(face)
            after = before.rated(self._rated(before, rating, now, day.wishes.options, self._days.load(work, day)))
            entry = StudyEntry("rate", now, before, after, rating, milliseconds, change=work.history.begin("rate", now))
            work.study.record(entry)
            self._days.rated(work, day, entry)
            work.commit()
        return Changes(study=True)

    def state(self, face: FaceId) -> FaceState:
        """Return the state of `face`."""
        with self._store.open() as work:
            return work.study.state(face)

    def recall(self, state: FaceState) -> float | None:
        """Return the probability that the learner recalls the face now, or None while it is new."""
        if state.schedule.phase is Phase.NEW:
            return None
        return self._memory.retrievability(state.schedule, self._calendar.now(), self._wishes.now().options)

    def _day(self, work: UnitOfWork) -> StudyDay:
        return self._days.today(work, self._wishes.now())

    def _rated(self, state: FaceState, rating: Rating, now: datetime, options: Options, load: Load) -> Schedule:
        dice = Random(f"{seed_of(state.face)}/{state.schedule.reps}")
        return spread_due(self._memory.review(state.schedule, rating, now, options), now, dice, options, load)

    def _turn(self, work: UnitOfWork, waiting: Waiting, day: StudyDay) -> Turn:
        card = work.content.item(waiting.item)
        if not isinstance(card, Card):
            raise TypeError(f"{waiting.item} is waiting to be asked but is not a card")
        face = next(face for face in faces_of(card) if face.id == waiting.face)
        state, load, now = work.study.state(face.id), self._days.load(work, day), self._calendar.now()
        rated = {rating: self._rated(state, rating, now, day.wishes.options, load) for rating in Rating}
        exam = day.wishes.scope.exam
        return Turn(
            face,
            state,
            waiting.phase,
            {rating: schedule.interval for rating, schedule in rated.items()},
            day.queue.counts(),
            None if exam is None else card.coverage(exam),
        )


def seed_of(face: FaceId) -> int:
    """Return the seed of a face's intervals: the same on every machine and in every run."""
    return crc32(face.encode())


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60)) if seconds else 0
