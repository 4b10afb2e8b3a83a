"""Formulas' outlines are read as SVG defines them."""

import pytest

from certdeck.exporters.pdf.vector import Outline, UnknownShape, read_outlines, read_picture
from certdeck.markup.math import svg
from certdeck.ports.math import MathPicture

Segments = tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


def read(inside: str, view: str = "0 0 10 10") -> tuple[Outline, ...]:
    document = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{inside}</svg>'
    return read_outlines(MathPicture(document, 10, 10, 2))


def segments(path: str) -> Segments:
    return read(f'<path d="{path}"/>')[0].segments


@pytest.mark.parametrize(
    ("relative", "absolute"),
    [
        ("m1 2l3 4h5v-1z", "M1 2L4 6H9V5Z"),
        ("M1,2c1 1 2 2 3 3s1,1 2 2", "M1 2C2 3 3 4 4 5S5 6 6 7"),
        ("M0 0q1 2 3 4t2 2", "M0 0Q1 2 3 4T5 6"),
        ("m1 1 2 0 0 2", "M1 1L3 1L3 3"),
        ("M1 1l1 0zl0 1", "M1 1L2 1ZL1 2"),
        ("M-1-1L.5.5", "M -1 -1 L 0.5 0.5"),
    ],
)
def test_relative_and_absolute_commands_draw_the_same(relative: str, absolute: str) -> None:
    assert segments(relative) == segments(absolute)


def test_a_quadratic_curve_becomes_the_cubic_of_the_same_shape() -> None:
    (_, (kind, points)) = segments("M0 0Q3 6 6 0")
    assert kind == "curve"
    assert points == ((2, 4), (4, 4), (6, 0))


def test_a_smooth_curve_mirrors_the_control_before_it_only_if_it_is_of_its_kind() -> None:
    assert segments("M0 0Q3 6 6 0T12 0")[2] == ("curve", ((8, -4), (10, -4), (12, 0)))
    assert segments("M0 0L6 0T12 0")[2] == ("curve", ((6, 0), (8, 0), (12, 0)))
    assert segments("M0 0C1 1 2 2 3 0S5 5 6 0")[2] == ("curve", ((4, -2), (5, 5), (6, 0)))


def test_rectangles_and_lines_are_outlines() -> None:
    rectangle, line = read(
        '<rect x="1" y="2" width="3" height="4"/><line x1="0" y1="1" x2="2" y2="1" stroke-width=".5"/>'
    )
    assert [points for _, points in rectangle.segments] == [((1, 2),), ((4, 2),), ((4, 6),), ((1, 6),), ()]
    assert (rectangle.stroke, line.stroke) == (0, 0.5)
    assert line.segments == (("start", ((0, 1),)), ("line", ((2, 1),)))


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ('<g transform="translate(10,20)"><g transform="scale(2)"><path d="M1 1L2 2"/></g></g>', ((12, 22), (14, 24))),
        ('<path transform="matrix(0 1 -1 0 5 5) translate(1)" d="M1 0L2 0"/>', ((5, 7), (5, 8))),
    ],
)
def test_transforms_nest(inside: str, line: tuple[tuple[float, float], ...]) -> None:
    assert tuple(points[0] for _, points in read(inside)[0].segments) == line


def test_the_left_edge_of_the_picture_is_its_origin() -> None:
    (outline,) = read('<path d="M-1 0L0 0"/>', view="-1 -8 10 10")
    assert outline.segments[0] == ("start", ((0, 0),))


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="a.png"/>',
        '<path d="M0 0A1 1 0 0 0 2 2"/>',
        '<path d="M0"/>',
        '<path transform="skewX(3)" d="M0 0"/>',
        '<path d="5 5"/>',
    ],
)
def test_what_is_never_part_of_a_formula_is_refused(inside: str) -> None:
    with pytest.raises(UnknownShape):
        read(inside)


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{TP}{TP+FN}",
        r"\sqrt{\frac{1}{n}\sum_i (y_i-\hat{y}_i)^2}",
        r"\left|\frac{a}{b}\right|",
        r"\log_2 x \le \infty",
    ],
)
def test_real_formulas_are_read_whole(latex: str) -> None:
    drawn = svg(latex, 8.5, "#000000", display=True)
    picture, outlines = read_picture(drawn), read_outlines(drawn)
    points = [point for outline in outlines for _, part in outline.segments for point in part]
    assert len(outlines) == len(picture.drawing) >= 4
    assert all(
        -0.5 <= x <= picture.width + 0.5 and -picture.ascent - 0.5 <= y <= picture.depth + 0.5 for x, y in points
    )
