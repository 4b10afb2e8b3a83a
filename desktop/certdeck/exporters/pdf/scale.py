"""A printed scale: a result with its range and the line to pass, in greys that any printer keeps apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.exporters.pdf.boxes import Box
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.fonts import Face
from certdeck.exporters.pdf.ink import BORDER, MUTED, RULE, TEXT, WHITE

_THICK: Final = 5.0
_DOT: Final = 3.6
_SMALL: Final = 7.0
_BARE: Final = 11.0
_LABEL: Final = 10.0
FRAME: Final = 7.0
"""Points between a frame and what it holds."""


@dataclass(frozen=True, slots=True)
class ScaleBox:
    """A scale from `least` to `most`, `width` points wide; with `ticks` it has numbers below and `mark` above."""

    width: float
    least: float
    most: float
    value: float
    low: float
    high: float
    line: float
    ticks: Sequence[float] = ()
    mark: str = ""

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return _BARE + (_LABEL if self.mark else 0.0) + (_LABEL if self.ticks else 0.0)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        middle = top - (_LABEL if self.mark else 0.0) - _BARE / 2
        self._draw_track(canvas, x, middle)
        self._draw_line(canvas, x + self._at(self.line), middle, x)
        canvas.setFillColor(TEXT)
        canvas.setStrokeColor(WHITE)
        canvas.setLineWidth(0.8)
        dot = min(max(self._at(self.value), _DOT), self.width - _DOT)
        canvas.circle(x + dot, middle, _DOT, stroke=1, fill=1)
        self._draw_ticks(canvas, x, middle - _BARE / 2 - _SMALL)

    def _draw_track(self, canvas: Canvas, x: float, middle: float) -> None:
        bottom = middle - _THICK / 2
        canvas.setLineWidth(0.35)
        canvas.setStrokeColor(RULE)
        canvas.setFillColor(WHITE)
        canvas.roundRect(x, bottom, self.width, _THICK, _THICK / 2, stroke=1, fill=1)
        canvas.setFillColor(RULE)
        left, right = self._at(self.low), self._at(self.high)
        canvas.roundRect(x + left, bottom, max(right - left, _THICK), _THICK, _THICK / 2, stroke=0, fill=1)

    def _draw_line(self, canvas: Canvas, x: float, middle: float, left: float) -> None:
        canvas.setStrokeColor(TEXT)
        canvas.setLineWidth(1.1)
        canvas.line(x, middle - _BARE / 2, x, middle + _BARE / 2)
        if self.mark:
            width = Face.TEXT.width(self.mark, _SMALL)
            canvas.setFillColor(TEXT)
            canvas.setFont(Face.TEXT.font, _SMALL)
            canvas.drawString(min(max(left, x - width), left + self.width - width), middle + _BARE / 2 + 2.4, self.mark)

    def _draw_ticks(self, canvas: Canvas, x: float, baseline: float) -> None:
        canvas.setFillColor(MUTED)
        canvas.setFont(Face.TEXT.font, _SMALL)
        for tick in self.ticks:
            words = f"{tick:g}"
            width = Face.TEXT.width(words, _SMALL)
            at = min(max(0.0, self._at(tick) - width / 2), self.width - width)
            canvas.drawString(x + at, baseline, words)

    def _at(self, value: float) -> float:
        share = (value - self.least) / (self.most - self.least)
        return self.width * min(1.0, max(0.0, share))


@dataclass(frozen=True, slots=True)
class Framed:
    """A box in a thin frame, with room around it."""

    child: Box
    width: float

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return self.child.height + 2 * FRAME

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        canvas.setStrokeColor(BORDER)
        canvas.setLineWidth(0.7)
        canvas.roundRect(x, top - self.height, self.width, self.height, 2.5, stroke=1, fill=0)
        self.child.draw(canvas, x + FRAME, top - FRAME)
