"""What must be true of a card of each kind, and the parts that some kinds have."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.card_parts import CardChoice, Grid, Hiding, Occlusion, Outline, Shape
from certdeck.core.card_rules import SHAPES, card_faults, is_shape
from certdeck.core.deck import Card, CardKind
from certdeck.core.scheduling.faces import faces_of
from tests.builders import card

SQUARE = Shape(Outline.RECTANGLE, ((0.1, 0.1), (0.3, 0.3)))
shares = st.floats(0, 1)
points = st.tuples(shares, shares)
numbers = st.integers(1, 9)
shapes = st.one_of(
    st.builds(
        Shape, st.sampled_from((Outline.RECTANGLE, Outline.ELLIPSE)), st.tuples(points, points), st.integers(1, 9)
    ),
    st.builds(Shape, st.just(Outline.POLYGON), st.lists(points, min_size=3, max_size=6).map(tuple), st.integers(1, 9)),
)
grids = st.integers(2, 5).flatmap(
    lambda width: st.builds(
        Grid,
        st.tuples(*[st.text(max_size=5)] * width),
        st.lists(st.tuples(*[st.text(max_size=5)] * width), min_size=1, max_size=5).map(tuple),
        st.sampled_from(Hiding),
    )
)


@pytest.mark.parametrize("kind", list(CardKind))
def test_the_card_of_the_builder_has_no_fault(kind: CardKind) -> None:
    assert list(card_faults(card(kind=kind))) == []


def choice(*texts: str, right: str = "b") -> Card:
    return card(kind=CardKind.CHOICE, choices=tuple(CardChoice(text, text == right) for text in texts))


def table(columns: tuple[str, ...], *rows: tuple[str, ...]) -> Card:
    return card(kind=CardKind.TABLE, grid=Grid(columns, rows))


def picture(*shapes: Shape, name: str = "plot.png") -> Card:
    return card(kind=CardKind.OCCLUSION, occlusion=Occlusion(name, shapes))


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        (card(front=" \n"), "there is nothing to ask: the front is empty"),
        (card(back=""), "there is no answer: the back is empty"),
        (card(kind=CardKind.CLOZE, front="no gap"), "at least one gap"),
        (card(kind=CardKind.TYPED, answer=""), "a single line that isn't blank"),
        (choice("b"), "2 to 8 answers to choose from; found 1"),
        (choice("a", "c"), "no answer is marked"),
        (choice("a", "b", "A "), "the answer “a” stands 2 times"),
        (choice("a", "b", " "), "is empty"),
        (card(kind=CardKind.TABLE, grid=None), "2 to 8 columns and 1 to 30 rows"),
        (table(("Thing",), ("One",)), "2 to 8 columns and 1 to 30 rows"),
        (table(("Thing", "Use"), ("One",)), "row 1 of the table has 1 cells where the head has 2"),
        (table(("Thing", "Use"), ("One", " ")), "every cell of the table is empty"),
        (card(kind=CardKind.OCCLUSION, occlusion=None), "there is no picture"),
        (picture(SQUARE, name=""), "there is no picture"),
        (picture(), "nothing on the picture is covered"),
        (picture(*[SQUARE] * (SHAPES + 1)), "60 covered parts at most; found 61"),
        (picture(replace(SQUARE, number=0)), "numbered from 1"),
        (picture(replace(SQUARE, points=((0.1, 0.1), (0.1, 0.3)))), "shape 1 is no rectangle within the picture"),
        (picture(replace(SQUARE, points=((0.1, 0.1), (1.1, 0.3)))), "shape 1 is no rectangle within the picture"),
        (picture(replace(SQUARE, outline=Outline.POLYGON)), "shape 1 is no polygon within the picture"),
    ],
)
def test_what_is_wrong_is_said(faulty: Card, said: str) -> None:
    assert any(said in sentence for sentence in card_faults(faulty)), list(card_faults(faulty))


def test_a_picture_needs_no_text_in_front() -> None:
    assert list(card_faults(replace(picture(SQUARE), front=""))) == []


@pytest.mark.parametrize("kind", list(CardKind))
def test_a_card_with_nothing_to_ask_can_still_be_reviewed(kind: CardKind) -> None:
    (face, *_) = faces_of(card(kind=kind, front="", back="", answer="", choices=(), grid=None, occlusion=None))
    assert face.id == "c-1/1"


@given(grids)
def test_every_cell_but_names_is_hidden_by_exactly_one_part(grid: Grid) -> None:
    for row in range(len(grid.rows)):
        for column in range(len(grid.columns)):
            hiding = [part for part in range(1, grid.parts() + 1) if grid.hides(part, row, column)]
            assert len(hiding) == (1 if column else 0)


@given(grids)
def test_a_table_has_a_face_for_each_part(grid: Grid) -> None:
    faces = faces_of(card(kind=CardKind.TABLE, grid=grid))
    assert [face.part for face in faces] == list(range(1, grid.parts() + 1))


@given(st.lists(shapes, max_size=6).map(tuple))
def test_a_picture_has_a_face_for_each_group(drawn: tuple[Shape, ...]) -> None:
    faces = faces_of(picture(*drawn))
    groups = sorted({shape.number for shape in drawn})
    assert [face.ordinal for face in faces] == (groups or [1])
    assert all(face.part == face.ordinal for face in faces if groups)


@given(shapes, st.floats(-2, 2), st.floats(-2, 2))
def test_a_moved_shape_keeps_its_size_and_stays_in_the_picture(shape: Shape, across: float, down: float) -> None:
    moved = shape.moved(across, down)
    assert all(0 <= part <= 1 for point in moved.points for part in point)
    assert moved.box()[2:] == pytest.approx(shape.box()[2:], abs=2e-4)
    assert moved.number == shape.number


@given(shapes, st.integers(0, 1), st.floats(-2, 3), st.floats(-2, 3))
def test_a_corner_never_leaves_the_picture(shape: Shape, place: int, x: float, y: float) -> None:
    assert all(0 <= part <= 1 for part in shape.with_point(place, (x, y)).points[place])


def test_a_shape_that_covers_nothing_is_none() -> None:
    assert is_shape(SQUARE)
    assert not is_shape(replace(SQUARE, points=((0.1, 0.1), (0.1005, 0.3))))
