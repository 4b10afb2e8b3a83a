"""Boxes: what is measured first and drawn later, always as a whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from certdeck.core.richtext import (
    Block,
    CodeBlock,
    CoveredPicture,
    Heading,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Table,
    Tree,
    tree_lines,
)
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.ink import HAIRLINE, Ink, Inks
from certdeck.exporters.pdf.picture import PictureBox, picture_size
from certdeck.exporters.pdf.text import (
    Figure,
    Setter,
    Word,
    broken_formula,
    line_width,
    plain_words,
    set_lines,
    stand_in,
)
from certdeck.exporters.pdf.widths import shared_widths
from certdeck.ports.markup import Markup

LOOSEST: Final = 1.8
"""Rows of tables, facts and trees get no more than this share of the usual room: with more they fall apart."""


class Box(Protocol):
    """Something of a known height in points."""

    @property
    def height(self) -> float:
        """How far it reaches down."""
        ...

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        ...


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes at their places: each with its distance from the left and from the top."""

    children: tuple[tuple[float, float, Box], ...]
    height: float

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        for left, down, child in self.children:
            child.draw(canvas, x + left, top - down)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A box with a line `weight` thick at its lower edge."""

    child: Box
    width: float
    height: float
    colour: str = HAIRLINE
    weight: float = 0.35

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        self.child.draw(canvas, x, top)
        canvas.setStrokeColor(self.colour)
        canvas.setLineWidth(self.weight)
        canvas.line(x, top - self.height, x + self.width, top - self.height)


@dataclass(frozen=True, slots=True)
class FigureBox:
    """A formula on a line of its own."""

    figure: Figure

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return self.figure.ascent + self.figure.depth

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        self.figure.draw(canvas, x, top - self.figure.ascent)


def stack(
    boxes: Iterable[Box], *, gap: float = 0.0, before: float = 0.0, after: float = 0.0, left: float = 0.0
) -> Group:
    """Put `boxes` below one another, `gap` apart, with room `before` the first and `after` the last."""
    children: list[tuple[float, float, Box]] = []
    down = before
    for box in boxes:
        if children:
            down += gap
        children.append((left, down, box))
        down += box.height
    return Group(tuple(children), down + after)


def beside(*columns: tuple[float, Box], before: float = 0.0, after: float = 0.0) -> Group:
    """Put boxes beside one another, each at its distance from the left, with room `before` and `after`."""
    height = max((box.height for _, box in columns), default=0.0)
    return Group(tuple((left, before, box) for left, box in columns), before + height + after)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in one ink that is not set to a width yet; `words` are its words as they stand on one line."""

    blocks: RichText
    words: tuple[Word, ...]
    ink: Ink


