"""Reviewing cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from certdeck.core.deck import Card, Coverage
from certdeck.core.errors import RatedMeanwhile, StudyError
from certdeck.core.ids import FaceId, item_of
from certdeck.core.scheduling.faces import Face, faces_of
from certdeck.core.scheduling.fuzz import chance_of
from certdeck.core.scheduling.leech import becomes_leech, is_leech
from certdeck.core.scheduling.load import Load, is_spread, spread_due, spread_intervals
from certdeck.core.scheduling.options import LeechAction, Options
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import RATINGS, FaceState, Phase, Rating, Schedule
from certdeck.core.scheduling.scope import Scope
from certdeck.core.scheduling.waiting import Waiting
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import Store, UnitOfWork
from certdeck.ports.study_log import StudyEntry
from certdeck.services.calendar import Calendar
from certdeck.services.changes import Changes
from certdeck.services.study_day import Stamp, StudyDay, StudyDays, Wishes, room_for_new
from certdeck.services.wishes import WishService

SECONDS_A_CARD = 12.0
"""Assumed time for one card until there are enough ratings to measure it."""
ENOUGH_RATINGS = 10
STUDIED = Changes(study=True)
EVERY = 2**31
"""More cards than any deck has."""


class Turn(NamedTuple):
    """A face to be asked: its state, and what is left for today (see `StudyService.intervals` for what comes of it).

    `leech` says that it was forgotten so often that it is a leech; `stamp` is that of the database at that moment.
    """

    face: Face
    state: FaceState
    phase: Phase
    counts: Counts
    coverage: Coverage | None
    leech: bool
    stamp: Stamp


class Rated(NamedTuple):
    """What a rating led to; `leech` says that the card became a leech by it, or had become one and still is."""

    changes: Changes
    after: FaceState
    leech: bool


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


@dataclass(frozen=True, slots=True)
class DueDay:
    """What a day brings: reviews and learning steps that are due, and new cards at the daily limit."""

    day: date
    reviews: int
    new: int


class StudyService:
    """Chooses the next card and records ratings. Undo and redo are in `HistoryService`, the rest in `FaceService`.

    Each method takes the scope that is studied; without one it is the whole exam.
    """

    def __init__(self, store: Store, memory: MemoryModel, calendar: Calendar, wishes: WishService) -> None:
        self._store = store
        self._memory = memory
        self._calendar = calendar
        self._wishes = wishes
        self._days = StudyDays(calendar)

    def today(self, scope: Scope | None = None) -> Today:
        """Return what is left for today and what was done."""
        wishes = self._wishes.now(scope)
        with self._store.open() as work:
            day = self._days.today(work, wishes, self._calendar.now())
        counts, step = day.queue.counts(), day.queue.next_step()
        done = day.milliseconds / 1000
        pace = done / day.rated if day.rated >= ENOUGH_RATINGS else SECONDS_A_CARD
        return Today(
            counts=counts,
            rated=day.rated,
            minutes_left=_minutes(counts.total * pace),
            minutes_done=_minutes(done),
            next_step_at=step.due if step is not None else None,
            overdue=day.overdue,
        )

    def room_for_new(self, scope: Scope | None = None) -> int:
        """Return how many more new cards today takes than were put first already, whether or not there are any."""
        wishes = self._wishes.now(scope)
        with self._store.open() as work:
            return room_for_new(work, wishes, self._calendar)

    def next(self, scope: Scope | None = None) -> Turn | None:
        """Return the face to be asked now, or None when nothing is left at this moment."""
        with self._store.open() as work:
            wishes, now = self._wishes.now_in(work, scope), self._calendar.now()
            (waiting, counts), soon = self._days.head(work, wishes, now)
            return None if waiting is None else self._turn(work, waiting, counts, wishes, now, soon)

    def ask(self, face: FaceId, scope: Scope | None = None, *, aside: bool = False) -> Turn | None:
        """Return `face` to be asked out of its turn, or None if it is no longer in the deck.

        None, too, if it is suspended or buried, unless those set `aside` are wanted.
        """
        wishes, now = self._wishes.now(scope), self._calendar.now()
        with self._store.open() as work:
            state = work.study.state(face)
            buried = state.buried_until is not None and state.buried_until > now
            card = work.content.item(item_of(face))
            if not isinstance(card, Card) or all(known.id != face for known in faces_of(card)):
                return None
            if (state.suspended or buried) and not aside:
                return None
            waiting = Waiting(face, state.schedule.phase, state.schedule.due, position=0)
            counts = self._days.today(work, wishes, now).queue.counts()
            return self._turn(work, waiting, counts, wishes, now)

    def intervals(self, turn: Turn, scope: Scope | None = None) -> Mapping[Rating, timedelta]:
        """Return the time until the face of `turn` would be due again after each rating, if that was given now.

        Not part of the turn: nobody looks at it before the answer, and the question is to come at once. The load of
        the coming days is the one at which the turn came, where that is known still.
        """
        options, now, known = self._wishes.now(scope).options, self._calendar.now(), turn.state.schedule
        load = self._days.known_load(turn.stamp, now) or self._load(now)
        previews = self._memory.preview(known, now, options)
        intervals = spread_intervals(previews, chance_of(turn.face.id, known.reps), options, load)
        return dict(zip(RATINGS, intervals, strict=True))

    def next_due(self, scope: Scope | None = None) -> datetime | None:
        """Return when the next card is due after today, or None if none is."""
        wishes = self._wishes.now(scope)
        with self._store.open() as work:
            return work.queues.next_due(wishes.scope, self._calendar.ends())

    def due(self, days: int, scope: Scope | None = None) -> tuple[DueDay, ...]:
        """Return what each of `days` days from today on brings as things stand; what is late counts for today."""
        wishes = self._wishes.now(scope)
        with self._store.open() as work:
            day = self._days.today(work, wishes, self._calendar.now())
            reviews = work.queues.due_by_day(day.wishes.scope, day.starts, days)
            fresh = _fresh(work, day)
        made = []
        for number in range(days):
            limit = day.wishes.options.new_per_day if number else day.queue.counts().new
            new = min(fresh, limit)
            fresh -= new
            made.append(DueDay(day.day + timedelta(days=number), reviews.get(number, 0), new))
        return tuple(made)

    def rate(
        self,
        face: FaceId,
        rating: Rating,
        *,
        milliseconds: int,
        scope: Scope | None = None,
        at: datetime | None = None,
        shown: Schedule | None = None,
    ) -> Rated:
        """Record `rating` of `face`, thought over for `milliseconds`. Durable when it returns.

        `at` is when it was given (aware, in any zone), if not now. Raises `StudyError` for a time to come, and for one
        before the last review of the face; `RatedMeanwhile` if the face no longer has the schedule that was `shown`
        with it: two windows may ask the same card, and what the learner knew once would count twice. A card that
        becomes a leech is suspended with it, where its options say so.
        """
        now, wishes = self._calendar.now(), self._wishes.now(scope)
        with self._store.open(writing=True) as work:
            day, before = self._days.today(work, wishes, now), work.study.state(face)
            if shown is not None and before.schedule != shown:
                raise RatedMeanwhile(f"{face} was scheduled anew since it was shown. Nothing was recorded.")
            when = now if at is None else _possible(at, before, now)
            options = day.wishes.options
            schedule = self._rated(work, before, rating, when, options)
            leech = becomes_leech(before.schedule.lapses, schedule.lapses, options)
            aside = before.suspended or (leech and options.leech_action is LeechAction.SUSPEND)
            entry = StudyEntry("rate", when, before, before.rated(schedule, suspended=aside), rating, milliseconds)
            work.history.rate(entry, now)
            stamp = work.queues.stamp()
            work.commit()
        if at is None:
            self._days.rated(day, entry, stamp)
        return Rated(STUDIED, entry.after, leech)

    def state(self, face: FaceId) -> FaceState:
        """Return the state of `face`."""
        with self._store.open() as work:
            return work.study.state(face)

    def recall(self, state: FaceState, scope: Scope | None = None) -> float | None:
        """Return the probability that the learner recalls the face now, or None while it is new.

        It is reckoned by the options of `scope`, those of the exam's deck without one.
        """
        if state.schedule.phase is Phase.NEW:
            return None
        return self._memory.retrievability(state.schedule, self._calendar.now(), self._wishes.now(scope).options)

    def _load(self, now: datetime) -> Load:
        with self._store.open() as work:
            return self._days.load(work, now)

    def _rated(self, work: UnitOfWork, state: FaceState, rating: Rating, now: datetime, options: Options) -> Schedule:
        schedule = self._memory.review(state.schedule, rating, now, options)
        if schedule.due is None or not is_spread(schedule.phase, schedule.due - now):
            return schedule
        chance = chance_of(state.face, state.schedule.reps)
        return spread_due(schedule, now, chance, options, self._days.load(work, now))

    def _turn(
        self,
        work: UnitOfWork,
        waiting: Waiting,
        counts: Counts,
        wishes: Wishes,
        now: datetime,
        soon: Iterable[FaceId] = (),
    ) -> Turn:
        card, state = work.study.asked(waiting.face, soon)
        if not isinstance(card, Card):
            raise TypeError(f"{waiting.item} is waiting to be asked but is not a card")
        (face,) = [face for face in faces_of(card) if face.id == waiting.face]
        options, exam = wishes.options, wishes.scope.exam
        return Turn(
            face,
            state,
            waiting.phase,
            counts,
            None if exam is None else card.coverage(exam),
            is_leech(state.schedule.lapses, options),
            work.queues.stamp(),
        )


def _fresh(work: UnitOfWork, day: StudyDay) -> int:
    """Return how many new faces there are that nothing holds back."""
    scope = day.wishes.scope
    if scope.exam is None:
        found = work.queues.counts_of_decks(day.ends, new=EVERY, reviews=0)
        return found[scope.deck].new if scope.deck in found else 0
    tasks = work.queues.counts_of_tasks(scope.deck, scope.exam, day.ends)
    part = f"{scope.part}." if scope.part else ""
    return sum(counts.new for task, counts in tasks.items() if f"{task}.".startswith(part))


def _possible(at: datetime, before: FaceState, now: datetime) -> datetime:
    """Return `at` in UTC, by which memory is reckoned, if a rating may have been given then. Raises `StudyError`."""
    if at > now:
        raise StudyError(f"{at:%Y-%m-%d %H:%M} is still to come. Nothing was recorded.")
    last = before.schedule.last_review
    if last is not None and at < last:
        raise StudyError(
            f"{before.face} was last reviewed at {last.astimezone(at.tzinfo):%Y-%m-%d %H:%M:%S}, which is later. "
            "Nothing was recorded."
        )
    return at.astimezone(UTC)


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60)) if seconds else 0
