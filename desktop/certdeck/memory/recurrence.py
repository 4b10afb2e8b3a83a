"""FSRS-6 over many histories at once, forwards and backwards.

The formulas are those of py-fsrs, which schedules the reviews, and of the wiki of fsrs4anki ("The Algorithm"). They are
written so that only what one review hands to the next is computed step by step; all the rest, and all derivatives, are
computed for whole batches. The gradient is the usual one of backpropagation through time, by hand.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from certdeck.memory.histories import Batch, Flags, Floats

LEAST_STABILITY: Final = 0.001
"""Days; py-fsrs' own bound."""
LEAST_DIFFICULTY: Final = 1.0
MOST_DIFFICULTY: Final = 10.0
NEARLY_SURE: Final = 1e-12
"""The least chance to forget or to recall that is ever foretold, so that no surprise costs infinitely much."""


@dataclass(frozen=True, slots=True)
class Course:
    """What the reviews of a batch come to, in its order.

    `stability` and `difficulty` are those after each review. `forgetting` is the foretold chance to have forgotten at
    each review but the first ones.
    """

    stability: Floats
    difficulty: Floats
    forgetting: Floats


def factor(decay: float) -> float:
    """Return the factor that makes recall 90 % when the days since the review are the stability."""
    return float(0.9 ** (-1 / decay) - 1)


def run(w: Floats, batch: Batch) -> Course:
    """Play every history of `batch` with the parameters `w`."""
    difficulty, _ = _difficulties(w, batch)
    rises, lapses, repeats = _parts(w, batch, difficulty[batch.before])
    width, edges = batch.width, batch.edges
    again, same_day = batch.ratings[width:] == 1, batch.gaps[width:] == 0
    floor = np.where(again, 0.0, 1.0)
    scaled, limit = factor(w[20]) * batch.gaps[width:], np.exp(-w[17] * w[18])
    stability = np.empty_like(difficulty)
    forgetting = np.empty_like(rises)
    now = stability[:width] = np.maximum(w[batch.ratings[:width] - 1], LEAST_STABILITY)
    for low, high in pairwise(edge - width for edge in edges[1:]):
        now = now[: high - low]
        log = np.log(now)
        forgot = forgetting[low:high] = -np.expm1(-w[20] * np.log1p(scaled[low:high] / now))
        risen = now * (1 + rises[low:high] * np.exp(-w[9] * log) * np.expm1(w[10] * forgot))
        lapsed = lapses[low:high] * np.expm1(w[13] * np.log1p(now)) * np.exp(w[14] * forgot)
        repeated = now * np.maximum(repeats[low:high] * np.exp(-w[19] * log), floor[low:high])
        later = np.where(again[low:high], np.minimum(lapsed, now * limit), risen)
        now = np.maximum(np.where(same_day[low:high], repeated, later), LEAST_STABILITY)
        stability[low + width : high + width] = now
    return Course(stability, difficulty, forgetting)


def losses(course: Course, batch: Batch) -> Floats:
    """Return -ln(probability of what happened) at every review but the first ones, without weights."""
    forgetting = np.clip(course.forgetting, NEARLY_SURE, 1 - NEARLY_SURE)
    recalled = batch.recalled[batch.width :]
    return np.asarray(-np.where(recalled, np.log1p(-forgetting), np.log(forgetting)))


def loss_and_gradient(w: Floats, batch: Batch) -> tuple[float, Floats]:
    """Return the weighted sum of losses over `batch`, and its derivatives by the 21 parameters."""
    course = run(w, batch)
    width = batch.width
    weights = batch.weights[width:]
    slopes = _Slopes(w, batch, course)
    chance = np.clip(1 - course.forgetting, NEARLY_SURE, 1 - NEARLY_SURE)
    by_chance = weights * np.where(batch.recalled[width:], -1 / chance, 1 / (1 - chance))
    by_stability = np.zeros_like(course.stability)
    by_difficulty = np.zeros_like(course.difficulty)
    own = by_chance * slopes.chance_by_stability
    for low, middle, high in reversed(tuple(zip(batch.edges, batch.edges[1:], batch.edges[2:], strict=False))):
        here, there = slice(middle, high), slice(middle - width, high - width)
        before, later = slice(low, low + high - middle), by_stability[here]
        by_stability[before] = later * slopes.by_stability[there] + own[there]
        by_difficulty[before] = (
            later * slopes.by_difficulty[there] + by_difficulty[here] * slopes.difficulty_by_difficulty[there]
        )
    gradient = slopes.by_parameters(by_stability, by_difficulty, by_chance)
    return float(np.sum(weights * losses(course, batch))), gradient


