"""The numbers of a figure as a table that keyboard and screen reader can walk through."""

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.presenters.progress_views import TableView

_ROW: Final = 30
_HEIGHT: Final = 200
_LOOK_AT: Final = 20
"""Rows by which the width of the columns is told."""
_Index = QModelIndex | QPersistentModelIndex


class NumbersModel(QAbstractTableModel):
    """Rows of texts; all but the first column stand right."""

    def __init__(self) -> None:
        super().__init__()
        self._table = TableView((), ())

    def show_table(self, table: TableView) -> None:
        """Show `table`."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._table.head)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        text = self._table.rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._table.head[index.column()]}: {text}"
        if role == Qt.ItemDataRole.TextAlignmentRole and _is_number(text):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._table.head[section]
        return None


class NumbersTable(QWidget):
    """Shows a `TableView` at the height of a plot; longer ones scroll."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model = NumbersModel()
        self.grid = QTableView()
        self.grid.setModel(self.model)
        self.grid.setAccessibleName(f"{name}: numbers")
        self.grid.setFrameShape(QFrame.Shape.NoFrame)
        self.grid.setShowGrid(False)
        self.grid.setTabKeyNavigation(False)
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.grid.verticalHeader().hide()
        self.grid.horizontalHeader().setHighlightSections(False)
        self.grid.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        theme.current().follow(self._dress)

    def show_table(self, table: TableView) -> None:
        """Show `table`, its columns as wide as a few of its rows need."""
        self.model.show_table(table)
        header = self.grid.horizontalHeader()
        header.setResizeContentsPrecision(_LOOK_AT)
        header.setStretchLastSection(True)
        self.grid.resizeColumnsToContents()

    def sizeHint(self) -> QSize:
        """Return the height of a plot."""
        return QSize(theme.current().px(_HEIGHT), theme.current().px(_HEIGHT))

    def _dress(self) -> None:
        self.grid.verticalHeader().setDefaultSectionSize(theme.current().px(_ROW))
        self.updateGeometry()


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("%", "").replace(" ", "").isdigit()
