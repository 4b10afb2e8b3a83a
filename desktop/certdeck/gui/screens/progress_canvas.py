"""Plots, drawn by pyqtgraph: axes and coordinates are its own, bars and dots have the look of the app.

Only the Progress page imports this module, and only once there is something to draw and `progress_loading` has loaded
what draws it.
"""

from collections.abc import Sequence
from typing import Final

from pyqtgraph.graphicsItems.AxisItem import AxisItem
from pyqtgraph.graphicsItems.GraphicsObject import GraphicsObject
from pyqtgraph.graphicsItems.GraphicsWidget import GraphicsWidget
from pyqtgraph.graphicsItems.ViewBox import ViewBox
from pyqtgraph.widgets.GraphicsView import GraphicsView
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QGraphicsGridLayout, QSizePolicy, QStyleOptionGraphicsItem, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.bars import heat_colour
from certdeck.gui.widgets.pointed import Pointed, Spot
from certdeck.gui.widgets.shapes import smooth
from certdeck.presenters.progress_views import BarView, DotView, LineView, PlotView, TickView

_HEIGHT: Final = 200
_WIDTH: Final = 240
_BAR: Final = 0.76
_THIN_BAR: Final = 0.24
_DOT: Final = 5
_RADIUS: Final = 3.0
_AXIS: Final = 12
_EDGE: Final = 8
_OFF: Final = 6
"""Pixels between an axis and its words."""
_REACH: Final = 6
"""Pixels around a dot that belong to it."""


class _Marks(GraphicsObject):  # type: ignore[misc]  # the library has no types
    """Lines, bars and dots of one plot, painted in pixels so that corners stay round and lines sharp."""

    def __init__(self, plot: PlotView) -> None:
        super().__init__()
        self.plot = plot
        self.bar = _THIN_BAR if plot.name == "true-retention" else _BAR

    def boundingRect(self) -> QRectF:
        (left, right), (bottom, top) = self.plot.span, self.plot.rise
        return QRectF(left, bottom, right - left, top - bottom)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        pixels = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_lines(painter, pixels)
        for bar in self.plot.bars:
            self._paint_bar(painter, pixels.mapRect(self.area(bar)), bar)
        self._paint_dashed(painter, pixels)
        for dot in self.plot.dots:
            self._paint_dot(painter, pixels, dot)
        for line in self.plot.lines:
            self._paint_upright(painter, pixels, line)
        painter.restore()

    def area(self, bar: BarView) -> QRectF:
        """Return the place of `bar` in the plot's own measures."""
        return QRectF(bar.x - self.bar / 2, bar.base, self.bar, bar.height)

    def _paint_lines(self, painter: QPainter, pixels: QTransform) -> None:
        whole = pixels.mapRect(self.boundingRect())
        for tick in self.plot.up:
            y = round(pixels.map(QPointF(self.plot.span[0], tick.at)).y())
            painter.fillRect(QRectF(whole.left(), y, whole.width(), 1), QColor(theme.current().tokens.soft))

    def _paint_bar(self, painter: QPainter, area: QRectF, bar: BarView) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(heat_colour(bar.heat)))
        wide = area.width() if area.width() >= 1 else 1.0
        corner = min(_RADIUS, wide / 3, area.height() / 2)
        painter.drawRoundedRect(QRectF(area.left(), area.top(), wide, max(1.0, area.height())), corner, corner)

    def _paint_dashed(self, painter: QPainter, pixels: QTransform) -> None:
        if self.plot.dashed:
            pen = QPen(QColor(theme.current().tokens.control), 1.2)
            pen.setDashPattern([5, 4])
            painter.setPen(pen)
            first, last = (pixels.map(QPointF(*place)) for place in self.plot.dashed)
            painter.drawLine(first, last)

    def upright(self, pixels: QTransform, line: LineView) -> QRectF:
        """Return the place of an upright line in pixels, two of them wide."""
        (bottom, top) = self.plot.rise
        foot, head = (pixels.map(QPointF(line.at, y)) for y in (bottom, top))
        return QRectF(foot.x() - 1, head.y(), 2, foot.y() - head.y())

    def _paint_upright(self, painter: QPainter, pixels: QTransform, line: LineView) -> None:
        look, area = theme.current(), self.upright(pixels, line)
        painter.fillRect(area, QColor(look.tokens.text))
        painter.setFont(look.font(_AXIS, SEMIBOLD))
        painter.setPen(QColor(look.tokens.text))
        metrics = QFontMetrics(painter.font())
        width, height = metrics.horizontalAdvance(line.words) + 2, metrics.height()
        room = pixels.mapRect(self.boundingRect()).right() - area.right()
        left = area.right() + _OFF if room >= width + _OFF else area.left() - _OFF - width
        words = QRectF(left, area.top(), width, height)
        painter.fillRect(words.adjusted(-2, 0, 0, 0), QColor(look.tokens.surface))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, line.words)

    def _paint_dot(self, painter: QPainter, pixels: QTransform, dot: DotView) -> None:
        look = theme.current()
        accent = QColor(look.tokens.accent)
        centre = pixels.map(QPointF(dot.x, dot.y))
        if dot.low is not None and dot.high is not None:
            painter.setPen(QPen(accent, 1.6))
            ends = (pixels.map(QPointF(dot.x, value)) for value in (dot.low, dot.high))
            painter.drawLine(*ends)
        painter.setPen(QPen(QColor(look.tokens.surface), 2))
        painter.setBrush(accent)
        painter.drawEllipse(centre, look.px(_DOT), look.px(_DOT))


