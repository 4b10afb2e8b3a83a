"""Cards to cut out: a page of fronts, then a page of their backs, mirrored for the edge over which the paper turns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.richtext import RichText, plain
from certdeck.core.scheduling.faces import Face, faces_of
from certdeck.exporters.pdf.boxes import Box, Group, Typesetter
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.card_texts import back, front
from certdeck.exporters.pdf.document import About, Press, finished, page_size
from certdeck.exporters.pdf.fonts import Face as Letters
from certdeck.exporters.pdf.ink import DOMAINS, MM, MUTED, RULE, TEXT, WHITE, Ink, Inks
from certdeck.exporters.pdf.text import Lines, Setter
from certdeck.ports.exporting import Progress
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer
from certdeck.ports.printing import SMALLEST, CardBook, CardOptions, Duplex, Printout

EDGE: Final = 10 * MM
"""What most printers leave white; the crop marks stand in it."""
_SHORT_SIDE: Final = 2
"""Cards that stand beside one another along the paper's short edge."""
_INSIDE: Final = 5 * MM
_FOOT: Final = 4.5 * MM
_LARGEST: Final = 12.0
_STEP: Final = 0.5
_TALLEST: Final = 0.55
"""A picture takes at most this part of a card's height."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The places of the cards on a page: (0, 0) is the upper left one."""

    width: float
    height: float
    count: int
    duplex: Duplex
    shift: tuple[float, float] = (0.0, 0.0)

    @property
    def landscape(self) -> bool:
        """Whether the paper lies on its long edge."""
        return self.width > self.height

    @property
    def columns(self) -> int:
        """How many cards stand beside one another."""
        return self.count // _SHORT_SIDE if self.landscape else _SHORT_SIDE

    @property
    def rows(self) -> int:
        """How many cards stand below one another."""
        return self.count // self.columns

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a card."""
        return (self.width - 2 * EDGE) / self.columns, (self.height - 2 * EDGE) / self.rows

    def corner(self, place: int, *, reverse: bool = False) -> tuple[float, float]:
        """Return the upper left corner of card `place`; on the `reverse` it lies behind its front.

        Paper that is turned over an edge at its side changes left and right, over its upper edge top and bottom. Either
        way the back is read upright once the card is turned as the paper was.
        """
        row, column = divmod(place, self.columns)
        if reverse and self.duplex.is_side(landscape=self.landscape):
            column = self.columns - 1 - column
        elif reverse:
            row = self.rows - 1 - row
        across, down = self.cell
        right, below = self.shift if reverse else (0.0, 0.0)
        return EDGE + column * across + right * MM, self.height - EDGE - row * down - below * MM


@dataclass(frozen=True, slots=True)
class _Mark:
    """What tells where a card belongs: its domain's number on its colour, task statement and id."""

    domain: str
    colour: str
    words: str


def print_cards(
    book: CardBook,
    markup: Markup,
    math: MathRenderer | None,
    find: Callable[[str], Path | None],
    options: CardOptions,
    progress: Progress,
    press: Press,
) -> Printout:
    """Draw all faces of the cards of `book`, page by page. The same cards give the same bytes."""
    width, height = page_size(options)
    grid = Grid(width, height, options.count, options.duplex, options.shift)
    sides = _Sides(markup, math, find, grid, book.blueprint)
    about = About(
        f"{book.title} ({book.blueprint.code})", f"{book.blueprint.code} cards to cut out", book.deck.language
    )
    canvas = press.canvas((width, height), about, options.ink)
    faces = _counted(book, progress)
    pages = 0
    while some := list(islice(faces, options.count)):
        canvas.bookmarkPage(f"cards-{pages}")
        first = pages // 2 * options.count + 1
        canvas.addOutlineEntry(f"Cards {first} to {first + len(some) - 1}", f"cards-{pages}", 0)
        sides.fronts(canvas, some)
        sides.backs(canvas, some)
        pages += 2
    return finished(canvas, pages)


def _counted(book: CardBook, progress: Progress) -> Iterator[Face]:
    for number, card in enumerate(book.cards, 1):
        yield from faces_of(card)
        progress(number, book.total)


