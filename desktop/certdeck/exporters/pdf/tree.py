"""Decision trees, indented: questions white, answers tinted with a heavier frame, labels on the elbows.

Each node is a row of its own that also draws the lines which pass it by, so that a tree may go on in the next column.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from certdeck.core.deck import TreeNode
from certdeck.exporters.pdf.boxes import LOOSEST, Box, Typesetter, stack
from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.ink import BORDER, MM, MUTED, TEXT, TINT, WHITE
from certdeck.exporters.pdf.operators import polygon
from certdeck.exporters.pdf.text import Lines, set_lines

_STEM: Final = 3 * MM
"""Distance of the line that leads down from the left edge of its question."""
_ARROW: Final = 3.6
_SHORTEST: Final = 8.6 * MM
_LONGEST: Final = 12 * MM
_WIDE: Final = 75 * MM
"""From this width of a column on there is room for longer labels beside the boxes."""
_LONGEST_WIDE: Final = 22 * MM
_GAP: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node hangs: its indent, the stems that pass it by, whether its own stem ends with it.

    `labels_beside` unless the labels of its question stand in the boxes.
    """

    indent: float
    passing: tuple[float, ...] = ()
    stem: float | None = None
    last: bool = True
    labels_beside: bool = True


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A node with the lines that lead to it and past it."""

    node: Box
    place: _Place
    label: Lines
    answer: bool
    width: float
    gap: float

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return self.gap + self.node.height

    def taller(self, by: float) -> "TreeRow":
        """Return the same node, hanging so much further below the one above it."""
        return replace(self, gap=self.gap + by)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the upper left corner at (`x`, `top`)."""
        bottom = top - self.height
        middle = bottom + self.node.height / 2
        canvas.setStrokeColor(BORDER)
        canvas.setLineWidth(0.7)
        for stem in self.place.passing:
            canvas.line(x + stem, top, x + stem, bottom)
        if self.place.stem is not None:
            self._elbow(canvas, x, (top, middle, bottom))
        self._frame(canvas, x + self.place.indent, bottom)
        self.node.draw(canvas, x + self.place.indent, top - self.gap)

    def _elbow(self, canvas: Canvas, x: float, heights: tuple[float, float, float]) -> None:
        top, middle, bottom = heights
        stem, end = x + (self.place.stem or 0.0), x + self.place.indent
        canvas.line(stem, top, stem, middle if self.place.last else bottom)
        canvas.line(stem, middle, end - _ARROW, middle)
        head = polygon([(end, middle), (end - _ARROW, middle + 0.5 * _ARROW), (end - _ARROW, middle - 0.5 * _ARROW)])
        canvas.setFillColor(BORDER)
        canvas.draw_path(head)
        self.label.draw(canvas, stem + 2.2, middle + self.label.height + 0.8)

    def _frame(self, canvas: Canvas, left: float, bottom: float) -> None:
        canvas.setFillColor(TINT if self.answer else WHITE)
        canvas.setStrokeColor(TEXT if self.answer else BORDER)
        canvas.setLineWidth(1.1 if self.answer else 0.7)
        canvas.roundRect(left, bottom, self.width - self.place.indent, self.node.height, 3.2, stroke=1, fill=1)


def tree_rows(root: TreeNode, setter: Typesetter, width: float) -> Iterator[TreeRow]:
    """Set a tree of `width`, the root first, each branch below its question."""
    yield from _node(root, "", _Place(0.0), setter, width)


def _node(node: TreeNode, label: str, place: _Place, setter: Typesetter, width: float) -> Iterator[TreeRow]:
    inside = "" if place.labels_beside else label
    box = _text(node, inside, setter, width - place.indent)
    shown = _set_label("" if inside else label, setter)
    yield TreeRow(box, place, shown, not node.branches, width, _GAP * min(setter.air, LOOSEST))
    stem = place.indent + _STEM
    own = () if place.last or place.stem is None else (place.stem,)
    step, labels_beside = _indent(node, setter, width)
    indent = place.indent + step
    for number, branch in enumerate(node.branches, 1):
        below = _Place(indent, (*place.passing, *own), stem, number == len(node.branches), labels_beside)
        yield from _node(branch.node, branch.label, below, setter, width)


def _set_label(label: str, setter: Typesetter) -> Lines:
    return set_lines(setter.inline(label, setter.inks.note.bold()), 1000, setter.inks.note.bold())


def _indent(node: TreeNode, setter: Typesetter, width: float) -> tuple[float, bool]:
    """Give the branches room for the longest label, within reason; where one is longer all go into their nodes."""
    widest = max((_set_label(branch.label, setter).width for branch in node.branches), default=0.0)
    needed = _STEM + widest + _ARROW + 2.8
    return (
        (max(_SHORTEST, needed), True)
        if needed <= (_LONGEST_WIDE if width >= _WIDE else _LONGEST)
        else (_SHORTEST, False)
    )


def _text(node: TreeNode, label: str, setter: Typesetter, width: float) -> Box:
    ink = setter.inks.row if node.branches else setter.inks.row.bold()
    inside = width - 5 * MM
    boxes: list[Box] = (
        [set_lines(setter.inline(label, setter.inks.note.bold()), inside, setter.inks.note.bold())] if label else []
    )
    boxes.append(set_lines(setter.inline(node.text, ink), inside, ink))
    if node.note:
        note = setter.inks.cell.coloured(MUTED)
        boxes.append(set_lines(setter.inline(node.note, note), inside, note))
    return setter.row((2.5 * MM, stack(boxes)), above=3.4, below=3.6)
