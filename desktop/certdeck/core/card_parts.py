"""What some kinds of cards hold beside their texts: choices, a table, a picture with parts that are covered."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CardChoice:
    """One of the answers that a multiple-choice card offers, in Markdown."""

    text: str
    right: bool = False


class Hiding(StrEnum):
    """What a table card hides each time: one row after the other, or one column after the other."""

    ROWS = "rows"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Grid:
    """The table of a table card. Headings and the first cell of each row are never hidden. Cells are Markdown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hiding: Hiding = Hiding.ROWS

    def parts(self) -> int:
        """Return how many rows, or columns, can be hidden."""
        return len(self.rows) if self.hiding is Hiding.ROWS else max(0, len(self.columns) - 1)

    def hides(self, part: int, row: int, column: int) -> bool:
        """Tell whether the cell of `row` and `column` (from 0) is hidden when `part` (from 1) is asked."""
        if not column:
            return False
        return row == part - 1 if self.hiding is Hiding.ROWS else column == part


class Outline(StrEnum):
    """The form of a shape."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"


Point = tuple[float, float]
"""Across and down, each from 0 to 1 of the picture's width and height."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A part of a picture. A rectangle or ellipse has two `points`, opposite corners; a polygon three or more.

    Shapes of one `number` are a group: they are asked together.
    """

    outline: Outline
    points: tuple[Point, ...]
    number: int = 1

    def moved(self, across: float, down: float) -> "Shape":
        """Return the shape moved, but never out of the picture."""
        left, right = min(x for x, _ in self.points), max(x for x, _ in self.points)
        top, bottom = min(y for _, y in self.points), max(y for _, y in self.points)
        across, down = min(max(across, -left), 1 - right), min(max(down, -top), 1 - bottom)
        return Shape(self.outline, tuple(_inside(x + across, y + down) for x, y in self.points), self.number)

    def with_point(self, place: int, point: Point) -> "Shape":
        """Return the shape with point `place` elsewhere, within the picture."""
        points = list(self.points)
        points[place] = _inside(*point)
        return Shape(self.outline, tuple(points), self.number)

    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, width and height of the box around the shape."""
        left, top = min(x for x, _ in self.points), min(y for _, y in self.points)
        return left, top, max(x for x, _ in self.points) - left, max(y for _, y in self.points) - top


class Covering(StrEnum):
    """What is covered while one part is asked: every part, or only that one."""

    ALL = "all"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Occlusion:
    """The picture of an image-occlusion card, a bare file name of a media folder, and its parts."""

    picture: str
    shapes: tuple[Shape, ...] = ()
    covering: Covering = Covering.ALL

    def numbers(self) -> tuple[int, ...]:
        """Return the number of each group of shapes once, ascending."""
        return tuple(sorted({shape.number for shape in self.shapes}))


def _inside(x: float, y: float) -> Point:
    """Return the point within the picture, to a ten-thousandth, so that moving there and back changes nothing."""
    return round(min(max(x, 0.0), 1.0), 4), round(min(max(y, 0.0), 1.0), 4)
