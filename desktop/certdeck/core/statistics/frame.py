"""Ratings on the learner's days, with the recall that was predicted for each."""

from dataclasses import dataclass, fields
from datetime import tzinfo
from typing import TYPE_CHECKING

from certdeck.core.statistics.columns import THOUSANDTHS, Ratings, Stage
from certdeck.core.statistics.curve import Curve
from certdeck.core.statistics.local_time import DAY, HOUR, offsets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from certdeck.core.statistics.columns import Whole

    Real = NDArray[np.float64]
    Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns of equal length, one entry for each rating.

    `day` counts from 1970, `hour` is the local hour. `opens` is true for a face's first rating of a day. `predicted` is
    the recall expected by `curve`; not a number where the face had been in its steps and there was none.
    """

    day: "Whole"
    hour: "Whole"
    stage: "Whole"
    passed: "Truth"
    milliseconds: "Whole"
    opens: "Truth"
    predicted: "Real"

    def where(self, chosen: "Truth") -> "Frame":
        """Return the entries for which `chosen` is true."""
        return Frame(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def since(self, day: int) -> "Frame":
        """Return the ratings of `day` and later."""
        return self.where(self.day >= day)

    def __len__(self) -> int:
        """Return the number of ratings."""
        return len(self.day)


def frame(ratings: Ratings, curve: Curve, zone: tzinfo, day_starts_at: int) -> Frame:
    """Put `ratings` on the days of a learner in `zone` whose days begin at the local hour `day_starts_at`."""
    import numpy as np

    at, stage, elapsed, stability = ratings.at, ratings.stage, ratings.elapsed, ratings.stability
    local = _local(at, zone)
    before = _local(at - elapsed, zone)
    day = (local - day_starts_at * HOUR) // DAY
    known = (stage >= Stage.YOUNG) & (elapsed >= 0) & (stability > 0)
    predicted = np.where(known, curve.recall(elapsed / DAY, np.where(known, stability, 1) / THOUSANDTHS), np.nan)
    return Frame(
        day=day,
        hour=local // HOUR % 24,
        stage=stage,
        passed=ratings.rating > 1,
        milliseconds=ratings.milliseconds,
        opens=(elapsed < 0) | ((before - day_starts_at * HOUR) // DAY != day),
        predicted=predicted,
    )


def _local(at: "Whole", zone: tzinfo) -> "Whole":
    """Return what the learner's clock showed at moments `at`, in seconds as if it showed UTC."""
    import numpy as np

    if not len(at):
        return at
    known = offsets(zone, int(at.min()), int(at.max()))
    place = np.searchsorted(np.array(known.starts), at, side="right") - 1
    local: Whole = at + np.array(known.seconds)[place]
    return local
