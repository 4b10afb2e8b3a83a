"""Comparison tables over the full width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.deck import TableBlock
from certdeck.exporters.pdf.boxes import Box, Passage, Ruled, Typesetter
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.ink import MUTED, RULE, TINT
from certdeck.exporters.pdf.text import line_width, set_lines
from certdeck.exporters.pdf.widths import shared_widths

_SIDE: Final = 5.5
"""Room at both sides of a cell."""


@dataclass(frozen=True, slots=True)
class Shaded:
    """A box on a tint."""

    child: Box
    width: float

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return self.child.height

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        canvas.setFillColor(TINT)
        canvas.rect(x, top - self.height, self.width, self.height, stroke=0, fill=1)
        self.child.draw(canvas, x, top)


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table: the head, repeated on each page, and its rows; `fits` unless a word had to be parted."""

    title: str
    head: Box
    rows: tuple[Box, ...]
    fits: bool = True


def set_table(block: TableBlock, setter: Typesetter, width: float) -> SetTable:
    """Set a table of `width`; columns share it so that long texts get more and no word is parted."""
    head_ink = setter.inks.cell.bold().coloured(MUTED)
    head = [setter.passage(cell, head_ink) for cell in block.columns]
    first, others = setter.inks.cell.bold(), setter.inks.cell
    rows = [[setter.passage(cell, others if place else first) for place, cell in enumerate(row)] for row in block.rows]
    lefts, widths, fits = _columns([head, *rows], width)
    cells = zip(head, lefts, widths, strict=True)
    top = setter.row(
        *((left + _SIDE, set_lines(cell.words, room, head_ink)) for cell, left, room in cells), above=4, below=4.4
    )
    boxes = tuple(_rows(rows, setter, lefts, widths, width))
    return SetTable(block.title, Ruled(Shaded(top, width), width, top.height, RULE, 0.6), boxes, fits)


def _rows(
    rows: Sequence[Sequence[Passage]],
    setter: Typesetter,
    lefts: Sequence[float],
    widths: Sequence[float],
    width: float,
) -> Iterator[Box]:
    for number, row in enumerate(rows, 1):
        cells = ((left + _SIDE, setter.fitted(cell, room)) for cell, left, room in zip(row, lefts, widths, strict=True))
        box = setter.row(*cells, above=4, below=4.6)
        last = number == len(rows)
        yield Ruled(box, width, box.height, RULE, 0.6) if last else Ruled(box, width, box.height)


def _columns(rows: Sequence[Sequence[Passage]], width: float) -> tuple[list[float], list[float], bool]:
    """Return the left edge and the width of each column's text, and whether all words fit."""
    count = len(rows[0])
    longest = [max((word.width for row in rows for word in row[at].words), default=0.0) for at in range(count)]
    natural = [max(line_width(row[at].words) for row in rows) for at in range(count)]
    widths = shared_widths(longest, natural, width - 2 * _SIDE * count)
    lefts = [sum(widths[:at]) + 2 * _SIDE * at for at in range(count)]
    return lefts, widths, sum(longest) <= width - 2 * _SIDE * count
