"""Formulas as outlines: reads the SVG that a formula is drawn in and draws it on a page.

What is read is what formula pictures are made of: filled paths (all commands but arcs), rectangles, lines, groups and
transforms (SVG 1.1, chapters 7 to 9).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree

from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.operators import Path
from certdeck.ports.math import MathPicture

_KEPT: Final = 64
"""Formulas of a sheet or two: each attempt to lay one out asks for them again."""
_PART: Final = re.compile(r"([a-zA-Z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_TRANSFORM: Final = re.compile(r"(\w+)\s*\(([^)]*)\)")
_ARITY: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "T": 2, "C": 6, "S": 4, "Z": 0}

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Segments = tuple[tuple[str, tuple[Point, ...]], ...]
_OPERATORS: Final = {"start": "m", "line": "l", "curve": "c", "close": "h"}


class UnknownShape(ValueError):
    """The picture holds something that is never part of a formula's drawing."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A path: segments of one point (line), three points (curve), or `start` of a new part; `stroke` 0 means filled."""

    segments: Segments
    stroke: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A formula in points, `ascent` above its baseline and `depth` below it.

    `drawing` holds its outlines as they are drawn, y downward from the baseline, each with the thickness of its line.
    """

    drawing: tuple[tuple[Path, float], ...]
    width: float
    ascent: float
    depth: float


@lru_cache(maxsize=_KEPT)
def read_picture(drawn: MathPicture) -> Picture:
    """Read the outlines of `drawn`. Raises UnknownShape when there is something in it that can't be drawn."""
    drawing = tuple((_steps(outline.segments), outline.stroke) for outline in read_outlines(drawn))
    return Picture(drawing, drawn.width, drawn.height - drawn.depth, drawn.depth)


def read_outlines(drawn: MathPicture) -> tuple[Outline, ...]:
    """Return the outlines of `drawn`, y downward from the baseline. Raises what `read_picture` raises."""
    root = ElementTree.fromstring(drawn.svg)
    left, *_ = (float(part) for part in root.get("viewBox", "0 0 0 0").split())
    return tuple(_element(root, (1.0, 0.0, 0.0, 1.0, -left, 0.0)))


def draw_picture(canvas: Canvas, picture: Picture, x: float, baseline: float, colour: str) -> None:
    """Draw `picture` in `colour` with its left edge at `x`."""
    canvas.saveState()
    canvas.translate(x, baseline)
    canvas.scale(1, -1)
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    for path, thick in picture.drawing:
        canvas.setLineWidth(thick)
        canvas.draw_path(path, stroke=thick > 0, fill=not thick)
    canvas.restoreState()


def _steps(segments: Segments) -> Path:
    return tuple(" ".join((*(f"{x:.3f} {y:.3f}" for x, y in points), _OPERATORS[kind])) for kind, points in segments)


def _element(element: ElementTree.Element, matrix: Matrix) -> Iterator[Outline]:
    matrix = _times(matrix, _matrix(element.get("transform", "")))
    match element.tag.rpartition("}")[2]:
        case "svg" | "g":
            for child in element:
                yield from _element(child, matrix)
        case "path":
            yield _moved(Outline(tuple(_Pen(element.get("d", "")).segments())), matrix)
        case "rect":
            yield _moved(_rectangle(*_numbers(element, "x", "y", "width", "height")), matrix)
        case "line":
            yield _moved(_line(element), matrix)
        case "title" | "desc":
            return
        case other:
            raise UnknownShape(f"A formula's picture holds <{other}>.")


def _numbers(element: ElementTree.Element, *names: str) -> tuple[float, ...]:
    return tuple(float(element.get(name, "0")) for name in names)


def _rectangle(x: float, y: float, width: float, height: float) -> Outline:
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return Outline((("start", corners[:1]), *(("line", (corner,)) for corner in corners[1:]), ("close", ())))


def _line(element: ElementTree.Element) -> Outline:
    x1, y1, x2, y2 = _numbers(element, "x1", "y1", "x2", "y2")
    return Outline((("start", ((x1, y1),)), ("line", ((x2, y2),))), float(element.get("stroke-width", "1")))


def _matrix(transform: str) -> Matrix:
    matrix = _IDENTITY
    for name, inside in _TRANSFORM.findall(transform):
        numbers = [float(number[1]) for number in _PART.findall(inside)]
        matrix = _times(matrix, _single(name, numbers))
    return matrix


