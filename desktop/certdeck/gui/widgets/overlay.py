"""A panel over the page: scrim, shadow, and the focus kept inside until it closes."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from certdeck.gui import theme
from certdeck.gui.widgets.focus_trap import move_focus_within
from certdeck.gui.widgets.shapes import rounded, smooth

_WIDTH: Final = 640
_TOP: Final = 110
_SIDE: Final = 24
_RADIUS: Final = 12
_BLUR: Final = 48
_DROP: Final = 16
_EDGE: Final = 1


class Overlay(QWidget):
    """Covers the window and holds `panel`, 640 px wide and 110 px from the top. Escape or a click beside it closes it.

    Only one is open at a time. Put widgets into `column`. `wide` is the width in design pixels.
    """

    wide = _WIDTH

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self._over = window
        self._back_to: QWidget | None = None
        self.setAccessibleName(name)
        self.panel = QFrame(self)
        self.panel.setObjectName("overlay-panel")
        self.column = QVBoxLayout(self.panel)
        self.column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self.column.setSpacing(0)
        self.hide()

    def show_over(self) -> None:
        """Cover the window, and close what covered it before."""
        for other in self._over.findChildren(Overlay):
            if other is not self and other.isVisible():
                other.dismiss()
        self._back_to = QApplication.focusWidget()
        self._over.installEventFilter(self)
        theme.current().changed.connect(self.place)
        self.place()
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Close and give the focus back."""
        inside = self._has_focus()
        self._over.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if inside and self._back_to is not None and isValid(self._back_to) and self._back_to.isVisible():
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Put the panel where it belongs, as high as its content and never higher than the window."""
        self.setGeometry(self._over.rect())
        width = min(theme.current().px(self.wide), self.width() - 2 * _SIDE)
        top = min(_TOP, max(_SIDE, self.height() // 7))
        height = min(self.panel_height(width), self.height() - top - _SIDE)
        self.panel.setGeometry(QRect((self.width() - width) // 2, top, width, height))
        self.update()

    def panel_height(self, width: int) -> int:
        """Return the height that the panel would like at `width`."""
        return max(self.column.heightForWidth(width), self.panel.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus among the controls of the panel only."""
        if self.isHidden():
            # While it is being hidden Qt looks for another control outside.
            return super().focusNextPrevChild(forward)
        return move_focus_within(self.panel, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; no key reaches the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside the panel."""
        event.accept()
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint scrim, shadow and panel."""
        tokens = theme.current().tokens
        painter = smooth(self)
        painter.fillRect(self.rect(), QColor(tokens.scrim))
        self._paint_shadow(painter)
        rounded(painter, QRectF(self.panel.geometry()), _RADIUS, fill=tokens.surface, line=tokens.line)

    def _paint_shadow(self, painter: QPainter) -> None:
        """Paint rounded rectangles on one another, so that the edge fades as a blur would."""
        shade = QColor(theme.current().tokens.shadow)
        steps = _BLUR // 3
        alpha = shade.alphaF() / steps * 1.6
        area = QRectF(self.panel.geometry()).translated(QPoint(0, _DROP))
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(steps):
            grown = _BLUR / 2 - step * _BLUR / steps
            shade.setAlphaF(alpha * (step + 1) / steps)
            painter.setBrush(shade)
            painter.drawRoundedRect(
                area.adjusted(-grown, -grown, grown, grown), _RADIUS + grown / 2, _RADIUS + grown / 2
            )

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))
