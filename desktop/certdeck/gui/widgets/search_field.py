"""The field to search by. It stands on the first page, which needs none of the other fields."""

from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.key_cap import cap_size, paint_cap
from certdeck.gui.widgets.shapes import smooth

_ICON: Final = 16


class SearchField(QLineEdit):
    """A line to search by, with a magnifier and the key that leads there."""

    def __init__(self, placeholder: str, name: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        theme.set_class(self, "search")
        theme.current().follow(self._make_room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, the magnifier, and the key while nothing is typed."""
        super().paintEvent(event)
        look = theme.current()
        painter = smooth(self)
        side = look.px(_ICON)
        look.paint_icon(painter, QPoint(10, (self.height() - side) // 2), "search", _ICON, look.tokens.muted)
        if self._key and not self.text():
            cap = cap_size(self._key)
            at = QPoint(self.width() - cap.width() - 6, (self.height() - cap.height()) // 2)
            paint_cap(painter, at, self._key)

    def _make_room(self) -> None:
        right = cap_size(self._key).width() if self._key else 0
        self.setTextMargins(0, 0, right, 0)
        self.update()