class Typesetter:
    """Sets Markdown into boxes of a given width, in `inks`. `air` is the share of the usual room around rows."""

    tallest = 1000.0
    """Points beyond which a picture is made smaller."""

    def __init__(
        self,
        markup: Markup,
        setter: Setter,
        air: float = 1.0,
        inks: Inks | None = None,
        find: Callable[[str], Path | None] | None = None,
    ) -> None:
        self.air = air
        self._find = find
        self.inks = inks or Inks()
        self._markup = markup
        self._setter = setter

    def with_inks(self, inks: Inks) -> "Typesetter":
        """Return one that sets in other inks."""
        return Typesetter(self._markup, self._setter, self.air, inks, self._find)

    def row(self, *columns: tuple[float, Box], above: float, below: float, loosest: float = LOOSEST) -> Group:
        """Put boxes beside one another as a row with its share, `loosest` at most, of the room `above` and `below`."""
        air = min(self.air, loosest)
        return beside(*columns, before=above * air, after=below * air)

    def read(self, text: str) -> RichText:
        """Read Markdown."""
        return self._markup.read(text)

    def passage(self, text: str, ink: Ink) -> Passage:
        """Read a text once, to be measured and set later."""
        blocks = self.read(text)
        return Passage(blocks, self._inline(text, blocks, ink), ink)

    def fitted(self, passage: Passage, width: float) -> Box:
        """Set a passage to a width."""
        if len(passage.blocks) == 1 and isinstance(passage.blocks[0], Paragraph):
            return set_lines(passage.words, width, passage.ink)
        return self._blocks(passage.blocks, width, passage.ink, ())

    def inline(self, text: str, ink: Ink) -> tuple[Word, ...]:
        """Return the words of a short text, with room after them; one that looks like a list or heading is plain."""
        return self._inline(text, self.read(text), ink)

    def _inline(self, text: str, blocks: RichText, ink: Ink) -> tuple[Word, ...]:
        paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
        if len(paragraphs) < len(blocks):
            return _spaced(plain_words(text, ink), ink)
        return tuple(word for block in paragraphs for word in _spaced(self._setter.words(block.spans, ink), ink))

    def text(self, text: str, width: float, ink: Ink, *, before: tuple[Word, ...] = ()) -> Group:
        """Set a whole text; the words `before` open its first paragraph."""
        return self._blocks(self.read(text), width, ink, before)

    def blocks(self, text: RichText, width: float, ink: Ink) -> Group:
        """Set a text that was read before."""
        return self._blocks(text, width, ink, ())

    def line(self, text: str, width: float, ink: Ink, *, right: bool = False) -> Box:
        """Set a short text, flush left or right."""
        return set_lines(self.inline(text, ink), width, ink, right=right)

    def formula(self, latex: str, width: float, ink: Ink) -> Box:
        """Draw a formula, or set its source where it can't be drawn."""
        figure = self._setter.figure(latex, ink, display=True)
        if figure is None:
            return set_lines(broken_formula(latex, ink), width, ink)
        return FigureBox(figure.within(width))

    def _blocks(self, blocks: RichText, width: float, ink: Ink, before: tuple[Word, ...]) -> Group:
        boxes: list[Box] = []
        if before and not (blocks and isinstance(blocks[0], Paragraph)):
            boxes.append(set_lines(before, width, ink))
            before = ()
        for block in blocks:
            boxes.extend(self._block(block, width, ink, before))
            before = ()
        return stack(boxes, gap=0.35 * ink.leading)

    def _block(self, block: Block, width: float, ink: Ink, before: tuple[Word, ...]) -> tuple[Box, ...]:
        match block:
            case Paragraph(spans):
                return (set_lines((*before, *self._setter.words(spans, ink)), width, ink),)
            case Heading(_, spans):
                return (set_lines(self._setter.words(spans, ink.bold()), width, ink),)
            case CodeBlock(text):
                lines = (plain_words(line.replace(" ", "\u00a0") or "\u00a0", ink.code()) for line in text.split("\n"))
                return (stack(set_lines(words, width, ink) for words in lines),)
            case Quote(inner):
                return (stack([self._blocks(inner, width - ink.size, ink, ())], left=ink.size),)
            case Listing():
                return (self._listing(block, width, ink),)
            case Table():
                return (self._table(block, width, ink),)
            case Tree(root):
                return tuple(set_lines(plain_words(line, ink), width, ink) for line in tree_lines(root))
            case CoveredPicture():
                return (self._picture(block, width, ink),)
            case Rule():
                return ()

    def _picture(self, picture: CoveredPicture, width: float, ink: Ink) -> Box:
        file = self._find(picture.name) if self._find is not None else None
        size = picture_size(file) if file is not None else None
        if file is None or size is None:
            return set_lines(
                stand_in(picture.description, f"the picture {picture.name} can't be read", ink), width, ink
            )
        return PictureBox.fitted(file, size, picture.masks, width, self.tallest)

    def _table(self, table: Table, width: float, ink: Ink) -> Box:
        """Set a table within a text: the head in bold, and so the row that answers the question."""
        rows = [[self._setter.words(cell, ink.bold()) for cell in table.head]]
        for place, row in enumerate(table.rows):
            own = ink.bold() if place == table.marked else ink
            rows.append([self._setter.words(cell, own) for cell in row])
        columns = list(zip(*rows, strict=True))
        longest = [max((word.width for words in column for word in words), default=0.0) for column in columns]
        natural = [max(line_width(words) for words in column) for column in columns]
        widths = shared_widths(longest, natural, width - ink.size * (len(columns) - 1))
        lefts = [sum(widths[:at]) + ink.size * at for at in range(len(columns))]
        lines: list[Box] = []
        for number, texts in enumerate(rows, 1):
            cells = zip(lefts, texts, widths, strict=True)
            line = beside(
                *((left, set_lines(words, room, ink)) for left, words, room in cells), before=1.2, after=0.15 * ink.size
            )
            lines.append(Ruled(line, width, line.height) if number < len(rows) else line)
        return stack(lines)

    def _listing(self, listing: Listing, width: float, ink: Ink) -> Group:
        indent = 1.5 * ink.size if listing.ordered else ink.size
        rows: list[Box] = []
        for place, entry in enumerate(listing.entries):
            mark = set_lines(plain_words(listing.number(place) if listing.ordered else "•", ink), indent, ink)
            rows.append(beside((0.0, mark), (indent, self._blocks(entry, width - indent, ink, ()))))
        return stack(rows)


def _spaced(words: tuple[Word, ...], ink: Ink) -> tuple[Word, ...]:
    if not words or words[-1].space:
        return words
    return (*words[:-1], replace(words[-1], space=ink.face.width(" ", ink.size)))
