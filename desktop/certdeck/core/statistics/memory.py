"""How the memories of all faces are spread: stability, difficulty, and the chance of recall now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certdeck.core.statistics.columns import THOUSANDTHS, Faces
from certdeck.core.statistics.curve import Curve
from certdeck.core.statistics.local_time import DAY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from certdeck.core.statistics.columns import Whole

    Real = NDArray[np.float64]

STABILITY_EDGES = (0.0, 1.0, 3.0, 7.0, 14.0, 30.0, 60.0, 120.0, 240.0, 365.0, 730.0, float("inf"))
"""Days: each bin about twice as wide as the one before."""
DIFFICULTY_EDGES = tuple(1 + 0.9 * step for step in range(11))
"""From 1 to 10, in ten bins."""
RECALL_EDGES = tuple(step / 10 for step in range(11))


@dataclass(frozen=True, slots=True)
class Spread:
    """How many faces lie between each edge and the next, and the middle one's value (None without any face)."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    median: float | None

    @property
    def total(self) -> int:
        """All faces counted."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Memories:
    """Stability in days, difficulty from 1 to 10, recall at this moment from 0 to 1; `recalled` is its sum."""

    stability: Spread
    difficulty: Spread
    recall: Spread
    recalled: float
    new: int


def memories(faces: Faces, curve: Curve, now: int) -> Memories:
    """Return how the memories of `faces` are spread at `now` (seconds since 1970)."""
    stability, difficulty = faces.stability / THOUSANDTHS, faces.difficulty / THOUSANDTHS
    recall = recall_now(faces.stability, faces.reviewed, curve, now)
    return Memories(
        spread(stability, STABILITY_EDGES),
        spread(difficulty, DIFFICULTY_EDGES),
        spread(recall, RECALL_EDGES),
        float(recall.sum()),
        faces.new,
    )


def recall_now(stability: "Whole", reviewed: "Whole", curve: Curve, now: int) -> "Real":
    """Return the chance of recall at `now` of faces with `stability` (thousandths of a day), rated at `reviewed`."""
    import numpy as np

    return curve.recall((now - reviewed) / DAY, np.maximum(stability, 1) / THOUSANDTHS)


def spread(values: "Real", edges: tuple[float, ...]) -> Spread:
    """Count `values` between `edges`; what lies outside counts in the outermost bin."""
    import numpy as np

    place = np.clip(np.searchsorted(np.array(edges), values, side="right") - 1, 0, len(edges) - 2)
    counts = np.bincount(place, minlength=len(edges) - 1)
    return Spread(edges, tuple(counts.tolist()), _median(values) if len(values) else None)


def _median(values: "Real") -> float:
    """Return the middle one of `values`, or the mean of the two in the middle.

    That of numpy itself loads its masked arrays, a megabyte that nothing else here needs.
    """
    import numpy as np

    low, high = (len(values) - 1) // 2, len(values) // 2
    parted = np.partition(values, (low, high))
    return float((parted[low] + parted[high]) / 2)
