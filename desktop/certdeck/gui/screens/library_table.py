"""The library's table: its columns, a header that sorts, and the keys. `library_rows` paints the cells."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.models.item_table import COLUMNS, ItemTable
from certdeck.gui.screens.library_rows import EDGE, PADDING, RowPainter, Span, middle
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library import Column, LibraryView

_ROW: Final = 36
_HEAD: Final = 34
_WIDTHS: Final = {Column.TASK: 56, Column.DUE: 96, Column.RECALL: 74}
_LEAVES_AT: Final = {Column.RECALL: 400, Column.TASK: 320}
"""Design pixels of table width below which a column gives way to the front."""
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_FLAG_KEYS: Final = range(Qt.Key.Key_0.value, Qt.Key.Key_7.value + 1)
MOST_KEPT: Final = 500
"""Selected items that are selected again when the list changes."""


class SortHeader(QHeaderView):
    """The head of the table. A click or Space sorts by a column; Left and Right choose one by keyboard.

    `sort_asked` carries the column.
    """

    sort_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._column: Column | None = None
        self._descending = False
        self._chosen = 0
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("ringRadius", 8)
        self.sectionClicked.connect(self._ask)
        self._tell()
        theme.current().follow(self.updateGeometry)

    def show_order(self, column: Column | None, *, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self._column, self._descending = column, descending
        self._tell()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the height of the head."""
        return QSize(super().sizeHint().width(), theme.current().px(_HEAD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a column or sort by it."""
        steps = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}
        if event.key() in steps:
            self._choose(steps[event.key()])
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self._chosen)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the column that Space would sort by."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint a heading, an arrow in the sorted column, and a line below the one that the keyboard is on."""
        look = theme.current()
        column = COLUMNS[section]
        painter.save()
        painter.setFont(look.font(12, SEMIBOLD))
        painter.setPen(QColor(look.tokens.text if column is self._column else look.tokens.muted))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(look.tokens.line))
        words = self._heading_area(rect, column)
        painter.drawText(words, _MIDDLE | Qt.AlignmentFlag.AlignLeft, column.value)
        if column is self._column:
            icon = "arrow-down" if self._descending else "arrow-up"
            at = QPoint(words.right() + 4, middle(rect, look.px(12)))
            look.paint_icon(painter, at, icon, 12, look.tokens.text)
        if self.hasFocus() and section == self._chosen:
            painter.fillRect(QRect(words.left(), rect.bottom() - 6, words.width(), 2), QColor(look.tokens.accent))
        painter.restore()

    def _heading_area(self, rect: QRect, column: Column) -> QRect:
        look = theme.current()
        width = QFontMetrics(look.font(12, SEMIBOLD)).horizontalAdvance(column.value) + 1
        if column is Column.RECALL:
            arrow = look.px(12) + 4 if column is self._column else 0
            return QRect(rect.right() + 1 - PADDING - width - arrow, rect.top(), width, rect.height())
        left = EDGE if column is Column.FRONT else PADDING
        return QRect(rect.left() + left, rect.top(), width, rect.height())

    def _choose(self, step: int) -> None:
        shown = [section for section in range(self.count()) if not self.isSectionHidden(section)]
        place = shown.index(self._chosen) if self._chosen in shown else 0
        self._chosen = shown[(place + step) % len(shown)]
        self._tell()
        self.viewport().update()

    def _ask(self, section: int) -> None:
        self._chosen = section
        self.sort_asked.emit(COLUMNS[section])

    def _tell(self) -> None:
        order = "not sorted" if self._column is None else f"sorted by {self._column.value}"
        downwards = ", downwards" if self._column is not None and self._descending else ""
        self.setAccessibleName(f"Column heads, {order}{downwards}")
        self.setAccessibleDescription(f"On {COLUMNS[self._chosen].value}. Left and Right choose, Space sorts.")


class LibraryTable(QTableView):
    """The rows of the library.

    `picked` carries the item that became current (None: there is none), `opened` one opened by Enter or a double click,
    `key_hit` the letter of a key that acts on the selected items, `flag_hit` a flag to give them, `chosen` how many are
    selected, `menu_asked` where on the screen a menu shall come up.
    """

    picked = Signal(object)
    opened = Signal(object)
    key_hit = Signal(str)
    flag_hit = Signal(int)
    chosen = Signal(int)
    menu_asked = Signal(object)

    def __init__(self, model: ItemTable) -> None:
        super().__init__()
        self._items = model
        self.head = SortHeader(self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self.setAccessibleName("Items")
        self.setProperty("ringOnParent", True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.setMinimumSectionSize(20)
        self.doubleClicked.connect(self._open)
        # Square corners would paint over the rounded ones of the card; the head is not tinted for the same reason.
        self.setStyleSheet("QTableView, QHeaderView, QHeaderView::section { background: transparent; }")
        theme.current().follow(self._measure)

    def show_view(self, view: LibraryView) -> None:
        """Show other rows; what was current and selected stays so as far as it is among them."""
        current, selected = self.current_row(), self.selected_keys()
        self._items.show_view(view)
        self.head.show_order(view.wish.column, descending=view.wish.descending)
        place = None if current is None else self._items.place_of_key(current.key)
        if place is None:
            self.picked.emit(None)
        else:
            self.setCurrentIndex(self._items.index(place, 0))
            self._select(selected)

    def selected_keys(self) -> Sequence[int]:
        """Return the keys of all selected items, in order."""
        ranges = sorted(self._ranges())
        parts = [self._items.keys(first, last) for first, last in ranges]
        return parts[0] if len(parts) == 1 else [key for part in parts for key in part]

    def listed_keys(self) -> Sequence[int]:
        """Return the keys of all items in the list, in order."""
        return self._items.keys(0, self._items.rowCount() - 1)

    def _ranges(self) -> list[tuple[int, int]]:
        """Return the first and the last row of each part of the selection."""
        selection = self.selectionModel().selection()
        return [(selection.at(place).top(), selection.at(place).bottom()) for place in range(selection.count())]

    def _select(self, keys: Sequence[int]) -> None:
        """Select the items of `keys` again, if they are not too many to look for."""
        if not 1 < len(keys) <= MOST_KEPT:
            return
        selection = QItemSelection()
        last = self._items.columnCount() - 1
        places = (self._items.place_of_key(key) for key in keys)
        for place in (place for place in places if place is not None):
            selection.select(self._items.index(place, 0), self._items.index(place, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def current_row(self) -> ItemRow | None:
        """Return the current item, or None."""
        index = self.currentIndex()
        return self._items.item_row(index.row()) if index.isValid() else None

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which item is current now."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.picked.emit(self._items.item_row(current.row()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell how many items are selected now."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(sum(last - first + 1 for first, last in self._ranges()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, act by a letter, and leave the rest to the table; letters do not search."""
        row = self.current_row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row)
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in _FLAG_KEYS:
            self.flag_hit.emit(event.key() - Qt.Key.Key_0.value)
        elif event.text().isalpha() and not event.modifiers():
            self.key_hit.emit(event.text().upper())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the first row current if none is, so that arrows have somewhere to start."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._items.rowCount():
            self.setCurrentIndex(self._items.index(0, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are to be painted anew, without asking a delegate for each cell."""
        painter = QPainter(self.viewport())
        rows, chosen = RowPainter(painter, self._items), self._ranges()
        spans = self._spans()
        for number in self._rows_in(event.rect()):
            selected = any(first <= number <= last for first, last in chosen)
            rows.paint(number, self.rowViewportPosition(number), self.rowHeight(number), spans, selected=selected)

    def _spans(self) -> list[Span]:
        """Return where each column that is shown lies."""
        shown = (place for place in range(len(COLUMNS)) if not self.isColumnHidden(place))
        return [(place, self.columnViewportPosition(place), self.columnWidth(place)) for place in shown]

    def _rows_in(self, area: QRect) -> range:
        """Return the rows of which something lies in `area` of the viewport."""
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self._items.rowCount() - 1) + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._share()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu: where the mouse is, or by keyboard below the current row."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.viewport().mapToGlobal(row.bottomLeft() + QPoint(EDGE, 0)))
        else:
            self.menu_asked.emit(event.globalPos())

    def _open(self, index: QModelIndex) -> None:
        row = self._items.item_row(index.row())
        if row is not None:
            self.opened.emit(row)

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.current().px(_ROW))
        self.verticalHeader().setMinimumSectionSize(theme.current().px(_ROW))
        self._share()

    def _share(self) -> None:
        look = theme.current()
        room = self.viewport().width()
        for column, least in _LEAVES_AT.items():
            self.setColumnHidden(COLUMNS.index(column), room / look.scale < least)
        for column, width in _WIDTHS.items():
            section = COLUMNS.index(column)
            self.setColumnWidth(section, look.px(width))
            room -= 0 if self.isColumnHidden(section) else look.px(width)
        self.setColumnWidth(0, max(40, room))
