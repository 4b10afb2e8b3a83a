"""The library's table: its cells as the design has them, a header that sorts, and the keys."""

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
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from certdeck.gui.models.item_table import COLUMNS, Cells, ItemTable
from certdeck.gui.tokens import Tokens
from certdeck.gui.widgets.eliding import elided
from certdeck.gui.widgets.flags import flag_size, paint_flag
from certdeck.gui.widgets.shapes import rounded
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library import Column, LibraryView, form_icon, matches

_ROW: Final = 36
_HEAD: Final = 34
_EDGE: Final = 16
_PADDING: Final = 12
_ICON: Final = 16
_BAR: Final = 3
_WIDTHS: Final = {Column.TASK: 56, Column.DUE: 96, Column.RECALL: 74}
_LEAVES_AT: Final = {Column.RECALL: 400, Column.TASK: 320}
"""Design pixels of table width below which a column gives way to the front."""
_FRONT: Final = COLUMNS.index(Column.FRONT)
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
# As numbers: joining flags takes as long as painting a short text.
_LEFT: Final = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(_MIDDLE | Qt.AlignmentFlag.AlignRight)
_ONE_LINE: Final = Qt.TextFlag.TextSingleLine.value
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_FLAG_KEYS: Final = range(Qt.Key.Key_0.value, Qt.Key.Key_7.value + 1)
MOST_KEPT: Final = 500
"""Selected items that are selected again when the list changes."""


class ItemDelegate(QStyledItemDelegate):
    """Paints the cells: kind as an icon, matches highlighted, the selected row tinted with a bar.

    A page has some seventy cells, and all of them are painted at each step of scrolling: the delegate asks the model
    itself, not through Qt, which would ask Python back for each value.
    """

    def __init__(self, parent: QWidget, items: ItemTable) -> None:
        super().__init__(parent)
        self._items = items

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a row."""
        return QSize(0, theme.current().px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        area, selected = _area(option), _is_selected(option)
        place, row = index.column(), self._items.item_row(index.row())
        tokens = theme.current().tokens
        if selected:
            painter.fillRect(area, QColor(tokens.accent_soft))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(tokens.soft))
        if place == _FRONT and selected:
            painter.fillRect(area.left(), area.top(), _BAR, area.height(), QColor(tokens.accent))
        if row is not None and place == _FRONT:
            self._paint_front(painter, area, row, selected=selected)
        elif row is not None:
            self._paint_cell(painter, area, COLUMNS[place], self._items.cells(row))

    def _paint_front(self, painter: QPainter, area: QRect, row: ItemRow, *, selected: bool) -> None:
        look = theme.current()
        side = look.px(_ICON)
        ink = look.tokens.accent if selected else look.tokens.muted
        look.paint_icon(painter, QPoint(area.left() + _EDGE, _top(area, side)), form_icon(row), _ICON, ink)
        room = area.adjusted(_EDGE + side + _PADDING, 0, -_PADDING, 0)
        if row.flag:
            size = flag_size()
            at = QPoint(room.right() - size.width(), _top(area, size.height()))
            paint_flag(painter, at, row.flag)
            room.setRight(at.x() - 8)
        if self._items.marks(row):
            at = QPoint(room.right() - side, _top(area, side))
            look.paint_icon(painter, at, "triangle-alert", _ICON, look.tokens.warn)
            room.setRight(at.x() - 8)
        title, font = self._items.cells(row).texts[_FRONT], look.font(14, MEDIUM if selected else REGULAR)
        _paint_title(painter, room, title, self._items.words, font)

    def _paint_cell(self, painter: QPainter, area: QRect, column: Column, cells: Cells) -> None:
        look = theme.current()
        text = cells.texts[COLUMNS.index(column)]
        due = column is Column.DUE and cells.is_due
        painter.setFont(look.font(14, SEMIBOLD if due else REGULAR))
        painter.setPen(QColor(_ink(look.tokens, column, text, due=due)))
        right = column is Column.RECALL
        room = area.adjusted(0 if right else _PADDING, 0, -_PADDING if right else 0, 0)
        painter.drawText(room, _RIGHT if right else _LEFT, text)


def _ink(tokens: Tokens, column: Column, text: str, *, due: bool) -> str:
    if due:
        return tokens.on_accent_soft
    quiet = column is Column.TASK or text in ("new", "suspended", "buried", "—")
    return tokens.muted if quiet else tokens.text


def _paint_title(painter: QPainter, room: QRect, title: str, words: tuple[str, ...], font: QFont) -> None:
    """Paint `title`, shortened where needed, with a tint behind every match of `words`."""
    metrics, tokens = QFontMetrics(font), theme.current().tokens
    shown = elided(title, metrics, room.width())
    line = QRect(room.left(), _top(room, metrics.height()), room.width(), metrics.height())
    found = matches(shown, words) if words else ()
    if found:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for start, end in found:
        left = room.left() + metrics.horizontalAdvance(shown[:start])
        width = metrics.horizontalAdvance(shown[start:end])
        rounded(painter, QRect(left - 2, line.top(), width + 4, line.height()), 3, fill=tokens.warn_soft)
    painter.setFont(font)
    painter.setPen(QColor(tokens.text))
    painter.drawText(room, _LEFT | _ONE_LINE, shown)


def _area(option: QStyleOptionViewItem) -> QRect:
    area: QRect = option.rect
    return area


def _is_selected(option: QStyleOptionViewItem) -> bool:
    state: QStyle.StateFlag = option.state
    return bool(state.value & _SELECTED)


def _top(area: QRect, height: int) -> int:
    return area.top() + (area.height() - height) // 2


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
            at = QPoint(words.right() + 4, _top(rect, look.px(12)))
            look.paint_icon(painter, at, icon, 12, look.tokens.text)
        if self.hasFocus() and section == self._chosen:
            painter.fillRect(QRect(words.left(), rect.bottom() - 6, words.width(), 2), QColor(look.tokens.accent))
        painter.restore()

    def _heading_area(self, rect: QRect, column: Column) -> QRect:
        look = theme.current()
        width = QFontMetrics(look.font(12, SEMIBOLD)).horizontalAdvance(column.value) + 1
        if column is Column.RECALL:
            arrow = look.px(12) + 4 if column is self._column else 0
            return QRect(rect.right() + 1 - _PADDING - width - arrow, rect.top(), width, rect.height())
        left = _EDGE if column is Column.FRONT else _PADDING
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
        self.setItemDelegate(ItemDelegate(self, model))
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._share()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu: where the mouse is, or by keyboard below the current row."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.viewport().mapToGlobal(row.bottomLeft() + QPoint(_EDGE, 0)))
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
