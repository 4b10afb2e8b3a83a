"""The study day: today's queue, kept from one card to the next until something else changes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.catch_up import CatchUp
from certdeck.core.scheduling.head import Head, head_of
from certdeck.core.scheduling.load import Load
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.order import Relations
from certdeck.core.scheduling.queue import APART, Limits, Queue, build_queue
from certdeck.core.scheduling.schedule import FaceState, Phase
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.store import UnitOfWork
from certdeck.ports.study import Done
from certdeck.ports.study_log import StudyEntry
from certdeck.services.calendar import Calendar

FRESH = timedelta(minutes=5)
"""So long a queue is kept at most: what was held back for a day becomes free in the meantime."""
SPARE = 50
"""So many reviews more than the day may bring are looked at first, so that siblings can be left out."""

Stamp = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is studied, and by which rules. `catch_up` spreads a backlog.

    `relations` are without the confusion sets: these are read with the queue, as what comes first goes without them.
    """

    scope: Scope
    options: Options
    relations: Relations
    catch_up: CatchUp | None = None


class StudyDay(NamedTuple):
    """How today stands: its queue, the ratings given, and how long they took. A tuple, as each rating makes one.

    `starts` and `ends` bound the learner's day; `overdue` counts the reviews that were due before it and still are.
    """

    wishes: Wishes
    queue: Queue
    starts: datetime
    ends: datetime
    day: date
    rated: int = 0
    milliseconds: int = 0
    overdue: int = 0

    def after(self, entry: StudyEntry) -> "StudyDay":
        """Return how the day stands once `entry` was rated."""
        return StudyDay(
            self.wishes,
            self.queue.rated(entry.after, self.ends),
            self.starts,
            self.ends,
            self.day,
            self.rated + 1,
            self.milliseconds + entry.milliseconds,
            self.overdue - _was_late(entry, self.starts),
        )


class _Kept(NamedTuple):
    """A study day as it was read from a database with that `stamp`, when days began at that `hour`.

    It holds from `since` on before `until`.
    """

    day: StudyDay
    stamp: Stamp
    since: datetime
    until: datetime
    hour: int


@dataclass(slots=True)
class _Load:
    """The reviews due so many days after `starts`, read from a database with that `stamp`.

    They hold from `since` on before `until`, while days begin at that `hour`. `told` shows the same `reviews`.
    """

    starts: datetime
    since: datetime
    until: datetime
    hour: int
    stamp: Stamp
    reviews: dict[int, int]
    told: Load


