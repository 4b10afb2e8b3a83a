"""Laying a sheet out on pages and drawing it."""

import io
from collections.abc import Iterator, Sequence
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Deck, Sheet, TableBlock
from certdeck.exporters.pdf.blocks import Section, exam_and_today, heading, section, title_of
from certdeck.exporters.pdf.boxes import Box, Typesetter, stack
from certdeck.exporters.pdf.columns import COLUMNS, Filled, Unit, fill
from certdeck.exporters.pdf.document import SIZES, About, Page, Printed, Spot, open_canvas
from certdeck.exporters.pdf.ink import GUTTER, HEADING, MARGIN, MM
from certdeck.exporters.pdf.page import Frame, Imprint, column_lines, footnote, imprint
from certdeck.exporters.pdf.table import SetTable, set_table
from certdeck.exporters.pdf.text import Setter
from certdeck.ports.exporting import Paper
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer

_ABOVE_HEADING: Final = 14.0
_ABOVE_TABLE: Final = 12.0
_AIR: Final = (1.0, 0.8, 0.6)
_LOWEST: Final = 40 * MM
"""With less room than this on a page, columns begin on the next one unless they fit."""


class SheetLayout:
    """Lays out one sheet with a share of the usual `air`; the pages grow as blocks are placed."""

    def __init__(self, sheet: Sheet, markup: Markup, math: MathRenderer | None, paper: Paper, air: float = 1.0) -> None:
        setter = Setter(math)
        width, height = SIZES[paper]
        self.setter = Typesetter(markup, setter, air)
        self.frame = Frame(width, height, footnote(sheet, setter, width - 2 * MARGIN))
        self.column = (self.frame.inner - (COLUMNS - 1) * GUTTER) / COLUMNS
        self.pages = [Page()]
        self.splits = 0
        self._top = self.frame.top(1)
        self._place(sheet)

    def _place(self, sheet: Sheet) -> None:
        """Place tables first, over the full width, then everything else in columns; each in the author's order."""
        for block in sheet.blocks:
            if isinstance(block, TableBlock):
                self._table(set_table(block, self.setter, self.frame.inner))
        others = (block for block in sheet.blocks if not isinstance(block, TableBlock))
        sections = [section(block, self.setter, self.column) for block in others]
        note = exam_and_today(sheet, self.setter, self.column)
        self._columns([*sections, note] if note else sections)

    @property
    def _room(self) -> float:
        return self._top - self.frame.bottom

    @property
    def _above_heading(self) -> float:
        return _ABOVE_HEADING * self.setter.air

    def _next_page(self) -> None:
        self.pages.append(Page())
        self._top = self.frame.top(len(self.pages))

    def _add(self, box: Box, x: float, top: float, title: str = "") -> None:
        # What is taller than a whole page is made smaller rather than cut off.
        scale = min(1.0, (top - self.frame.bottom) / max(box.height, 1.0)) if not self._fits_a_page(box) else 1.0
        self.pages[-1].spots.append(Spot(box, x, top, title, scale))

    def _fits_a_page(self, box: Box) -> bool:
        return box.height <= self.frame.top(2) - self.frame.bottom

    def _table(self, table: SetTable) -> None:
        title = self.setter.line(table.title, self.frame.inner, HEADING)
        opening = stack([title, table.head], gap=4)
        if self.pages[-1].spots:
            self._top -= _ABOVE_TABLE * self.setter.air
        if self.pages[-1].spots and opening.height + table.rows[0].height > self._room:
            self._next_page()
        self._stand(opening, title_of(table.title, self.setter))
        for row in table.rows:
            if row.height > self._room:
                self._next_page()
                self._stand(table.head)
            self._stand(row)

    def _stand(self, box: Box, title: str = "") -> None:
        self._add(box, MARGIN, self._top, title)
        self._top -= box.height

    def _columns(self, sections: Sequence[Section]) -> None:
        boxes = list(self._units(sections))
        while boxes:
            if self.pages[-1].spots:
                self._top -= self._above_heading
            filled = fill([unit for unit, _, _ in boxes], self._room)
            if filled.count < len(boxes) and self.pages[-1].spots and self._room < _LOWEST:
                self._next_page()
                continue
            self._draw_columns(boxes, filled)
            self.splits += filled.splits
            boxes = boxes[filled.count :]
            if boxes:
                self._next_page()

    def _units(self, sections: Sequence[Section]) -> Iterator[tuple[Unit, Box, str]]:
        for entry in sections:
            first, *rest = entry.rows
            opening = stack([heading(entry.title, self.setter, self.column), first])
            yield Unit(opening.height, self._above_heading, heading=True), opening, title_of(entry.title, self.setter)
            for row in rest:
                yield Unit(row.height, 0.0), row, ""

    def _draw_columns(self, boxes: Sequence[tuple[Unit, Box, str]], filled: Filled) -> None:
        for spot in filled.placed:
            _, box, title = boxes[spot.index]
            self._add(box, self._left(spot.column), self._top - spot.offset, title)
        self.pages[-1].columns.append((self._top, self._top - filled.height))
        self._top -= filled.height

    def _left(self, column: int) -> float:
        return MARGIN + column * (self.column + GUTTER)

    def lines(self) -> tuple[float, ...]:
        """Return where the lines between columns stand."""
        return tuple(self._left(column) - GUTTER / 2 for column in range(1, COLUMNS))


def best_layout(sheet: Sheet, markup: Markup, math: MathRenderer | None, paper: Paper) -> SheetLayout:
    """Lay `sheet` out on as few pages and with as few blocks split as may be; the more air the better."""
    layouts = (SheetLayout(sheet, markup, math, paper, air) for air in _AIR)
    best = next(layouts)
    for layout in layouts:
        if (len(best.pages), best.splits) == (1, 0):
            break
        best = min(best, layout, key=lambda entry: (len(entry.pages), entry.splits))
    return best


def print_sheet(layout: SheetLayout, sheet: Sheet, deck: Deck, blueprint: Blueprint) -> Printed:
    """Draw the pages of `layout` as a PDF. The same sheet gives the same bytes."""
    around = imprint(sheet, deck, blueprint, title_of(sheet.title, layout.setter))
    target = io.BytesIO()
    canvas = open_canvas(target, layout.frame.width, layout.frame.height, _about(around, deck))
    canvas.bookmarkPage("sheet")
    canvas.addOutlineEntry(around.title, "sheet", 0)
    for number, page in enumerate(layout.pages, 1):
        _draw_page(canvas, layout, page, around, number)
    canvas.save()
    return Printed(target.getvalue(), len(layout.pages))


def _about(around: Imprint, deck: Deck) -> About:
    title = f"{around.title} ({around.exam.partition(' ')[0]})"
    return About(title, " ".join(f"{around.exam} {around.task}".split()), deck.language)


def _draw_page(canvas: Canvas, layout: SheetLayout, page: Page, around: Imprint, number: int) -> None:
    layout.frame.draw(canvas, around, number, len(layout.pages))
    for top, bottom in page.columns:
        column_lines(canvas, layout.lines(), top, bottom)
    for place, spot in enumerate(page.spots):
        if spot.title:
            key = f"block-{number}-{place}"
            canvas.bookmarkHorizontal(key, 0, spot.top + 8)
            canvas.addOutlineEntry(spot.title, key, 1)
        spot.draw(canvas)
    canvas.showPage()
