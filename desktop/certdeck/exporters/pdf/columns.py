"""Filling columns: which unit goes where, and how much room is left above the headings.

Pure arithmetic; every length is in points and counts downward from the top of the columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

COLUMNS: Final = 3
_SPLIT_COST: Final = 200.0
"""A block that goes on in the next column counts as much as this much more height."""
_ORPHAN_COST: Final = 80.0
"""A single row left behind or carried over counts as much as this much more height."""
_WIDEST_GAP: Final = 30.0
"""So far the gaps above headings grow to fill a page."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never split: its height, the gap above it unless it is first in its column; a heading begins a block."""

    height: float
    gap: float
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Unit number `index`, its top `offset` points below the top of column `column`."""

    index: int
    column: int
    offset: float


@dataclass(frozen=True, slots=True)
class Filled:
    """A page's share: the units placed, how far down the longest column reaches, and how many units it took."""

    placed: tuple[Placed, ...]
    height: float
    count: int


def fill(units: Sequence[Unit], room: float, *, last: bool = True) -> Filled:
    """Fill three columns of height `room` with as many of `units` as fit, in order.

    When all fit they are spread evenly, blocks whole where that does not cost much, and the room left over goes to the
    gaps above headings so that the columns end level; with `last` they may grow into the rest of the page. When not all
    fit, the columns are filled to the end. At least one unit is taken, even if it is taller than `room`.
    """
    columns = _balanced(units, room)
    if columns is not None:
        return _spread(units, columns, room if last else 0.0)
    return _spread(units, _greedy(units, room), room)


Range = tuple[int, int]


def _balanced(units: Sequence[Unit], room: float) -> tuple[Range, ...] | None:
    """Return the best way to spread all units over the columns, or None if they don't fit."""
    count = len(units)
    heights = _Heights(units)
    if heights.of(0, count) > COLUMNS * room:
        return None
    best: tuple[float, tuple[Range, ...]] | None = None
    for first in range(count + 1):
        if heights.of(0, first) > room:
            break
        for second in range(first, count + 1):
            columns = ((0, first), (first, second), (second, count))
            cost = _cost(units, heights, columns, room)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, columns
    return best[1] if best else None


def _cost(units: Sequence[Unit], heights: "_Heights", columns: tuple[Range, ...], room: float) -> float | None:
    reach = [heights.of(*column) for column in columns]
    if max(reach) > room:
        return None
    filled = [height for height in reach if height]
    return (
        max(reach)
        + 0.5 * (max(filled, default=0.0) - min(filled, default=0.0))
        + sum(_split_cost(units, start) for start, _ in columns[1:])
    )


def _split_cost(units: Sequence[Unit], start: int) -> float:
    if start >= len(units) or units[start].heading:
        return 0.0
    before = units[start - 1].heading
    after = start + 1 == len(units) or units[start + 1].heading
    return _SPLIT_COST + _ORPHAN_COST * (before + after)


def _greedy(units: Sequence[Unit], room: float) -> tuple[Range, ...]:
    heights = _Heights(units)
    columns: list[Range] = []
    start = 0
    for _ in range(COLUMNS):
        end = start
        while end < len(units) and (end == start or heights.of(start, end + 1) <= room):
            end += 1
        columns.append((start, end))
        start = end
    return tuple(columns)


class _Heights:
    """Heights of columns by prefix sums."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._gaps = [unit.gap for unit in units]
        self._sums = [0.0, *accumulate(unit.gap + unit.height for unit in units)]

    def of(self, start: int, end: int) -> float:
        """Return the height of a column of units `start` up to but without `end`."""
        return self._sums[end] - self._sums[start] - self._gaps[start] if end > start else 0.0


def _spread(units: Sequence[Unit], columns: tuple[Range, ...], room: float) -> Filled:
    heights = _Heights(units)
    target = _target(units, heights, columns, room)
    placed: list[Placed] = []
    for number, (start, end) in enumerate(columns):
        gaps = _gaps(units, start, end)
        extra = (target - heights.of(start, end)) / gaps if gaps else 0.0
        offset = 0.0
        for index in range(start, end):
            if index > start:
                offset += units[index].gap + (max(extra, 0.0) if units[index].heading else 0.0)
            placed.append(Placed(index, number, offset))
            offset += units[index].height
    return Filled(tuple(placed), target, columns[-1][1])


def _target(units: Sequence[Unit], heights: _Heights, columns: tuple[Range, ...], room: float) -> float:
    """Return where the columns shall end: level with the longest, or lower if no gap grows too wide by it."""
    longest = max(heights.of(*column) for column in columns)
    reachable = [
        heights.of(start, end) + _WIDEST_GAP * _gaps(units, start, end)
        for start, end in columns
        if _gaps(units, start, end)
    ]
    return max(longest, min(room, *reachable)) if reachable else longest


def _gaps(units: Sequence[Unit], start: int, end: int) -> int:
    return sum(1 for index in range(start + 1, end) if units[index].heading)
