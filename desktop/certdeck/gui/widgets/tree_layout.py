"""Where the boxes and arrows of a decision tree go: from left to right where there is room, else indented."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from certdeck.core.deck import TreeBranch, TreeNode

ROW_GAP: Final = 12.0
_LEAST_GAP: Final = 58.0
_MOST_GAP: Final = 200.0
_STEM: Final = 0.3
"""Share of the room between two columns at which an arrow turns."""
_INDENT: Final = 22.0
_LABEL_ROOM: Final = 44.0


@dataclass(frozen=True, slots=True)
class Measure:
    """How large things are, in pixels.

    The width of a node without line breaks, on two lines, and at its narrowest; its height at a width; a label's width.
    """

    natural: Callable[[TreeNode], float]
    snug: Callable[[TreeNode], float]
    least: Callable[[TreeNode], float]
    height: Callable[[TreeNode, float], float]
    label: Callable[[str], float]


@dataclass(frozen=True, slots=True)
class NodeBox:
    """A node and the rectangle it fills."""

    node: TreeNode
    area: QRectF


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one box to another by right angles; `label_at` is the middle of its label."""

    label: str
    points: tuple[QPointF, ...]
    label_at: QPointF


@dataclass(frozen=True, slots=True)
class TreeLayout:
    """All boxes and arrows, and the room they take."""

    boxes: tuple[NodeBox, ...]
    arrows: tuple[Arrow, ...]
    size: QSizeF


def lay_out(root: TreeNode, width: float, measure: Measure) -> TreeLayout:
    """Lay the tree out in `width` pixels: with a column for each step if all fit and that is lower, else indented."""
    indented = _Indented(measure, width).laid_out(root)
    gap = _LEAST_GAP + max((measure.label(branch.label) for branch in _branches(root)), default=0.0)
    columns = _column_widths(root, width - gap * (_depth(root) - 1), measure)
    if columns is None:
        return indented
    spare = width - gap * (len(columns) - 1) - sum(columns)
    if len(columns) > 1:
        gap = min(max(gap, _MOST_GAP), gap + spare / (len(columns) - 1))
    across = _Across(measure, columns, gap).laid_out(root)
    return across if across.size.height() <= indented.size.height() else indented


def least_width(root: TreeNode, measure: Measure) -> float:
    """Return the width below which the indented tree is cut."""
    return _Indented(measure, 0.0).least(root)


def _branches(node: TreeNode) -> Iterator[TreeBranch]:
    for branch in node.branches:
        yield branch
        yield from _branches(branch.node)


def _depth(node: TreeNode) -> int:
    return 1 + max((_depth(branch.node) for branch in node.branches), default=0)


def _column_of(node: TreeNode, depth: int, columns: int) -> int:
    return depth if node.branches else columns - 1


def _with_columns(node: TreeNode, columns: int, depth: int = 0) -> Iterator[tuple[int, TreeNode]]:
    yield _column_of(node, depth, columns), node
    for branch in node.branches:
        yield from _with_columns(branch.node, columns, depth + 1)


def _column_widths(root: TreeNode, room: float, measure: Measure) -> list[float] | None:
    """Return the widths of the columns inside `room`, or None when even the narrowest do not fit."""
    count = _depth(root)
    natural, snug, least = (_widest(root, count, width) for width in (measure.natural, measure.snug, measure.least))
    return _narrowed(natural, (snug, least), sum(natural) - room)


def _widest(root: TreeNode, count: int, width: Callable[[TreeNode], float]) -> list[float]:
    """Return for each column the largest `width` of its nodes."""
    widest = [0.0] * count
    for column, node in _with_columns(root, count):
        widest[column] = max(widest[column], width(node))
    return widest


def _narrowed(widths: list[float], floors: Sequence[list[float]], missing: float) -> list[float] | None:
    """Take `missing` pixels from the columns, as far as each floor in turn; None when that is not enough.

    At each floor questions give first: they read well on two lines.
    """
    for floor in floors:
        for some in (slice(0, -1), slice(-1, None)):
            give = [max(0.0, wide - narrow) for wide, narrow in zip(widths[some], floor[some], strict=True)]
            share = min(1.0, max(0.0, missing) / sum(give)) if sum(give) else 0.0
            missing -= share * sum(give)
            widths[some] = [wide - given * share for wide, given in zip(widths[some], give, strict=True)]
    return widths if missing <= 0 else None


