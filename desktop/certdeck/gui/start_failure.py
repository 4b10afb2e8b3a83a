"""The window shown when the database can't be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.errors import StoreError
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.fields import ComboBox
from certdeck.gui.widgets.labels import label

HOW = "There are backups of it. Going back to one keeps what is in the folder now, as a backup or beside it."


@dataclass(frozen=True, slots=True)
class BackTo:
    """The learner's choice to go back to a backup, by its name."""

    name: str


class StartFailure(QDialog):
    """Says why the database can't be used, and offers its backups, if there are any, and another data folder.

    `choices` are the backups, each with its name and words. `chosen` is what the learner decided for; None to quit.
    """

    def __init__(self, error: StoreError, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.chosen: Path | BackTo | None = None
        self.setWindowTitle("Certdeck")
        self.setMinimumWidth(560)
        reason = label(str(error), "text", wrap=True, selectable=True)
        self.backups = ComboBox("Backup")
        for name, words in choices:
            self.backups.addItem(words, name)
        self.go_back = QuietButton("Go back to it", "history")
        self.go_back.clicked.connect(self._go_back)
        self.choose = PrimaryButton("Choose another folder")
        self.choose.clicked.connect(self._choose)
        quit_button = QuietButton("Quit")
        quit_button.clicked.connect(self.reject)
        for button in (self.choose, self.go_back, quit_button):
            button.setAutoDefault(True)
        self.choose.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Your library can't be opened", "h2"))
        column.addWidget(reason)
        column.addSpacing(8)
        if choices:
            column.addWidget(label(HOW, "text", wrap=True))
            column.addLayout(_row(self.backups, self.go_back, wide=True))
            column.addSpacing(8)
        column.addStretch(1)
        column.addLayout(_row(quit_button, self.choose, wide=False))
        self.choose.setFocus()
        FocusRing(self)

    @staticmethod
    def ask(error: StoreError, choices: Sequence[tuple[str, str]] = ()) -> Path | BackTo | None:
        """Show `error` and return the folder or the backup that the learner chose, or None to quit."""
        dialog = StartFailure(error, choices)
        dialog.exec()
        return dialog.chosen

    def _go_back(self) -> None:
        self.chosen = BackTo(self.backups.currentData())
        self.accept()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Choose a folder for your data")
        if folder:
            self.chosen = Path(folder)
            self.accept()


def _row(first: QWidget, second: QWidget, *, wide: bool) -> QHBoxLayout:
    """Return both side by side: the first as `wide` as there is room, or both at the end."""
    row = QHBoxLayout()
    row.setSpacing(8)
    if not wide:
        row.addStretch(1)
    row.addWidget(first, int(wide))
    row.addWidget(second)
    return row
