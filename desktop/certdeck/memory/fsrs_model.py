"""FSRS-6 by py-fsrs, with intervals spread by our own seeded dice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from certdeck.core.scheduling.fuzz import SHORTEST, fuzzed
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating, Schedule

if TYPE_CHECKING:
    import fsrs

DAY = timedelta(days=1)


class FsrsModel:
    """Memory by FSRS-6 with default parameters (see `certdeck.ports.memory.MemoryModel`).

    `desired_retention` is asked at every review, so that a changed setting holds at once. py-fsrs does the arithmetic;
    its own fuzz is off because it draws from a global source that no one can seed.
    """

    def __init__(self, desired_retention: Callable[[], float] = lambda: 0.9) -> None:
        self._desired_retention = desired_retention

    def review(self, schedule: Schedule, rating: Rating, now: datetime, seed: int) -> Schedule:
        """Return the schedule after `rating` at `now` (aware UTC); the same `seed` gives the same interval."""
        import fsrs

        card, _ = _scheduler(self._desired_retention()).review_card(_card(schedule, now), fsrs.Rating(int(rating)), now)
        phase = {1: Phase.LEARNING, 2: Phase.REVIEW, 3: Phase.RELEARNING}[card.state.value]
        lapsed = schedule.phase is Phase.REVIEW and rating is Rating.AGAIN
        if card.stability is None or card.difficulty is None:
            raise ValueError("py-fsrs returned a reviewed card without memory")
        return replace(
            schedule,
            phase=phase,
            step=card.step or 0,
            memory=MemoryState(card.stability, card.difficulty),
            due=now + _spread(card.due - now, phase, Random(f"{seed}/{schedule.reps}")),
            last_review=now,
            reps=schedule.reps + 1,
            lapses=schedule.lapses + lapsed,
        )

    def preview(self, schedule: Schedule, now: datetime, seed: int) -> Mapping[Rating, Schedule]:
        """Return what each rating would lead to; exactly what `review` gives for it."""
        return {rating: self.review(schedule, rating, now, seed) for rating in Rating}

    def retrievability(self, schedule: Schedule, now: datetime) -> float:
        """Return the probability of recall at `now`, 0 to 1; 0 for a new face."""
        if schedule.phase is Phase.NEW:
            return 0.0
        return _scheduler(self._desired_retention()).get_card_retrievability(_card(schedule, now), now)


@cache
def _scheduler(desired_retention: float) -> "fsrs.Scheduler":
    import fsrs

    return fsrs.Scheduler(desired_retention=desired_retention, enable_fuzzing=False)


def _card(schedule: Schedule, now: datetime) -> "fsrs.Card":
    """Translate `schedule`; id and due time are given because py-fsrs would otherwise read the clock, and sleep."""
    import fsrs

    state = {
        Phase.NEW: fsrs.State.Learning,
        Phase.LEARNING: fsrs.State.Learning,
        Phase.REVIEW: fsrs.State.Review,
        Phase.RELEARNING: fsrs.State.Relearning,
    }[schedule.phase]
    return fsrs.Card(
        card_id=1,
        state=state,
        step=None if schedule.phase is Phase.REVIEW else schedule.step,
        stability=schedule.memory.stability if schedule.memory else None,
        difficulty=schedule.memory.difficulty if schedule.memory else None,
        due=schedule.due or now,
        last_review=schedule.last_review,
    )


def _spread(interval: timedelta, phase: Phase, dice: Random) -> timedelta:
    days = interval / DAY
    return fuzzed(days, dice) * DAY if phase is Phase.REVIEW and days >= SHORTEST else interval
