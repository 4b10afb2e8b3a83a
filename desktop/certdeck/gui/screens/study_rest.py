"""What the study page shows when nothing is left for now: what was done, when it goes on, and where to go meanwhile."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.presenters.review_view import RestView


class RestPane(QWidget):
    """A quiet page in the middle of the window."""

    exam_asked = Signal()
    sheet_asked = Signal()
    again_asked = Signal()
    leech_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("circle-check", 40, "good", stroke=1.5)
        self._title = label("", "h1")
        self._text = label("", "muted", wrap=True)
        self._coming = label("", "note", wrap=True)
        self.exam = PrimaryButton("Take a practice exam")
        self.sheet = QuietButton("Read a sheet")
        self.again = PrimaryButton("Back to studying")
        self.leech = QuietButton("Look at that leech", "triangle-alert")
        self.leech.setToolTip("You have forgotten the last card again and again")
        self.again.clicked.connect(self.again_asked)
        self.leech.clicked.connect(self.leech_asked)
        self.exam.clicked.connect(self.exam_asked)
        self.sheet.clicked.connect(self.sheet_asked)
        self._build()

    def show_rest(self, rest: RestView, *, leeched: bool = False) -> None:
        """Show `rest`; where the last card has just become a leech (`leeched`), offer to look at it."""
        self._icon.show_icon("circle-check" if rest.started else "layers", "good" if rest.started else "control")
        self._title.setText(rest.title)
        self._text.setText(rest.text)
        self._coming.setText(rest.coming)
        self._coming.setVisible(bool(rest.coming))
        self.again.setText(rest.again)
        self.again.refresh()
        self.again.setVisible(bool(rest.again))
        self.exam.setVisible(not rest.again)
        self.sheet.setVisible(not rest.again)
        self.leech.setVisible(leeched)

    def focus_first(self) -> None:
        """Put the focus on the way on."""
        target = self.exam if self.again.isHidden() else self.again
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        for words in (self._title, self._text, self._coming):
            words.setAlignment(middle)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.again)
        buttons.addWidget(self.exam)
        buttons.addWidget(self.sheet)
        buttons.addWidget(self.leech)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 24, 48, 72)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._icon, 0, middle)
        column.addSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._coming)
        column.addSpacing(16)
        column.addLayout(buttons)
        column.addStretch(1)
