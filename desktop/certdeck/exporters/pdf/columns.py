"""Filling columns: which unit goes where, and how much room is left above the headings.

Pure arithmetic; every length is in points and counts downward from the top of the columns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations_with_replacement, pairwise
from typing import Final

COLUMNS: Final = 3
_MOST_BLOCKS: Final = 10
"""Up to this many blocks every way to share them out is looked at."""
_INVERSION_COST: Final = 6.0
"""Two blocks in another order than the author's count as much as gaps this much wider."""
_ORPHAN_COST: Final = 80.0
"""A single row left behind or carried over counts as much as this much more height."""
_TORN_COST: Final = 200.0
"""A block whose rows hang together, such as a tree, is worth a good deal of height not to be split."""
_WIDEST_GAP: Final = 30.0
"""So far the gaps above headings grow to fill a page."""
_LOOSE: Final = 5.0
"""So far rows move apart when gaps above headings can't grow any more."""
_ELASTIC: Final = 7.0
"""So far a row that stays tied to the one above it grows upward then."""
_MOST_BLANK: Final = 0.3
"""A block that is no tree is split rather than leave more than this share of a column blank."""
_TORN: Final = 44.0
"""So far they grow to end level with a longer column; with more room the column ends above it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never split: its height, the gap above it unless it is first in its column; a heading begins a block.

    A `loose` one may stand a little lower than that where its column would end above the others, and is no great loss
    to part from the rows above it. An `elastic` one may get a little taller there instead.
    """

    height: float
    gap: float
    heading: bool = False
    loose: bool = False
    elastic: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Unit number `index`, its top `offset` points below the top of column `column`, and `taller` than it was."""

    index: int
    column: int
    offset: float
    taller: float = 0.0


@dataclass(frozen=True, slots=True)
class Filled:
    """A page's share: the units placed, how far down the columns reach, how many units it took, blocks split in it.

    `hole` is how far above the others the shortest column ends.
    """

    placed: tuple[Placed, ...]
    height: float
    count: int
    splits: int
    hole: float = 0.0


Column = tuple[int, ...]
"""The units of a column, by index, from top to bottom."""
Columns = tuple[Column, ...]


def fill(
    units: Sequence[Unit],
    room: float,
    count: int = COLUMNS,
    *,
    in_order: bool = False,
    loosest: float | None = None,
    overleaf: float = 0.0,
    whole: bool = False,
) -> Filled:
    """Fill `count` columns of height `room` with as many of `units` as fit.

    When all fit they are spread so that the gaps come out even: blocks stay whole where they can, and a block may
    stand in an earlier column than the one before it. Room left over goes to the gaps above headings, so that the
    columns end level unless that takes too wide a gap. When not all fit, the columns are filled to the end in order;
    at least one unit is taken, even if it is taller than `room`. With `in_order` no block ever stands before an
    earlier one; with `loosest` no gap grows by more than that, whether or not the columns end level.

    `overleaf` is the height of the columns on the next page: what is left for that is then broken off between blocks,
    and none may be taken at all. With `whole` blocks that fit there go there even if all could stand here in parts.
    """
    columns = (None if in_order else _whole(units, room, count)) or _split(units, room, count, between_blocks=True)
    if columns is None and not (whole and overleaf):
        columns = _split(units, room, count)
    columns = columns or _greedy(units, room, count, overleaf, 1.0 if whole else _MOST_BLANK)
    taken = sum(map(len, columns))
    if overleaf and not in_order and 0 < taken < len(units) and units[taken].heading:
        columns = _whole(units[:taken], room, count) or columns
    widest, torn = (_WIDEST_GAP, _TORN) if loosest is None else (loosest, loosest)
    return _spread(units, columns, _target(units, columns, room, widest), torn)


def _whole(units: Sequence[Unit], room: float, count: int) -> Columns | None:
    """Return the best way to share out the blocks without splitting one, or None if there is none that fits."""
    blocks = _blocks(units)
    if not blocks or len(blocks) > _MOST_BLOCKS:
        return None
    heights = [_height(units, block) for block in blocks]
    gaps = [units[block[0]].gap for block in blocks]
    shares = _shares(heights, gaps, room, count)
    best = min(shares, key=lambda share: _unevenness(heights, gaps, share, count), default=None)
    if best is None:
        return None
    return tuple(
        tuple(index for block, at in zip(blocks, best, strict=True) if at == column for index in block)
        for column in range(count)
    )


def _blocks(units: Sequence[Unit]) -> list[Column]:
    starts = [index for index, unit in enumerate(units) if unit.heading or index == 0]
    return [tuple(range(start, end)) for start, end in zip(starts, [*starts[1:], len(units)], strict=True)]


def _shares(heights: Sequence[float], gaps: Sequence[float], room: float, count: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to give each block its column so that all fit; the first block opens the first column."""

    def go_on(share: tuple[int, ...], used: tuple[float, ...]) -> Iterator[tuple[int, ...]]:
        block = len(share)
        if block == len(heights):
            yield share
            return
        for column in range(count if block else 1):
            height = heights[block] + (used[column] + gaps[block] if used[column] else 0.0)
            if height <= room:
                yield from go_on((*share, column), (*used[:column], height, *used[column + 1 :]))

    return go_on((), (0.0,) * count)


