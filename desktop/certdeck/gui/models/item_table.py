"""The library's rows as a table model: it holds the keys of all items, and reads a page of rows when one is painted."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from certdeck.core.ids import ItemId
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library import Column, LibraryPresenter, LibraryView, form_words, percent

COLUMNS: Final = tuple(Column)
PAGE: Final = 50
"""Rows that are read at once, two hundredths of a millisecond each: what a tall window shows."""
PAGES: Final = 40
"""Pages that are kept; those not looked at for longest go first."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands in the columns of a row, and whether its card is asked today, new ones apart."""

    texts: tuple[str, ...]
    is_due: bool


class Role(IntEnum):
    """What the delegate asks for besides the text."""

    ROW = Qt.ItemDataRole.UserRole.value + 1
    FAULTS = Qt.ItemDataRole.UserRole.value + 2


_ROLES: Final = frozenset(
    (
        Role.ROW,
        Role.FAULTS,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    )
)


class ItemTable(QAbstractTableModel):
    """Items by row, `COLUMNS` by column. However many there are, only a few pages of them are in memory.

    `looked_at` says that the mark of a card was asked for, to be painted.
    """

    looked_at = Signal()

    def __init__(self, presenter: LibraryPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._keys: Sequence[int] = ()
        self._pages: OrderedDict[int, dict[int, ItemRow]] = OrderedDict()
        self._cells: dict[int, Cells] = {}
        self.words: tuple[str, ...] = ()

    def show_view(self, view: LibraryView) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._keys, self.words = view.keys, view.words
        self._pages.clear()
        self._cells.clear()
        self.endResetModel()

    def item_row(self, row: int) -> ItemRow | None:
        """Return what stands in `row`; None when it was deleted since the list was made. Raises IndexError."""
        return self._page(row // PAGE).get(self._keys[row])

    def keys(self, first: int, last: int) -> Sequence[int]:
        """Return the keys of the rows from `first` to `last`."""
        return self._keys[first : last + 1]

    def place_of(self, item: ItemId) -> int | None:
        """Return the row of `item`, or None when it is not shown."""
        key = self._presenter.key_of(item)
        return None if key is None else self.place_of_key(key)

    def place_of_key(self, key: int) -> int | None:
        """Return the row of the item with `key`, or None when it is not shown."""
        try:
            return self._keys.index(key)
        except ValueError:
            return None

    def cells(self, row: ItemRow) -> Cells:
        """Return what stands in the columns of `row`, put into words when it is first asked for."""
        known = self._cells.get(row.key)
        if known is None:
            if len(self._cells) >= PAGE * PAGES:
                self._cells.clear()
            texts = tuple(self._text(row, column) for column in COLUMNS)
            known = self._cells[row.key] = Cells(texts, self._presenter.is_due(row))
        return known

    def marks(self, row: ItemRow) -> tuple[str, ...]:
        """Return what is known to be wrong with a card that is painted now; the rest is found out after that."""
        found = self._presenter.marks.seen(row.id) if row.kind == "card" else ()
        self.looked_at.emit()
        return found

    def pages_kept(self) -> int:
        """Return how many pages are in memory."""
        return len(self._pages)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of items."""
        return 0 if parent is not None and parent.isValid() else len(self._keys)

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
        if role not in _ROLES:
            return None
        row = self.item_row(index.row())
        if role == Role.ROW or row is None:
            return row
        if role == Role.FAULTS:
            return self.marks(row)
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(self._faults(row)) if column is Column.FRONT else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(row).texts[index.column()]
        return self._spoken(row, column)

    def _faults(self, row: ItemRow) -> tuple[str, ...]:
        """Return what is to be mended on a card that is pointed at or read out."""
        return self._presenter.marks.of(row.id) if row.kind == "card" else ()

    def _page(self, number: int) -> dict[int, ItemRow]:
        if number in self._pages:
            self._pages.move_to_end(number)
            return self._pages[number]
        keys = self._keys[number * PAGE : (number + 1) * PAGE]
        page = {row.key: row for row in self._presenter.rows(keys)}
        self._pages[number] = page
        if len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return page

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
            flag = f", flagged {self._presenter.flag_name(row.flag)}" if row.flag else ""
            faults = self._faults(row)
            mend = f" To mend: {' '.join(faults)}" if faults else ""
            return f"{form_words(row)}{flag}: {self._text(row, column)}{mend}"
        return f"{column.value} {self._text(row, column)}"
