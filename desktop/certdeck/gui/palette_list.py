"""The rows of the palette: a model of groups and hits, and how they are painted."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from certdeck.gui.widgets.eliding import elided
from certdeck.gui.widgets.key_cap import cap_size, paint_cap
from certdeck.gui.widgets.shapes import rounded
from certdeck.presenters.palette import Group, Hit

_ROW: Final = 40
_HEAD: Final = 28
_INSET: Final = 10
_TEXT: Final = 40
_HIT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()


class HitModel(QAbstractListModel):
    """Headings and hits in one list; headings can't be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[str | Hit, ...] = ()

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show `groups`."""
        self.beginResetModel()
        rows: list[str | Hit] = []
        for group in groups:
            rows += [group.title, *group.hits]
        self._rows = tuple(rows)
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """Return the hit in `row`, None for a heading or beyond the ends."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Hit) else None

    def step(self, row: int, by: int) -> int:
        """Return the row of the next hit from `row` on, `by` 1 or -1, round the ends; -1 when there is none."""
        count = len(self._rows)
        places = ((row + by * distance) % count for distance in range(1, count + 1)) if count else iter(())
        return next((place for place in places if self.hit(place) is not None), -1)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == _HIT_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row) if isinstance(row, Hit) else row
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.hit(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class HitDelegate(QStyledItemDelegate):
    """Paints headings of 28 px and rows of 40 px: icon, title, note, and the key at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        head = isinstance(index.data(_HIT_ROLE), str)
        return QSize(100, theme.current().px(_HEAD if head else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(_HIT_ROLE)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Hit):
            _paint_hit(painter, area, row, chosen=_selected(self.parent(), index))
        else:
            _paint_head(painter, area, str(row))
        painter.restore()


class HitList(QListView):
    """The list below the field. The field keeps the focus; `step_by` moves the selection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = HitModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(HitDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Found")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.entered.connect(self._hover)

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show `groups` and select the first hit."""
        self.rows.set_groups(groups)
        self._select(self.rows.step(-1, 1))

    def step_by(self, by: int) -> None:
        """Select the next hit, `by` 1 or -1; after the last comes the first."""
        self._select(self.rows.step(self.currentIndex().row(), by))

    def chosen(self) -> Hit | None:
        """Return the selected hit."""
        return self.rows.hit(self.currentIndex().row())

    def content_height(self) -> int:
        """Return the height of all rows."""
        count = self.rows.rowCount()
        return sum(self.sizeHintForRow(row) for row in range(count))

    def _select(self, row: int) -> None:
        index = self.rows.index(row, 0) if row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if row == self.rows.step(-1, 1):
            self.scrollToTop()  # with the heading of the first group
        elif index.isValid():
            self.scrollTo(index)

    def _hover(self, index: QModelIndex) -> None:
        if self.rows.hit(index.row()) is not None:
            self.setCurrentIndex(index)


def spoken(hit: Hit) -> str:
    """Return what screen readers say of `hit`."""
    return ", ".join(part for part in (hit.title, hit.note, hit.key) if part)


def _selected(view: object, index: _Index) -> bool:
    return isinstance(view, HitList) and view.currentIndex().row() == index.row()


def _paint_head(painter: QPainter, area: QRect, title: str) -> None:
    look = theme.current()
    painter.setFont(look.font(12, SEMIBOLD))
    painter.setPen(QColor(look.tokens.muted))
    painter.drawText(area.adjusted(_INSET + 12, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)


def _paint_hit(painter: QPainter, area: QRect, hit: Hit, *, chosen: bool) -> None:
    look = theme.current()
    row = area.adjusted(_INSET, 0, -_INSET, 0)
    if chosen:
        rounded(painter, row, 6, fill=look.tokens.accent_soft)
    side = look.px(18)
    ink = look.tokens.on_accent_soft if chosen else look.tokens.muted
    look.paint_icon(painter, QPoint(row.left() + 12, row.top() + (row.height() - side) // 2), hit.icon, 18, ink)
    right = row.right() - _paint_key(painter, row, "Enter" if chosen else hit.key)
    left = row.left() + _TEXT - 18 + side
    _paint_words(painter, QRect(QPoint(left, row.top()), QPoint(right, row.bottom())), hit, chosen=chosen)


def _paint_key(painter: QPainter, row: QRect, key: str) -> int:
    """Paint the cap of `key` at the right of `row` and return the room that it takes."""
    if not key:
        return 12
    cap = cap_size(key)
    paint_cap(painter, QPoint(row.right() - cap.width() - 9, row.top() + (row.height() - cap.height()) // 2), key)
    return cap.width() + 21


def _paint_words(painter: QPainter, room: QRect, hit: Hit, *, chosen: bool) -> None:
    look = theme.current()
    font, note_font = look.font(14, MEDIUM if chosen else REGULAR), look.font(13)
    note = QFontMetrics(note_font).horizontalAdvance(hit.note)
    most = room.width() - (note + 10 if hit.note else 0)
    title = elided(hit.title, QFontMetrics(font), most)
    painter.setFont(font)
    painter.setPen(QColor(look.tokens.text))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
    painter.setFont(note_font)
    painter.setPen(QColor(look.tokens.muted))
    beside = room.adjusted(QFontMetrics(font).horizontalAdvance(title) + 10, 0, 0, 0)
    painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, hit.note)
