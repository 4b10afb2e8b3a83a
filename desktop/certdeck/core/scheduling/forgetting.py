"""The curve of forgetting: how likely a memory is recalled after a time, and after which time it is that likely.

FSRS-6, https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm: R = (1 + factor · t / S) ^ -decay,
where factor is such that R is 0.9 at t = S.
"""

from math import inf
from typing import Final

DECAY: Final = 0.1542
"""The default of FSRS-6's parameter w20."""


def recall(faded: float, decay: float = DECAY) -> float:
    """Return the probability of recall after `faded`, the time since the last review in units of stability."""
    return float((1 + _factor(decay) * faded) ** -decay)


def fading(probability: float, decay: float = DECAY) -> float:
    """Return the time, in units of stability, after which recall has fallen to `probability`, from 0 to 1."""
    if probability <= 0:
        return inf
    exponent = -1 / decay
    return (probability**exponent - 1) / _factor(decay) if probability > SMALLEST else inf


SMALLEST: Final = 1e-6
"""Recall below that is as good as none; its time has no number any more."""


def _factor(decay: float) -> float:
    return float(0.9 ** (-1 / decay) - 1)
