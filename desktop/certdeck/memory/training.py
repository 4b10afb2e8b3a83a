"""Fitting the 21 parameters of FSRS-6 to a learner's log.

The method is that of the published optimiser (wiki of fsrs4anki, "The mechanism of optimization", and Ye, Su and Cao,
"A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling", KDD 2022): initial stabilities
first, then Adam (Kingma and Ba, 2015) with a learning rate that falls along a cosine, over batches of about 512
reviews. Newer reviews weigh more, and a penalty holds the parameters near where they began. Other than there, a batch
mixes histories of all lengths, so that the order of the batches hardly matters, and small logs are gone through more
often.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from certdeck.core.scheduling.parameters import DEFAULTS, HIGHEST, LOWEST
from certdeck.memory.evaluation import score
from certdeck.memory.histories import Batch, Flags, Floats, Histories, batches, read
from certdeck.memory.initial_stability import initial_stabilities, smoothed, usual
from certdeck.memory.recurrence import loss_and_gradient
from certdeck.ports.memory import Fitted, ReviewLog

EPOCHS: Final = 5
FEWEST_STEPS: Final = 200
BATCH: Final = 512
RATE: Final = 0.04
SEED: Final = 2023
OLDEST: Final = 0.25
"""Weight of the oldest review; the newest has 1, and between them it rises with the cube of the place."""
HELD_BACK: Final = 0.2
SPREAD: Final = np.array(
    [
        *(6.43, 9.66, 17.58, 27.85),
        *(0.57, 0.28, 0.6, 0.12),
        *(0.39, 0.18, 0.33),
        *(0.3, 0.09, 0.16, 0.57),
        *(0.25, 1.03),
        *(0.31, 0.32, 0.14),
        0.27,
    ]
)
"""By how much each parameter differs between learners: standard deviations that the authors of FSRS published."""

Report = Callable[[int, int], None]


def fit(log: ReviewLog, report: Report) -> Fitted:
    """Fit the parameters (see `certdeck.ports.memory.Fitted`); `report` is called with (done, total) batches."""
    histories = read(log)
    earlier, later = split(histories)
    defaults = np.array(DEFAULTS)
    w = train(histories, earlier, lambda done, total: report(done, 2 * total))
    held_back = np.flatnonzero(later)
    before, after = score(defaults, histories, held_back), score(w, histories, held_back)
    if after.log_loss < before.log_loss:
        w = train(histories, histories.scored, lambda done, total: report(total + done, 2 * total))
    parameters = tuple(float(value) for value in w)
    return Fitted(parameters, before, after, reviews=int(np.sum(histories.scored)), held_back=len(held_back))


def split(histories: Histories) -> tuple[Flags, Flags]:
    """Divide the scored reviews by time: those to learn from, and the last ones, to be judged by."""
    positions = np.sort(histories.position[histories.scored])
    border = positions[int(len(positions) * (1 - HELD_BACK))]
    later = histories.scored & (histories.position >= border)
    return histories.scored & ~later, later


def train(histories: Histories, chosen: Flags, report: Report) -> Floats:
    """Fit the parameters to the reviews that `chosen` marks."""
    fits, first = usual(histories, chosen)
    chosen = chosen & fits[histories.face]
    start = np.array(DEFAULTS)
    if not np.any(chosen):
        return start
    average = float(np.mean(histories.recalled[chosen]))
    start[:4], counts = initial_stabilities(histories, first, average)
    dice = np.random.default_rng(SEED)
    mixed = dice.permutation(len(histories.start))
    parts = list(batches(histories, recency(histories, chosen), BATCH, mixed))
    w = descend(start, parts, dice, report)
    w[:4] = smoothed(w[:4], counts)
    return w


def recency(histories: Histories, chosen: Flags) -> Floats:
    """Return the weight of each review: 0 for those not chosen, otherwise the more the newer it is."""
    weights = np.zeros(len(chosen))
    found = np.flatnonzero(chosen)
    place = np.argsort(np.argsort(histories.position[found])) / max(1, len(found) - 1)
    weights[found] = OLDEST + (1 - OLDEST) * place**3
    return weights


def descend(start: Floats, parts: list[Batch], dice: np.random.Generator, report: Report) -> Floats:
    """Return the parameters that Adam finds from `start`, taking the batches in a new order in each epoch."""
    low, high = np.array(LOWEST), np.array(HIGHEST)
    reviews = sum(part.size for part in parts)
    w, adam, order = start.copy(), _Adam(len(start)), np.arange(len(parts))
    total = max(EPOCHS, -(-FEWEST_STEPS // len(parts))) * len(parts)
    for done in range(total):
        if done % len(parts) == 0:
            order = dice.permutation(len(parts))
        part = parts[order[done % len(parts)]]
        _, gradient = loss_and_gradient(w, part)
        gradient += 2 * (w - start) / SPREAD**2 * part.size / reviews
        w = np.clip(w - RATE * (1 + np.cos(np.pi * done / total)) / 2 * adam.step(gradient), low, high)
        report(done + 1, total)
    return w


class _Adam:
    """Running means of gradients and of their squares, with the constants of the paper."""

    def __init__(self, size: int) -> None:
        self._mean = np.zeros(size)
        self._square = np.zeros(size)
        self._steps = 0

    def step(self, gradient: Floats) -> Floats:
        """Return the direction to go against."""
        self._steps += 1
        self._mean = 0.9 * self._mean + 0.1 * gradient
        self._square = 0.999 * self._square + 0.001 * gradient**2
        mean = self._mean / (1 - 0.9**self._steps)
        square = self._square / (1 - 0.999**self._steps)
        return np.asarray(mean / (np.sqrt(square) + 1e-8))
