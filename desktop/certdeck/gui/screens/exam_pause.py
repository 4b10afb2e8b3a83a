"""What covers the question while the exam is paused."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from certdeck.gui.widgets.buttons import BigPrimaryButton
from certdeck.gui.widgets.frames import ScrollPage
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label


class PausePage(ScrollPage):
    """Says that the clock stands, with one button to go on."""

    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=8)
        self.button = BigPrimaryButton("Go on", "Enter")
        self.button.clicked.connect(self.ended)
        middle = Qt.AlignmentFlag.AlignHCenter
        words = label("The clock stands, and the question is covered until you go on.", "muted", wrap=True)
        words.setAlignment(middle)
        column = self.column
        column.addStretch(2)
        column.addWidget(IconLabel("pause", 28, "control", stroke=1.5), 0, middle)
        column.addWidget(label("Paused", "h1"), 0, middle)
        column.addWidget(words)
        column.addSpacing(16)
        column.addWidget(self.button, 0, middle)
        column.addStretch(3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the room have every key."""
        event.ignore()
