"""A click is painted once, and no more of the window than it has changed."""

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.screens.exam_bar import FlagButton
from certdeck.gui.screens.exam_confidence import ConfidenceRow
from certdeck.gui.screens.exam_grid import ReviewGrid
from certdeck.gui.screens.exam_ticks import Ticks
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.buttons import PaintedButton, PrimaryButton, QuietButton
from certdeck.gui.widgets.choices import Segmented
from certdeck.presenters.exam_views import Mark, MarkView


class Paintings(QObject):
    """Notes what of some widgets is painted."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.areas: list[QRect] = []
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def shown(qtbot: QtBot, *parts: QWidget) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    window.resize(600, 300)
    window.show()
    qtbot.waitExposed(window)
    settle()
    return window


def settle() -> None:
    QApplication.processEvents()
    QApplication.processEvents()


@pytest.mark.parametrize("kind", [PrimaryButton, QuietButton])
def test_a_click_paints_a_button_once_with_what_it_has_changed(
    theme: Theme, qtbot: QtBot, kind: type[PaintedButton]
) -> None:
    button = kind("Count")
    window = shown(qtbot, button)
    button.clicked.connect(lambda: button.setText("Counted"))
    paintings = Paintings(button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert len(paintings.areas) == 1
    assert button.text() == "Counted"
    assert window.isVisible()


def test_a_segment_that_is_clicked_is_painted_once(theme: Theme, qtbot: QtBot) -> None:
    row = Segmented((("a", "First"), ("b", "Second")), "Show")
    window = shown(qtbot, row)
    paintings = Paintings(row.segments()[1])
    QTest.mouseClick(row.segments()[1], Qt.MouseButton.LeftButton)
    settle()
    assert len(paintings.areas) == 1
    assert row.value() == "b"
    assert window.isVisible()


def test_a_button_that_is_held_down_shows_it(theme: Theme, qtbot: QtBot) -> None:
    button = QuietButton("Hold")
    window = shown(qtbot, button)
    before = button.grab().toImage()
    paintings = Paintings(button)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    settle()
    assert paintings.areas
    assert button.grab().toImage() != before
    assert window.isVisible()


def test_a_button_let_go_elsewhere_comes_up_and_does_nothing(theme: Theme, qtbot: QtBot) -> None:
    button = QuietButton("Hold")
    window = shown(qtbot, button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    before = button.grab().toImage()
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=button.rect().bottomRight() * 4)
    settle()
    assert not pressed
    assert button.updatesEnabled()
    assert button.grab().toImage() == before
    assert window.isVisible()


def test_a_button_may_close_what_it_stands_in(theme: Theme, qtbot: QtBot) -> None:
    button = QuietButton("Close")
    window = shown(qtbot, button)
    button.clicked.connect(window.close)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert not window.isVisible()


def test_what_is_said_as_before_is_not_painted_again(theme: Theme, qtbot: QtBot) -> None:
    row, flag = ConfidenceRow(), FlagButton()
    window = shown(qtbot, row, flag)
    paintings = Paintings(flag, *row.stops())
    row.show_confidence(None, fixed=False)
    flag.set_flagged(False)
    settle()
    assert not paintings.areas
    assert window.isVisible()


def test_only_ticks_that_have_changed_are_painted(theme: Theme, qtbot: QtBot) -> None:
    marks = tuple(MarkView(number, Mark.UNSEEN, False, number == 1, False) for number in range(1, 11))
    ticks = Ticks()
    window = shown(qtbot, ticks)
    ticks.show_marks(marks)
    settle()
    paintings = Paintings(ticks)
    ticks.show_marks((*marks[:4], MarkView(5, Mark.ANSWERED, True, False, False), *marks[5:]))
    settle()
    assert [area.width() < ticks.width() // 5 for area in paintings.areas] == [True]
    fresh = Ticks()
    other = shown(qtbot, fresh)
    fresh.show_marks((*marks[:4], MarkView(5, Mark.ANSWERED, True, False, False), *marks[5:]))
    assert ticks.grab().toImage() == fresh.grab().toImage()
    assert window.isVisible()
    assert other.isVisible()


def test_the_ring_follows_again_once_a_key_is_pressed(theme: Theme, qtbot: QtBot) -> None:
    first, second = QuietButton("First"), QuietButton("Second")
    window = shown(qtbot, first, second)
    ring = FocusRing(window)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert ring.isHidden()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    settle()
    assert ring.target is second
    second.move(second.x(), second.y() - 40)
    settle()
    assert ring.geometry().contains(second.geometry())


def test_the_grid_shows_what_a_new_one_would_however_it_came_about(theme: Theme, qtbot: QtBot) -> None:
    marks = tuple(MarkView(number, Mark.UNSEEN, False, False, False) for number in range(1, 9))
    changed = (*marks[:3], MarkView(4, Mark.ANSWERED, True, False, True), *marks[4:])
    grid, fresh = ReviewGrid(), ReviewGrid()
    window, other = shown(qtbot, grid), shown(qtbot, fresh)
    grid.show_cells(marks)
    settle()
    grid.grab()
    grid.show_cells(changed)
    grid.show_cells(changed[2:5])
    settle()
    fresh.show_cells(changed[2:5])
    settle()
    assert grid.grab().toImage() == fresh.grab().toImage()
    assert window.isVisible()
    assert other.isVisible()


def test_the_grid_takes_the_colours_of_the_dark(theme: Theme, qtbot: QtBot) -> None:
    marks = tuple(MarkView(number, Mark.OPEN, False, False, False) for number in range(1, 9))
    grid = ReviewGrid()
    window = shown(qtbot, grid)
    grid.show_cells(marks)
    settle()
    before = grid.grab().toImage()
    theme.set_mode("dark")
    settle()
    assert grid.grab().toImage() != before
    theme.set_mode("light")
    settle()
    assert grid.grab().toImage() == before
    assert window.isVisible()
