"""Comparison tables: a rounded grid with a tinted head, hairlines and, where one row is the answer, that row tinted."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.core.richtext import Paragraph, Spans, Table
from certdeck.gui import theme
from certdeck.gui.fonts import REGULAR, SEMIBOLD
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.shapes import rounded

CARD_ROW: Final = 38
SHEET_ROW: Final = 42
_HEAD: Final = 34
_PADDING: Final = 12
_EDGE: Final = 16
_RADIUS: Final = 8
_ABOVE: Final = 7
_TIGHT: Final = 120
"""Width of a column, in design pixels, that gives way no further."""

_HEAD_LOOK: Final = TextLook(12, SEMIBOLD, "muted")
_NAME_LOOK: Final = TextLook(14, SEMIBOLD)
_CELL_LOOK: Final = TextLook(14, REGULAR)
_MARKED_LOOK: Final = TextLook(14, SEMIBOLD, "on_accent_soft")


def column_widths(natural: Sequence[int], least: Sequence[int], available: int) -> tuple[int, ...]:
    """Share `available` pixels among columns that would like `natural` and can't do with less than `least` each.

    What is left over goes to all alike. When room is short, each column gives in proportion to what it can spare. The
    sum is `available`, or the sum of `least` when that is more.
    """
    spare = available - sum(natural)
    if spare >= 0:
        return _spread(natural, [1] * len(natural), spare)
    can_give = [max(0, wish - need) for wish, need in zip(natural, least, strict=True)]
    floor = [wish - give for wish, give in zip(natural, can_give, strict=True)]
    return _spread(floor, can_give, max(0, available - sum(floor)))


def _spread(base: Sequence[int], weights: Sequence[int], extra: int) -> tuple[int, ...]:
    total = sum(weights)
    if not total:
        return tuple(base)
    widths, given, weighed = [], 0, 0
    for start, weight in zip(base, weights, strict=True):
        weighed += weight
        until = extra * weighed // total
        widths.append(start + until - given)
        given = until
    return tuple(widths)


class ComparisonTable(QWidget):
    """Shows a `Table` as high as its content; every cell is rich text and can be selected.

    `row_height` is the least height of a row in design pixels (38 on cards, 42 on sheets). A table that is made
    `empty` shows nothing before it is filled.
    """

    def __init__(
        self,
        table: Table,
        parent: QWidget | None = None,
        *,
        media: Path | None = None,
        row_height: int = CARD_ROW,
        empty: bool = False,
    ) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self._table = table
        self._marked = table.marked
        self._media = media
        self._rows: list[list[RichTextView]] = []
        self._lines: tuple[int, ...] = ()
        self._laid_out = -1
        self.setAccessibleName(_read_out(table))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not empty:
            for _ in self.fill():
                pass

    def fill(self) -> Iterator[None]:
        """Make the cells, one a step."""
        rows: list[list[RichTextView]] = []
        for number, row in enumerate((self._table.head, *self._table.rows)):
            rows.append([])
            for look, spans in zip(self._looks(number), row, strict=False):
                rows[-1].append(self._cell(spans, look))
                yield
        self._rows = rows
        theme.current().follow(self._arrange)

    def cells(self) -> tuple[RichTextView, ...]:
        """Return the cells in reading order, the head first."""
        return tuple(cell for row in self._rows for cell in row)

    def cell_text(self, row: int, column: int) -> str:
        """Return the characters of a cell; row 0 is the head."""
        return self._rows[row][column].document().toPlainText()

    def row_heights(self) -> tuple[int, ...]:
        """Return the heights of head and rows in pixels."""
        return tuple(below - above for above, below in zip(self._lines, self._lines[1:], strict=False))

    def sizeHint(self) -> QSize:
        """Return the width that needs no line breaks, and the present height."""
        return QSize(sum(self._natural()), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return a width in which long words are broken: an address would else be cut off, or push the page."""
        return QSize(sum(self._tight()), self.height())

    def words_width(self) -> int:
        """Return the width, in pixels, in which no word is broken."""
        return sum(self._least())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        if self._rows and event.size().width() != self._laid_out:
            self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the tinted head and marked row, and the hairlines."""
        if not self._lines:
            return
        tokens = theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, self.rect(), _RADIUS, fill=tokens.surface)
        self._paint_tints(painter)
        for number, y in enumerate(self._lines[1:-1]):
            painter.fillRect(0, y - 1, self.width(), 1, QColor(tokens.soft if number else tokens.line))
        rounded(painter, self.rect(), _RADIUS, line=tokens.line)

    def _paint_tints(self, painter: QPainter) -> None:
        tokens = theme.current().tokens
        outline = QPainterPath()
        outline.addRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(self._band(0), QColor(tokens.tint))
        if self._marked is not None:
            painter.fillRect(self._band(self._marked + 1), QColor(tokens.accent_soft))
        painter.restore()

    def _band(self, row: int) -> QRect:
        return QRect(0, self._lines[row], self.width(), self._lines[row + 1] - self._lines[row])

    def _looks(self, row: int) -> Iterator[TextLook]:
        """Return the looks of the cells of `row`; row 0 is the head."""
        if not row:
            return repeat(_HEAD_LOOK)
        return chain((_MARKED_LOOK if row - 1 == self._marked else _NAME_LOOK,), repeat(_CELL_LOOK))

    def _cell(self, spans: Spans, look: TextLook) -> RichTextView:
        cell = RichTextView(self, size=look.size, weight=look.weight, colour=look.colour, media=self._media)
        cell.set_text((Paragraph(spans),))
        return cell

    def _natural(self) -> list[int]:
        return self._columns(RichTextView.natural_width)

    def _least(self) -> list[int]:
        return self._columns(RichTextView.least_width)

    def _tight(self) -> list[int]:
        """Return the least widths of columns in which long words are broken."""
        return [min(least, theme.current().px(_TIGHT)) for least in self._least()]

    def _columns(self, measure: Callable[[RichTextView], int]) -> list[int]:
        if not self._rows:
            return []
        widths = [max(measure(cell) for cell in column) + 2 * _PADDING for column in zip(*self._rows, strict=True)]
        widths[0] += _EDGE - _PADDING
        widths[-1] += _EDGE - _PADDING
        return widths

    def _arrange(self) -> None:
        """Lay the cells out at the present width and take the height that comes out."""
        self._laid_out = self.width()
        least = self._least()
        if sum(least) > self.width():
            least = self._tight()
        widths = column_widths(self._natural(), least, self.width())
        top, lines = 0, [0]
        for number, row in enumerate(self._rows):
            top += self._place_row(row, widths, top, least=self._row_height if number else _HEAD)
            lines.append(top)
        self._lines = tuple(lines)
        self.setFixedHeight(top)
        self.updateGeometry()
        self.update()

    def _place_row(self, row: Sequence[RichTextView], widths: Sequence[int], top: int, *, least: int) -> int:
        heights = [cell.height_for(width - 2 * _PADDING) for cell, width in zip(row, widths, strict=True)]
        height = max(theme.current().px(least), max(heights) + 2 * _ABOVE)
        left = _EDGE
        single = max(heights) + 2 * _ABOVE <= theme.current().px(least)
        for cell, width, needed in zip(row, widths, heights, strict=True):
            above = (height - needed + 1) // 2 + 1 if single else _ABOVE
            cell.setGeometry(left, top + above, width - 2 * _PADDING, needed)
            left += width
        return height


def _read_out(table: Table) -> str:
    return f"Table with {len(table.rows)} rows and {len(table.head)} columns"
