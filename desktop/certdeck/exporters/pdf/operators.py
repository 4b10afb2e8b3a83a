"""What is written into a page: drawing operators of PDF (ISO 32000-1, 8.4 and 8.5), lengths in points."""

from collections.abc import Iterable
from typing import Final

_ROUND: Final = 0.5523
"""How far the controls of a quarter of a circle lie from its ends, in parts of the radius."""

Path = tuple[str, ...]
"""The steps of an outline, one operator each: `x y m`, `x y l`, six numbers and `c`, `h`."""


def moved(a: float, b: float, c: float, d: float, e: float, f: float) -> str:
    """Return the operator that adds a transform."""
    return f"{a:.5f} {b:.5f} {c:.5f} {d:.5f} {e:.4f} {f:.4f} cm"


def painted(*, stroke: float, fill: float) -> str:
    """Return the operator that paints the outline before it."""
    if fill:
        return "B" if stroke else "f"
    return "S" if stroke else "n"


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return the operators of a line."""
    return f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"


def box(x: float, y: float, width: float, height: float) -> str:
    """Return the outline of a rectangle."""
    return f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re"


def round_box(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Return the outline of a rectangle with round corners."""
    right, top, hold = x + width, y + height, radius * (1 - _ROUND)
    left_in, right_in, low, high = x + radius, right - radius, y + radius, top - radius
    return (
        f"{left_in:.3f} {y:.3f} m {right_in:.3f} {y:.3f} l "
        f"{right - hold:.3f} {y:.3f} {right:.3f} {y + hold:.3f} {right:.3f} {low:.3f} c {right:.3f} {high:.3f} l "
        f"{right:.3f} {top - hold:.3f} {right - hold:.3f} {top:.3f} {right_in:.3f} {top:.3f} c "
        f"{left_in:.3f} {top:.3f} l {x + hold:.3f} {top:.3f} {x:.3f} {top - hold:.3f} {x:.3f} {high:.3f} c "
        f"{x:.3f} {low:.3f} l {x:.3f} {y + hold:.3f} {x + hold:.3f} {y:.3f} {left_in:.3f} {y:.3f} c h"
    )


def circle(x: float, y: float, radius: float) -> str:
    """Return the outline of a circle around (`x`, `y`)."""
    return round_box(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def polygon(corners: Iterable[tuple[float, float]]) -> Path:
    """Return the outline that leads from corner to corner and back."""
    return (*(f"{x:.3f} {y:.3f} {'l' if place else 'm'}" for place, (x, y) in enumerate(corners)), "h")


def coloured(colour: str, *, fill: bool) -> str:
    """Return the operator that sets the colour `#RRGGBB` of faces and letters, or of lines; grey as grey alone."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    if red == green == blue:
        return f"{red:.4f} {'g' if fill else 'G'}"
    return f"{red:.4f} {green:.4f} {blue:.4f} {'rg' if fill else 'RG'}"
