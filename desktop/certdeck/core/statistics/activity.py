"""What was done, by day and by hour."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from certdeck.core.exam.report import Share
from certdeck.core.statistics.columns import Stage
from certdeck.core.statistics.frame import Frame
from certdeck.core.statistics.local_time import date_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_BARS = 100
STEPS = (1, 7, 30, 91, 365)
"""Days that a bar may stand for."""


@dataclass(frozen=True, slots=True)
class StageCount:
    """The ratings of faces that had come to `stage`, and how many of them were Again."""

    stage: Stage
    ratings: int
    again: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What was done on one of the learner's days. `stages` names all of them."""

    ratings: int
    milliseconds: int
    stages: tuple[StageCount, ...]

    @property
    def again(self) -> int:
        """How many ratings were Again."""
        return sum(stage.again for stage in self.stages)


@dataclass(frozen=True, slots=True)
class Activity:
    """Ratings and time in steps of `step` days, from `first` on. `stages` are the ratings by `Stage`, step by step."""

    first: date
    step: int
    ratings: tuple[int, ...]
    milliseconds: tuple[int, ...]
    stages: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Ratings and time of every day, from `first` on."""

    first: date
    ratings: tuple[int, ...]
    milliseconds: tuple[int, ...]

    @property
    def studied(self) -> int:
        """On how many days anything was rated."""
        return sum(count > 0 for count in self.ratings)


def figures_of(ratings: Frame, day: int) -> DayFigures:
    """Return what was done on `day` (days since 1970)."""
    of_day = ratings.where(ratings.day == day)
    stages = tuple(_stage_count(of_day, stage) for stage in Stage)
    return DayFigures(len(of_day), int(of_day.milliseconds.sum()), stages)


def _stage_count(ratings: Frame, stage: Stage) -> StageCount:
    chosen = ratings.stage == stage
    return StageCount(stage, int(chosen.sum()), int((chosen & ~ratings.passed).sum()))


def activity(ratings: Frame, first: int, today: int) -> Activity:
    """Sum `ratings` in equal steps from about `first` to `today` or the last rating (days since 1970).

    The last step ends with the last day, so the first may begin before `first`. Ratings before that are left out.
    """
    import numpy as np

    last = max(today, int(ratings.day.max())) if len(ratings) else today
    days = max(1, last - first + 1)
    step = next((step for step in STEPS if days <= step * MOST_BARS), STEPS[-1])
    bars = -(-days // step)
    start = last + 1 - bars * step
    place = (ratings.day - start) // step
    stage, milliseconds = ratings.stage, ratings.milliseconds
    if len(place) and place.min() < 0:
        kept = place >= 0
        place, stage, milliseconds = place[kept], stage[kept], milliseconds[kept]
    # Counted once by place and stage: the rest are sums of that.
    table = np.bincount(place * len(Stage) + stage, minlength=bars * len(Stage)).reshape(bars, len(Stage))
    return Activity(
        date_of(start),
        step,
        tuple(table.sum(axis=1).tolist()),
        _summed(place, milliseconds, bars),
        tuple(map(tuple, table.T.tolist())),
    )


def days(ratings: Frame, first: int, today: int) -> Days:
    """Sum `ratings` by day from `first` to `today` (days since 1970)."""
    length = max(1, today - first + 1)
    place, milliseconds = ratings.day - first, ratings.milliseconds
    if len(place) and (place.min() < 0 or place.max() >= length):
        kept = (place >= 0) & (place < length)
        place, milliseconds = place[kept], milliseconds[kept]
    return Days(date_of(first), _counted(place, length), _summed(place, milliseconds, length))


def hours(ratings: Frame) -> tuple[Share, ...]:
    """Return how many reviews each of the 24 local hours had, and how many of them were recalled.

    As with true retention, only a face's first review of a day counts.
    """
    chosen = ratings.opens & (ratings.stage >= Stage.YOUNG)
    total = _counted(ratings.hour[chosen], 24)
    passed = _counted(ratings.hour[chosen & ratings.passed], 24)
    return tuple(Share(right, count) for right, count in zip(passed, total, strict=True))


def _counted(place: "NDArray[np.int64]", length: int) -> tuple[int, ...]:
    import numpy as np

    return tuple(np.bincount(place, minlength=length).tolist())


def _summed(place: "NDArray[np.int64]", values: "NDArray[np.int64]", length: int) -> tuple[int, ...]:
    import numpy as np

    # Sums of whole milliseconds stay exact in a float until there are three hundred thousand years of them.
    return tuple(np.bincount(place, weights=values, minlength=length).astype(np.int64).tolist())
