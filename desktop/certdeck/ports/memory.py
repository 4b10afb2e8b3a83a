"""The model of forgetting."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from certdeck.core.scheduling.schedule import Rating, Schedule


class MemoryModel(Protocol):
    """Says what a rating does to a memory. Times are aware UTC; the same `seed` gives the same intervals."""

    def review(self, schedule: Schedule, rating: Rating, now: datetime, seed: int) -> Schedule:
        """Return the schedule after `rating` at `now`."""
        ...

    def preview(self, schedule: Schedule, now: datetime, seed: int) -> Mapping[Rating, Schedule]:
        """Return what each rating would lead to; exactly what `review` gives for it."""
        ...

    def retrievability(self, schedule: Schedule, now: datetime) -> float:
        """Return the probability of recall at `now`, 0 to 1; 0 for a new face."""
        ...