def _unevenness(heights: Sequence[float], gaps: Sequence[float], share: Sequence[int], columns: int) -> float:
    """Weigh a share: how wide the widest gap gets, the columns' length, and the distance from the author's order."""
    used, count = [0.0] * columns, [0] * columns
    for block, column in enumerate(share):
        used[column] += heights[block] + (gaps[block] if used[column] else 0.0)
        count[column] += 1
    longest = max(used)
    widest = max((longest - used[at]) / max(count[at] - 1, 1) for at in range(columns))
    inversions = sum(1 for at in range(len(share)) for before in range(at) if share[before] > share[at])
    return widest + 0.1 * longest + _INVERSION_COST * inversions


def _split(units: Sequence[Unit], room: float, count: int, *, between_blocks: bool = False) -> Columns | None:
    """Return the best way to fit all units in order, or None if they don't fit.

    Blocks are split between rows, unless columns are to end `between_blocks`.
    """
    reach = list(accumulate((unit.gap + unit.height for unit in units), initial=0.0))
    if reach[-1] - units[0].gap > count * room:
        return None
    ends = [at for at in range(len(units) + 1) if at in {0, len(units)} or units[at].heading or not between_blocks]
    best: tuple[float, tuple[int, ...]] | None = None
    for cuts in combinations_with_replacement(ends, count - 1):
        edges = (0, *cuts, len(units))
        longest = max(reach[end] - reach[start] - units[start].gap for start, end in pairwise(edges) if start < end)
        if longest <= room and (best is None or longest < best[0]):
            cost = longest + sum(_orphans(units, start) + _torn(units, start) for start in cuts)
            if best is None or cost < best[0]:
                best = cost, edges
    return tuple(tuple(range(start, end)) for start, end in pairwise(best[1])) if best else None


def _orphans(units: Sequence[Unit], start: int) -> float:
    """Return the cost of a row left behind alone or carried over alone by a column that begins with unit `start`."""
    if start in {0, len(units)} or units[start].heading:
        return 0.0
    before = units[start - 1].heading
    after = start + 1 == len(units) or units[start + 1].heading
    return _ORPHAN_COST * (before + after)


def _torn(units: Sequence[Unit], start: int) -> float:
    """Return the cost of a column that begins with unit `start` in the midst of rows that hang together."""
    return 0.0 if start in {0, len(units)} or units[start].heading or units[start].loose else _TORN_COST


