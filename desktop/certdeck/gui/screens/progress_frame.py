"""Where a plot lies in its widget, and the words along its axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter

from certdeck.gui import theme
from certdeck.presenters.progress_views import PlotView, TickView

_AXIS: Final = 12
_EDGE: Final = 8
OFF: Final = 6
"""Pixels between a mark or an axis and its words."""
_SPARE: Final = 2
_LETTERS: Final = 0.8
"""The part of a line of text that its letters take up."""
_BEYOND: Final = 15
"""Pixels that the words of a tick may reach beyond the ends of the axis; those that reach farther are left out."""
_LEFT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BELOW: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Frame:
    """The place of a plot in pixels of its widget, and the way there from the plot's own measures."""

    plot: PlotView
    size: QSize
    area: QRectF

    @classmethod
    def of(cls, plot: PlotView, size: QSize) -> "Frame":
        """Lay out `plot` in a widget of `size`: words to the left and below take the room that they need."""
        metrics = QFontMetrics(_font())
        left = max(metrics.horizontalAdvance(tick.words) for tick in plot.up) + OFF + _SPARE
        below = metrics.height() * (2 if plot.across_words else 1) + OFF + _SPARE
        # The words of the last tick reach beyond the end of the axis, those of the uppermost one above it.
        right = max(_EDGE, metrics.horizontalAdvance("100") // 2 + 2)
        wide, high = size.width() - left - right, size.height() - _EDGE - below
        return cls(plot, size, QRectF(left, _EDGE, max(0, wide), max(0, high)))

    def x(self, value: float) -> float:
        """Return where `value` stands across."""
        first, last = self.plot.span
        return self.area.left() + (value - first) * self.area.width() / (last - first)

    def y(self, value: float) -> float:
        """Return where `value` stands up."""
        low, high = self.plot.rise
        return self.area.bottom() - (value - low) * self.area.height() / (high - low)

    def point(self, x: float, y: float) -> QPointF:
        """Return where a point is."""
        return QPointF(self.x(x), self.y(y))

    def rect(self, left: float, base: float, width: float, height: float) -> QRectF:
        """Return where a rectangle is that stands on `base`."""
        return QRectF(self.point(left, base + height), self.point(left + width, base))

    def paint_axes(self, painter: QPainter) -> None:
        """Paint the words along both axes."""
        painter.setFont(_font())
        painter.setPen(QColor(theme.current().tokens.muted))
        for tick in self.plot.up:
            self._paint_left(painter, tick)
        for tick in self._roomy_ticks():
            self._paint_below(painter, tick)
        if self.plot.across_words:
            self._paint_words(painter, self.plot.across_words)

    def _paint_left(self, painter: QPainter, tick: TickView) -> None:
        wide, high = _room(painter, tick)
        place = QRectF(self.area.left() - OFF - wide, self.y(tick.at) - high / 2, wide, high)
        if self.area.top() - _BEYOND <= place.top() and place.bottom() <= self.area.bottom() + _BEYOND:
            _write(painter, place, _LEFT, tick)

    def _paint_below(self, painter: QPainter, tick: TickView) -> None:
        wide, high = _room(painter, tick)
        place = QRectF(self.x(tick.at) - wide / 2, self.area.bottom() + OFF, wide, high)
        if self.area.left() - _BEYOND <= place.left() and place.right() <= self.area.right() + _BEYOND:
            _write(painter, place, _BELOW, tick)

    def _roomy_ticks(self) -> Sequence[TickView]:
        """Return every so-manieth tick, the first one among them, so that none touches the next."""
        ticks, metrics = self.plot.across, QFontMetrics(_font())
        room = self.size.width() - metrics.horizontalAdvance("000 min") - 2 * _EDGE
        needed = sum(metrics.horizontalAdvance(tick.words) + _EDGE for tick in ticks)
        return ticks[:: max(1, -(-needed // max(1, room)))]

    def _paint_words(self, painter: QPainter, words: str) -> None:
        """Write what is measured across under the middle of its ticks."""
        metrics = QFontMetricsF(_font())
        # The space after the words counts: the eye takes them for centred where a comma or a sign ends them.
        left = floor((self.area.width() - metrics.horizontalAdvance(f"{words} ")) / 2)
        foot = self.size.height() - ceil(metrics.height()) + 1 + metrics.ascent()
        painter.drawText(QPointF(self.area.left() + left, foot), words)


def _font() -> QFont:
    return theme.current().font(_AXIS)


def _room(painter: QPainter, tick: TickView) -> tuple[float, float]:
    """Return how wide and high the words of `tick` are."""
    found = painter.boundingRect(QRectF(0, 0, 100, 100), Qt.AlignmentFlag.AlignCenter, tick.words)
    return found.width(), found.height() * _LETTERS


def _write(painter: QPainter, place: QRectF, side: Qt.AlignmentFlag, tick: TickView) -> None:
    painter.drawText(place, int(side) | int(Qt.TextFlag.TextDontClip), tick.words)