def _difficulties(w: Floats, batch: Batch) -> tuple[Floats, Flags]:
    """Return the difficulty after each review, and where it was within its bounds by itself."""
    width = batch.width
    first = batch.ratings[:width] - 1
    step = -w[6] * (batch.ratings - 3) / 9
    keeps = (1 - w[7]) * (1 - step)
    adds = w[7] * _easiest(w) + (1 - w[7]) * 10 * step
    free = np.empty_like(batch.gaps)
    difficulty = np.empty_like(free)
    free[:width] = w[4] - np.exp(w[5] * first) + 1
    now = difficulty[:width] = np.clip(free[:width], LEAST_DIFFICULTY, MOST_DIFFICULTY)
    for low, high in pairwise(batch.edges[1:]):
        moved = free[low:high] = now[: high - low] * keeps[low:high] + adds[low:high]
        now = difficulty[low:high] = np.minimum(np.maximum(moved, LEAST_DIFFICULTY), MOST_DIFFICULTY)
    return difficulty, (free > LEAST_DIFFICULTY) & (free < MOST_DIFFICULTY)


def _easiest(w: Floats) -> float:
    """Return the difficulty that all difficulties drift to: that of a first Easy, without bounds."""
    return float(w[4] - np.exp(3 * w[5]) + 1)


