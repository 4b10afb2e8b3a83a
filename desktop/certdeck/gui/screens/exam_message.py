"""What the room has just said, in the place of the key hints, so that nothing moves."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.screens.exam_page import MEASURE
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label

_HEIGHT: Final = 28
"""Height of a line of key hints with the room below it, less what grows with the text."""


class MessageStrip(QWidget):
    """One sentence with an icon, as wide as the exam's column; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = Card("warn", margins=(12, 6, 12, 6), spacing=0)
        self._words = label("", "warn", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(IconLabel("info", 16, "warn", stroke=2.0, line=18), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self._card.column.addLayout(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 10)
        row.addStretch(1)
        row.addWidget(self._card, 1000, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._grow)
        self.hide()

    def say(self, message: str) -> None:
        """Show `message`, or nothing when it is empty."""
        self._words.setText(message)
        self.setVisible(bool(message))

    def message(self) -> str:
        """Return what was said last; empty once the learner has gone on."""
        return self._words.text()

    def _grow(self) -> None:
        self._card.setMaximumWidth(theme.current().px(MEASURE))
        self.setMinimumHeight(theme.current().px(20) + _HEIGHT)
