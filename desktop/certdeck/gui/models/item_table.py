"""The library's rows as a table model: it holds what the presenter gave it and asks for texts when a row is painted."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from certdeck.core.ids import ItemId
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library import Column, LibraryPresenter, LibraryView, form_words, percent

COLUMNS: Final = tuple(Column)
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What the delegate asks for besides the text."""

    ROW = Qt.ItemDataRole.UserRole.value + 1


class ItemTable(QAbstractTableModel):
    """Items by row, `COLUMNS` by column."""

    def __init__(self, presenter: LibraryPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._rows: Sequence[ItemRow] = ()
        self.words: tuple[str, ...] = ()

    def show_view(self, view: LibraryView) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows, self.words = view.rows, view.words
        self.endResetModel()

    def item_row(self, row: int) -> ItemRow:
        """Return what stands in `row`. Raises IndexError."""
        return self._rows[row]

    def place_of(self, item: ItemId) -> int | None:
        """Return the row of `item`, or None when it is not shown."""
        return next((place for place, row in enumerate(self._rows) if row.id == item), None)

    def is_due(self, row: ItemRow) -> bool:
        """Tell whether `row` is asked today, new ones apart."""
        return self._presenter.is_due(row)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of items."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].value
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, spoken text or the whole row of a cell."""
        row = self._rows[index.row()]
        column = COLUMNS[index.column()]
        if role == Role.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def _text(self, row: ItemRow, column: Column) -> str:
        match column:
            case Column.FRONT:
                return self._presenter.title(row)
            case Column.TASK:
                return row.task
            case Column.DUE:
                return self._presenter.due(row)
            case Column.RECALL:
                return percent(self._presenter.recall(row))

    def _spoken(self, row: ItemRow, column: Column) -> str:
        if column is Column.FRONT:
            flag = ", flagged" if row.flag else ""
            return f"{form_words(row)}{flag}: {self._text(row, column)}"
        return f"{column.value} {self._text(row, column)}"
