"""The rows of what can be studied: names indented by level, and three columns of counts."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import REGULAR, SEMIBOLD
from certdeck.gui.widgets.shapes import rounded
from certdeck.presenters.scope_choice import ScopeRow

ROW: Final = 34
INSET: Final = 10
COLUMN: Final = 64
"""Width of a column of counts."""
_INDENT: Final = 18
_MARK: Final = 16
_ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_ENTER: Final = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space))
_ARROWS: Final = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[ScopeRow, ...] = ()

    def show_rows(self, rows: Sequence[ScopeRow]) -> None:
        self.beginResetModel()
        self.entries = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.entries[index.row()]
        if role == _ROW_ROLE:
            return row
        return row.spoken if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(100, theme.current().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view = self.parent()
        assert isinstance(view, ScopeList)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = view.currentIndex().row() == index.row()
        _paint(painter, option.rect.adjusted(INSET, 0, -INSET, 0), index.data(_ROW_ROLE), at=at, counts=view.counts)
        painter.restore()


class ScopeList(QListView):
    """Arrows move, Enter or a click takes. `taken` carries the `Scope`. Counts can be left out."""

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = True
        self.rows = _Model(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("What to study")
        self.setProperty("ringRadius", -1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(lambda _index: self.take())

    def show_rows(self, rows: Sequence[ScopeRow]) -> None:
        """Show `rows`, with what is studied now selected."""
        self.rows.show_rows(rows)
        chosen = next((place for place, row in enumerate(rows) if row.chosen), 0)
        self.setCurrentIndex(self.rows.index(chosen, 0))

    def show_counts(self, *, shown: bool) -> None:
        """Show or leave out the counts."""
        self.counts = shown
        self.viewport().update()

    def take(self) -> None:
        """Take the selected row."""
        place = self.currentIndex().row()
        if 0 <= place < len(self.rows.entries):
            self.taken.emit(self.rows.entries[place].scope)

    def content_height(self) -> int:
        """Return the height of all rows."""
        return theme.current().px(ROW) * len(self.rows.entries)

    def event(self, event: QEvent) -> bool:
        """Claim the arrows: the page below scrolls by them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ARROWS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take with Enter or Space; move with the arrows."""
        if event.key() in _ENTER:
            self.take()
            event.accept()
        else:
            super().keyPressEvent(event)


def _paint(painter: QPainter, area: QRect, row: ScopeRow, *, at: bool, counts: bool) -> None:
    look = theme.current()
    if at:
        rounded(painter, area, 6, fill=look.tokens.accent_soft)
    side = look.px(_MARK)
    if row.chosen:
        mark = QPoint(area.left() + 8, area.top() + (area.height() - side) // 2)
        look.paint_icon(painter, mark, "check", _MARK, look.tokens.accent, stroke=2.25)
    right = area.right() - (_paint_counts(painter, area, row) if counts else 12)
    left = area.left() + 16 + side + look.px(_INDENT) * row.level
    font = look.font(14, SEMIBOLD if row.level == 0 else REGULAR)
    painter.setFont(font)
    painter.setPen(QColor(look.tokens.text))
    name = QFontMetrics(font).elidedText(row.name, Qt.TextElideMode.ElideRight, right - left)
    painter.drawText(QRect(left, area.top(), right - left, area.height()), Qt.AlignmentFlag.AlignVCenter, name)


def _paint_counts(painter: QPainter, area: QRect, row: ScopeRow) -> int:
    """Paint the counts in their columns and return the room that they take. Nought is muted."""
    look = theme.current()
    width = look.px(COLUMN)
    painter.setFont(look.font(13))
    for place, count in enumerate((row.due, row.learning, row.new)):
        painter.setPen(QColor(look.tokens.text if count else look.tokens.muted))
        box = QRect(area.right() - 12 - width * (place + 1), area.top(), width, area.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{count:,}")
    return 3 * width + 12
