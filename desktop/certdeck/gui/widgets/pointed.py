"""What plots and heat maps share: places that tell their words to the pointer, the arrow keys and the screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.messages import announce

_ARROWS: Final = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_ASIDE: Final = 4.0
"""So many times a place aside of the way counts as farther than one ahead."""
_RING: Final = 3.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its words."""

    area: QRectF
    tip: str


class Pointed(QWidget):
    """A painted widget with spots. Tab reaches it, arrows move among the spots, Home and End to the first and last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = 0
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def spots(self) -> Sequence[Spot]:
        """Return the spots where they are now."""
        raise NotImplementedError

    @property
    def told(self) -> str:
        """The words of the spot that the keyboard is on, empty where there is none."""
        spot = self._spot()
        return "" if spot is None else spot.tip

    def start_at(self, number: int) -> None:
        """Let the keyboard begin at spot `number`."""
        self._at = number

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or leave the key to the page."""
        key = Qt.Key(event.key())
        spots = self.spots()
        if key in _ARROWS and spots:
            self._tell(_next_spot(spots, self._place(spots), _ARROWS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and spots:
            self._tell(0 if key == Qt.Key.Key_Home else len(spots) - 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the spot that the keyboard is on."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take mark and words away."""
        super().focusOutEvent(event)
        QToolTip.hideText()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer."""
        found = next((place for place, spot in enumerate(self.spots()) if spot.area.contains(event.position())), None)
        if found != self._hovered:
            self._hovered = found
            if found is None:
                QToolTip.hideText()
            else:
                self._show(self.spots()[found])

    def leaveEvent(self, event: QEvent) -> None:
        """Take the words away."""
        super().leaveEvent(event)
        self._hovered = None

    def paint_ring(self, painter: QPainter, radius: float = 5.0) -> None:
        """Paint the ring around the spot that the keyboard is on, while it is here."""
        spot = self._spot()
        if self.hasFocus() and spot is not None:
            painter.setPen(QPen(QColor(theme.current().tokens.accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(spot.area.adjusted(-_RING, -_RING, _RING, _RING), radius, radius)

    def _spot(self) -> Spot | None:
        spots = self.spots()
        return spots[self._place(spots)] if spots else None

    def _place(self, spots: Sequence[Spot]) -> int:
        return min(self._at, len(spots) - 1)

    def _tell(self, place: int) -> None:
        self._at = place
        spot = self.spots()[place]
        self._show(spot)
        announce(self, spot.tip)
        self.update()

    def _show(self, spot: Spot) -> None:
        area: QRect = spot.area.toAlignedRect()
        QToolTip.showText(self.mapToGlobal(area.bottomRight()), spot.tip, self, area)


def _next_spot(spots: Sequence[Spot], place: int, way: QPointF) -> int:
    """Return the nearest spot from `place` in direction `way`, or `place` where there is none."""
    here = spots[place].area.center()
    found, least = place, float("inf")
    for number, spot in enumerate(spots):
        apart = spot.area.center() - here
        ahead = QPointF.dotProduct(apart, way)
        aside = abs(apart.x() * way.y()) + abs(apart.y() * way.x())
        distance = ahead + _ASIDE * aside
        if ahead > 1 and distance < least:
            found, least = number, distance
    return found
