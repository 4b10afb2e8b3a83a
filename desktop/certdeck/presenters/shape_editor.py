"""Drawing the covered parts of a picture without Qt: shapes, what is selected, and what can be taken back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from certdeck.core.card_parts import Outline, Point, Shape
from certdeck.core.card_rules import SHAPES, is_shape

_UNDOS: Final = 100
_NEW: Final = ((0.35, 0.4), (0.65, 0.6))
"""Where a shape is put that is made by a key: in the middle."""
_AWAY: Final = tuple(step * 0.03 for step in range(12))
"""How far from there it is put where others are already, in shares of the picture."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The shapes, in the order they were drawn, and the places of those selected."""

    shapes: tuple[Shape, ...] = ()
    selected: frozenset[int] = frozenset()


class ShapeEditor:
    """Draws, moves, resizes, deletes and groups shapes. Each change of shapes can be undone, one by one."""

    def __init__(self, shapes: Iterable[Shape] = ()) -> None:
        self.drawing = Drawing(tuple(shapes))
        self._done: list[Drawing] = []
        self._undone: list[Drawing] = []
        self._before: Drawing | None = None

    # --- Selecting

    def select(self, place: int | None, *, also: bool = False) -> None:
        """Select the shape at `place`, or none; `also` keeps the others and takes it out when it was selected."""
        now = self.drawing.selected
        if place is None:
            chosen = now if also else frozenset[int]()
        elif also:
            chosen = now ^ {place}
        else:
            chosen = frozenset((place,))
        self.drawing = replace(self.drawing, selected=chosen)

    def select_next(self, step: int = 1, *, also: bool = False) -> None:
        """Select the next shape, or with -1 the one before, round and round; `also` keeps those that are selected."""
        count, selected = len(self.drawing.shapes), self.drawing.selected
        if count:
            edge = max(selected, default=-1) if step > 0 else min(selected, default=count)
            chosen = (edge + step) % count
            self.drawing = replace(self.drawing, selected=frozenset({chosen}) | (selected if also else frozenset()))

    def at(self, point: Point) -> int | None:
        """Return the topmost shape at `point`, or None."""
        for place in reversed(range(len(self.drawing.shapes))):
            if contains(self.drawing.shapes[place], point):
                return place
        return None

    # --- Changing

    @property
    def full(self) -> bool:
        """Whether there are as many shapes as a picture may have."""
        return len(self.drawing.shapes) >= SHAPES

    def add(self, outline: Outline, points: tuple[Point, ...] = ()) -> bool:
        """Add a shape as a part of its own and select it. Returns False if it covers nothing, or there are too many.

        Without `points` it is put in the middle, beside what was put there before.
        """
        points = points or self._free_middle()
        shape = Shape(outline, tuple(map(_clamped, points)), self._next_number())
        if not is_shape(shape) or self.full:
            return False
        self._change(Drawing((*self.drawing.shapes, shape), frozenset((len(self.drawing.shapes),))))
        return True

    def move(self, across: float, down: float) -> tuple[float, float]:
        """Move what is selected, in shares of the picture; together, and never out of it. Return how far it went."""
        chosen = [self.drawing.shapes[place] for place in self.drawing.selected]
        if not chosen:
            return 0.0, 0.0
        boxes = [shape.box() for shape in chosen]
        across = max(-min(left for left, *_ in boxes), min(across, 1 - max(box[0] + box[2] for box in boxes)))
        down = max(-min(box[1] for box in boxes), min(down, 1 - max(box[1] + box[3] for box in boxes)))
        self._map(lambda shape: shape.moved(across, down))
        return across, down

    def drag_point(self, place: int, point: int, to: Point) -> None:
        """Put a corner or point of the shape at `place` elsewhere, unless nothing would be left of it."""
        changed = self.drawing.shapes[place].with_point(point, to)
        if is_shape(changed):
            shapes = list(self.drawing.shapes)
            shapes[place] = changed
            self._change(replace(self.drawing, shapes=tuple(shapes)))

    def grow(self, across: float, down: float) -> None:
        """Move the last point of what is selected, unless nothing would be left of it."""

        def grown(shape: Shape) -> Shape:
            x, y = shape.points[-1]
            changed = shape.with_point(len(shape.points) - 1, (x + across, y + down))
            return changed if is_shape(changed) else shape

        self._map(grown)

    def delete(self) -> None:
        """Take what is selected away."""
        if self.drawing.selected:
            kept = tuple(shape for place, shape in enumerate(self.drawing.shapes) if place not in self.drawing.selected)
            self._change(Drawing(kept))

    def group(self) -> None:
        """Have what is selected asked together: as the part with the lowest number among it."""
        if len(self.drawing.selected) > 1:
            number = min(self.drawing.shapes[place].number for place in self.drawing.selected)
            self._map(lambda shape: replace(shape, number=number))

    def part(self) -> None:
        """Have each shape that is selected asked on its own again."""
        shapes = list(self.drawing.shapes)
        for place in sorted(self.drawing.selected):
            others = {shape.number for number, shape in enumerate(shapes) if number != place}
            if shapes[place].number in others:
                shapes[place] = replace(shapes[place], number=_free(others))
        self._change(replace(self.drawing, shapes=tuple(shapes)))

    # --- Undo

    def begin_drag(self) -> None:
        """Take all changes until `end_drag` for one."""
        self._before = self.drawing

    def end_drag(self) -> None:
        """End what `begin_drag` began."""
        before, self._before = self._before, None
        if before is not None and before.shapes != self.drawing.shapes:
            self._remember(before)

    def undo(self) -> bool:
        """Take the last change back. Returns False when there is none."""
        return self._turn(self._done, self._undone)

    def redo(self) -> bool:
        """Do again what was undone last. Returns False when there is nothing."""
        return self._turn(self._undone, self._done)

    def _turn(self, source: list[Drawing], target: list[Drawing]) -> bool:
        if not source:
            return False
        target.append(self.drawing)
        self.drawing = source.pop()
        return True

    def _change(self, after: Drawing) -> None:
        if after.shapes == self.drawing.shapes:
            return
        if self._before is None:
            self._remember(self.drawing)
        self.drawing = after

    def _remember(self, before: Drawing) -> None:
        self._done.append(before)
        del self._done[:-_UNDOS]
        self._undone.clear()

    def _map(self, change: Callable[[Shape], Shape]) -> None:
        shapes = tuple(
            change(shape) if place in self.drawing.selected else shape
            for place, shape in enumerate(self.drawing.shapes)
        )
        self._change(replace(self.drawing, shapes=shapes))

    def _free_middle(self) -> tuple[Point, ...]:
        taken = {shape.points for shape in self.drawing.shapes}
        places = (tuple(_clamped((x + away, y + away)) for x, y in _NEW) for away in _AWAY)
        return next((points for points in places if points not in taken), _NEW)

    def _next_number(self) -> int:
        return _free({shape.number for shape in self.drawing.shapes})


def contains(shape: Shape, point: Point) -> bool:
    """Tell whether `point` is in `shape`."""
    left, top, width, height = shape.box()
    x, y = point
    if not (left <= x <= left + width and top <= y <= top + height):
        return False
    match shape.outline:
        case Outline.RECTANGLE:
            return True
        case Outline.ELLIPSE:
            if not width or not height:
                return False
            return ((x - left) / width * 2 - 1) ** 2 + ((y - top) / height * 2 - 1) ** 2 <= 1
        case Outline.POLYGON:
            return _in_polygon(shape.points, point)


def _in_polygon(points: tuple[Point, ...], point: Point) -> bool:
    """Count the edges that a ray to the right crosses (even-odd rule)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _free(numbers: set[int]) -> int:
    """Return the number of a new part: progress hangs on numbers, so no other part changes its own."""
    return max(numbers, default=0) + 1


def _clamped(point: Point) -> Point:
    return round(min(max(point[0], 0.0), 1.0), 4), round(min(max(point[1], 0.0), 1.0), 4)
