"""Laying a sheet out on pages and drawing it."""

import enum
from collections.abc import Iterator, Sequence
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Deck, Sheet, SheetBlock, TableBlock
from certdeck.exporters.pdf.blocks import Section, exam_and_today, heading, section, title_of
from certdeck.exporters.pdf.boxes import LOOSEST, Box, Typesetter, stack
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.columns import COLUMNS, Filled, Unit, fill
from certdeck.exporters.pdf.document import Page, Spot, page_size
from certdeck.exporters.pdf.ink import GUTTER, MARGIN, MM, inks
from certdeck.exporters.pdf.page import Frame, Imprint, column_lines, footnote, imprint
from certdeck.exporters.pdf.table import SetTable, set_table
from certdeck.exporters.pdf.text import Setter
from certdeck.exporters.pdf.tree import TreeRow
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer
from certdeck.ports.printing import SMALLEST, PrintOptions, Problem

_ABOVE_HEADING: Final = 14.0
_ABOVE_TABLE: Final = 12.0
_LOWEST: Final = 40 * MM
"""With less room than this on a page, columns begin on the next one unless they fit."""
STEP: Final = 0.25
"""Points by which text shrinks from one attempt to the next."""
_UNPARTED: Final = 3
"""Tables of up to so many rows stand on one page."""


class Parting(enum.Enum):
    """Where blocks may go on in the next column or overleaf."""

    ANYWHERE = enum.auto()
    """Wherever a column ends: no room is left over."""
    WITHIN_PAGE = enum.auto()
    """From column to column, if the page could not hold all otherwise; trees and most blocks go whole overleaf."""
    NOWHERE = enum.auto()
    """Only if they are taller than a page."""
    APART = enum.auto()
    """So too, and the columns begin on a page of their own, after the tables."""


