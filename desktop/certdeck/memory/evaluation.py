"""How well parameters foretell reviews."""

import numpy as np

from certdeck.core.scheduling.parameters import Score
from certdeck.memory.histories import Floats, Histories, Ints, batches
from certdeck.memory.recurrence import losses, run

REVIEWS_AT_ONCE = 8192


def foretold(w: Floats, histories: Histories, chosen: Ints) -> tuple[Floats, Floats]:
    """Return the chance of recall that `w` gives each review in `chosen` (sorted indices), and the loss of each."""
    weights = np.zeros(len(histories.gaps))
    weights[chosen] = 1.0
    chances, costs = np.zeros(len(weights)), np.zeros(len(weights))
    for batch in batches(histories, weights, REVIEWS_AT_ONCE):
        course = run(w, batch)
        counted = batch.weights[batch.width :] > 0
        index = batch.index[batch.width :][counted]
        chances[index] = 1 - course.forgetting[counted]
        costs[index] = losses(course, batch)[counted]
    return chances[chosen], costs[chosen]


def score(w: Floats, histories: Histories, chosen: Ints) -> Score:
    """Judge `w` by the reviews in `chosen` (sorted indices of scored reviews), all of the same weight."""
    chances, costs = foretold(w, histories, chosen)
    error = chances - histories.recalled[chosen]
    _, bins = np.unique(_bins(histories)[chosen], axis=0, return_inverse=True)
    totals = np.bincount(bins.ravel(), weights=error)
    squares = np.sum(totals**2 / np.bincount(bins.ravel()))
    return Score(float(np.mean(costs)), float(np.sqrt(squares / len(chosen))))


def _bins(histories: Histories) -> Ints:
    """Return (gap, number of reviews, number of lapses) in classes that grow by powers, as srs-benchmark takes them."""
    scored = histories.scored
    lapses = _before(histories, scored & ~histories.recalled)
    count = _before(histories, scored) + 2
    classes = (_power(histories.gaps, 3.62), _power(count, 1.89), _power(lapses, 1.73))
    return np.stack(classes, axis=1)


def _before(histories: Histories, flags: Ints | np.ndarray) -> Ints:
    """Count, for every review, those before it in the same history that have the flag."""
    until = np.concatenate(([0], np.cumsum(flags)))
    index = np.arange(len(histories.gaps))
    return np.asarray(until[index] - until[histories.start[histories.face]])


def _power(values: Ints, base: float) -> Ints:
    """Return which power of `base` each value has reached; -1 for 0."""
    powers = np.floor(np.log(np.maximum(values, 1)) / np.log(base)).astype(np.int64)
    return np.where(values > 0, powers, -1)
