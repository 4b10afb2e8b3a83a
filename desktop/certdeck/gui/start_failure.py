"""The window shown when the database can't be used."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout

from certdeck.core.errors import StoreError
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.labels import label


class StartFailure(QDialog):
    """Says why the database can't be used and offers another data folder. `chosen` is the folder, None to quit."""

    def __init__(self, error: StoreError) -> None:
        super().__init__()
        self.chosen: Path | None = None
        self.setWindowTitle("Certdeck")
        self.setMinimumWidth(560)
        reason = label(str(error), "text", wrap=True, selectable=True)
        self.choose = PrimaryButton("Choose another folder")
        self.choose.clicked.connect(self._choose)
        quit_button = QuietButton("Quit")
        quit_button.clicked.connect(self.reject)
        for button in (self.choose, quit_button):
            button.setAutoDefault(True)
        self.choose.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(quit_button)
        row.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Your library can't be opened", "h2"))
        column.addWidget(reason)
        column.addSpacing(8)
        column.addStretch(1)
        column.addLayout(row)
        self.choose.setFocus()
        FocusRing(self)

    @staticmethod
    def ask(error: StoreError) -> Path | None:
        """Show `error` and return the folder that the learner chose, or None to quit."""
        dialog = StartFailure(error)
        dialog.exec()
        return dialog.chosen

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Choose a folder for your data")
        if folder:
            self.chosen = Path(folder)
            self.accept()