class StudyDays:
    """Keeps the study day of each scope, and the load of the coming days, until the database says something else."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._kept: dict[Scope, _Kept] = {}
        self._load: _Load | None = None
        self._headed: tuple[Scope, Stamp] | None = None

    def head(self, work: UnitOfWork, wishes: Wishes, now: datetime) -> tuple[Head, Iterable[FaceId]]:
        """Return what is to be asked at `now`, what is left, and the faces that will be asked next.

        Where no study day is kept the first two mostly come without one being made, which takes longer: `today` makes
        it when it is wanted, at the latest for the first rating.
        """
        stamp, kept = work.queues.stamp(), self._kept.get(wishes.scope)
        if kept is not None and _holds(kept, stamp, wishes, now, self._calendar.starts_at):
            return _head_of(kept.day.queue, now)
        if wishes.catch_up is None and self._headed != (wishes.scope, stamp):
            self._headed = wishes.scope, stamp
            found = _head(work, wishes, self._calendar, now)
            if found is not None:
                return found, ()
        return _head_of(self.today(work, wishes, now).queue, now)

    def today(self, work: UnitOfWork, wishes: Wishes, now: datetime) -> StudyDay:
        """Return the study day as the database has it."""
        stamp, kept = work.queues.stamp(), self._kept.get(wishes.scope)
        hour = self._calendar.starts_at
        if kept is None or not _holds(kept, stamp, wishes, now, hour):
            day = _read(work, wishes, self._calendar)
            kept = _Kept(day, stamp, *_span(day.starts, day.ends, now), hour)
            self._kept[wishes.scope] = kept
        return kept.day

    def load(self, work: UnitOfWork, now: datetime) -> Load:
        """Return the load of the days from today on."""
        stamp = work.queues.stamp()
        known = self.known_load(stamp, now)
        if known is None:
            starts, ends, day = self._calendar.starts(), self._calendar.ends(), self._calendar.today()
            reviews = dict(work.queues.load(starts))
            known, hour = Load(reviews, day.weekday()), self._calendar.starts_at
            self._load = _Load(starts, *_span(starts, ends, now), hour, stamp, reviews, known)
        return known

    def known_load(self, stamp: Stamp, now: datetime) -> Load | None:
        """Return the load of the days from today on in a database with that `stamp`, if it is kept."""
        known = self._load
        if known is None or known.stamp != stamp or known.hour != self._calendar.starts_at:
            return None
        return known.told if known.since <= now < known.until else None

    def rated(self, day: StudyDay, entry: StudyEntry, stamp: Stamp) -> None:
        """Go on from `day`: `entry` was recorded, and with it the database came to have `stamp`.

        Where the face was not waiting, the database tells whether it comes back: its card may have gone meanwhile.
        """
        before = self._stamp_of(day)
        if before is None:
            return
        self._kept = {
            scope: _Kept(kept.day.after(entry), stamp, kept.since, kept.until, kept.hour)
            for scope, kept in self._kept.items()
            if kept.stamp == before and scope.covers(day.wishes.scope) and kept.day.queue.waits(entry.after.face)
        }
        if self._load is not None and self._load.stamp == before:
            _move(self._load.reviews, self._load.starts, entry.before, entry.after)
            self._load.stamp = stamp

    def _stamp_of(self, day: StudyDay) -> Stamp | None:
        """Return the stamp under which `day` is kept, or None."""
        kept = self._kept.get(day.wishes.scope)
        return kept.stamp if kept is not None and kept.day is day else None


def _head_of(queue: Queue, now: datetime) -> tuple[Head, Iterable[FaceId]]:
    return (queue.next(now), queue.counts()), queue.soon(now)


def _holds(kept: _Kept, stamp: Stamp, wishes: Wishes, now: datetime, hour: int) -> bool:
    same = stamp == kept.stamp and hour == kept.hour and (wishes is kept.day.wishes or wishes == kept.day.wishes)
    return same and kept.since <= now < kept.until


def _span(starts: datetime, ends: datetime, now: datetime) -> tuple[datetime, datetime]:
    """Return from when on, and before when, what is read `now` holds: in the day from `starts` to `ends`."""
    return max(starts, now), min(ends, now + FRESH)


def _read(work: UnitOfWork, wishes: Wishes, calendar: Calendar) -> StudyDay:
    starts = calendar.starts()
    done = work.study.done_since(wishes.scope.deck, starts, calendar.ends())
    day = StudyDay(
        wishes,
        Queue((), ()),
        starts,
        calendar.ends(),
        calendar.today(),
        rated=done.ratings,
        milliseconds=done.milliseconds,
        overdue=work.queues.overdue(wishes.scope, starts),
    )
    return day._replace(queue=_queue(work, day, _limits(work, day, done), calendar.now()))


def _limits(work: UnitOfWork, day: StudyDay, done: Done) -> Limits:
    """Return what today may still bring after what was `done`."""
    catch_up = day.wishes.catch_up
    if catch_up is None or not catch_up.days_left(day.day):
        return _usual_limits(day.wishes.options, done)
    due_today = work.queues.overdue(day.wishes.scope, day.ends) - day.overdue + done.reviews - done.late
    allowed = catch_up.reviews(day.day, overdue=day.overdue + done.late, due_today=due_today)
    return Limits(0, max(0, allowed - done.reviews))


def room_for_new(work: UnitOfWork, wishes: Wishes, calendar: Calendar) -> int:
    """Return how many new faces today takes behind those that were put first; none while a backlog is spread."""
    if wishes.catch_up is not None and wishes.catch_up.days_left(calendar.today()):
        return 0
    done = work.study.done_since(wishes.scope.deck, calendar.starts(), calendar.ends())
    left = _usual_limits(wishes.options, done).new
    waiting = work.queues.waiting(wishes.scope, calendar.now(), calendar.ends(), new=left, reviews=0)
    return left - sum(entry.phase is Phase.NEW and entry.due is not None for entry in waiting)


def _usual_limits(options: Options, done: Done) -> Limits:
    return Limits(max(0, options.new_per_day - done.new), max(0, options.reviews_per_day - done.reviews))


def _was_late(entry: StudyEntry, starts: datetime) -> bool:
    """Tell whether `entry` rated a review that was due before the day that began at `starts`."""
    schedule = entry.before.schedule
    return schedule.phase is Phase.REVIEW and schedule.due is not None and schedule.due < starts


def _queue(work: UnitOfWork, day: StudyDay, limits: Limits, now: datetime) -> Queue:
    wishes, met = day.wishes, work.queues.met_since(now - APART, now + APART)
    relations = _with_confusions(work, wishes)
    new, reviews = limits.new, limits.reviews + SPARE
    while True:
        waiting = work.queues.waiting(wishes.scope, now, day.ends, new=new, reviews=reviews)
        phases = Counter(entry.phase for entry in waiting)
        backlog = phases[Phase.REVIEW] >= limits.reviews + SPARE
        queue = build_queue(waiting, limits, options=wishes.options, met=met, relations=relations, backlog=backlog)
        counts = queue.counts()
        # Some of what was found may have been siblings of cards that are asked today anyway.
        more_new = counts.new < limits.new and phases[Phase.NEW] >= new
        more_reviews = counts.due < limits.reviews and phases[Phase.REVIEW] >= reviews
        if not more_new and not more_reviews:
            return queue
        new, reviews = new * (1 + more_new), reviews * (1 + more_reviews)


def _with_confusions(work: UnitOfWork, wishes: Wishes) -> Relations:
    """Return the relations of `wishes` with the confusion sets, where the options go by them."""
    if not wishes.options.mix_confusions:
        return wishes.relations
    return replace(wishes.relations, members=work.content.confusion_members())


def _head(work: UnitOfWork, wishes: Wishes, calendar: Calendar, now: datetime) -> Head | None:
    """Return what `_queue` would have in front today, and its counts; None where only a look at more can tell."""
    starts, ends = calendar.starts(), calendar.ends()
    limits = _usual_limits(wishes.options, work.study.done_since(wishes.scope.deck, starts, ends))
    met = work.queues.met_since(now - APART, now + APART, short=True)
    found = work.queues.outline(wishes.scope, now, ends, new=limits.new, reviews=limits.reviews + SPARE)
    head = head_of(found, limits, now, options=wishes.options, met=met, relations=wishes.relations)
    if head is None:
        return None
    first, counts = head
    if counts.new < limits.new <= sum(entry.phase is Phase.NEW for entry in found.others):
        return None
    return None if first is None else work.queues.named(first), counts


def _move(load: dict[int, int], start: datetime, before: FaceState, after: FaceState) -> None:
    """Count a face that was rated on its new day instead of its old one."""
    for state, step in ((before, -1), (after, 1)):
        due = state.schedule.due
        if state.schedule.phase is Phase.REVIEW and due is not None and due >= start:
            day = (due - start).days
            load[day] = load.get(day, 0) + step
