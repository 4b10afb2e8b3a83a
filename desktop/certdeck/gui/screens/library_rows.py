"""How a row of the library's table is painted: kind as an icon, matches highlighted, the selected one with a bar."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from certdeck.gui import fonts, theme
from certdeck.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from certdeck.gui.models.item_table import COLUMNS, Cells, ItemTable
from certdeck.gui.tokens import Tokens
from certdeck.gui.widgets.eliding import elided
from certdeck.gui.widgets.flags import flag_size, paint_flag
from certdeck.gui.widgets.shapes import rounded
from certdeck.ports.rows import ItemRow
from certdeck.presenters.library import Column, form_icon, matches

Span = tuple[int, int, int]
"""A column, the pixel at which it begins, and how wide it is."""
EDGE: Final = 16
PADDING: Final = 12
_ICON: Final = 16
_BAR: Final = 3
_FRONT: Final = COLUMNS.index(Column.FRONT)
_DUE: Final = COLUMNS.index(Column.DUE)
_RECALL: Final = COLUMNS.index(Column.RECALL)
_QUIET: Final = COLUMNS.index(Column.TASK)
_QUIET_WORDS: Final = frozenset(("new", "suspended", "buried", "—"))
# As numbers: joining flags takes as long as painting a short text.
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_ONE_LINE: Final = Qt.TextFlag.TextSingleLine.value
_TITLES_KEPT: Final = 256
"""Shortened titles that are kept: some pages of them, in both weights."""


class RowPainter:
    """Paints rows with one painter, a row at a time.

    A page has some seventy cells, and all of them are painted at each step of scrolling. A delegate would be asked by
    Qt for each of them, and Qt would ask Python back for each value: that takes twice as long as painting them.
    """

    def __init__(self, painter: QPainter, items: ItemTable) -> None:
        self._painter = painter
        self._items = items
        self._look = look = theme.current()
        self._tokens = tokens = look.tokens
        self._side = look.px(_ICON)
        self._line, self._ground = QColor(tokens.soft), QColor(tokens.accent_soft)
        self._inks = {ink: QColor(ink) for ink in (tokens.text, tokens.muted, tokens.on_accent_soft)}

    def paint(self, number: int, top: int, height: int, spans: Iterable[Span], *, selected: bool) -> None:
        """Paint row `number`, whose columns lie at `spans`."""
        row = self._items.item_row(number)
        for place, left, width in spans:
            if selected:
                self._painter.fillRect(left, top, width, height, self._ground)
            self._painter.fillRect(left, top + height - 1, width, 1, self._line)
            if place == _FRONT:
                self._paint_front(QRect(left, top, width, height), row, selected=selected)
            elif row is not None:
                self._paint_cell(QRect(left, top, width, height), place, self._items.cells(row))

    def _paint_front(self, area: QRect, row: ItemRow | None, *, selected: bool) -> None:
        if selected:
            self._painter.fillRect(area.left(), area.top(), _BAR, area.height(), QColor(self._tokens.accent))
        if row is None:
            return
        ink = self._tokens.accent if selected else self._tokens.muted
        at = QPoint(area.left() + EDGE, middle(area, self._side))
        self._look.paint_icon(self._painter, at, form_icon(row), _ICON, ink)
        room = area.adjusted(EDGE + self._side + PADDING, 0, -PADDING, 0)
        self._paint_signs(area, room, row)
        self._paint_title(room, self._items.cells(row).texts[_FRONT], MEDIUM if selected else REGULAR)

    def _paint_signs(self, area: QRect, room: QRect, row: ItemRow) -> None:
        """Paint a flag, and that there is something to mend, at the right of `room`, and take their place from it."""
        if row.flag:
            size = flag_size()
            at = QPoint(room.right() - size.width(), middle(area, size.height()))
            paint_flag(self._painter, at, row.flag)
            room.setRight(at.x() - 8)
        if self._items.marks(row):
            at = QPoint(room.right() - self._side, middle(area, self._side))
            self._look.paint_icon(self._painter, at, "triangle-alert", _ICON, self._tokens.warn)
            room.setRight(at.x() - 8)

    def _paint_title(self, room: QRect, title: str, weight: int) -> None:
        """Paint `title`, shortened where needed, with a tint behind every match of what was searched for."""
        shown = _shortened(title, self._look.px(14), weight, room.width())
        if self._items.words:
            self._tint(room, shown, weight)
        self._painter.setFont(self._look.font(14, weight))
        self._painter.setPen(self._inks[self._tokens.text])
        self._painter.drawText(room, _LEFT | _ONE_LINE, shown)

    def _tint(self, room: QRect, shown: str, weight: int) -> None:
        found = matches(shown, self._items.words)
        if not found:
            return
        metrics = QFontMetrics(self._look.font(14, weight))
        line = QRect(room.left(), middle(room, metrics.height()), room.width(), metrics.height())
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for start, end in found:
            left = room.left() + metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[start:end])
            tint = QRect(left - 2, line.top(), width + 4, line.height())
            rounded(self._painter, tint, 3, fill=self._tokens.warn_soft)

    def _paint_cell(self, area: QRect, place: int, cells: Cells) -> None:
        text = cells.texts[place]
        if not text:
            return
        due, right = place == _DUE and cells.is_due, place == _RECALL
        self._painter.setFont(self._look.font(14, SEMIBOLD if due else REGULAR))
        self._painter.setPen(self._inks[_ink(self._tokens, place, text, due=due)])
        room = area.adjusted(0 if right else PADDING, 0, -PADDING if right else 0, 0)
        self._painter.drawText(room, _RIGHT if right else _LEFT, text)


@lru_cache(maxsize=_TITLES_KEPT)
def _shortened(title: str, size: int, weight: int, room: int) -> str:
    """Return as much of `title` as fits into `room` pixels: the same page is painted again and again."""
    return elided(title, QFontMetrics(fonts.sans(size, weight)), room)


def _ink(tokens: Tokens, place: int, text: str, *, due: bool) -> str:
    if due:
        return tokens.on_accent_soft
    return tokens.muted if place == _QUIET or text in _QUIET_WORDS else tokens.text


def middle(area: QRect, height: int) -> int:
    """Return where something `height` pixels high begins that lies in the middle of `area`."""
    return area.top() + (area.height() - height) // 2
