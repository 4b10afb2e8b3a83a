"""The few shapes that painted widgets share."""

from functools import lru_cache
from math import ceil
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

_STAMPS_KEPT: Final = 256
_MARK: Final = 40
"""Pixels up to which a shape with straight sides, such as a check box, is kept as one picture."""
_UPRIGHT: Final = (QTransform.TransformationType.TxNone, QTransform.TransformationType.TxTranslate)


def smooth(on: QWidget | QPixmap) -> QPainter:
    """Begin an antialiased painter on a widget or picture; the caller ends it by letting it go."""
    painter = QPainter(on)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def blank(size: QSize, ratio: float, ground: str = "") -> QPixmap:
    """Return a picture of `size` for a screen of device pixel `ratio`, all in `ground` or, without one, see-through."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(ground) if ground else Qt.GlobalColor.transparent)
    return picture


def rounded(
    painter: QPainter, area: QRect | QRectF, radius: float, *, fill: str = "", line: str = "", width: float = 1.0
) -> None:
    """Paint a rounded rectangle with its border of `width` pixels wholly inside `area`; an empty colour means none."""
    ratio = _whole_ratio(painter) if isinstance(area, QRect) else 0
    cap = max(1, ceil(radius) + ceil(width if line else 0))
    flat = area.height() <= 2 * cap + 1 or max(area.width(), area.height()) <= _MARK
    if isinstance(area, QRect) and ratio and flat and not area.isEmpty():
        painter.drawPixmap(area.topLeft(), _stamp(area.width(), area.height(), radius, fill, line, width, ratio))
    elif isinstance(area, QRect) and ratio and width == int(width) and not area.isEmpty():
        ends = _stamp(area.width(), 2 * cap, radius, fill, line, width, ratio)
        _paint_between(painter, area, ends, fill=fill, line=line, width=int(width))
    else:
        _draw(painter, QRectF(area), radius, fill, line, width)


def _paint_between(painter: QPainter, area: QRect, ends: QPixmap, *, fill: str, line: str, width: int) -> None:
    """Paint the upper half of `ends` at the top of `area`, the lower one at the bottom, and straight sides between."""
    high = ends.height()
    cap, side = high // (2 * int(ends.devicePixelRatio())), high // 2
    painter.drawPixmap(area.left(), area.top(), ends, 0, 0, ends.width(), side)
    painter.drawPixmap(area.left(), area.top() + area.height() - cap, ends, 0, side, ends.width(), side)
    middle = area.adjusted(0, cap, 0, -cap)
    if fill:
        edge = width if line else 0
        painter.fillRect(middle.adjusted(edge, 0, -edge, 0), _colour(fill))
    if line:
        painter.fillRect(middle.left(), middle.top(), width, middle.height(), _colour(line))
        painter.fillRect(middle.right() + 1 - width, middle.top(), width, middle.height(), _colour(line))


def _whole_ratio(painter: QPainter) -> int:
    """Return the device pixel ratio if a stamp painted with `painter` looks as if it were drawn there, else 0."""
    ratio = painter.device().devicePixelRatio()
    alike = ratio == int(ratio) and painter.opacity() == 1.0 and painter.worldTransform().type() in _UPRIGHT
    return int(ratio) if alike else 0


@lru_cache(maxsize=_STAMPS_KEPT)
def _stamp(width: int, height: int, radius: float, fill: str, line: str, border: float, ratio: int) -> QPixmap:
    """Return the rounded rectangle as a picture: Qt takes up to half a millisecond to draw one with a border."""
    stamp = blank(QSize(width, height), ratio)
    painter = smooth(stamp)
    _draw(painter, QRectF(0, 0, width, height), radius, fill, line, border)
    painter.end()
    return stamp


def _draw(painter: QPainter, area: QRectF, radius: float, fill: str, line: str, width: float) -> None:
    inset = width / 2 if line else 0.0
    shape = area.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(QColor(line), width) if line else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    corner = min(radius - inset, shape.height() / 2, shape.width() / 2)
    painter.drawRoundedRect(shape, corner, corner)


@lru_cache(maxsize=_STAMPS_KEPT)
def _colour(name: str) -> QColor:
    return QColor(name)


def see_through(colour: str, share: float) -> QColor:
    """Return `colour` with opacity `share` (0 to 1)."""
    mixed = QColor(colour)
    mixed.setAlphaF(share)
    return mixed
