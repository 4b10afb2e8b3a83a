"""A picture with covered parts: as wide as it has room, covers painted over it."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.core.card_parts import Outline, Shape
from certdeck.core.richtext import CoveredPicture, Mask
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.pictures import loaded_picture
from certdeck.gui.widgets.shapes import rounded, smooth

_TALLEST: Final = 520
_MISSING: Final = 120


class PartedPicture(QWidget):
    """Shows a `CoveredPicture`: the part asked has a question mark, shown again it is framed; others are covered."""

    def __init__(self, figure: CoveredPicture, parent: QWidget | None = None, *, media: Path | None = None) -> None:
        super().__init__(parent)
        self._figure = figure
        self._media = media
        self._image: QImage | None = None
        asked = sum(mask.asked for mask in figure.masks)
        covered = sum(not mask.shown for mask in figure.masks)
        self.setAccessibleName(f"{figure.description}, {covered} parts covered" if asked else figure.description)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._fit)

    def image(self) -> QImage | None:
        """Return the picture as it is shown, or None when it is missing."""
        return self._image

    def sizeHint(self) -> QSize:
        """Return a comfortable width and the present height."""
        return QSize(theme.current().px(480), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: the picture shrinks."""
        return QSize(theme.current().px(120), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture into the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture and covers."""
        painter = smooth(self)
        if self._image is None:
            self._paint_missing(painter)
            return
        area = QRectF(0, 0, *self._size())
        painter.drawImage(area, self._image)
        for mask in self._figure.masks:
            paint_mask(painter, area, mask)

    def _size(self) -> tuple[float, float]:
        assert self._image is not None
        size = self._image.deviceIndependentSize()
        return size.width(), size.height()

    def _fit(self) -> None:
        look = theme.current()
        self._image = loaded_picture(
            self._media, self._figure.name, max(1, self.width()), look.scale, self.devicePixelRatioF()
        )
        if self._image is not None and self._size()[1] > look.px(_TALLEST):
            width = self._size()[0] * look.px(_TALLEST) / self._size()[1]
            ratio = self.devicePixelRatioF()
            self._image = loaded_picture(self._media, self._figure.name, round(width), look.scale, ratio)
        self.setFixedHeight(look.px(_MISSING) if self._image is None else round(self._size()[1]) + 1)
        self.update()

    def _paint_missing(self, painter: QPainter) -> None:
        look = theme.current()
        rounded(painter, self.rect(), 8, fill=look.tokens.tint, line=look.tokens.line)
        painter.setFont(look.font(14))
        painter.setPen(QColor(look.tokens.muted))
        name = self._figure.name or "of this card"
        words = f"The picture {name} is missing."
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)


def outline_of(shape: Shape, area: QRectF) -> QPolygonF | QRectF:
    """Return where `shape` is on a picture that fills `area`: a polygon, or the box of a rectangle or ellipse."""
    points = [QPointF(area.left() + x * area.width(), area.top() + y * area.height()) for x, y in shape.points]
    if shape.outline is Outline.POLYGON:
        return QPolygonF(points)
    return QRectF(points[0], points[-1]).normalized()


def draw_shape(painter: QPainter, shape: Shape, area: QRectF) -> None:
    """Draw `shape` with the pen and brush of `painter`."""
    place = outline_of(shape, area)
    if isinstance(place, QPolygonF):
        painter.drawPolygon(place)
    elif shape.outline is Outline.ELLIPSE:
        painter.drawEllipse(place)
    else:
        painter.drawRect(place)


def paint_mask(painter: QPainter, area: QRectF, mask: Mask) -> None:
    """Paint one cover: what is asked in accent with a question mark, what is only in the way in grey."""
    tokens = theme.current().tokens
    if mask.shown:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 2.5))
        draw_shape(painter, mask.shape, area)
        return
    painter.setBrush(QColor(tokens.accent if mask.asked else tokens.control))
    painter.setPen(QPen(QColor(tokens.surface), 1.5))
    draw_shape(painter, mask.shape, area)
    if mask.asked:
        paint_in(painter, mask.shape, area, "?", tokens.on_accent)


def paint_in(painter: QPainter, shape: Shape, area: QRectF, words: str, ink: str) -> None:
    """Write `words` into the middle of `shape`."""
    place = outline_of(shape, area)
    box = place.boundingRect() if isinstance(place, QPolygonF) else place
    size = max(9.0, min(18.0, box.height() * 0.6 / theme.current().scale))
    painter.setFont(theme.current().font(size, SEMIBOLD))
    painter.setPen(QColor(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, words)
