"""The few shapes that painted widgets share."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget


def smooth(widget: QWidget) -> QPainter:
    """Begin an antialiased painter on `widget`; the caller ends it by letting it go."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def rounded(
    painter: QPainter, area: QRect | QRectF, radius: float, *, fill: str = "", line: str = "", width: float = 1.0
) -> None:
    """Paint a rounded rectangle with its border of `width` pixels wholly inside `area`; an empty colour means none."""
    inset = width / 2 if line else 0.0
    shape = QRectF(area).adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(QColor(line), width) if line else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    corner = min(radius - inset, shape.height() / 2, shape.width() / 2)
    painter.drawRoundedRect(shape, corner, corner)


def see_through(colour: str, share: float) -> QColor:
    """Return `colour` with opacity `share` (0 to 1)."""
    mixed = QColor(colour)
    mixed.setAlphaF(share)
    return mixed
