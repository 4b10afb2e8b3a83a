"""A comparison table that is written out row by row where its columns have no room."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.richtext import Paragraph, Spans, Table
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.comparison_table import SHEET_ROW, ComparisonTable
from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.term_list import TermList

_NARROWEST = 160


class RoomyTable(QWidget):
    """Shows `table` as a grid, or as records when the longest words of its columns do not fit beside each other."""

    def __init__(self, table: Table, parent: QWidget | None = None, *, row_height: int = SHEET_ROW) -> None:
        super().__init__(parent)
        self._table = table
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.grid = ComparisonTable(table, row_height=row_height)
        self._column.addWidget(self.grid)
        self._records: Card | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.current().changed.connect(self._choose)

    def is_grid(self) -> bool:
        """Tell whether the columns stand beside each other."""
        return not self.grid.isHidden()

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: the grid gives way to records."""
        return QSize(theme.current().px(_NARROWEST), self._column.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between grid and records."""
        super().resizeEvent(event)
        self._choose()

    def event(self, event: QEvent) -> bool:
        """Tell the page when a part has another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def _choose(self) -> None:
        fits = self.grid.words_width() <= self.width()
        if fits == self.is_grid():
            return
        if self._records is None:
            self._records = _records(self._table)
            self._column.addWidget(self._records)
        self.grid.setVisible(fits)
        self._records.setVisible(not fits)
        self.updateGeometry()


def _records(table: Table) -> Card:
    card = Card(margins=(16, 12, 16, 12), spacing=8)
    for place, row in enumerate(table.rows):
        if place:
            card.column.addWidget(HairLine(strong=True))
        name = RichTextView(size=14, weight=SEMIBOLD, colour="on_accent_soft")
        name.set_text((Paragraph(row[0]),))
        card.column.addWidget(name)
        card.column.addWidget(TermList([(_text(head), _text(cell)) for head, cell in _pairs(table, row)]))
    return card


def _pairs(table: Table, row: tuple[Spans, ...]) -> list[tuple[Spans, Spans]]:
    return list(zip(table.head[1:], row[1:], strict=True))


def _text(spans: Spans) -> tuple[Paragraph]:
    return (Paragraph(spans),)
