"""Key caps: the name of a key in a small box, alone or with what the key does."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.shapes import rounded, see_through, smooth

_HEIGHT: Final = 20
_PADDING: Final = 6


def cap_size(text: str) -> QSize:
    """Return the size of the key cap for `text` at the present scale."""
    look = theme.current()
    width = look.width(text, 12, MEDIUM) + 2 * _PADDING
    return QSize(max(width, look.px(_HEIGHT)), look.px(_HEIGHT))


def paint_cap(painter: QPainter, at: QPoint, text: str, *, on_accent: bool = False) -> None:
    """Paint the key cap for `text` with its top left corner `at`; `on_accent` for primary buttons."""
    look = theme.current()
    area = QRect(at, cap_size(text))
    if on_accent:
        _outline_on_accent(painter, area)
    else:
        rounded(painter, area, 4, fill=look.tokens.line)
        rounded(painter, area.adjusted(0, 0, 0, -1), 4, fill=look.tokens.surface, line=look.tokens.line)
    painter.setFont(look.font(12, MEDIUM))
    painter.setPen(QColor(look.tokens.on_accent if on_accent else look.tokens.muted))
    painter.drawText(area.adjusted(0, 0, 0, -1), Qt.AlignmentFlag.AlignCenter, text)


def _outline_on_accent(painter: QPainter, area: QRect) -> None:
    painter.setPen(see_through(theme.current().tokens.on_accent, 0.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class KeyCap(QLabel):
    """A label that looks like a key. `text` is what is printed on the key, such as "Ctrl K"."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._resized)

    def sizeHint(self) -> QSize:
        """Return the size of the cap."""
        return cap_size(self.text())

    def minimumSizeHint(self) -> QSize:
        """Return the size of the cap: it never shrinks."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cap."""
        paint_cap(smooth(self), QPoint(0, 0), self.text())

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()


class KeyHint(QWidget):
    """A key cap and what the key does: [E] Edit."""

    def __init__(self, key: str, does: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cap, self._does = KeyCap(key), label(does, "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._cap)
        row.addWidget(self._does)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, key: str, does: str) -> None:
        """Show another key and what it does."""
        self._cap.setText(key)
        self._does.setText(does)