class _Sides:
    """Draws the two sides of a sheet of paper."""

    def __init__(
        self,
        markup: Markup,
        math: MathRenderer | None,
        find: Callable[[str], Path | None],
        grid: Grid,
        blueprint: Blueprint,
    ) -> None:
        self._markup = markup
        self._setter = Typesetter(markup, Setter(math), find=find)
        self._setter.tallest = grid.cell[1] * _TALLEST
        self._grid = grid
        self._blueprint = blueprint

    def fronts(self, canvas: Canvas, faces: Sequence[Face]) -> None:
        """Draw the page of the questions."""
        crop_marks(canvas, self._grid)
        for place, face in enumerate(faces):
            canvas.where = f"card {face.card.id}"
            self._card(canvas, self._grid.corner(place), front(self._markup, face), self._mark(face), bold=True)
        canvas.showPage()

    def backs(self, canvas: Canvas, faces: Sequence[Face]) -> None:
        """Draw the page of the answers."""
        for place, face in enumerate(faces):
            canvas.where = f"card {face.card.id}"
            corner = self._grid.corner(place, reverse=True)
            self._card(canvas, corner, back(self._markup, face), self._mark(face), bold=False)
        canvas.showPage()

    def _mark(self, face: Face) -> _Mark:
        coverage = face.card.coverage(self._blueprint.id)
        domain = self._blueprint.domain_of(coverage.task) if coverage else None
        if coverage is None or domain is None:
            return _Mark("", RULE, str(face.card.id))
        colour = DOMAINS[self._blueprint.domains.index(domain) % len(DOMAINS)]
        return _Mark(domain.id, colour, f"{self._blueprint.code}  {coverage.task}  {face.card.id}")

    def _card(self, canvas: Canvas, corner: tuple[float, float], text: RichText, mark: _Mark, *, bold: bool) -> None:
        x, top = corner
        across, down = self._grid.cell
        _draw_mark(canvas, mark, x + _INSIDE, top - down + _INSIDE - 2, across - 2 * _INSIDE)
        room = down - 2 * _INSIDE - _FOOT
        box = self._fitted(canvas, text, across - 2 * _INSIDE, room, bold=bold)
        # A question stands in the middle of its card, an answer begins at the top.
        drop = max(0.0, (room - box.height) / 2) if bold else 0.0
        box.draw(canvas, x + _INSIDE, top - _INSIDE - drop)

    def _fitted(self, canvas: Canvas, text: RichText, width: float, room: float, *, bold: bool) -> Box:
        """Set a side as large as it fits; one too long even for the smallest text ends with a mark."""
        size = _LARGEST if bold else _LARGEST - 2
        while True:
            box = self._setter.blocks(text, width, _ink(size, bold=bold))
            if box.height <= room:
                return box
            if size <= SMALLEST:
                canvas.report(f"the side that begins “{plain(text)[:40]}…” is too long; its end was left out")
                return _cut(box, room)
            size = max(SMALLEST, size - _STEP)


def _ink(size: float, *, bold: bool) -> Ink:
    ink = Inks().body
    return Ink(Letters.TEXT, size, round(size * 1.3, 2), ink.colour) if bold else Ink(Letters.TEXT, size, size * 1.28)


def _cut(box: Group, room: float) -> Group:
    """Return what of a box fits, line by line."""
    kept: list[tuple[float, float, Box]] = []
    for left, down, child in box.children:
        if down + child.height <= room:
            kept.append((left, down, child))
        elif isinstance(child, Lines):
            kept.append((left, down, child.within(room - down)))
        elif isinstance(child, Group):
            kept.append((left, down, _cut(child, room - down)))
    return Group(tuple(kept), room)


def _draw_mark(canvas: Canvas, mark: _Mark, x: float, bottom: float, width: float) -> None:
    canvas.setFont(Letters.TEXT.font, SMALLEST)
    left = x
    if mark.domain:
        canvas.setFillColor(mark.colour)
        canvas.roundRect(x, bottom - 2.4, 11, 10, 2, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        canvas.setFont(Letters.BOLD.font, SMALLEST)
        canvas.drawCentredString(x + 5.5, bottom, mark.domain)
        left = x + 15
    canvas.setFont(Letters.TEXT.font, SMALLEST)
    canvas.setFillColor(MUTED)
    words = mark.words
    while Letters.TEXT.width(words, SMALLEST) > width - (left - x):
        words = words[:-1]
    canvas.drawString(left, bottom, words)


def crop_marks(canvas: Canvas, grid: Grid) -> None:
    """Draw where to cut: short lines in the white edge, and faint ones between the cards."""
    across, down = grid.cell
    canvas.setLineWidth(0.4)
    for column in range(grid.columns + 1):
        x = EDGE + column * across
        canvas.setStrokeColor(TEXT)
        canvas.line(x, grid.height - EDGE + 2, x, grid.height - EDGE + 6 * MM)
        canvas.line(x, EDGE - 2, x, EDGE - 6 * MM)
        canvas.setStrokeColor(RULE)
        canvas.line(x, EDGE, x, grid.height - EDGE)
    for row in range(grid.rows + 1):
        y = EDGE + row * down
        canvas.setStrokeColor(TEXT)
        canvas.line(EDGE - 6 * MM, y, EDGE - 2, y)
        canvas.line(grid.width - EDGE + 2, y, grid.width - EDGE + 6 * MM, y)
        canvas.setStrokeColor(RULE)
        canvas.line(EDGE, y, grid.width - EDGE, y)