def _greedy(units: Sequence[Unit], room: float, count: int, overleaf: float, blank: float) -> Columns:
    """Fill the columns in order. Where all that is left of a page is too low for a block, they are left empty."""
    columns: list[Column] = []
    start = 0
    for number in range(1, count + 1):
        end = start
        while end < len(units) and (end == start or _height(units, tuple(range(start, end + 1))) <= room):
            end += 1
        if overleaf:
            end = _between_blocks(units, start, end, room, max(overleaf, room if number < count else 0.0), blank)
        end = _unorphaned(units, start, end)
        columns.append(tuple(range(start, end)))
        start = end
    return tuple(columns)


def _between_blocks(units: Sequence[Unit], start: int, end: int, room: float, following: float, blank: float) -> int:
    """Return where to break instead of at `end` so that a block stands whole in a column of height `following`.

    Up to a share of `blank` of this column may be left empty for that; for a tree all of it may.
    """
    if end == len(units) or units[end].heading:
        return end
    first = next(at for at in range(end, -1, -1) if units[at].heading or not at)
    last = next((at for at in range(end, len(units)) if units[at].heading), len(units))
    if first < start or _height(units, tuple(range(first, last))) > following:
        return end
    left = room - _height(units, tuple(range(start, first)))
    return first if not units[end].loose or left <= blank * room else end


def _unorphaned(units: Sequence[Unit], start: int, end: int) -> int:
    """Return where to break instead of at `end`, so that no row is left behind alone, nor carried over alone."""
    while end < len(units) and end - start > 1 and _orphans(units, end):
        end -= 1
    return end


def _height(units: Sequence[Unit], column: Column) -> float:
    return sum(units[index].height + (units[index].gap if place else 0.0) for place, index in enumerate(column))


def _spread(units: Sequence[Unit], columns: Columns, target: float, torn: float) -> Filled:
    placed: list[Placed] = []
    shortest = target
    for number, column in enumerate(columns):
        more = _more(units, column, target, torn)
        offset = 0.0
        for place, index in enumerate(column):
            if place:
                offset += units[index].gap + more.gap * units[index].heading + more.row * units[index].loose
            taller = more.taller * units[index].elastic if place else 0.0
            placed.append(Placed(index, number, offset, taller))
            offset += units[index].height + taller
        shortest = min(shortest, offset)
    splits = sum(1 for column in columns[1:] if column and not units[column[0]].heading)
    return Filled(tuple(placed), target, len(placed), splits, target - shortest)


@dataclass(frozen=True, slots=True)
class _More:
    """So much more room a column gets above each heading and each loose row, and each elastic one grows."""

    gap: float
    row: float
    taller: float


def _more(units: Sequence[Unit], column: Column, target: float, torn: float) -> _More:
    """Share out what a column lacks: to gaps above headings, then to rows, and then to these gaps again."""
    short = max(target - _height(units, column), 0.0)
    gaps = _gaps(units, column)
    loose = sum(1 for index in column[1:] if units[index].loose)
    elastic = sum(1 for index in column[1:] if units[index].elastic)
    first = min(short, min(_WIDEST_GAP, torn) * gaps)
    rows = min(short - first, _LOOSE * loose + _ELASTIC * elastic)
    share = rows / (_LOOSE * loose + _ELASTIC * elastic) if rows else 0.0
    gap = min((short - rows) / gaps, torn) if gaps else 0.0
    return _More(gap, _LOOSE * share, _ELASTIC * share)


def _target(units: Sequence[Unit], columns: Columns, room: float, widest: float) -> float:
    """Return where the columns shall end: level with the longest, or lower if no gap grows too wide by it."""
    longest = max(_height(units, column) for column in columns)
    reachable = [_height(units, column) + widest * _gaps(units, column) for column in columns if _gaps(units, column)]
    level = max(longest, min(room, *reachable)) if reachable else longest
    # A unit taller than the page is made smaller: nothing else follows it down.
    return min(level, room)


def _gaps(units: Sequence[Unit], column: Column) -> int:
    return sum(1 for index in column[1:] if units[index].heading)
