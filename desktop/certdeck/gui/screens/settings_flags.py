"""The names of the seven flags."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from certdeck.core.settings import FLAG_NAMES
from certdeck.gui.screens.settings_fields import Section
from certdeck.gui.widgets.flags import FlagMark
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label


class FlagsSection(Section):
    """A field for the name of each flag. `changed` carries all names, one a line."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__("Flags")
        self._known: tuple[str, ...] = FLAG_NAMES
        self.fields = tuple(QLineEdit() for _ in FLAG_NAMES)
        self._wrong = label("", "bad", wrap=True)
        self._complaint = QWidget()
        column = QVBoxLayout()
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(8)
        column.addWidget(
            label("Name them by what you use them for. Alt and the number flag a card.", "note", wrap=True)
        )
        for number, field in enumerate(self.fields, start=1):
            field.setAccessibleName(f"Name of flag {number}")
            field.editingFinished.connect(self._edited)
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(FlagMark(number))
            line.addWidget(field, 1)
            column.addLayout(line)
        fault = QHBoxLayout(self._complaint)
        fault.setContentsMargins(0, 0, 0, 0)
        fault.addWidget(IconLabel("circle-alert", 14, "bad"))
        fault.addWidget(self._wrong, 1)
        self._complaint.hide()
        column.addWidget(self._complaint)
        whole = QWidget()
        whole.setLayout(column)
        self.add_row(whole)

    def show_names(self, names: tuple[str, ...]) -> None:
        """Show `names`; while one of those typed won't do, all stay as they are typed."""
        self._known = names
        if self._complaint.isHidden():
            for field, name in zip(self.fields, names, strict=True):
                field.setText(name)

    @property
    def settled(self) -> bool:
        """Whether nothing is typed that would be lost with the page."""
        return self._complaint.isHidden()

    def refuse(self, complaint: str) -> None:
        """Say why the names typed won't do."""
        self._wrong.setText(complaint)
        self._complaint.setVisible(bool(complaint))
        for field in self.fields:
            field.setAccessibleDescription(complaint)

    def _edited(self) -> None:
        names = tuple(field.text().strip() for field in self.fields)
        self.refuse("")
        if names != self._known:
            self.changed.emit("\n".join(names))
