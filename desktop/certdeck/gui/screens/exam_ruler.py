"""Line focus: a reading ruler that lets a few lines be seen and dims the rest."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.shapes import rounded, see_through, smooth

LINE: Final = 29
"""Height of one line of the stem in design pixels; the ruler moves by it."""
_LINES: Final = 3
_DIM: Final = 0.82


class Ruler(QWidget):
    """Covers its parent and leaves a window of three lines. Clicks go through to the page below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._top = 0
        self.grip = RulerGrip(parent)
        self.grip.dragged.connect(self.place)
        self.hide()
        self.grip.hide()
        theme.current().changed.connect(self.cover)

    def set_on(self, on: bool, top: int) -> None:
        """Lay the ruler on the page with its upper edge at `top`, or take it away."""
        if on and not self.isVisible():
            self._top = top
        self.setVisible(on)
        self.grip.setVisible(on)
        if on:
            self.cover()

    def window_area(self) -> QRect:
        """Return the area that can be seen."""
        return QRect(0, self._top, self.width(), theme.current().px(LINE) * _LINES)

    def place(self, top: int) -> None:
        """Move the upper edge of the window to `top`; it stays inside the page."""
        self._top = max(0, min(top, self.height() - self.window_area().height()))
        self.grip.move(self.width() - self.grip.width() - 14, self.window_area().center().y() - self.grip.height() // 2)
        self.update()

    def step(self, lines: int) -> int:
        """Move by `lines`; return the pixels that it would have gone beyond the page, below zero at the top."""
        wanted = self._top + lines * theme.current().px(LINE)
        self.place(wanted)
        return wanted - self._top

    def cover(self) -> None:
        """Cover the whole parent, after it has changed its size."""
        above = self.parentWidget()
        if above is not None and self.isVisible():
            self.setGeometry(above.rect())
            self.grip.resize(self.grip.sizeHint())
            self.raise_()
            self.grip.raise_()
            self.place(self._top)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what is above and below, and draw the edges."""
        tokens, seen = theme.current().tokens, self.window_area()
        painter = QPainter(self)
        dim = see_through(tokens.canvas, _DIM)
        painter.fillRect(0, 0, self.width(), seen.top(), dim)
        painter.fillRect(0, seen.bottom() + 1, self.width(), self.height() - seen.bottom() - 1, dim)
        for edge in (seen.top(), seen.bottom()):
            painter.fillRect(0, edge, self.width(), 1, QColor(tokens.control))


class RulerGrip(QWidget):
    """A handle at the right end of the ruler; `dragged` carries the wanted upper edge."""

    dragged = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._held = QPoint()
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip("Drag the ruler, or move it with the up and down keys")
        self.setAccessibleName("Reading ruler")

    def sizeHint(self) -> QSize:
        """Return a handle as high as one line."""
        return QSize(theme.current().px(22), theme.current().px(40))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the ruler along."""
        lines = theme.current().px(LINE) * _LINES
        middle = self.mapToParent(event.position().toPoint()).y() - self._held.y() + self.height() // 2
        self.dragged.emit(middle - lines // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the handle."""
        look = theme.current()
        painter = smooth(self)
        rounded(painter, self.rect(), 6, fill=look.tokens.surface, line=look.tokens.control)
        side = look.px(16)
        at = QPoint((self.width() - side) // 2, (self.height() - side) // 2)
        look.paint_icon(painter, at, "grip-vertical", 16, look.tokens.muted)
