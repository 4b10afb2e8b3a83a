"""How plots lie in their widget, and what is painted of them."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from certdeck.gui.screens.progress_canvas import PlotCanvas
from certdeck.gui.screens.progress_frame import Frame
from certdeck.gui.theme import Theme
from certdeck.presenters.progress_views import BarView, DotView, LineView, PlotView, TableView, TickView

UP = (TickView(0, "0"), TickView(5, "5"), TickView(10, "10"))
PLOT = PlotView(
    "hours",
    "Hours",
    "",
    "",
    TableView((), ()),
    span=(0, 4),
    rise=(0, 10),
    up=UP,
    across=tuple(TickView(place, str(place)) for place in range(5)),
    bars=(BarView(1, 8, "One"), BarView(3, 2, "Three", base=5)),
    dots=(DotView(2, 4, "Two"),),
)
SIZE = QSize(400, 200)
LENGTHS = st.floats(-1000, 1000)


@pytest.fixture
def canvas(theme: Theme, qtbot: QtBot) -> PlotCanvas:
    made = PlotCanvas()
    qtbot.addWidget(made)
    made.resize(SIZE)
    return made


def colour(picture: QImage, place: QPoint) -> str:
    return picture.pixelColor(place).name()


def inked(picture: QImage) -> set[tuple[int, int]]:
    """Return the pixels that something was painted on."""
    wide = picture.width()
    pixels = memoryview(picture.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    bare = pixels[wide - 1]
    return {(place % wide, place // wide) for place, pixel in enumerate(pixels) if pixel != bare}


def drawn(canvas: PlotCanvas, plot: PlotView) -> QImage:
    canvas.show_plot(plot)
    return canvas.grab().toImage()


@given(st.tuples(LENGTHS, LENGTHS), st.floats(0, 1))
def test_a_place_between_two_others_is_drawn_between_them(ends: tuple[float, float], share: float) -> None:
    frame = Frame(PLOT, SIZE, QRectF(30, 8, 300, 150))
    first, last = ends
    middle = first + share * (last - first)
    for way in (frame.x, frame.y):
        assert way(middle) == pytest.approx(way(first) + share * (way(last) - way(first)), abs=1e-6)


def test_the_ends_of_both_axes_are_the_edges_of_the_plot(theme: Theme) -> None:
    frame = Frame.of(PLOT, SIZE)
    assert frame.point(0, 0) == frame.area.bottomLeft()
    assert frame.point(4, 10) == frame.area.topRight()


def test_a_widget_too_small_for_its_words_has_no_room_for_marks_and_is_painted_all_the_same(
    canvas: PlotCanvas,
) -> None:
    canvas.resize(10, 10)
    drawn(canvas, PLOT)
    assert canvas.spots()[0].area.width() == 0


def test_nothing_is_painted_and_nothing_told_before_there_is_a_plot(canvas: PlotCanvas) -> None:
    assert canvas.spots() == ()
    assert inked(canvas.grab().toImage()) == set()


def test_marks_are_where_the_pointer_is_told_of_them(canvas: PlotCanvas, theme: Theme) -> None:
    picture = drawn(canvas, PLOT)
    one, three, two = (spot.area.center().toPoint() for spot in canvas.spots())
    assert colour(picture, two) == QColor(theme.tokens.accent).name()
    assert colour(picture, one) == colour(picture, three) != colour(picture, one + QPoint(60, 0))


def test_a_mark_beyond_the_end_of_an_axis_is_cut_off_there(canvas: PlotCanvas) -> None:
    beyond = PlotView(PLOT.name, "", "", "", PLOT.table, span=(0, 4), rise=(0, 10), up=UP, bars=(BarView(2, 90, ""),))
    frame = Frame.of(beyond, SIZE)
    picture = drawn(canvas, beyond)
    assert all(y >= frame.area.top() for x, y in inked(picture) if x > frame.area.left())


def test_ticks_that_have_no_room_are_left_out_one_after_the_other(canvas: PlotCanvas) -> None:
    def words(count: int) -> int:
        ticks = tuple(TickView(4 * place / count, "12 March") for place in range(count))
        plot = PlotView(PLOT.name, "", "", "", PLOT.table, span=(0, 4), rise=(0, 10), up=UP, across=ticks)
        below = Frame.of(plot, SIZE).area.bottom() + 1
        columns = sorted({x for x, y in inked(drawn(canvas, plot)) if y > below})
        return 1 + sum(later - earlier > 12 for earlier, later in pairwise(columns))

    assert words(3) == 3
    assert 3 <= words(60) <= 6


def test_words_under_an_axis_take_a_line_from_the_plot(canvas: PlotCanvas) -> None:
    bare, named = Frame.of(PLOT, SIZE).area, Frame.of(replace(PLOT, across_words="days"), SIZE).area
    assert bare.top() == named.top()
    assert bare.bottom() > named.bottom() + 10
    assert len(inked(drawn(canvas, replace(PLOT, across_words="days")))) != len(inked(drawn(canvas, PLOT)))


@pytest.mark.parametrize("at", [0.2, 3.9])
def test_the_word_of_an_upright_line_stands_beside_it_where_there_is_room(canvas: PlotCanvas, at: float) -> None:
    plot = PlotView(
        PLOT.name, "", "", "", PLOT.table, span=(0, 4), rise=(0, 10), up=UP, lines=(LineView(at, "Exam", "In May"),)
    )
    frame, picture = Frame.of(plot, SIZE), drawn(canvas, plot)
    (spot,) = canvas.spots()
    assert picture.pixelColor(spot.area.center().toPoint()).value() < 90
    assert spot.tip == "In May"
    dark = {
        x for x, y in inked(picture) if y < 20 and abs(x - frame.x(at)) > 4 and picture.pixelColor(x, y).value() < 90
    }
    assert dark
    assert all((x > frame.x(at)) == (at < 2) for x in dark)


def test_the_range_of_a_dot_is_a_line_through_it(canvas: PlotCanvas) -> None:
    plot = PlotView(
        PLOT.name, "", "", "", PLOT.table, span=(0, 4), rise=(0, 10), up=UP, dots=(DotView(2, 5, "", 2, 9),)
    )
    picture, frame = drawn(canvas, plot), Frame.of(plot, SIZE)
    for value in (3, 8):
        place = frame.point(2, value).toPoint()
        around = {colour(picture, place + QPoint(aside, 0)) for aside in (-1, 0, 1)}
        assert around != {colour(picture, place + QPoint(30, 0))}
