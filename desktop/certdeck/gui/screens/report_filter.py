"""Which questions the report's list shows: a row of choices, or a drop-down where there is no room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.choices import Segmented
from certdeck.gui.widgets.fields import ComboBox
from certdeck.presenters.report_views import Part, PartView

_NAME = "Questions"


class PartFilter(QWidget):
    """The parts with their counts. `chosen` carries the part that the learner chose."""

    chosen = Signal(object)

    def __init__(self, parts: Sequence[PartView]) -> None:
        super().__init__()
        self._parts = tuple(entry.part for entry in parts)
        self._shown = parts
        self.row = Segmented([(entry.part.value, entry.words) for entry in parts], _NAME)
        self.box = ComboBox(_NAME)
        self.box.addItems([entry.words for entry in parts])
        self.row.chosen.connect(self._choose)
        self.box.activated.connect(lambda index: self._choose(self._parts[index].value))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.row, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.box)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._fit)

    def parts(self) -> tuple[Part, ...]:
        """Return the parts offered."""
        return self._parts

    def show_parts(self, parts: Sequence[PartView], part: Part) -> None:
        """Show the counts as they stand now, and which part is chosen."""
        if parts != self._shown:
            self._shown = parts
            for index, entry in enumerate(parts):
                self.row.set_words(entry.part.value, entry.words)
                self.box.setItemText(index, entry.words)
        blocked = self.row.blockSignals(True)
        self.row.choose(part.value)
        self.row.blockSignals(blocked)
        self.box.setCurrentIndex(self._parts.index(part))
        self._fit()

    def choose(self, part: Part) -> None:
        """Choose `part` as a click would."""
        self._choose(part.value)

    def minimumSizeHint(self) -> QSize:
        """Return the room for the drop-down."""
        return self.box.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the row or the drop-down."""
        super().resizeEvent(event)
        self._fit()

    def _choose(self, key: str) -> None:
        self.chosen.emit(Part(key))

    def _fit(self) -> None:
        fits = self.row.sizeHint().width() <= self.width()
        moved = self.row.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.row.setVisible(fits)
        self.box.setVisible(not fits)
        if moved and not fits:
            self.box.setFocus()
