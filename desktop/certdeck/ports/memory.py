"""The model of forgetting, and fitting it to a learner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from certdeck.core.scheduling.options import Options
    from certdeck.core.scheduling.parameters import Parameters, Score
    from certdeck.core.scheduling.schedule import Bare, MemoryState, Phase, Rating, Schedule
    from certdeck.ports.exporting import Progress


class MemoryModel(Protocol):
    """Says what a rating does to a memory, by the steps, retention and parameters of `options`. Times are aware UTC."""

    def review(self, schedule: Schedule, rating: Rating, now: datetime, options: Options) -> Schedule:
        """Return the schedule after `rating` at `now`, its due time exactly when recall falls to the one desired."""
        ...

    def play(self, known: Bare, rating: int, at: int, options: Options) -> Bare:
        """Do what `review` does, in numbers: `at` in microseconds since 1970."""
        ...

    def preview(self, schedule: Schedule, now: datetime, options: Options) -> list[tuple[Phase, timedelta]]:
        """Return, for each of `RATINGS` at `now`, what `review` would lead to: the phase, and the time until due."""
        ...

    def decay(self, options: Options) -> float:
        """Return how fast recall falls: FSRS's parameter w20 (see `core.scheduling.forgetting`)."""
        ...

    def retrievability(self, schedule: Schedule, now: datetime, options: Options) -> float:
        """Return the probability of recall at `now`, 0 to 1; 0 for a new face."""
        ...

    def replay(
        self, start: Schedule, reviews: Sequence[tuple[Rating, datetime]], options: Options
    ) -> MemoryState | None:
        """Return the memory that `reviews`, one after the other from `start`, leave."""
        ...

    def due(self, schedule: Schedule, options: Options) -> datetime | None:
        """Return when a face in long-term review is due, not spread; the due time of any other face stays."""
        ...


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """Every review of every face in the order of the log: columns of equal length.

    `faces` are numbers, the same for reviews of one history; `gaps` the whole days since the review before in the same
    history, 0 for the first one and for those of the same day; `ratings` are 1 (Again) to 4 (Easy).
    """

    faces: tuple[int, ...]
    gaps: tuple[int, ...]
    ratings: tuple[int, ...]

    @property
    def scored(self) -> int:
        """How many reviews came after a day or more; the others tell nothing about forgetting."""
        return sum(gap > 0 for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Parameters fitted to a log, and how well they did.

    The last fifth of the scored reviews was held back: `before` is the score of the default parameters on it, `after`
    that of parameters fitted to the rest. Where those were better, `parameters` were fitted to all `reviews` in the
    same way. `held_back` counts the reviews held back.
    """

    parameters: Parameters
    before: Score
    after: Score
    reviews: int
    held_back: int


class MemoryFitter(Protocol):
    """Finds the parameters by which a log is best foretold."""

    def fit(self, log: ReviewLog, progress: Progress) -> Fitted:
        """Fit the parameters; the same log gives the same ones. `progress` is called several times a second.

        Raises `FitError` when the work could not be done, and whatever `progress` raises, `Cancelled` for one: at once,
        with nothing left running.
        """
        ...
