"""Several sheets as one document: contents, outline, page labels, and links between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Sheet
from certdeck.exporters.pdf.boxes import Box, Ruled, stack
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.columns import Unit, fill
from certdeck.exporters.pdf.document import About, Press, finished, page_size
from certdeck.exporters.pdf.fitting import best_layout
from certdeck.exporters.pdf.ink import BODY, GUTTER, HEADING, LINK, MARGIN, MUTED, NOTE, ROW, TEXT, Ink
from certdeck.exporters.pdf.page import Frame, Imprint, footer_words
from certdeck.exporters.pdf.sheet import SheetLayout, draw_sheet, sheet_imprint
from certdeck.exporters.pdf.text import Lines, plain_words, set_lines
from certdeck.ports.exporting import Progress
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer
from certdeck.ports.printing import PrintOptions, Printout, SheetBook

_COLUMNS: Final = (2, 3)
"""Columns of the contents; more of them where that saves a page."""
_ABOVE_GROUP: Final = 12.0
_BEFORE_NUMBER: Final = 5.0
_LONGEST_GROUP: Final = 20
"""More sheets of one task statement than this may be parted."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of a book: its layout, where it belongs, and the page on which it begins."""

    sheet: Sheet
    layout: SheetLayout
    domain: str
    task: str
    first: int

    @property
    def key(self) -> str:
        """The name that links lead to."""
        return f"sheet-{self.sheet.id}"


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: the title of a sheet and its page, both to be clicked. A long title takes two lines."""

    title: Lines
    page: int
    key: str
    width: float
    ink: Ink = ROW

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return self.title.height + 2

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        self.title.draw(canvas, x, top)
        canvas.setFont(self.ink.face.font, self.ink.size)
        canvas.setFillColor(MUTED)
        last = self.title.lines[-1]
        canvas.drawRightString(x + self.width, top - self.title.height + last.height - last.drop, str(self.page))
        area = (x, top - self.height, x + self.width, top)
        canvas.linkRect("", self.key, area, relative=0, thickness=0)


def print_book(
    book: SheetBook,
    markup: Markup,
    math: MathRenderer | None,
    options: PrintOptions,
    progress: Progress,
    press: Press,
) -> Printout:
    """Lay out and draw the sheets of `book`. The same sheets give the same bytes."""
    parts = _parts(book, markup, math, options, progress)
    several = len(parts) > 1
    contents = _contents(book, parts, options) if several else ()
    pages = sum(len(part.layout.pages) for part in parts)
    canvas = press.canvas(page_size(options), _about(book, parts), options.ink)
    if several:
        _draw_contents(canvas, book, contents, options)
        canvas.addPageLabel(len(contents), "ARABIC", 1)
    seen: set[str] = set()
    for number, part in enumerate(parts):
        around = sheet_imprint(part.layout, part.sheet, book.deck, book.blueprint)
        if several:
            _open_outline(canvas, part, seen)
        folios = [f"page {part.first + at} of {pages}" for at in range(len(part.layout.pages))]
        draw_sheet(canvas, part.layout, around, part.key, 2 if several else 0, folios)
        progress(len(parts) + number + 1, 2 * len(parts))
    problems = [problem for part in parts for problem in part.layout.problems]
    return finished(canvas, len(contents) + pages, problems)


def _parts(
    book: SheetBook, markup: Markup, math: MathRenderer | None, options: PrintOptions, progress: Progress
) -> list[Part]:
    parts: list[Part] = []
    first = 1
    for number, sheet in enumerate(book.sheets, 1):
        layout = best_layout(sheet, markup, math, options)
        parts.append(Part(sheet, layout, *_place(sheet, book.blueprint), first))
        first += len(layout.pages)
        progress(number, 2 * len(book.sheets))
    return parts


def _place(sheet: Sheet, blueprint: Blueprint) -> tuple[str, str]:
    """Return domain and task statement of a sheet, as the contents and the outline name them."""
    coverage = sheet.coverage(blueprint.id)
    task = blueprint.task(coverage.task) if coverage else None
    domain = blueprint.domain_of(task.id) if task else None
    if task is None or domain is None:
        return "Other sheets", "Not in this exam"
    return f"{domain.id}  {domain.title}", f"{task.id}  {task.short}"


def _about(book: SheetBook, parts: Sequence[Part]) -> About:
    code = book.blueprint.code
    if len(parts) == 1:
        around = sheet_imprint(parts[0].layout, parts[0].sheet, book.deck, book.blueprint)
        return About(f"{around.title} ({code})", " ".join(f"{around.exam} {around.task}".split()), book.deck.language)
    return About(f"{book.title} ({code})", f"{code} {book.title}", book.deck.language)


def _open_outline(canvas: Canvas, part: Part, seen: set[str]) -> None:
    """Add the domain and the task statement that begin with this sheet."""
    for level, name in enumerate((part.domain, f"{part.domain}/{part.task}")):
        if name not in seen:
            seen.add(name)
            key = f"part-{len(seen)}"
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(name.rpartition("/")[2], key, level, closed=level > 0)


# --- Contents


def _contents(
    book: SheetBook, parts: Sequence[Part], options: PrintOptions
) -> tuple[list[tuple[float, float, Box]], ...]:
    """Return the boxes of each page of the contents as (distance from the left margin, offset, box)."""
    width, height = page_size(options)
    frame = Frame(width, height, set_lines((), width, NOTE))
    return min((_contents_in(count, parts, frame) for count in _COLUMNS), key=len)


def _contents_in(count: int, parts: Sequence[Part], frame: Frame) -> tuple[list[tuple[float, float, Box]], ...]:
    column = (frame.inner - (count - 1) * GUTTER) / count
    boxes = list(_groups(parts, column))
    units = [Unit(box.height, _ABOVE_GROUP, heading=True) for box in boxes]
    pages: list[list[tuple[float, float, Box]]] = []
    while units:
        room = frame.top(len(pages) + 1) - frame.bottom
        filled = fill(units, room, count, in_order=True, loosest=0.0)
        pages.append([(spot.column * (column + GUTTER), spot.offset, boxes[spot.index]) for spot in filled.placed])
        units, boxes = units[filled.count :], boxes[filled.count :]
    return tuple(pages)


def _groups(parts: Sequence[Part], width: float) -> Iterator[Box]:
    """Set the contents by task statement, so that none is parted from its sheets; only a very long one is."""
    room = width - ROW.face.width(str(parts[-1].first), ROW.size) - _BEFORE_NUMBER
    groups = groupby(parts, key=lambda part: (part.domain, part.task))
    domain = ""
    for (begun, task), entries in groups:
        lines: list[Box] = [_titled(task, width)]
        if begun != domain:
            lines.insert(0, _headed(begun, width))
            domain = begun
        for part in entries:
            if len(lines) > _LONGEST_GROUP:
                yield stack(lines)
                lines = []
            title = set_lines(plain_words(part.layout.title, ROW.coloured(LINK)), room, ROW)
            lines.append(ContentsLine(title, part.first, part.key, width))
        yield stack(lines)


def _headed(domain: str, width: float) -> Box:
    title = stack([set_lines(plain_words(domain, HEADING), width, HEADING)], after=2.5)
    return stack([Ruled(title, width, title.height, TEXT, 0.9)], after=3)


def _titled(task: str, width: float) -> Box:
    return stack([set_lines(plain_words(task, BODY.bold()), width, BODY)], before=3, after=1)


def _draw_contents(
    canvas: Canvas, book: SheetBook, pages: Sequence[Sequence[tuple[float, float, Box]]], options: PrintOptions
) -> None:
    width, height = page_size(options)
    frame = Frame(width, height, set_lines((), width, NOTE))
    around = Imprint(
        book.title, book.blueprint.code, _counted(len(book.sheets)), footer_words(book.deck, book.blueprint), TEXT
    )
    canvas.bookmarkPage("contents")
    canvas.addOutlineEntry("Contents", "contents", 0)
    canvas.addPageLabel(0, "ROMAN_LOWER", 1)
    for number, page in enumerate(pages, 1):
        frame.head(canvas, around, number)
        for left, offset, box in page:
            box.draw(canvas, MARGIN + left, frame.top(number) - offset)
        frame.foot(canvas, around, "contents", last=False)
        canvas.showPage()


def _counted(count: int) -> str:
    return f"{count} sheets"