def _single(name: str, numbers: list[float]) -> Matrix:
    match name, numbers:
        case "matrix", [a, b, c, d, e, f]:
            return (a, b, c, d, e, f)
        case "translate", [x, *rest]:
            return (1.0, 0.0, 0.0, 1.0, x, rest[0] if rest else 0.0)
        case "scale", [x, *rest]:
            return (x, 0.0, 0.0, rest[0] if rest else x, 0.0, 0.0)
        case _:
            raise UnknownShape(f"A formula's picture is moved by {name}.")


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )


def _moved(outline: Outline, m: Matrix) -> Outline:
    def at(point: Point) -> Point:
        return m[0] * point[0] + m[2] * point[1] + m[4], m[1] * point[0] + m[3] * point[1] + m[5]

    segments = tuple((kind, tuple(at(point) for point in points)) for kind, points in outline.segments)
    return Outline(segments, outline.stroke * abs(m[0] * m[3] - m[1] * m[2]) ** 0.5)


class _Pen:
    """Reads a path's commands (SVG 1.1, 8.3) into lines and cubic curves in absolute coordinates."""

    def __init__(self, commands: str) -> None:
        self._parts = _PART.findall(commands)
        self._here: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._control: tuple[str, Point] = ("", (0.0, 0.0))

    def segments(self) -> Iterator[tuple[str, tuple[Point, ...]]]:
        place, command = 0, ""
        while place < len(self._parts):
            if self._parts[place][0]:
                command = self._parts[place][0]
                place += 1
            arity = _ARITY.get(command.upper())
            if arity is None or place + arity > len(self._parts):
                raise UnknownShape(f"A formula's outline holds the command {command!r}.")
            numbers = [float(part[1]) for part in self._parts[place : place + arity]]
            place += arity
            yield self._segment(command.upper(), self._absolute(command, numbers))
            # More pairs after a move are lines.
            command = {"M": "L", "m": "l"}.get(command, command)

    def _absolute(self, command: str, numbers: list[float]) -> list[Point]:
        x, y = self._here if command.islower() else (0.0, 0.0)
        if command in "Hh":
            return [(x + numbers[0], self._here[1])]
        if command in "Vv":
            return [(self._here[0], y + numbers[0])]
        return [(x + numbers[at], y + numbers[at + 1]) for at in range(0, len(numbers), 2)]

    def _segment(self, command: str, points: list[Point]) -> tuple[str, tuple[Point, ...]]:
        match command:
            case "Q":
                return self._quadratic(points[0], points[1])
            case "C":
                return self._cubic(points[0], points[1], points[2])
            case "T":
                return self._quadratic(self._mirrored("Q"), points[0])
            case "S":
                return self._cubic(self._mirrored("C"), points[0], points[1])
            case "M":
                return self._move(points)
            case "Z":
                return self._close(points)
            case _:
                return self._line(points)

    def _move(self, points: list[Point]) -> tuple[str, tuple[Point, ...]]:
        self._here = self._start = points[0]
        self._control = ("", self._here)
        return "start", (points[0],)

    def _line(self, points: list[Point]) -> tuple[str, tuple[Point, ...]]:
        self._here = points[0]
        self._control = ("", self._here)
        return "line", (points[0],)

    def _close(self, _points: list[Point]) -> tuple[str, tuple[Point, ...]]:
        self._here = self._start
        self._control = ("", self._here)
        return "close", ()

    def _cubic(self, first: Point, second: Point, end: Point) -> tuple[str, tuple[Point, ...]]:
        self._here, self._control = end, ("C", second)
        return "curve", (first, second, end)

    def _quadratic(self, control: Point, end: Point) -> tuple[str, tuple[Point, ...]]:
        """Draw a quadratic curve as the cubic one of the same shape: its controls lie two thirds of the way."""
        first, second = _towards(self._here, control), _towards(end, control)
        self._here, self._control = end, ("Q", control)
        return "curve", (first, second, end)

    def _mirrored(self, kind: str) -> Point:
        before, control = self._control
        x, y = self._here
        return (2 * x - control[0], 2 * y - control[1]) if before == kind else (x, y)


def _towards(start: Point, end: Point) -> Point:
    return start[0] + 2 / 3 * (end[0] - start[0]), start[1] + 2 / 3 * (end[1] - start[1])
