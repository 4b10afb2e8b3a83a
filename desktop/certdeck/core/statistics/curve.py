"""FSRS's curve of forgetting, for many faces at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certdeck.core.scheduling.forgetting import DECAY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Real = NDArray[np.float64]

DECAY_AT = 20
"""The place of the decay among FSRS-6's 21 parameters."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Recall falls as a power of time; `decay` is the last parameter of FSRS-6.

    R(t, S) = (1 + F t / S) ^ -decay, with F = 0.9 ^ (-1 / decay) - 1, so that R(S, S) = 0.9. Source: "The algorithm",
    FSRS-6, github.com/open-spaced-repetition/fsrs4anki/wiki. Time is reckoned in parts of a day; the scheduler itself
    reckons in whole days.
    """

    decay: float = DECAY

    def recall(self, days: "Real", stability: "Real") -> "Real":
        """Return the probability of recall, 0 to 1, `days` after the last rating of faces with `stability` in days."""
        import numpy as np

        factor = 0.9 ** (-1 / self.decay) - 1
        faded: Real = (1 + factor * np.maximum(days, 0.0) / stability) ** -self.decay
        return faded


def curve_of(parameters: tuple[float, ...]) -> Curve:
    """Return the curve of FSRS-6 `parameters`; that of the default ones where there are none."""
    return Curve(parameters[DECAY_AT]) if len(parameters) > DECAY_AT else Curve()