class SheetLayout:
    """Lays out one sheet with a share of the usual `air`; the pages grow as blocks are placed."""

    def __init__(
        self,
        sheet: Sheet,
        markup: Markup,
        math: MathRenderer | None,
        options: PrintOptions,
        air: float = 1.0,
        parting: Parting = Parting.WITHIN_PAGE,
    ) -> None:
        setter = Setter(math)
        width, height = page_size(options)
        self.options = options
        self._parting = parting
        self.setter = Typesetter(markup, setter, air, inks(options.size))
        self.frame = Frame(width, height, footnote(sheet, setter, width - 2 * MARGIN))
        self.turned = Frame(height, width, footnote(sheet, setter, height - 2 * MARGIN))
        self._count = options.columns or COLUMNS
        self.column = (self.frame.inner - (self._count - 1) * GUTTER) / self._count
        self.pages = [Page()]
        self.splits = 0
        self.hole = 0.0
        """Points by which the shortest column of a page ends above the others at most."""
        self.problems: list[Problem] = []
        self.title = title_of(sheet.title, self.setter)
        self._top = self.frame.top(1)
        self._place(sheet)

    def frame_of(self, page: Page) -> Frame:
        """Return the measures of a page of this layout."""
        return self.turned if page.turned else self.frame

    def _place(self, sheet: Sheet) -> None:
        """Place tables first, over the full width, then everything else in columns; each in the author's order."""
        for block in sheet.blocks:
            if isinstance(block, TableBlock):
                self._table(block)
        others = (block for block in sheet.blocks if not isinstance(block, TableBlock))
        sections = [self._section(block) for block in others]
        note = exam_and_today(sheet, self.setter, self.column)
        self._columns([*sections, note] if note else sections)

    def _section(self, block: SheetBlock) -> Section:
        """Set a block; a tree taller than a column gets smaller letters, so that it stands whole if it can."""
        made = section(block, self.setter, self.column)
        size = self.options.size
        while made.tied and size > SMALLEST and self._head_height(made) + made.height > self._overleaf:
            size = max(SMALLEST, size - STEP)
            made = section(block, self.setter.with_inks(inks(size)), self.column)
        return made

    def _head_height(self, entry: Section) -> float:
        return heading(entry.title, self.setter, self.column).height

    @property
    def _overleaf(self) -> float:
        """The height of the columns on a page that holds nothing else, be it the first."""
        return self.frame.top(1) - self.frame.bottom

    @property
    def _frame(self) -> Frame:
        return self.frame_of(self.pages[-1])

    @property
    def _room(self) -> float:
        return self._top - self._frame.bottom

    @property
    def last_share(self) -> float:
        """How much of the last page is filled, from 0 to 1."""
        whole = self._frame.top(len(self.pages)) - self._frame.bottom
        return 1 - self._room / whole

    @property
    def _above_heading(self) -> float:
        return _ABOVE_HEADING * min(self.setter.air, LOOSEST)

    def _next_page(self, *, turned: bool = False) -> None:
        if self.pages[-1].spots:
            self.pages.append(Page(turned=turned))
        self.pages[-1].turned = turned
        self._top = self._frame.top(len(self.pages))

    def _add(self, box: Box, x: float, top: float, title: str = "") -> None:
        # What is taller than a whole page is made smaller rather than cut off.
        scale = min(1.0, (top - self._frame.bottom) / max(box.height, 1.0)) if not self._fits_a_page(box) else 1.0
        if scale < 1:
            self.problems.append(Problem(self.title, "a paragraph is longer than a page and was made smaller"))
        self.pages[-1].spots.append(Spot(box, x, top, title, scale))

    def _fits_a_page(self, box: Box) -> bool:
        return box.height <= self._frame.top(2) - self._frame.bottom

    def _table(self, block: TableBlock) -> None:
        """Place a table; one too wide gets smaller cells, then a page lying on its side, then is named as a problem."""
        table = self._shrunk(block, self.frame.inner)
        across = not table.fits and self.turned.inner > self.frame.inner
        if across:
            table = self._shrunk(block, self.turned.inner)
        if not table.fits:
            name = title_of(block.title, self.setter)
            self.problems.append(Problem(self.title, f"the table {name} is too wide; some of its words are parted"))
        if across or self.pages[-1].turned:
            self._next_page(turned=across)
        self._place_table(table)

    def _shrunk(self, block: TableBlock, width: float) -> SetTable:
        """Set a table with cells as large as they may be for its words to fit."""
        own = self.setter.inks
        table = set_table(block, self.setter, width)
        size = own.cell.size
        while not table.fits and size > SMALLEST:
            size = max(SMALLEST, size - STEP)
            table = set_table(block, self.setter.with_inks(own.with_cells(size)), width)
        return table

    def _place_table(self, table: SetTable) -> None:
        title = self.setter.line(table.title, self._frame.inner, self.setter.inks.heading)
        opening = stack([title, table.head], gap=4)
        if self.pages[-1].spots:
            self._top -= _ABOVE_TABLE * min(self.setter.air, LOOSEST)
        # At least two rows stay with the head, and at least two go overleaf.
        rows = table.rows
        first = opening.height + sum(row.height for row in (rows if len(rows) <= _UNPARTED else rows[:2]))
        if self.pages[-1].spots and first > self._room:
            self._next_page(turned=self.pages[-1].turned)
        self._stand(opening, title_of(table.title, self.setter))
        for number, row in enumerate(rows):
            ahead = rows[-1].height if 2 <= number == len(rows) - 2 else 0.0
            if row.height + ahead > self._room:
                self._next_page(turned=self.pages[-1].turned)
                self._stand(table.head)
            self._stand(row)

    def _stand(self, box: Box, title: str = "") -> None:
        self._add(box, MARGIN, self._top, title)
        self._top -= box.height

    def _columns(self, sections: Sequence[Section]) -> None:
        boxes = list(self._units(sections))
        if boxes and (self._parting is Parting.APART or self.pages[-1].turned):
            self._next_page()
        whole = self._parting in {Parting.NOWHERE, Parting.APART}
        overleaf = 0.0 if self._parting is Parting.ANYWHERE else self._overleaf
        while boxes:
            if self.pages[-1].spots:
                self._top -= self._above_heading
            units = [unit for unit, _, _ in boxes]
            filled = fill(units, self._room, self._count, overleaf=overleaf, whole=whole)
            low = self._room < _LOWEST or not filled.count
            if filled.count < len(boxes) and self.pages[-1].spots and low:
                self._next_page()
                continue
            self._draw_columns(boxes, filled)
            self.splits += filled.splits + (not boxes[0][0].heading)
            self.hole = max(self.hole, filled.hole)
            boxes = boxes[filled.count :]
            if boxes:
                self._next_page()

    def _units(self, sections: Sequence[Section]) -> Iterator[tuple[Unit, Box, str]]:
        for entry in sections:
            first, *rest = entry.rows
            opening = stack([heading(entry.title, self.setter, self.column), first])
            yield Unit(opening.height, self._above_heading, heading=True), opening, title_of(entry.title, self.setter)
            for row in rest:
                yield Unit(row.height, 0.0, loose=not entry.tied, elastic=isinstance(row, TreeRow)), row, ""

    def _draw_columns(self, boxes: Sequence[tuple[Unit, Box, str]], filled: Filled) -> None:
        for spot in filled.placed:
            _, box, title = boxes[spot.index]
            if isinstance(box, TreeRow):
                box = box.taller(spot.taller)
            self._add(box, self._left(spot.column), self._top - spot.offset, title)
        self.pages[-1].columns.append((self._top, self._top - filled.height))
        self._top -= filled.height

    def _left(self, column: int) -> float:
        return MARGIN + column * (self.column + GUTTER)

    def lines(self) -> tuple[float, ...]:
        """Return where the lines between columns stand."""
        return tuple(self._left(column) - GUTTER / 2 for column in range(1, self._count))


def sheet_imprint(layout: SheetLayout, sheet: Sheet, deck: Deck, blueprint: Blueprint) -> Imprint:
    """Return what stands around a sheet."""
    return imprint(sheet, deck, blueprint, layout.title)


def draw_sheet(
    canvas: Canvas, layout: SheetLayout, around: Imprint, key: str, level: int, folios: Sequence[str]
) -> None:
    """Draw the pages of a sheet. `key` is the name that links lead to, `level` its depth in the outline."""
    canvas.where = layout.title
    for number, (page, folio) in enumerate(zip(layout.pages, folios, strict=True), 1):
        frame = layout.frame_of(page)
        canvas.setPageSize((frame.width, frame.height))
        if number == 1:
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(around.title, key, level, closed=level > 0)
        frame.head(canvas, around, number)
        for top, bottom in page.columns:
            column_lines(canvas, layout.lines(), top, bottom)
        for place, spot in enumerate(page.spots):
            if spot.title:
                name = f"{key}-{number}-{place}"
                canvas.bookmarkHorizontal(name, 0, spot.top + 8)
                canvas.addOutlineEntry(spot.title, name, level + 1)
            spot.draw(canvas)
        frame.foot(canvas, around, folio, last=number == len(layout.pages))
        canvas.showPage()
