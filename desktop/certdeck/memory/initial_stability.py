"""The four initial stabilities, found before everything else: one number for each first rating.

The first review after a day or more hangs on nothing but the first rating and the days between (nearly: repetitions of
the same day come between). The method is that of the published optimiser (Ye, Su and Cao, KDD 2022, and the wiki of
fsrs4anki, "The mechanism of optimization"): recall is averaged for each number of days, and the stability whose
forgetting curve fits those averages best is kept near the default by a small penalty.
"""

from typing import Final

import numpy as np

from certdeck.core.scheduling.parameters import DEFAULTS, HIGHEST, LOWEST
from certdeck.memory.histories import Flags, Floats, Histories, Ints
from certdeck.memory.recurrence import NEARLY_SURE, factor

PULL: Final = 1 / 16
"""Loss for each day that an initial stability is off its default."""
FEWEST: Final = 6
"""Reviews of one first rating after one number of days; fewer say nothing."""
RARE: Final = 0.05
RARE_AT_LEAST: Final = 20
"""Share and number of the rarest gaps that are left out as outliers."""
LONGEST_FIRST: Final = (100, 100, 100, 365)
"""Days after which a first review after Again to Easy is taken for an outlier."""
_SECTIONS: Final = 60


def usual(histories: Histories, chosen: Flags) -> tuple[Flags, Ints]:
    """Tell the histories whose first scored review came after an unusual gap from the others.

    `chosen` marks the reviews to learn from. Return a flag for each history that is as usual, and the indices of those
    first scored reviews that initial stabilities are to be fitted to. A history without one is as usual.
    """
    first = histories.first_scored()
    has = (first >= 0) & chosen[first]
    fits = np.ones(len(first), np.bool_)
    for rating in range(1, 5):
        members = np.flatnonzero(has & (histories.first_ratings() == rating))
        gaps = histories.gaps[first[members]]
        fits[members] = np.isin(gaps, _usual_gaps(gaps, LONGEST_FIRST[rating - 1]))
    return fits, first[has & fits]


def _usual_gaps(gaps: Ints, longest: int) -> Ints:
    """Return the gaps that are left when the rarest ones, the longer first, are taken away, and those too long."""
    values, counts = np.unique(gaps, return_counts=True)
    order = np.lexsort((-values, counts))
    values, counts = values[order], counts[order]
    may_go = max(RARE_AT_LEAST, len(gaps) * RARE)
    stays = (np.cumsum(counts) >= may_go) & (counts >= FEWEST) & (values <= longest)
    return np.asarray(values[stays])


def initial_stabilities(histories: Histories, first: Ints, average: float) -> tuple[Floats, Ints]:
    """Fit the four initial stabilities to the first scored reviews in `first`; `average` is the recall of all reviews.

    Return them in days, rising from Again to Easy, and how many reviews each one was fitted to. One without reviews
    stands to the others as the defaults do.
    """
    ratings = histories.ratings[histories.start[histories.face[first]]]
    counts = np.bincount(ratings - 1, minlength=4)
    found = np.array(DEFAULTS[:4])
    for index in np.flatnonzero(counts):
        mine = first[ratings == index + 1]
        found[index] = _best(histories.gaps[mine], histories.recalled[mine], average, DEFAULTS[index])
    return smoothed(found, counts), counts


def _best(gaps: Ints, recalled: Flags, average: float, default: float) -> float:
    """Return the stability with the least loss, by cutting the range (which has one valley) to two thirds each time."""
    days, inverse = np.unique(gaps, return_inverse=True)
    counts = np.bincount(inverse)
    # One more review that went as the average does, so that no average is all or nothing.
    recall = (np.bincount(inverse, weights=recalled) + average) / (counts + 1)
    scale, decay = factor(DEFAULTS[20]), DEFAULTS[20]

    def loss(stability: float) -> float:
        forgot = np.clip(-np.expm1(-decay * np.log1p(scale * days / stability)), NEARLY_SURE, 1 - NEARLY_SURE)
        costs = -counts * (recall * np.log1p(-forgot) + (1 - recall) * np.log(forgot))
        return float(np.sum(costs)) + abs(stability - default) * PULL

    low, high = LOWEST[0], HIGHEST[0]
    for _ in range(_SECTIONS):
        third = (high - low) / 3
        if loss(low + third) < loss(high - third):
            high -= third
        else:
            low += third
    return (low + high) / 2


def smoothed(found: Floats, counts: Ints) -> Floats:
    """Make stabilities rise from Again to Easy: neighbours that don't get their mean, weighted by reviews.

    One without reviews is put where its default stands between, or beyond, the defaults of the others. All of that in
    logarithms, as stabilities differ by factors.
    """
    default, known = np.log(DEFAULTS[:4]), np.flatnonzero(counts)
    if not len(known):
        return np.array(DEFAULTS[:4])
    rising = _rising(np.log(found[known]), counts[known])
    shift = np.interp(default, default[known], rising - default[known])
    logs = default + shift
    logs[known] = rising
    return np.clip(np.exp(np.maximum.accumulate(logs)), LOWEST[0], HIGHEST[0])


def _rising(values: Floats, counts: Ints) -> Floats:
    """Return the nearest values that never fall: pooled where they do (Ayer and others, 1955)."""
    pools: list[tuple[float, int, int]] = []
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        pool = (value, count, 1)
        while pools and pools[-1][0] > pool[0]:
            before, reviews, members = pools.pop()
            both = reviews + pool[1]
            pool = ((before * reviews + pool[0] * pool[1]) / both, both, members + pool[2])
        pools.append(pool)
    return np.concatenate([np.full(members, value) for value, _, members in pools])