class _Ring(QWidget):
    """Lies over a plot and paints the ring around the spot that the keyboard is on."""

    def __init__(self, canvas: "PlotCanvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._canvas.paint_ring(smooth(self))


class PlotCanvas(Pointed):
    """Draws a `PlotView`. Pointer and arrow keys tell each bar and dot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot: PlotView | None = None
        self._marks: _Marks | None = None
        self._view = GraphicsView(self, background=None)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setStyleSheet("background: transparent")
        self._box = ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        self._box.setZValue(1)
        self._across, self._up = _axis("bottom", self._box), _axis("left", self._box)
        self._lay_out()
        self._ring = _Ring(self)
        self.setProperty("ringRadius", -1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.current().follow(self._dress)

    def show_plot(self, plot: PlotView) -> None:
        """Draw `plot`."""
        self.plot = plot
        if self._marks is not None:
            self._box.removeItem(self._marks)
        self._marks = _Marks(plot)
        self._box.addItem(self._marks)
        self._box.setRange(xRange=plot.span, yRange=plot.rise, padding=0, disableAutoRange=True)
        self.setAccessibleName(plot.title)
        self.setAccessibleDescription(_spoken(plot))
        self.start_at(len(plot.bars) + len(plot.dots) - 1)
        self._dress()

    def spots(self) -> Sequence[Spot]:
        """Return the places of all bars and dots."""
        if self.plot is None or self._marks is None:
            return ()
        pixels = self._pixels()
        bars = [Spot(pixels.mapRect(self._marks.area(bar)), bar.tip) for bar in self.plot.bars]
        dots = [Spot(_around(pixels.map(QPointF(dot.x, dot.y))), dot.tip) for dot in self.plot.dots]
        reach = _REACH / 2
        lines = [
            Spot(self._marks.upright(pixels, line).adjusted(-reach, 0, reach, 0), line.tip) for line in self.plot.lines
        ]
        return (*bars, *dots, *lines)

    def sizeHint(self) -> QSize:
        """Return the size of a plot in half a page."""
        return QSize(theme.current().px(_WIDTH), theme.current().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width at the full height."""
        return QSize(theme.current().px(_WIDTH) // 2, theme.current().px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the widget, and leave out ticks that have no room."""
        super().resizeEvent(event)
        self._view.setGeometry(self.rect())
        self._ring.setGeometry(self.rect())
        self._thin_ticks()

    def update(self) -> None:  # type: ignore[override]  # all of Qt's forms mean the same here
        """Paint anew, the ring included."""
        super().update()
        self._ring.update()

    def _lay_out(self) -> None:
        middle = GraphicsWidget()
        grid = self._grid = QGraphicsGridLayout(middle)
        grid.setSpacing(0)
        grid.addItem(self._up, 0, 0)
        grid.addItem(self._box, 0, 1)
        grid.addItem(self._across, 1, 1)
        self._view.setCentralItem(middle)

    def _dress(self) -> None:
        look = theme.current()
        muted = QColor(look.tokens.muted)
        for axis in (self._across, self._up):
            axis.setPen(None)
            axis.setTextPen(muted)
            axis.setStyle(
                tickFont=look.font(_AXIS), tickLength=0, tickAlpha=0, tickTextOffset=_OFF, hideOverlappingLabels=False
            )
            axis.label.setFont(look.font(_AXIS))
        if self.plot is not None:
            words = self.plot.across_words
            self._across.setLabel(text=words or None, color=muted.name(), **{"font-size": f"{look.px(_AXIS)}px"})
            self._across.showLabel(bool(words))
            self._up.setTicks([[(tick.at, tick.words) for tick in self.plot.up]])
            # The library measures by what it has painted before, which had another size of text.
            metrics = QFontMetrics(look.font(_AXIS))
            self._up.setWidth(max(metrics.horizontalAdvance(tick.words) for tick in self.plot.up) + _OFF + 2)
            self._across.setHeight(metrics.height() * (2 if words else 1) + _OFF + 2)
        # The words of the last tick reach beyond the end of the axis, those of the uppermost one above it.
        last = QFontMetrics(look.font(_AXIS)).horizontalAdvance("100")
        self._grid.setContentsMargins(0, _EDGE, max(_EDGE, last // 2 + 2), 0)
        self._thin_ticks()
        self.updateGeometry()
        self.update()

    def _thin_ticks(self) -> None:
        if self.plot is None:
            return
        ticks = list(self.plot.across)
        metrics = QFontMetrics(theme.current().font(_AXIS))
        room = self.width() - metrics.horizontalAdvance("000 min") - 2 * _EDGE
        needed = sum(metrics.horizontalAdvance(tick.words) + _EDGE for tick in ticks)
        every = max(1, -(-needed // max(1, room)))
        self._across.setTicks([[(tick.at, tick.words) for tick in _thinned(ticks, every)]])

    def _pixels(self) -> QTransform:
        """Return the way from the plot's measures to pixels of the widget."""
        # What was never painted is not laid out yet.
        self._grid.activate()
        transform: QTransform = self._box.childTransform() * self._box.sceneTransform() * self._view.viewportTransform()
        return transform


def _axis(side: str, box: ViewBox) -> AxisItem:
    axis = AxisItem(side, showValues=True)
    axis.linkToView(box)
    return axis


def _thinned(ticks: Sequence[TickView], every: int) -> list[TickView]:
    """Return every so-manieth of `ticks`, the first one among them."""
    return list(ticks[::every])


def _around(centre: QPointF) -> QRectF:
    reach = theme.current().px(_DOT) + _REACH - 3
    return QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)


def _spoken(plot: PlotView) -> str:
    """Return the plot in words: what it means, and its numbers as far as they are few."""
    tips = [*(line.tip for line in plot.lines), *(bar.tip for bar in plot.bars), *(dot.tip for dot in plot.dots)]
    return ". ".join((plot.sentence.rstrip("."), *tips[:40]))
