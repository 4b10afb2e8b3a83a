"""The boxes to tick beside the library's table, with how many items each would leave."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.gui.widgets.choices import CheckBox
from certdeck.gui.widgets.labels import label
from certdeck.presenters.library import Facet, Group


class _FacetRow(QWidget):
    """One box with its count at the right."""

    def __init__(self, facet: Facet) -> None:
        super().__init__()
        self.box = CheckBox(facet.words)
        self.box.setProperty("emphatic", True)
        self.box.setProperty("dense", True)
        self._count = label("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.box, 1)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignRight)

    def show_facet(self, facet: Facet) -> None:
        """Show another count or tick."""
        self._count.setText(f"{facet.count:,}")
        self.box.setAccessibleName(f"{facet.group.value}: {facet.words}, {facet.count}")
        if self.box.isChecked() != facet.on:
            self.box.blockSignals(True)
            self.box.setChecked(facet.on)
            self.box.blockSignals(False)
        self.box.update()


class FacetList(QWidget):
    """All facets by group. `ticked` carries (group, key, whether it is on now)."""

    ticked = Signal(object, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[tuple[Group, str], _FacetRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(5, 4, 5, 4)
        self._column.setSpacing(4)

    def show_facets(self, facets: Sequence[Facet]) -> None:
        """Show counts and ticks; rows are made anew only when the facets themselves are others."""
        if [(facet.group, facet.key) for facet in facets] != list(self._rows):
            self._rebuild(facets)
        for facet in facets:
            self._rows[facet.group, facet.key].show_facet(facet)

    def box(self, group: Group, key: str) -> CheckBox:
        """Return the box of a facet. Raises KeyError."""
        return self._rows[group, key].box

    def boxes(self) -> tuple[CheckBox, ...]:
        """Return all boxes from top to bottom."""
        return tuple(row.box for row in self._rows.values())

    def _rebuild(self, facets: Sequence[Facet]) -> None:
        while (old := self._column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows.clear()
        for group in Group:
            self._add_group(group, [facet for facet in facets if facet.group is group])
        self._column.addStretch(1)

    def _add_group(self, group: Group, facets: Sequence[Facet]) -> None:
        if self._rows:
            self._column.addSpacing(16)
        self._column.addWidget(label(group.value, "label"))
        self._column.addSpacing(2)
        for facet in facets:
            row = _FacetRow(facet)
            row.box.toggled.connect(partial(self.ticked.emit, facet.group, facet.key))
            self._rows[facet.group, facet.key] = row
            self._column.addWidget(row)
