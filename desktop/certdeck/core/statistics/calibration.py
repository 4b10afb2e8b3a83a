"""Predicted against real recall: how good the forecast was."""

from dataclasses import dataclass

from certdeck.core.exam.report import Share
from certdeck.core.statistics.frame import Frame

BINS = 20
"""Of five percent each."""
SURE = 1e-7
"""No forecast is taken to be surer than this of either outcome, so that log loss stays finite."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The reviews whose predicted recall lay in one bin: their mean prediction, and how many were recalled."""

    predicted: float
    real: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the predictions fared; the lower both errors the better. Both are 0 when there was nothing to predict.

    `log_loss` is the mean of -ln(probability given to what happened). `rmse` is the root of the mean squared distance
    between mean prediction and real share of each bin, weighted by its reviews. Bins are by predicted recall. (FSRS's
    optimiser bins by interval and lapses under the same name, so its figure is another one.)
    """

    bins: tuple[Bin, ...]
    log_loss: float
    rmse: float

    @property
    def reviews(self) -> int:
        """How many reviews were predicted."""
        return sum(entry.real.total for entry in self.bins)

    @property
    def drift(self) -> float:
        """Mean prediction minus real share: above 0 the forecast was too high."""
        reviews = self.reviews
        if not reviews:
            return 0.0
        return sum(entry.predicted * entry.real.total - entry.real.right for entry in self.bins) / reviews


def calibration(ratings: Frame) -> Calibration:
    """Compare predicted with real recall for the first review of each face and day."""
    import numpy as np

    chosen = ratings.opens & ~np.isnan(ratings.predicted)
    predicted, recalled = ratings.predicted[chosen], ratings.passed[chosen]
    if not len(predicted):
        return Calibration((), 0.0, 0.0)
    place = np.minimum((predicted * BINS).astype(np.int64), BINS - 1)
    total = np.bincount(place, minlength=BINS)
    passed = np.bincount(place[recalled], minlength=BINS)
    summed = np.bincount(place, weights=predicted, minlength=BINS)
    given = np.clip(np.where(recalled, predicted, 1 - predicted), SURE, 1)
    squares = (summed - passed) ** 2 / np.maximum(total, 1)
    bins = (
        Bin(float(summed[number] / total[number]), Share(int(passed[number]), int(total[number])))
        for number in np.flatnonzero(total)
    )
    return Calibration(tuple(bins), float(-np.log(given).mean()), float(np.sqrt(squares.sum() / len(predicted))))
