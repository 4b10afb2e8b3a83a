"""The dialog for bugs."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.labels import label


class CrashDialog(QDialog):
    """Says that Certdeck has a bug, that everything acknowledged is kept, and shows the text to report."""

    def __init__(self, parent: QWidget, details: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Certdeck has a bug")
        self.resize(640, 420)
        shown = QPlainTextEdit(details)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setFont(theme.current().mono(12))
        shown.setAccessibleName("Details of the error")
        copy = QuietButton("Copy details")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        close = PrimaryButton("Go on")
        close.clicked.connect(self.accept)
        for button in (copy, close):
            button.setAutoDefault(True)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Something in Certdeck went wrong", "h2"))
        column.addWidget(
            label(
                "The last action was not carried out. Every rating and answer before it is kept. "
                "You can go on; please report the details below.",
                "muted",
                wrap=True,
            )
        )
        column.addWidget(shown, 1)
        column.addLayout(row)
        close.setFocus()
        FocusRing(self)
