"""Plots: lines, bars and dots, painted in pixels so that corners stay round and lines sharp."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.screens.progress_frame import OFF, Frame
from certdeck.gui.widgets.bars import heat_colour
from certdeck.gui.widgets.pointed import Pointed, Spot
from certdeck.gui.widgets.shapes import smooth
from certdeck.presenters.progress_views import BarView, DotView, LineView, PlotView

_HEIGHT: Final = 200
_WIDTH: Final = 240
_BAR: Final = 0.76
_THIN_BAR: Final = 0.24
_DOT: Final = 5
_RADIUS: Final = 3.0
_WORDS: Final = 12
_REACH: Final = 6
"""Pixels around a dot that belong to it."""


class PlotCanvas(Pointed):
    """Draws a `PlotView`. Pointer and arrow keys tell each bar and dot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot: PlotView | None = None
        self.setProperty("ringRadius", -1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.current().follow(self._dress)

    def show_plot(self, plot: PlotView) -> None:
        """Draw `plot`."""
        self.plot = plot
        self.setAccessibleName(plot.title)
        self.setAccessibleDescription(_spoken(plot))
        self.start_at(len(plot.bars) + len(plot.dots) - 1)
        self.update()

    def spots(self) -> Sequence[Spot]:
        """Return the places of all bars and dots."""
        if self.plot is None:
            return ()
        frame, reach = Frame.of(self.plot, self.size()), _REACH / 2
        bars = [Spot(_bar(frame, bar), bar.tip) for bar in self.plot.bars]
        dots = [Spot(_around(frame, dot), dot.tip) for dot in self.plot.dots]
        lines = [Spot(_upright(frame, line).adjusted(-reach, 0, reach, 0), line.tip) for line in self.plot.lines]
        return (*bars, *dots, *lines)

    def sizeHint(self) -> QSize:
        """Return the size of a plot in half a page."""
        return QSize(theme.current().px(_WIDTH), theme.current().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width at the full height."""
        return QSize(theme.current().px(_WIDTH) // 2, theme.current().px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words of the axes, the marks, and the ring around the one that the keyboard is on."""
        if self.plot is None:
            return
        frame, painter = Frame.of(self.plot, self.size()), smooth(self)
        frame.paint_axes(painter)
        painter.save()
        painter.setClipRect(frame.area.adjusted(0, 0, 1, 1))
        _paint_marks(painter, frame)
        painter.restore()
        self.paint_ring(painter)

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()


def _paint_marks(painter: QPainter, frame: Frame) -> None:
    _paint_lines(painter, frame)
    for bar in frame.plot.bars:
        _paint_bar(painter, _bar(frame, bar), bar)
    _paint_dashed(painter, frame)
    for dot in frame.plot.dots:
        _paint_dot(painter, frame, dot)
    for line in frame.plot.lines:
        _paint_upright(painter, frame, line)


def _paint_lines(painter: QPainter, frame: Frame) -> None:
    for tick in frame.plot.up:
        line = QRectF(frame.area.left(), round(frame.y(tick.at)), frame.area.width(), 1)
        painter.fillRect(line, QColor(theme.current().tokens.soft))


def _bar(frame: Frame, bar: BarView) -> QRectF:
    """Return the place of `bar`."""
    wide = _THIN_BAR if frame.plot.name == "true-retention" else _BAR
    return frame.rect(bar.x - wide / 2, bar.base, wide, bar.height)


def _paint_bar(painter: QPainter, area: QRectF, bar: BarView) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(heat_colour(bar.heat)))
    wide = area.width() if area.width() >= 1 else 1.0
    corner = min(_RADIUS, wide / 3, area.height() / 2)
    painter.drawRoundedRect(QRectF(area.left(), area.top(), wide, max(1.0, area.height())), corner, corner)


def _paint_dashed(painter: QPainter, frame: Frame) -> None:
    if frame.plot.dashed:
        pen = QPen(QColor(theme.current().tokens.control), 1.2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        first, last = (frame.point(*place) for place in frame.plot.dashed)
        painter.drawLine(first, last)


def _upright(frame: Frame, line: LineView) -> QRectF:
    """Return the place of an upright line, two pixels wide."""
    return QRectF(frame.x(line.at) - 1, frame.area.top(), 2, frame.area.height())


def _paint_upright(painter: QPainter, frame: Frame, line: LineView) -> None:
    look, area = theme.current(), _upright(frame, line)
    painter.fillRect(area, QColor(look.tokens.text))
    painter.setFont(look.font(_WORDS, SEMIBOLD))
    painter.setPen(QColor(look.tokens.text))
    metrics = QFontMetrics(painter.font())
    width, height = metrics.horizontalAdvance(line.words) + 2, metrics.height()
    room = frame.area.right() - area.right()
    left = area.right() + OFF if room >= width + OFF else area.left() - OFF - width
    words = QRectF(left, area.top(), width, height)
    painter.fillRect(words.adjusted(-2, 0, 0, 0), QColor(look.tokens.surface))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, line.words)


def _paint_dot(painter: QPainter, frame: Frame, dot: DotView) -> None:
    look = theme.current()
    accent = QColor(look.tokens.accent)
    if dot.low is not None and dot.high is not None:
        painter.setPen(QPen(accent, 1.6))
        painter.drawLine(frame.point(dot.x, dot.low), frame.point(dot.x, dot.high))
    painter.setPen(QPen(QColor(look.tokens.surface), 2))
    painter.setBrush(accent)
    painter.drawEllipse(frame.point(dot.x, dot.y), look.px(_DOT), look.px(_DOT))


def _around(frame: Frame, dot: DotView) -> QRectF:
    """Return the place around `dot` that the pointer may miss it by."""
    centre, reach = frame.point(dot.x, dot.y), theme.current().px(_DOT) + _REACH - 3
    return QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)


def _spoken(plot: PlotView) -> str:
    """Return the plot in words: what it means, and its numbers as far as they are few."""
    tips = [*(line.tip for line in plot.lines), *(bar.tip for bar in plot.bars), *(dot.tip for dot in plot.dots)]
    return ". ".join((plot.sentence.rstrip("."), *tips[:40]))
