"""FSRS-6 by py-fsrs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from certdeck.core.scheduling.forgetting import DECAY
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import Bare, MemoryState, Phase, Rating, Schedule
from certdeck.memory.fsrs_step import FsrsStep

if TYPE_CHECKING:
    import fsrs


class FsrsModel:
    """Memory by FSRS-6 (see `certdeck.ports.memory.MemoryModel`).

    Of what a single rating does `FsrsStep` reckons what py-fsrs would; the rest is done by py-fsrs itself. Its own fuzz
    is off because it draws from a global source that no one can seed.
    """

    def __init__(self) -> None:
        self._known: tuple[Options, fsrs.Scheduler] | None = None
        self._step: tuple[Options, FsrsStep] | None = None

    def __reduce__(self) -> tuple[type["FsrsModel"], tuple[()]]:
        """Send no more to another process than that it is one: what it has reckoned is soon reckoned again."""
        return FsrsModel, ()

    def review(self, schedule: Schedule, rating: Rating, now: datetime, options: Options) -> Schedule:
        """Return the schedule after `rating` at `now` (aware UTC), its due time not spread."""
        return self._stepper(options).review(schedule, rating, now)

    def play(self, known: Bare, rating: int, at: int, options: Options) -> Bare:
        """Do what `review` does, in numbers: `at` in microseconds since 1970."""
        return self._stepper(options).play(known, rating, at)

    def preview(self, schedule: Schedule, now: datetime, options: Options) -> list[tuple[Phase, timedelta]]:
        """Return phase and interval, not spread, that each of `RATINGS` at `now` (aware UTC) would lead to."""
        return self._stepper(options).preview(schedule, now)

    def decay(self, options: Options) -> float:
        """Return how fast recall falls: FSRS's parameter w20."""
        return options.parameters[-1] if options.parameters else DECAY

    def retrievability(self, schedule: Schedule, now: datetime, options: Options) -> float:
        """Return the probability of recall at `now`, 0 to 1; 0 for a new face."""
        if schedule.phase is Phase.NEW:
            return 0.0
        return self._scheduler(options).get_card_retrievability(_card(schedule, now), now)

    def replay(
        self, start: Schedule, reviews: Sequence[tuple[Rating, datetime]], options: Options
    ) -> MemoryState | None:
        """Return the memory that `reviews`, one after the other from `start`, leave."""
        if not reviews:
            return start.memory
        scheduler, card, ratings = self._scheduler(options), _card(start, reviews[0][1]), _words().ratings
        for rating, now in reviews:
            card, _ = scheduler.review_card(card, ratings[rating], now)
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

    def _stepper(self, options: Options) -> FsrsStep:
        if self._step is None or self._step[0] is not options:
            self._step = (options, FsrsStep(options))
        return self._step[1]

    def _scheduler(self, options: Options) -> "fsrs.Scheduler":
        """Return the scheduler of `options`, nearly always the one used before: to find it by them takes longer."""
        if self._known is None or self._known[0] is not options:
            self._known = (options, _scheduler(options))
        return self._known[1]


@dataclass(frozen=True, slots=True)
class _Words:
    """What py-fsrs calls ratings and phases. A new face is one in its first step there."""

    ratings: Mapping[Rating, "fsrs.Rating"]
    states: Mapping[Phase, "fsrs.State"]


@lru_cache(maxsize=1)
def _words() -> _Words:
    from fsrs import Rating as Grade
    from fsrs import State

    states = {Phase.NEW: State.Learning, Phase.LEARNING: State.Learning}
    states |= {Phase.REVIEW: State.Review, Phase.RELEARNING: State.Relearning}
    return _Words({rating: Grade(int(rating)) for rating in Rating}, states)


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

    return fsrs.Card(
        card_id=1,
        state=_words().states[schedule.phase],
        step=None if schedule.phase is Phase.REVIEW else schedule.step,
        stability=schedule.memory.stability if schedule.memory else None,
        difficulty=schedule.memory.difficulty if schedule.memory else None,
        due=schedule.due or now,
        last_review=schedule.last_review,
    )
