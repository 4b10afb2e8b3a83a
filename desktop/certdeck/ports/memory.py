"""The model of forgetting."""

from datetime import datetime
from typing import Protocol

from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import Rating, Schedule


class MemoryModel(Protocol):
    """Says what a rating does to a memory, by the steps, retention and parameters of `options`. Times are aware UTC."""

    def review(self, schedule: Schedule, rating: Rating, now: datetime, options: Options) -> Schedule:
        """Return the schedule after `rating` at `now`, its due time exactly when recall falls to the one desired."""
        ...

    def decay(self, options: Options) -> float:
        """Return how fast recall falls: FSRS's parameter w20 (see `core.scheduling.forgetting`)."""
        ...

    def retrievability(self, schedule: Schedule, now: datetime, options: Options) -> float:
        """Return the probability of recall at `now`, 0 to 1; 0 for a new face."""
        ...
