"""Comparison tables over the full width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.deck import TableBlock
from certdeck.exporters.pdf.boxes import Box, Ruled, Typesetter
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.ink import MUTED, RULE, TINT, Ink
from certdeck.exporters.pdf.text import Word, line_width, set_lines

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
    words = [[setter.inline(cell, head_ink) for cell in block.columns]]
    words += [[setter.inline(cell, _ink(place, setter)) for place, cell in enumerate(row)] for row in block.rows]
    lefts, widths, fits = _columns(words, width)
    cells = zip(words[0], lefts, widths, strict=True)
    head = setter.row(
        *((left + _SIDE, set_lines(cell, room, head_ink)) for cell, left, room in cells), above=4, below=4.4
    )
    rows = tuple(_rows(block, setter, lefts, widths, width))
    return SetTable(block.title, Ruled(Shaded(head, width), width, head.height, RULE, 0.6), rows, fits)


def _rows(
    block: TableBlock, setter: Typesetter, lefts: Sequence[float], widths: Sequence[float], width: float
) -> Iterator[Box]:
    for number, row in enumerate(block.rows, 1):
        cells = (
            (left + _SIDE, setter.text(cell, room, _ink(place, setter)))
            for place, (cell, left, room) in enumerate(zip(row, lefts, widths, strict=True))
        )
        box = setter.row(*cells, above=4, below=4.6)
        last = number == len(block.rows)
        yield Ruled(box, width, box.height, RULE, 0.6) if last else Ruled(box, width, box.height)


def _ink(column: int, setter: Typesetter) -> Ink:
    return setter.inks.cell if column else setter.inks.cell.bold()


Words = Sequence[Sequence[Sequence[Word]]]


def _columns(rows: Words, width: float) -> tuple[list[float], list[float], bool]:
    """Return the left edge and the width of each column's text, and whether all words fit."""
    count = len(rows[0])
    longest = [max((word.width for row in rows for word in row[at]), default=0.0) for at in range(count)]
    natural = [max(line_width(row[at]) for row in rows) for at in range(count)]
    widths = shared_widths(longest, natural, width - 2 * _SIDE * count)
    lefts = [sum(widths[:at]) + 2 * _SIDE * at for at in range(count)]
    return lefts, widths, sum(longest) <= width - 2 * _SIDE * count


def shared_widths(least: Sequence[float], natural: Sequence[float], room: float) -> list[float]:
    """Share `room` among columns: each at least its longest word, more to those with more text.

    When even the longest words don't fit, they shrink in proportion.
    """
    if sum(least) >= room:
        return [room * width / sum(least) for width in least]
    # A column of twice the text needs more than twice the lines of a narrow one, but not twice its width.
    wishes = [max(wide - narrow, 0.0) ** 0.75 for wide, narrow in zip(natural, least, strict=True)]
    spare = room - sum(least)
    if not sum(wishes):
        return [narrow + spare / len(least) for narrow in least]
    return [narrow + spare * wish / sum(wishes) for narrow, wish in zip(least, wishes, strict=True)]