def _parts(w: Floats, batch: Batch, difficulty: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what the stabilities after a recall, a lapse and a repetition hold that does not depend on stability."""
    ratings = batch.ratings[batch.width :]
    bonus = np.where(ratings == 2, w[15], np.where(ratings == 4, w[16], 1.0))
    rises = np.exp(w[8]) * (11 - difficulty) * bonus
    lapses = w[11] * difficulty ** -w[12]
    repeats = np.exp(w[17] * (ratings - 3 + w[18]))
    return rises, lapses, repeats


class _Slopes:
    """Derivatives of what each review does, for all reviews of a batch but the first ones."""

    def __init__(self, w: Floats, batch: Batch, course: Course) -> None:
        self._w = w
        self._batch = batch
        self._width = batch.width
        self._before, self._difficulty = course.stability[batch.before], course.difficulty[batch.before]
        self._forgot = course.forgetting
        self._gaps, self._ratings = batch.gaps[batch.width :], batch.ratings[batch.width :]
        self._free = course.stability[batch.width :] > LEAST_STABILITY
        self._branches()
        self._chance()
        self._recall()
        self._lapse()
        self._repetition()
        self.by_stability = (
            self._rise_by_stability
            + self._lapse_by_stability
            + self._repeat_by_stability
            + self._by_chance * self.chance_by_stability
        )
        self.by_difficulty = self._rise_by_difficulty + self._lapse_by_difficulty
        self._drift()

    def _branches(self) -> None:
        """Tell which formula holds where; where the lower bound of stability does, none of them can move it."""
        same_day = self._gaps == 0
        again = self._ratings == 1
        self._recalls = (~same_day & ~again & self._free).astype(np.float64)
        self._lapses = (~same_day & again & self._free).astype(np.float64)
        self._repeats = (same_day & self._free).astype(np.float64)

    def _chance(self) -> None:
        decay, scale = self._w[20], factor(self._w[20])
        ratio = self._gaps / self._before
        base = 1 + scale * ratio
        chance = 1 - self._forgot
        self.chance_by_stability = decay * chance * scale * ratio / (self._before * base)
        scale_by_decay = (scale + 1) * np.log(0.9) / decay**2
        self._chance_by_decay = -chance * (np.log(base) + decay * ratio / base * scale_by_decay)

    def _recall(self) -> None:
        w, before, ratings = self._w, self._before, self._ratings
        self._log = np.log(before)
        plain = np.exp(w[8]) * (11 - self._difficulty) * np.exp(-w[9] * self._log) * self._recalls
        hard, easy = ratings == 2, ratings == 4
        unbiased = before * plain * np.expm1(w[10] * self._forgot)
        bonus = np.where(hard, w[15], np.where(easy, w[16], 1.0))
        self._rise = unbiased * bonus
        grows = before * plain * bonus * np.exp(w[10] * self._forgot)
        self._by_hard, self._by_easy = unbiased * hard, unbiased * easy
        self._rise_by_pull = grows * self._forgot
        self._rise_by_stability = self._recalls + self._rise * (1 - w[9]) / before
        self._rise_by_difficulty = -self._rise / (11 - self._difficulty)
        self._by_chance = -w[10] * grows

    def _lapse(self) -> None:
        w, before = self._w, self._before
        limited = before * np.exp(-w[17] * w[18])
        grown, power = np.log1p(before), np.exp(w[13] * np.log1p(before))
        slope = w[11] * self._difficulty ** -w[12] * np.exp(w[14] * self._forgot)
        whole = slope * (power - 1)
        free = self._lapses * (whole < limited)
        self._limited = self._lapses * (whole >= limited) * limited
        self._lapsed = whole * free
        self._lapse_by_power = slope * power * grown * free
        self._lapse_by_stability = w[13] * slope * power / (before + 1) * free + self._limited / before
        self._lapse_by_difficulty = -w[12] * self._lapsed / self._difficulty
        self._by_chance = self._by_chance - w[14] * self._lapsed

    def _repetition(self) -> None:
        w, before = self._w, self._before
        growth = np.exp(w[17] * (self._ratings - 3 + w[18]) - w[19] * self._log)
        free = self._repeats * ((growth > 1) | (self._ratings == 1))
        self._repeated = before * growth * free
        self._repeat_by_stability = np.where(free > 0, growth * (1 - w[19]), self._repeats)

    def _drift(self) -> None:
        _, self._moves = _difficulties(self._w, self._batch)
        step = -self._w[6] * (self._ratings - 3) / 9
        self.difficulty_by_difficulty = (1 - self._w[7]) * (1 - step) * self._moves[self._width :]
        self._moved = self._difficulty + (10 - self._difficulty) * step

    def by_parameters(self, by_stability: Floats, by_difficulty: Floats, by_chance: Floats) -> Floats:
        """Gather the derivatives of the loss, given those by each state and by each foretold chance."""
        gradient = np.zeros(21)
        width = self._width
        later = by_stability[width:]
        moved = by_difficulty * self._moves
        self._gather_starts(gradient, by_stability[:width], moved[:width])
        self._gather_difficulty(gradient, moved[width:])
        gradient[8] = np.sum(later * self._rise)
        gradient[9] = -np.sum(later * self._rise * self._log)
        gradient[10] = np.sum(later * self._rise_by_pull)
        gradient[11] = np.sum(later * self._lapsed) / self._w[11]
        gradient[12] = -np.sum(later * self._lapsed * np.log(self._difficulty))
        gradient[13] = np.sum(later * self._lapse_by_power)
        gradient[14] = np.sum(later * self._lapsed * self._forgot)
        gradient[15] = np.sum(later * self._by_hard)
        gradient[16] = np.sum(later * self._by_easy)
        self._gather_repetitions(gradient, later)
        gradient[20] = np.sum((by_chance + later * self._by_chance) * self._chance_by_decay)
        return gradient

    def _gather_starts(self, gradient: Floats, by_stability: Floats, moved: Floats) -> None:
        first = self._batch.ratings[: self._width]
        gradient[:4] = np.bincount(first - 1, weights=by_stability, minlength=4)
        gradient[4] += np.sum(moved)
        gradient[5] -= np.sum(moved * (first - 1) * np.exp(self._w[5] * (first - 1)))

    def _gather_difficulty(self, gradient: Floats, moved: Floats) -> None:
        w, total = self._w, np.sum(moved)
        gradient[4] += w[7] * total
        gradient[5] -= w[7] * 3 * np.exp(3 * w[5]) * total
        gradient[6] = np.sum(moved * (1 - w[7]) * (10 - self._difficulty) * (3 - self._ratings) / 9)
        gradient[7] = np.sum(moved * (_easiest(w) - self._moved))

    def _gather_repetitions(self, gradient: Floats, later: Floats) -> None:
        w = self._w
        repeated, limited = later * self._repeated, np.sum(later * self._limited)
        gradient[17] = np.sum(repeated * (self._ratings - 3 + w[18])) - w[18] * limited
        gradient[18] = w[17] * (np.sum(repeated) - limited)
        gradient[19] = -np.sum(repeated * self._log)
