"""Drawing the covered parts of a picture by mouse, with keys pressed in between."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from certdeck.core.card_parts import Outline, Shape
from certdeck.core.card_rules import SHAPES
from certdeck.gui.screens.editor_picture import ShapeCanvas
from certdeck.gui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
BOX = Shape(Outline.RECTANGLE, ((0.2, 0.2), (0.4, 0.4)), 1)


@pytest.fixture
def canvas(theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> ShapeCanvas:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    monkeypatch.setattr("certdeck.gui.screens.editor_picture.loaded_picture", lambda *_: image)
    canvas = ShapeCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 301)
    canvas.show_picture("white.png", (BOX,))
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


def at(canvas: ShapeCanvas, x: float, y: float) -> QPoint:
    return canvas._pixel((x, y)).toPoint()


def box(canvas: ShapeCanvas) -> tuple[float, ...]:
    return tuple(round(part, 2) for part in canvas.editor.drawing.shapes[0].box())


def grab(qtbot: QtBot, canvas: ShapeCanvas, *way: tuple[float, float]) -> None:
    """Press at the first place and draw the pointer along the others, without letting go."""
    qtbot.mousePress(canvas, LEFT, pos=at(canvas, *way[0]))
    for place in way[1:]:
        qtbot.mouseMove(canvas, at(canvas, *place))


def let_go(qtbot: QtBot, canvas: ShapeCanvas, *place: float) -> None:
    qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, *place))


def test_a_corner_is_drawn_elsewhere_and_that_is_one_change(qtbot: QtBot, canvas: ShapeCanvas) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 0.3, 0.3))
    grab(qtbot, canvas, (0.4, 0.4), (0.5, 0.6), (0.6, 0.8))
    let_go(qtbot, canvas, 0.6, 0.8)
    assert box(canvas) == (0.2, 0.2, 0.4, 0.6)
    qtbot.keyClick(canvas, KEY.Key_Z, CTRL)
    assert canvas.editor.drawing.shapes == (BOX,)


def test_a_corner_may_pass_the_one_across(qtbot: QtBot, canvas: ShapeCanvas) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 0.3, 0.3))
    grab(qtbot, canvas, (0.4, 0.4), (0.3, 0.3), (0.1, 0.1))
    let_go(qtbot, canvas, 0.1, 0.1)
    assert box(canvas) == (0.1, 0.1, 0.1, 0.1)


def test_a_part_that_was_drawn_against_the_edge_stays_under_the_pointer(qtbot: QtBot, canvas: ShapeCanvas) -> None:
    grab(qtbot, canvas, (0.3, 0.3), (0.6, 0.3), (0.95, 0.3), (0.6, 0.3))
    let_go(qtbot, canvas, 0.6, 0.3)
    assert box(canvas) == (0.5, 0.2, 0.2, 0.2)


def test_a_click_beside_all_parts_leaves_the_next_change_to_be_undone(qtbot: QtBot, canvas: ShapeCanvas) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 0.8, 0.8))
    qtbot.keyClick(canvas, KEY.Key_N)
    shapes = canvas.editor.drawing.shapes
    qtbot.keyClick(canvas, KEY.Key_N)
    qtbot.keyClick(canvas, KEY.Key_Z, CTRL)
    assert canvas.editor.drawing.shapes == shapes
    qtbot.keyClick(canvas, KEY.Key_Z, CTRL)
    assert canvas.editor.drawing.shapes == (BOX,)


@pytest.mark.parametrize("key", [KEY.Key_Delete, KEY.Key_N, KEY.Key_R, KEY.Key_Z, KEY.Key_PageDown, KEY.Key_Right])
def test_no_key_takes_a_part_away_while_it_is_drawn(qtbot: QtBot, canvas: ShapeCanvas, key: Qt.Key) -> None:
    qtbot.keyClick(canvas, KEY.Key_N)
    qtbot.keyClick(canvas, KEY.Key_Z, CTRL)
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 0.3, 0.3))
    grab(qtbot, canvas, (0.4, 0.4), (0.5, 0.5))
    qtbot.keyClick(canvas, key, CTRL if key == KEY.Key_Z else Qt.KeyboardModifier.NoModifier)
    qtbot.mouseMove(canvas, at(canvas, 0.6, 0.6))
    let_go(qtbot, canvas, 0.6, 0.6)
    assert box(canvas) == (0.2, 0.2, 0.4, 0.4)
    assert len(canvas.editor.drawing.shapes) == 1


def test_only_the_left_button_draws(qtbot: QtBot, canvas: ShapeCanvas) -> None:
    for tool in ("select", "rectangle", "polygon"):
        canvas.take(tool)
        qtbot.mousePress(canvas, RIGHT, pos=at(canvas, 0.3, 0.3))
        qtbot.mouseMove(canvas, at(canvas, 0.6, 0.6))
        qtbot.mouseRelease(canvas, RIGHT, pos=at(canvas, 0.6, 0.6))
        assert canvas.editor.drawing.shapes == (BOX,)
        assert not canvas._drawn


def test_nothing_is_drawn_blindly_where_the_picture_is_missing(
    qtbot: QtBot, canvas: ShapeCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certdeck.gui.screens.editor_picture.loaded_picture", lambda *_: None)
    canvas.show_picture("gone.png", (BOX,))
    for tool in ("rectangle", "polygon", "select"):
        canvas.take(tool)
        grab(qtbot, canvas, (0.3, 0.3), (0.6, 0.6))
        let_go(qtbot, canvas, 0.6, 0.6)
        qtbot.mouseDClick(canvas, LEFT, pos=at(canvas, 0.6, 0.6))
    assert canvas.editor.drawing.shapes == (BOX,)
    assert not canvas.editor.drawing.selected


def test_one_shape_more_than_a_picture_may_have_is_refused_in_words(qtbot: QtBot, canvas: ShapeCanvas) -> None:
    refused: list[str] = []
    told: list[int] = []
    canvas.refused.connect(refused.append)
    canvas.changed.connect(lambda: told.append(len(canvas.editor.drawing.shapes)))
    for _ in range(SHAPES - 1):
        qtbot.keyClick(canvas, KEY.Key_N)
    assert (told[-1], refused) == (SHAPES, [])
    qtbot.keyClick(canvas, KEY.Key_N)
    canvas.take(Outline.RECTANGLE.value)
    grab(qtbot, canvas, (0.6, 0.6), (0.8, 0.8))
    let_go(qtbot, canvas, 0.8, 0.8)
    assert len(told) == SHAPES - 1
    assert refused == [f"A picture has {SHAPES} covered parts at most. Make another card of it for the rest."] * 2
