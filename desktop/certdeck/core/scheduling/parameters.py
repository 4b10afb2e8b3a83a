"""The parameters of FSRS-6: what a memory model can be fitted by, and what came of fitting it to a learner."""

from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Final

Parameters = tuple[float, ...]
"""w0 to w20 of FSRS-6 (github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm)."""

DEFAULTS: Final[Parameters] = (
    *(0.212, 1.2931, 2.3065, 8.2956),
    *(6.4133, 0.8334, 3.0194, 0.001),
    *(1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483),
    *(0.6014, 1.8729),
    *(0.5425, 0.0912, 0.0658),
    0.1542,
)
"""Initial stabilities in days for Again to Easy; difficulty; recall; lapse; Hard and Easy; same day; decay."""

LOWEST: Final[Parameters] = (
    *(0.001, 0.001, 0.001, 0.001),
    *(1.0, 0.001, 0.001, 0.001),
    *(0.0, 0.0, 0.001),
    *(0.001, 0.001, 0.001, 0.0),
    *(0.0, 1.0),
    *(0.0, 0.0, 0.0),
    0.1,
)
HIGHEST: Final[Parameters] = (
    *(100.0, 100.0, 100.0, 100.0),
    *(10.0, 4.0, 4.0, 0.75),
    *(4.5, 0.8, 3.5),
    *(5.0, 0.25, 0.9, 4.0),
    *(1.0, 6.0),
    *(2.0, 2.0, 0.8),
    0.8,
)

ENOUGH_REVIEWS: Final = 400
"""Reviews after a day or more, below which a fit says more about chance than about the learner (Anki 24.04's bound)."""


def are_usable(parameters: Parameters) -> bool:
    """Tell whether these are 21 numbers within the bounds of FSRS-6."""
    return len(parameters) == len(DEFAULTS) and all(
        isfinite(value) and low <= value <= high for value, low, high in zip(parameters, LOWEST, HIGHEST, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Score:
    """How well parameters foretell reviews; lower is better.

    `log_loss` is the mean of -ln(probability given to what happened), `rmse` the root mean square of the difference
    between foretold and actual recall in bins of like reviews (github.com/open-spaced-repetition/srs-benchmark).
    """

    log_loss: float
    rmse: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters fitted to a learner's reviews and kept.

    `reviews` counts the reviews that it was judged by or learnt from; `before` and `after` are the scores of the
    defaults and of the method on the last fifth of them, which it had not seen. `at` is aware UTC.
    """

    parameters: Parameters
    at: datetime
    reviews: int
    before: Score
    after: Score

    @property
    def gain(self) -> float:
        """Return by which share the log loss fell, 0 to 1."""
        return 1 - self.after.log_loss / self.before.log_loss
