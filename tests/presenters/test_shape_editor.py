"""Drawing covered parts of a picture: selecting, moving, resizing, grouping, deleting, undo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.card_parts import Outline, Shape
from certdeck.core.card_rules import SHAPES, is_shape
from certdeck.presenters.shape_editor import ShapeEditor, contains

LEFT = ((0.1, 0.1), (0.3, 0.3))
RIGHT = ((0.6, 0.1), (0.9, 0.3))
TRIANGLE = ((0.1, 0.5), (0.5, 0.5), (0.3, 0.9))


@pytest.fixture
def editor() -> ShapeEditor:
    made = ShapeEditor()
    made.add(Outline.RECTANGLE, LEFT)
    made.add(Outline.ELLIPSE, RIGHT)
    made.add(Outline.POLYGON, TRIANGLE)
    return made


def numbers(editor: ShapeEditor) -> list[int]:
    return [shape.number for shape in editor.drawing.shapes]


def test_each_shape_is_a_part_of_its_own_and_selected_when_it_is_drawn(editor: ShapeEditor) -> None:
    assert numbers(editor) == [1, 2, 3]
    assert editor.drawing.selected == {2}


def test_a_shape_is_found_where_it_covers(editor: ShapeEditor) -> None:
    assert editor.at((0.2, 0.2)) == 0
    assert editor.at((0.75, 0.2)) == 1
    assert editor.at((0.61, 0.11)) is None  # the corner of the ellipse's box
    assert editor.at((0.3, 0.7)) == 2
    assert editor.at((0.12, 0.85)) is None  # beside the triangle, in its box


def test_the_topmost_of_two_is_found(editor: ShapeEditor) -> None:
    editor.add(Outline.RECTANGLE, LEFT)
    assert editor.at((0.2, 0.2)) == 3


def test_a_slip_of_the_pointer_draws_nothing(editor: ShapeEditor) -> None:
    assert not editor.add(Outline.RECTANGLE, ((0.5, 0.5), (0.5, 0.5)))
    assert not editor.add(Outline.POLYGON, ((0.5, 0.5), (0.6, 0.6)))
    assert len(editor.drawing.shapes) == 3


def test_there_are_no_more_shapes_than_a_card_can_have() -> None:
    editor = ShapeEditor([Shape(Outline.RECTANGLE, LEFT, number) for number in range(1, SHAPES + 1)])
    assert not editor.add(Outline.RECTANGLE)


def test_grouped_shapes_are_asked_together_and_parted_ones_get_a_new_number(editor: ShapeEditor) -> None:
    editor.select(0)
    editor.select(2, also=True)
    editor.group()
    assert numbers(editor) == [1, 2, 1]
    editor.select(2)
    editor.part()
    assert numbers(editor) == [1, 2, 3]


def test_deleting_one_leaves_the_numbers_of_the_others(editor: ShapeEditor) -> None:
    editor.select(0)
    editor.delete()
    assert numbers(editor) == [2, 3]
    editor.add(Outline.RECTANGLE)
    assert numbers(editor) == [2, 3, 4]


def test_keys_go_round_all_shapes(editor: ShapeEditor) -> None:
    seen: list[int] = []
    for _ in range(4):
        editor.select_next()
        seen.append(*editor.drawing.selected)
    assert seen == [0, 1, 2, 0]
    editor.select_next(-1)
    assert editor.drawing.selected == {2}


def test_keys_select_several_shapes_one_by_one(editor: ShapeEditor) -> None:
    editor.select_next()
    editor.select_next(also=True)
    assert editor.drawing.selected == {0, 1}
    editor.select_next(-1, also=True)
    assert editor.drawing.selected == {0, 1, 2}
    editor.group()
    assert numbers(editor) == [1, 1, 1]


def test_a_shape_made_by_a_key_never_hides_another_made_so() -> None:
    editor = ShapeEditor()
    for _ in range(5):
        editor.add(Outline.RECTANGLE)
    assert len({shape.points for shape in editor.drawing.shapes}) == 5


def test_selected_shapes_move_together_to_the_edge_and_no_farther(editor: ShapeEditor) -> None:
    editor.select(0)
    editor.select(1, also=True)
    editor.move(0.5, 0)
    assert [shape.box()[0] for shape in editor.drawing.shapes[:2]] == pytest.approx([0.2, 0.7])


def test_a_drag_is_undone_as_one(editor: ShapeEditor) -> None:
    before = editor.drawing.shapes
    editor.select(0)
    editor.begin_drag()
    for _ in range(5):
        editor.move(0.01, 0.01)
    editor.end_drag()
    after = editor.drawing.shapes
    assert editor.undo()
    assert editor.drawing.shapes == before
    assert editor.redo()
    assert editor.drawing.shapes == after


def test_a_corner_is_dragged_but_never_so_that_nothing_is_left(editor: ShapeEditor) -> None:
    editor.drag_point(0, 1, (0.5, 0.4))
    assert editor.drawing.shapes[0].points == ((0.1, 0.1), (0.5, 0.4))
    editor.drag_point(0, 1, (0.1, 0.1))
    assert editor.drawing.shapes[0].points == ((0.1, 0.1), (0.5, 0.4))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(Outline)),
        st.tuples(st.just("select"), st.integers(0, 3)),
        st.tuples(st.just("move"), st.tuples(st.floats(-1, 1), st.floats(-1, 1))),
        st.tuples(st.just("grow"), st.tuples(st.floats(-1, 1), st.floats(-1, 1))),
        st.tuples(st.just("delete"), st.none()),
        st.tuples(st.just("group"), st.none()),
        st.tuples(st.just("part"), st.none()),
    ),
    max_size=12,
)


def carry_out(editor: ShapeEditor, kind: str, what: object) -> None:
    match kind, what:
        case "add", Outline():
            editor.add(what, TRIANGLE if what is Outline.POLYGON else LEFT)
        case "select", int() if editor.drawing.shapes:
            editor.select(what % len(editor.drawing.shapes), also=True)
        case "move" | "grow", (float() as across, float() as down):
            (editor.move if kind == "move" else editor.grow)(across, down)
        case "delete" | "group" | "part", None:
            getattr(editor, kind)()


@given(steps)
def test_every_change_is_undone_and_redone_and_every_shape_stays_one(done: list[tuple[str, object]]) -> None:
    editor = ShapeEditor()
    seen = [editor.drawing.shapes]
    for kind, what in done:
        carry_out(editor, kind, what)
        if editor.drawing.shapes != seen[-1]:
            seen.append(editor.drawing.shapes)
    assert all(is_shape(shape) for shapes in seen for shape in shapes)
    for shapes in reversed(seen[:-1]):
        assert editor.undo()
        assert editor.drawing.shapes == shapes
    assert not editor.undo()
    for shapes in seen[1:]:
        assert editor.redo()
        assert editor.drawing.shapes == shapes


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_square_polygon_covers_what_its_rectangle_does(x: float, y: float) -> None:
    square = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
    edges = {0.25, 0.75}
    if x not in edges and y not in edges:
        rectangle = Shape(Outline.RECTANGLE, (square[0], square[2]))
        assert contains(Shape(Outline.POLYGON, square), (x, y)) == contains(rectangle, (x, y))


def test_who_moves_parts_learns_how_far_they_went() -> None:
    editor = ShapeEditor([Shape(Outline.RECTANGLE, ((0.5, 0.5), (0.75, 0.75)), 1)])
    assert editor.move(0.1, 0.1) == (0.0, 0.0)
    editor.select(0)
    assert editor.move(0.5, -0.25) == (0.25, -0.25)
