"""The grid of the review: a cell for each question, its state told by shape and word."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, SEMIBOLD
from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.widgets.ahead import made_ahead
from certdeck.gui.widgets.shapes import blank, rounded, smooth
from certdeck.presenters.exam_views import Mark, MarkView

_CELL: Final = (60, 72)
_GAP: Final = 8
_COLUMNS: Final = 13
_STAMPS_KEPT: Final = 32
_WORDS: Final = {Mark.INCOMPLETE: "part", Mark.OPEN: "open", Mark.UNSEEN: "unseen"}
_SPOKEN: Final = {
    Mark.ANSWERED: "answered",
    Mark.INCOMPLETE: "incomplete, answered in part",
    Mark.OPEN: "incomplete, open",
    Mark.UNSEEN: "unseen",
}
_STEPS: Final[Mapping[Qt.Key, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ReviewCell(QAbstractButton):
    """One question: its number, whether it is answered as shape and word, and its flag.

    The grid paints the pictures of all its cells at once: 65 widgets that each paint themselves take twice as long.
    """

    def __init__(self, grid: "ReviewGrid") -> None:
        super().__init__(grid)
        self._grid = grid
        self.shown: MarkView | None = None
        self._picture: QPixmap | None = None
        self._pictured: tuple[object, ...] = ()
        self.setUpdatesEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("ringRadius", 8)

    def show_mark(self, mark: MarkView) -> None:
        """Show `mark`."""
        if mark != self.shown:
            self.shown = mark
            more = (", flagged" if mark.flagged else "") + (", with a note" if mark.noted else "")
            self.setAccessibleName(f"Question {mark.number}, {_SPOKEN[mark.mark]}{more}")
            self.setToolTip(self.accessibleName())
            self.repainted()

    def repainted(self) -> None:
        """Have the grid paint this cell again."""
        self._grid.paint_again(self)

    def is_open(self) -> bool:
        """Tell whether the question can still be given a whole answer."""
        return self.shown is not None and self.shown.awaits

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have Tab come back here."""
        super().focusInEvent(event)
        self._grid.stop_at(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is here."""
        super().enterEvent(event)
        self.repainted()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer has gone."""
        super().leaveEvent(event)
        self.repainted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Space or Enter; leave the rest to the grid."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Leave it to the grid; Qt's button has no look of its own."""

    def picture(self, mark: MarkView) -> QPixmap:
        """Return `mark` as the cell shows it; one that is painted already is not painted again."""
        look, size, ratio = theme.current(), self.size(), self.devicePixelRatioF()
        seen = (mark.mark, mark.flagged, mark.noted), self.underMouse(), size, ratio, look.dark, look.scale
        if self._picture is None or self._pictured != seen:
            # No see-through ground: text would lose the sharpness that some screens give it.
            self._picture = blank(size, ratio, look.tokens.canvas)
            self._paint(smooth(self._picture), mark)
            self._pictured = seen
        return self._picture

    def _paint(self, painter: QPainter, mark: MarkView) -> None:
        """Paint the box, the number, the state and the flag."""
        look, tokens = theme.current(), theme.current().tokens
        self._paint_box(painter, mark)
        painter.setFont(look.font(13, MEDIUM if mark.mark is Mark.ANSWERED else SEMIBOLD))
        painter.setPen(QColor(tokens.text))
        number = QRect(9, look.px(6), self.width(), look.px(20))
        painter.drawText(number, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(mark.number))
        if mark.flagged:
            self._paint_sign(painter, "flag", look.px(16), tokens.warn, filled=True)
        if mark.noted:
            self._paint_sign(painter, "sticky-note", look.px(36), tokens.muted)
        self._paint_state(painter, mark)

    def _paint_box(self, painter: QPainter, mark: MarkView) -> None:
        tokens = theme.current().tokens
        fill = tokens.hover if self.underMouse() else tokens.canvas if self.is_open() else tokens.surface
        line = tokens.control if self.is_open() else tokens.line
        painter.drawPixmap(0, 0, _box(self, fill, line, broken=mark.mark is Mark.UNSEEN))

    def _paint_sign(self, painter: QPainter, icon: str, centre: int, ink: str, *, filled: bool = False) -> None:
        """Paint a small icon at the right edge."""
        side = theme.current().px(14)
        at = QPoint(self.width() - side - theme.current().px(8), centre - side // 2)
        theme.current().paint_icon(painter, at, icon, 14, ink, filled=filled)

    def _paint_state(self, painter: QPainter, mark: MarkView) -> None:
        look, tokens = theme.current(), theme.current().tokens
        centre, left = self.height() - look.px(17), 8
        if mark.mark is Mark.ANSWERED:
            side = look.px(14)
            look.paint_icon(painter, QPoint(left, centre - side // 2), "check", 14, tokens.accent)
            return
        if mark.mark is not Mark.UNSEEN:
            side = look.px(13)
            icon = "circle-dashed" if mark.mark is Mark.INCOMPLETE else "circle"
            look.paint_icon(painter, QPoint(left, centre - side // 2), icon, 13, tokens.control, stroke=2.0)
            left += side + 3
        painter.setFont(look.font(13))
        painter.setPen(QColor(tokens.muted))
        words = QRect(left, centre - look.px(10), self.width(), look.px(20))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _WORDS[mark.mark])


def _box(cell: QWidget, fill: str, line: str, *, broken: bool) -> QPixmap:
    """Return the box of `cell`. 65 of them are painted at once, in three or four looks: each look is drawn once."""
    return _stamp(cell.width(), cell.height(), cell.devicePixelRatioF(), fill, line, broken=broken)


@lru_cache(maxsize=_STAMPS_KEPT)
def _stamp(width: int, height: int, ratio: float, fill: str, line: str, *, broken: bool) -> QPixmap:
    box = blank(QSize(width, height), ratio)
    painter = smooth(box)
    rounded(painter, QRect(0, 0, width, height), 8, fill=fill, line="" if broken else line)
    if broken:
        dashed(painter, QRect(0, 0, width, height))
    painter.end()
    return box


class UnseenSign(QWidget):
    """The box of an unseen question, small, for a legend; screen readers skip it."""

    def __init__(self, size: int, *, line: int) -> None:
        super().__init__()
        self._size, self._line = size, line
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the width of the box and the height of the line beside it."""
        return QSize(theme.current().px(self._size), theme.current().px(self._line))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        side = theme.current().px(self._size - 3)
        dashed(smooth(self), QRect(1, (self.height() - side) // 2, side, side), radius=3)


def dashed(painter: QPainter, area: QRect, radius: int = 8) -> None:
    """Paint a dashed rounded rectangle inside `area`."""
    pen = QPen(QColor(theme.current().tokens.control), 1.0)
    pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class ReviewGrid(QWidget):
    """Cells of 60 × 72 in up to 13 columns. Arrows move among them; `opened` carries the number of a question.

    Each question has its own cell, which is hidden while the question is filtered out. Tab stops at one of them only,
    the one that had the focus last, or it would take 65 keys to get past them to the buttons.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[ReviewCell] = []
        self._in_use: tuple[ReviewCell, ...] = ()
        self._sheet: QPixmap | None = None
        self._sheeted: tuple[object, ...] = ()
        self._stale: set[ReviewCell] = set()
        self._stop: ReviewCell | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.current().follow(self._place)

    def show_cells(self, marks: tuple[MarkView, ...]) -> None:
        """Show a cell for each of `marks`."""
        while len(self._cells) < max((mark.number for mark in marks), default=0):
            self._add_cell()
        before, self._in_use = self._in_use, tuple(self._cells[mark.number - 1] for mark in marks)
        for cell, mark in zip(self._in_use, marks, strict=True):
            cell.show_mark(mark)
        if self._in_use != before:
            self._place()
            for cell in set(before) - set(self._in_use):
                cell.hide()
            for cell in self._in_use:
                if cell.isHidden():
                    cell.show()
        if self._in_use and self._stop not in self._in_use:
            self.stop_at(self._in_use[0])

    def stop_at(self, cell: ReviewCell) -> None:
        """Have Tab stop at `cell`, and at none of the others."""
        if cell is not self._stop:
            if self._stop is not None:
                self._stop.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._stop = cell

    def cells(self) -> tuple[ReviewCell, ...]:
        """Return the cells in use."""
        return self._in_use

    def all_cells(self) -> tuple[ReviewCell, ...]:
        """Return the cells in use and those that are filtered out."""
        return tuple(self._cells)

    def columns(self, width: int | None = None) -> int:
        """Return how many cells stand in a row of `width` pixels (the present width by default)."""
        cell = theme.current().px(_CELL[0])
        room = self.width() if width is None else width
        return max(1, min(_COLUMNS, (room + _GAP) // (cell + _GAP)))

    def focus_number(self, number: int | None) -> None:
        """Put the focus on question `number`, or on the first cell if that one is filtered out."""
        cells = self.cells()
        wanted = next((cell for cell in cells if cell.shown is not None and cell.shown.number == number), None)
        if cells:
            _focus(wanted or cells[0])

    def focus_next_open(self) -> None:
        """Move the focus to the next open question, and round at the end."""
        cells, now = self.cells(), self._focused()
        order = [*cells[now + 1 :], *cells[: now + 1]] if now is not None else list(cells)
        found = next((cell for cell in order if cell.is_open()), None)
        if found is not None:
            _focus(found)

    def sizeHint(self) -> QSize:
        """Return the size of a full row of 13 and the rows below it."""
        width = _COLUMNS * (theme.current().px(_CELL[0]) + _GAP) - _GAP
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the width of three cells."""
        look = theme.current()
        return QSize(3 * (look.px(_CELL[0]) + _GAP), look.px(_CELL[1]))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at `width` pixels."""
        rows = -(-len(self._in_use) // self.columns(width))
        return max(0, rows * (theme.current().px(_CELL[1]) + _GAP) - _GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cells out anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all cells as one picture: few have changed since the last time."""
        QPainter(self).drawPixmap(0, 0, self._painted())

    def paint_again(self, cell: ReviewCell) -> None:
        """Have `cell` painted anew."""
        self._stale.add(cell)
        self.update(cell.geometry())

    def _painted(self) -> QPixmap:
        """Return the picture of the cells in use, those painted anew that show something else than before."""
        look, ratio = theme.current(), self.devicePixelRatioF()
        sheeted = (self._in_use, self.columns(), self.size(), ratio, look.dark, look.scale)
        stale = self._stale if sheeted == self._sheeted and self._sheet is not None else set(self._in_use)
        if self._sheet is None or sheeted != self._sheeted:
            self._sheet, self._sheeted = blank(self.size(), ratio, look.tokens.canvas), sheeted
        if stale and not self._sheet.isNull():
            painter = QPainter(self._sheet)
            for cell in stale.intersection(self._in_use):
                if cell.shown is not None:
                    painter.drawPixmap(cell.pos(), cell.picture(cell.shown))
            painter.end()
        self._stale.clear()
        return self._sheet

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the cells."""
        now, cells = self._focused(), self.cells()
        key = Qt.Key(event.key())
        steps = {**_STEPS, Qt.Key.Key_Up: -self.columns(), Qt.Key.Key_Down: self.columns()}
        edges = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(cells) - 1}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or now is None:
            event.ignore()
        elif key in steps:
            if 0 <= now + steps[key] < len(cells):
                _focus(cells[now + steps[key]])
        elif key in edges:
            _focus(cells[edges[key]])
        else:
            event.ignore()

    def _focused(self) -> int | None:
        return next((index for index, cell in enumerate(self.cells()) if cell.hasFocus()), None)

    def prepare(self, count: int) -> Iterator[None]:
        """Make `count` cells, one a step."""
        return made_ahead(lambda: len(self._cells), self._add_cell, count)

    def paint_ahead(self, marks: tuple[MarkView, ...]) -> Iterator[None]:
        """Paint what the cells will show of `marks`, one a step, where that has changed since they showed it."""
        if self.isVisible():
            return
        yield from self.prepare(len(marks))
        side = theme.current().px
        for mark in marks:
            cell = self._cells[mark.number - 1]
            if cell.shown != mark:
                cell.resize(side(_CELL[0]), side(_CELL[1]))
                cell.show_mark(mark)
                cell.picture(mark)
                yield
        self._painted()

    def _add_cell(self) -> ReviewCell:
        cell = ReviewCell(self)
        cell.hide()
        cell.clicked.connect(lambda: self._clicked(cell))
        self._cells.append(cell)
        return cell

    def _clicked(self, cell: ReviewCell) -> None:
        if cell.shown is not None:
            self.opened.emit(cell.shown.number)

    def _place(self) -> None:
        look, columns = theme.current(), self.columns()
        width, height = look.px(_CELL[0]), look.px(_CELL[1])
        for index, cell in enumerate(self.cells()):
            row, column = divmod(index, columns)
            cell.setGeometry(column * (width + _GAP), row * (height + _GAP), width, height)
        self.updateGeometry()
        self.update()


def _focus(cell: ReviewCell) -> None:
    cell.setFocus()
    keep_in_sight(cell)
