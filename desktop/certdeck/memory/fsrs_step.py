"""What one rating does to a memory by FSRS-6, step for step as py-fsrs reckons it, without its objects around it.

An import plays a hundred thousand ratings, of which py-fsrs would spend most of the time in copying cards. A test holds
both to the same bits. Source of the formulas: github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm
"""

from datetime import UTC, datetime, timedelta
from itertools import repeat
from math import e
from typing import Final

from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import (
    MICROSECOND,
    RATINGS,
    Bare,
    MemoryState,
    Phase,
    Rating,
    Schedule,
)

LEAST_STABLE: Final = 0.001
"""Days."""
EASIEST, HARDEST = 1.0, 10.0
ONE_DAY: Final = timedelta(days=1)
DAY: Final = ONE_DAY // MICROSECOND

_Previewed = tuple[Schedule, int | None, tuple[float, ...]]
"""A schedule, the whole days since its last review, and the stability after each of `RATINGS`."""

_AGAIN, _HARD, _GOOD, _EASY = RATINGS
_NEW, _LEARNING, _REVIEW, _RELEARNING = Phase.NEW, Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING
"""To look up a member in its enumeration takes several times as long as a name of the module."""


class FsrsStep:
    """Plays ratings by the steps, retention and parameters of `options`. Times are aware UTC."""

    def __init__(self, options: Options) -> None:
        w = options.parameters or DEFAULTS
        self._w = w
        self._decay = -w[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._share = options.desired_retention ** (1 / self._decay) - 1
        self._longest = options.maximum_interval
        self._steps = {
            _LEARNING: tuple(timedelta(minutes=step) for step in options.learning_steps),
            _RELEARNING: tuple(timedelta(minutes=step) for step in options.relearning_steps),
        }
        self._first = {rating: self._begun(rating) for rating in Rating}
        self._places = {rating: self._place(_NEW, 0, rating, self._first[rating].stability) for rating in Rating}
        self._begun_barely = {
            int(rating): (phase, step, *_numbers(self._first[rating]), interval // MICROSECOND)
            for rating, (phase, step, interval) in self._places.items()
        }
        self._growth = e ** w[8]
        self._reversion = w[7] * (w[4] - (e ** (w[5] * 3)) + 1)
        self._previewed: _Previewed = (Schedule(), None, ())

    def review(self, schedule: Schedule, rating: Rating, now: datetime) -> Schedule:
        """Return the schedule after `rating` at `now`, due times not spread. Raises `ValueError` if not in UTC."""
        if now.tzinfo is not UTC and now.tzinfo != UTC:
            raise ValueError(f"{now} is not in UTC")
        known = schedule.memory
        if known is None and schedule.phase is _NEW and not schedule.step:
            # Nothing is known yet, so that the rating tells all; every face has such a review.
            phase, step, interval = self._places[rating]
            memory, reps = self._first[rating], schedule.reps + 1
            return Schedule(phase, step, memory, now + interval, now, reps, schedule.lapses)
        stability = self._stable(schedule, rating, now)
        difficulty = self._first[rating].difficulty if known is None else self._difficulty(known.difficulty, rating)
        memory = MemoryState(stability, difficulty)
        phase, step, interval = self._place(schedule.phase, schedule.step, rating, stability)
        lapsed = schedule.phase is _REVIEW and rating is _AGAIN
        return Schedule(phase, step, memory, now + interval, now, schedule.reps + 1, schedule.lapses + lapsed)

    def play(self, known: Bare, rating: int, at: int) -> Bare:
        """Do what `review` does, in numbers: `at` in microseconds since 1970."""
        before, step, stable, difficult, _, last, reps, lapses = known
        if stable is None and before is _NEW and not step:
            phase, step, stability, difficulty, interval = self._begun_barely[rating]
            return Bare(phase, step, stability, difficulty, at + interval, at, reps + 1, lapses)
        given = RATINGS[rating - 1]
        if stable is None or difficult is None:
            stability, difficulty = _numbers(self._begun_in(before, given))
        else:
            passed = self._passed(stable, difficult, None if last is None else (at - last) // DAY)
            stability = self._stability(stable, difficult, given, *passed)
            difficulty = self._difficulty(difficult, given)
        if before is _REVIEW and given is not _AGAIN:
            # What `_place` says of most ratings.
            due = at + self._whole_days(stability) * DAY
            return Bare(before, 0, stability, difficulty, due, at, reps + 1, lapses)
        phase, step, wait = self._place(before, step, given, stability)
        lapsed = before is _REVIEW
        return Bare(phase, step, stability, difficulty, at + wait // MICROSECOND, at, reps + 1, lapses + lapsed)

    def preview(self, schedule: Schedule, now: datetime) -> list[tuple[Phase, timedelta]]:
        """Return phase and interval that each rating at `now` would lead to, as `review` has them."""
        known = schedule.memory
        if known is None:
            days, stable = None, tuple(self._begun_in(schedule.phase, rating).stability for rating in RATINGS)
        else:
            stability, difficulty = _numbers(known)
            days, recall, grown = self._passed(stability, difficulty, _days(schedule, now))
            stable = tuple(self._stability(stability, difficulty, one, days, recall, grown) for one in RATINGS)
        self._previewed = (schedule, days, stable)
        placed = map(self._place, repeat(schedule.phase), repeat(schedule.step), RATINGS, stable)
        return [(phase, interval) for phase, _, interval in placed]

    # --- Memory

    def _begun(self, rating: Rating) -> MemoryState:
        w = self._w
        difficulty = w[4] - (e ** (w[5] * (rating - 1))) + 1
        return MemoryState(max(w[rating - 1], LEAST_STABLE), min(max(difficulty, EASIEST), HARDEST))

    def _begun_in(self, phase: Phase, rating: Rating) -> MemoryState:
        """Return the memory after `rating` of a face in `phase` of which there is none yet."""
        if phase in (_REVIEW, _RELEARNING):
            raise ValueError("a face in review has no memory")
        return self._first[rating]

    def _passed(self, stable: float, difficult: float, days: int | None) -> tuple[int | None, float, float]:
        """Return `days` (whole ones since the last review), chance of recall, and what recalling adds."""
        if days is None:
            return None, 0.0, self._grown(stable, difficult, 0.0)
        if days < 1:
            # On the same day neither counts.
            return days, 0.0, 0.0
        recall: float = (1 + self._factor * days / stable) ** self._decay
        return days, recall, self._grown(stable, difficult, recall)

    def _stable(self, schedule: Schedule, rating: Rating, now: datetime) -> float:
        """Return the stability after `rating`: the one that was previewed, when that was on the same day."""
        previewed, days, stable = self._previewed
        if previewed is schedule and days is not None and days == _days(schedule, now):
            return stable[rating - 1]
        known = schedule.memory
        if known is None:
            return self._begun_in(schedule.phase, rating).stability
        stability, difficulty = _numbers(known)
        passed = self._passed(stability, difficulty, _days(schedule, now))
        return self._stability(stability, difficulty, rating, *passed)

    def _stability(
        self, stable: float, difficult: float, rating: Rating, days: int | None, recall: float, grown: float
    ) -> float:
        if days is not None and days < 1:
            stability = self._same_day(stable, rating)
        elif rating is _AGAIN:
            stability = self._forgotten(stable, difficult, recall)
        else:
            stability = self._recalled(stable, grown, rating)
        return max(stability, LEAST_STABLE)

    def _same_day(self, stability: float, rating: Rating) -> float:
        w = self._w
        increase: float = (e ** (w[17] * (rating - 3 + w[18]))) * (stability ** -w[19])
        stretched: float = stability * (increase if rating is _AGAIN else max(increase, 1.0))
        return stretched

    def _forgotten(self, stable: float, difficult: float, recall: float) -> float:
        w = self._w
        long: float = w[11] * (difficult ** -w[12]) * (((stable + 1) ** (w[13])) - 1) * (e ** ((1 - recall) * w[14]))
        short: float = stable / (e ** (w[17] * w[18]))
        return min(long, short)

    def _grown(self, stable: float, difficult: float, recall: float) -> float:
        """Return by which share stability grows when a face is recalled and rated Good."""
        w = self._w
        grown: float = self._growth * (11 - difficult) * (stable ** -w[9]) * ((e ** ((1 - recall) * w[10])) - 1)
        return grown

    def _recalled(self, stable: float, grown: float, rating: Rating) -> float:
        w = self._w
        grown *= w[15] if rating is _HARD else 1
        grown *= w[16] if rating is _EASY else 1
        return stable * (1 + grown)

    def _difficulty(self, difficulty: float, rating: Rating) -> float:
        w = self._w
        damped: float = difficulty + (10.0 - difficulty) * -(w[6] * (rating - 3)) / 9.0
        reverted: float = self._reversion + (1 - w[7]) * damped
        return min(max(reverted, EASIEST), HARDEST)

    # --- When it comes again

    def _place(self, before: Phase, step: int, rating: Rating, stability: float) -> tuple[Phase, int, timedelta]:
        """Return phase and step after a rating, and the time until the face is due."""
        if before is _REVIEW:
            relearning = self._steps[_RELEARNING]
            if rating is _AGAIN and relearning:
                return _RELEARNING, 0, relearning[0]
            return _REVIEW, 0, self._interval(stability)
        phase = _RELEARNING if before is _RELEARNING else _LEARNING
        steps = self._steps[phase]
        through = step >= len(steps) or rating is _EASY or (rating is _GOOD and step + 1 == len(steps))
        if not steps or (rating is not _AGAIN and through):
            return _REVIEW, 0, self._interval(stability)
        if rating is _AGAIN:
            return phase, 0, steps[0]
        if rating is _GOOD:
            return phase, step + 1, steps[step + 1]
        return phase, step, _hard(steps, step)

    def _interval(self, stability: float) -> timedelta:
        return self._whole_days(stability) * ONE_DAY

    def _whole_days(self, stability: float) -> int:
        days: int = round((stability / self._factor) * self._share)
        return min(max(days, 1), self._longest)


def _numbers(memory: MemoryState) -> tuple[float, float]:
    return memory.stability, memory.difficulty


def _days(schedule: Schedule, now: datetime) -> int | None:
    return None if schedule.last_review is None else (now - schedule.last_review).days


def _hard(steps: tuple[timedelta, ...], step: int) -> timedelta:
    """Return the wait after Hard: the step again, the first one a little longer."""
    if step:
        return steps[step]
    return steps[0] * 1.5 if len(steps) == 1 else (steps[0] + steps[1]) / 2.0