@dataclass(slots=True)
class _Across:
    """From left to right: each node in the middle of what hangs on it."""

    measure: Measure
    columns: list[float]
    gap: float
    boxes: list[NodeBox] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)

    def laid_out(self, root: TreeNode) -> TreeLayout:
        """Place everything below `root`."""
        self._place(root, 0, 0.0)
        width = sum(self.columns) + self.gap * (len(self.columns) - 1)
        return TreeLayout(tuple(self.boxes), tuple(self.arrows), QSizeF(width, self._band(root, 0)))

    def _place(self, node: TreeNode, depth: int, top: float) -> QRectF:
        band, children = self._band(node, depth), self._children(node, depth)
        below = top + (band - children) / 2
        targets: list[tuple[str, QRectF]] = []
        for branch in node.branches:
            targets.append((branch.label, self._place(branch.node, depth + 1, below)))
            below += self._band(branch.node, depth + 1) + ROW_GAP
        middle = top + band / 2
        if targets:
            middle = (targets[0][1].center().y() + targets[-1][1].center().y()) / 2
        area = self._area(node, depth, middle, top, top + band)
        self.boxes.append(NodeBox(node, area))
        self.arrows += [self._arrow(label, area, target) for label, target in targets]
        return area

    def _area(self, node: TreeNode, depth: int, middle: float, top: float, bottom: float) -> QRectF:
        column = _column_of(node, depth, len(self.columns))
        height = self._height(node, depth)
        above = min(max(middle - height / 2, top), bottom - height)
        return QRectF(self._left(column), round(above), self.columns[column], height)

    def _arrow(self, label: str, start: QRectF, end: QRectF) -> Arrow:
        turn = round(start.right() + self.gap * _STEM)
        begin, stop = QPointF(start.right(), start.center().y()), QPointF(end.left(), end.center().y())
        points = (begin, QPointF(turn, begin.y()), QPointF(turn, stop.y()), stop)
        return Arrow(label, points, QPointF((turn + start.right() + self.gap) / 2, stop.y()))

    def _left(self, column: int) -> float:
        return sum(self.columns[:column]) + self.gap * column

    def _height(self, node: TreeNode, depth: int) -> float:
        return self.measure.height(node, self.columns[_column_of(node, depth, len(self.columns))])

    def _children(self, node: TreeNode, depth: int) -> float:
        heights = [self._band(branch.node, depth + 1) for branch in node.branches]
        return sum(heights) + ROW_GAP * max(0, len(heights) - 1)

    def _band(self, node: TreeNode, depth: int) -> float:
        """Return the height of `node` with everything that hangs on it."""
        return max(self._height(node, depth), self._children(node, depth))


@dataclass(slots=True)
class _Indented:
    """From top to bottom: what hangs on a node stands below it, moved to the right."""

    measure: Measure
    width: float
    boxes: list[NodeBox] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)

    def laid_out(self, root: TreeNode) -> TreeLayout:
        """Place everything below `root`."""
        bottom = self._place(root, 0.0, 0.0)
        return TreeLayout(tuple(self.boxes), tuple(self.arrows), QSizeF(self.width, bottom))

    def least(self, node: TreeNode) -> float:
        """Return the least width of the tree below `node`."""
        inner = (self._step(node) + self.least(branch.node) for branch in node.branches)
        return max((self.measure.least(node), *inner))

    def _place(self, node: TreeNode, left: float, top: float) -> float:
        """Place the tree below `node` and return its lower edge."""
        width = min(self.measure.natural(node), max(self.measure.least(node), self.width - left))
        area = QRectF(left, top, width, self.measure.height(node, width))
        self.boxes.append(NodeBox(node, area))
        bottom, step = area.bottom(), self._step(node)
        for branch in node.branches:
            target = QPointF(left + step, bottom + ROW_GAP)
            bottom = self._place(branch.node, target.x(), target.y())
            self.arrows.append(self._arrow(branch, area, target))
        return bottom

    def _arrow(self, branch: TreeBranch, start: QRectF, target: QPointF) -> Arrow:
        width = min(self.measure.natural(branch.node), max(self.measure.least(branch.node), self.width - target.x()))
        middle = target.y() + self.measure.height(branch.node, width) / 2
        turn = start.left() + _INDENT
        points = (QPointF(turn, start.bottom()), QPointF(turn, middle), QPointF(target.x(), middle))
        return Arrow(branch.label, points, QPointF((turn + target.x()) / 2, middle))

    def _step(self, node: TreeNode) -> float:
        return _INDENT + _LABEL_ROOM + max((self.measure.label(branch.label) for branch in node.branches), default=0.0)
