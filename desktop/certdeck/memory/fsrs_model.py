"""FSRS-6 by py-fsrs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from certdeck.core.scheduling.forgetting import DECAY
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating, Schedule

if TYPE_CHECKING:
    import fsrs


class FsrsModel:
    """Memory by FSRS-6 (see `certdeck.ports.memory.MemoryModel`).

    py-fsrs does the arithmetic; its own fuzz is off because it draws from a global source that no one can seed.
    """

    def review(self, schedule: Schedule, rating: Rating, now: datetime, options: Options) -> Schedule:
        """Return the schedule after `rating` at `now` (aware UTC), its due time not spread."""
        import fsrs

        card, _ = _scheduler(options).review_card(_card(schedule, now), fsrs.Rating(int(rating)), now)
        lapsed = schedule.phase is Phase.REVIEW and rating is Rating.AGAIN
        return replace(
            schedule,
            phase={1: Phase.LEARNING, 2: Phase.REVIEW, 3: Phase.RELEARNING}[card.state.value],
            step=card.step or 0,
            memory=_memory(card),
            due=card.due,
            last_review=now,
            reps=schedule.reps + 1,
            lapses=schedule.lapses + lapsed,
        )

    def decay(self, options: Options) -> float:
        """Return how fast recall falls: FSRS's parameter w20."""
        return options.parameters[-1] if options.parameters else DECAY

    def retrievability(self, schedule: Schedule, now: datetime, options: Options) -> float:
        """Return the probability of recall at `now`, 0 to 1; 0 for a new face."""
        if schedule.phase is Phase.NEW:
            return 0.0
        return _scheduler(options).get_card_retrievability(_card(schedule, now), now)

    def replay(
        self, start: Schedule, reviews: Sequence[tuple[Rating, datetime]], options: Options
    ) -> MemoryState | None:
        """Return the memory that `reviews`, one after the other from `start`, leave."""
        import fsrs

        if not reviews:
            return start.memory
        scheduler, card = _scheduler(options), _card(start, reviews[0][1])
        for rating, now in reviews:
            card, _ = scheduler.review_card(card, fsrs.Rating(int(rating)), now)
        return _memory(card)

    def due(self, schedule: Schedule, options: Options) -> datetime | None:
        """Return when a face in long-term review is due, not spread; the due time of any other face stays.

        That is where the forgetting curve reaches the desired retention, in whole days, as py-fsrs has it.
        """
        if schedule.phase is not Phase.REVIEW or schedule.memory is None or schedule.last_review is None:
            return schedule.due
        decay = (options.parameters or DEFAULTS)[20]
        share = (options.desired_retention ** (-1 / decay) - 1) / (0.9 ** (-1 / decay) - 1)
        days = min(max(round(schedule.memory.stability * share), 1), options.maximum_interval)
        return schedule.last_review + timedelta(days=days)


@lru_cache(maxsize=16)
def _scheduler(options: Options) -> "fsrs.Scheduler":
    import fsrs

    return fsrs.Scheduler(
        **({"parameters": options.parameters} if options.parameters else {}),
        desired_retention=options.desired_retention,
        learning_steps=_steps(options.learning_steps),
        relearning_steps=_steps(options.relearning_steps),
        maximum_interval=options.maximum_interval,
        enable_fuzzing=False,
    )


def _memory(card: "fsrs.Card") -> MemoryState:
    if card.stability is None or card.difficulty is None:
        raise ValueError("py-fsrs returned a reviewed card without memory")
    return MemoryState(card.stability, card.difficulty)


def _steps(minutes: tuple[float, ...]) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=step) for step in minutes)


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
