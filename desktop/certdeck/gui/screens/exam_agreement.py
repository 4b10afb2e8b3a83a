"""The page before a rehearsal: what the candidate agrees to."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from certdeck.gui.screens.exam_page import CentredPage, lay_out_above_bar
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import announce
from certdeck.presenters.exam_agreement import AGREE, DECLINE, LEAD, RULES, TITLE, RuleView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SCROLLS = {Qt.Key.Key_Up: -48, Qt.Key.Key_Down: 48, Qt.Key.Key_PageUp: -400, Qt.Key.Key_PageDown: 400}


class AgreementPage(QWidget):
    """Covers the window with the rules. `agreed` and `declined` are called once; Escape declines, arrows scroll."""

    def __init__(self, *, agreed: Callable[[], None], declined: Callable[[], None]) -> None:
        super().__init__()
        self.setAccessibleName(TITLE)
        self._declined = declined
        self.page = CentredPage(top=28)
        self.agree_button = PrimaryButton(AGREE)
        self.decline_button = QuietButton(DECLINE)
        self.agree_button.clicked.connect(agreed)
        self.decline_button.clicked.connect(declined)
        self._lay_out()

    def begin(self) -> None:
        """Take the focus and say what the page is about; the focus is where Enter alone begins nothing."""
        self.decline_button.setFocus()
        rules = " ".join(f"{rule.title}. {rule.text}" for rule in RULES)
        self.setAccessibleDescription(f"{LEAD} {rules}")
        announce(self, f"{TITLE}. {LEAD}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the focused button with Enter, scroll with arrows, decline with Escape."""
        focused, key = QApplication.focusWidget(), Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._declined()
        elif key in _ENTER and isinstance(focused, QPushButton):
            focused.click()
        elif key in _SCROLLS:
            bar = self.page.verticalScrollBar()
            bar.setValue(bar.value() + _SCROLLS[key])
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = self.page.column
        column.addWidget(label(TITLE, "h1", wrap=True))
        column.addSpacing(8)
        column.addWidget(label(LEAD, "muted", wrap=True))
        for rule in RULES:
            column.addSpacing(16)
            column.addLayout(_rule(rule))
        column.addSpacing(8)
        column.addStretch(1)
        lay_out_above_bar(self, self.page, self.decline_button, self.agree_button)


def _rule(rule: RuleView) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label(rule.title, "h2", wrap=True))
    words.addWidget(label(rule.text, "text", wrap=True))
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(IconLabel(rule.icon, 20, "accent", line=25), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row
