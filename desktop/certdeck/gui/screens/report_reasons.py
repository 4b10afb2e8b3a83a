"""Why a question was missed: four small buttons, each with its key."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from certdeck.core.exam.insight import MissReason
from certdeck.gui import theme
from certdeck.gui.screens.exam_page import Wrapping
from certdeck.gui.widgets.buttons import Look, QuietButton
from certdeck.gui.widgets.key_cap import cap_size, paint_cap
from certdeck.gui.widgets.labels import label

REASON_KEYS: Final = dict(zip("1234", MissReason, strict=True))
"""The key of each reason."""
_GAP: Final = 6
_ICON: Final = 14


class ReasonButton(QuietButton):
    """A reason that is on or off: its key, or a check while it is on, and the words."""

    height_px = 30
    text_size = 13.0
    padding = 9

    def __init__(self, key: str, reason: MissReason) -> None:
        self._key = key
        super().__init__(reason.value)
        self.reason = reason
        self.setCheckable(True)
        self.setAccessibleName(f"Missed because: {reason.value}, key {key}")

    def sizeHint(self) -> QSize:
        """Return the room for key and words."""
        width = 2 * self.padding + cap_size(self._key).width() + _GAP + self.width_of(self.text())
        return QSize(width, theme.current().px(self.height_px))

    def paint_content(self, painter: QPainter, look: Look) -> None:
        """Paint key or check, and the words."""
        cap = cap_size(self._key)
        if self.isChecked():
            side = theme.current().px(_ICON)
            at = QPoint(self.padding + (cap.width() - side) // 2, (self.height() - side) // 2)
            theme.current().paint_icon(painter, at, "check", _ICON, look.ink, stroke=2.25)
        else:
            paint_cap(painter, QPoint(self.padding, (self.height() - cap.height()) // 2), self._key)
        left = self.padding + cap.width() + _GAP
        painter.setFont(self.text_font())
        painter.setPen(QColor(look.ink))
        words = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())


class ReasonButtons(QWidget):
    """The question why, and the four answers; the one that was given is on. `chosen` carries the one pressed."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._buttons = tuple(ReasonButton(key, reason) for key, reason in REASON_KEYS.items())
        row = Wrapping(gap=8)
        row.set_members(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label("Why did you miss it?", "label"))
        column.addWidget(row)
        for button in self._buttons:
            button.clicked.connect(lambda _on, reason=button.reason: self.chosen.emit(reason))

    def show_reason(self, reason: MissReason | None) -> None:
        """Show which reason holds."""
        for button in self._buttons:
            button.setChecked(button.reason is reason)

    def buttons(self) -> tuple[ReasonButton, ...]:
        """Return the buttons in the order of their keys."""
        return self._buttons
