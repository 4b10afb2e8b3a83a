"""Drawing formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class BrokenFormula(ValueError):
    """The LaTeX of a formula cannot be drawn; the caller shows the source instead."""


@dataclass(frozen=True, slots=True)
class MathPicture:
    """A drawn formula: an SVG 1.1 document, its size and its reach below the text's baseline, all in pixels."""

    svg: str
    width: float
    height: float
    depth: float


class MathRenderer(Protocol):
    """Draws formulas."""

    def __call__(self, latex: str, size: float, colour: str, *, display: bool = False) -> MathPicture:
        """Draw `latex` with letters of `size` pixels in `colour` (`#RRGGBB`), for a line of its own when `display`.

        Raises BrokenFormula.
        """
        ...
