"""Drawing formulas by ziamath: LaTeX in, SVG out, with its own outlines instead of fonts."""

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from certdeck.ports.math import BrokenFormula, MathPicture

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TALL = 12
"""Times the size of the letters. Brackets around a sum in display style become hundreds of lines tall (ziamath 0.13):
what is taller than this is drawn in the smaller style instead, if that helps."""

_AFTER_P = re.compile(r"(\\[A-Za-z]+)|P_(?:\{|([A-Za-z0-9]))")
"""An index below P, but not one below the end of a command such as `\\P`."""
_TUCKED = r"P_{\hspace{0.01em}\hspace{-0.1em}"
"""The font's own kerning tucks an index so far under the bow of a P that they touch (ziamath 0.13); any space before it
switches that off, and a smaller amount is taken instead."""


_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
"""A brace, or a backslash with what it takes: an escaped brace groups nothing."""

_UNKNOWN = re.compile(r">\\[A-Za-z]+<")
"""A command that there is not stands as it is in what is drawn, and would be drawn as its name."""


@lru_cache(maxsize=512)
def svg(latex: str, size: float, colour: str, *, display: bool = False) -> MathPicture:
    r"""Draw `latex` (such as `\frac{TP}{TP+FP}`) with letters of `size` pixels in `colour` (`#RRGGBB`).

    A `display` formula stands on a line of its own: fractions and the limits of sums get more room.
    Raises BrokenFormula when the LaTeX is not well formed or has a command that there is not.
    """
    try:
        drawn = _drawn(latex, size, colour, display=display)
        if display and _height(drawn) > TALL * size:
            drawn = min(drawn, _drawn(latex, size, colour, display=False), key=_height)
    except Exception as problem:  # latex2mathml's errors have no other base class in common
        raise BrokenFormula(f"This formula cannot be drawn: {latex}") from problem
    # Here, as what draws: the app starts without.
    from xml.etree.ElementTree import tostring

    _, top, width, height = (float(part) for part in drawn.attrib["viewBox"].split())
    return MathPicture(tostring(drawn, encoding="unicode"), width, height, max(0.0, top + height))


def _height(drawn: "Element") -> float:
    return float(drawn.attrib["viewBox"].split()[3])


def _drawn(latex: str, size: float, colour: str, *, display: bool) -> "Element":
    # Imported here: the first formula pays for the library and its font, not the app's start.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its import uses importlib.resources.path
        import ziafont
        import ziamath

    if not _is_balanced(latex):
        raise BrokenFormula(f"This formula has a brace without its other one: {latex}")
    if _UNKNOWN.search(_mathml(latex)):
        raise BrokenFormula(f"This formula has a command that there is not: {latex}")
    ziafont.config.svg2 = False  # Qt draws SVG 1.1: outlines in place instead of <symbol> and <use>
    return ziamath.Latex(_AFTER_P.sub(_tucked, latex), size=size, color=colour, inline=not display).svgxml()


def _is_balanced(latex: str) -> bool:
    """Tell whether every brace has its other one: ziamath closes what is open, and MathJax draws nothing then."""
    depth = 0
    for brace in _BRACE.findall(latex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


@lru_cache(maxsize=512)
def _mathml(latex: str) -> str:
    """Return what is drawn, whatever the size."""
    from ziamath.tex import tex2mml

    return str(tex2mml(latex))


def _tucked(found: re.Match[str]) -> str:
    """Give an index below P room of its own."""
    if found[1]:
        return found[1]
    return f"{_TUCKED}{found[2]}}}" if found[2] else _TUCKED
