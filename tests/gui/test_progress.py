"""The Progress page in a window."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QThreadPool, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.gui import pages
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens import progress_card
from certdeck.gui.screens.progress import ProgressScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.messages import EmptyState
from certdeck.gui.widgets.pointed import Pointed
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import bank, blueprint, card, deck
from tests.clock import FixedClock
from tests.library import open_library
from tests.long_log import learner, write

shows_tips = pytest.mark.qt_log_ignore("propagateSizeHints", "plugin does not support", extend=True)
"""The offscreen platform says so for each tool tip and menu."""
CARDS = 60
PATIENCE = 60_000
"""Milliseconds: the plotting library is loaded when the first page is opened."""


@dataclass
class Room:
    """The page in its window."""

    window: MainWindow
    screen: ProgressScreen
    services: Services
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until all is reckoned and drawn."""
        self.qtbot.waitUntil(
            lambda: self.screen.view is not None and not self.screen.is_drawing and not self.window.busy(),
            timeout=PATIENCE,
        )
        QApplication.processEvents()

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClick(widget, key)


@pytest.fixture
def room(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    clock = FixedClock()
    cards = tuple(card(f"c-{number}", task="1.1" if number % 2 else "1.2") for number in range(CARDS))
    with open_library(tmp_path, deck(cards=cards, questions=bank(blueprint(), 2)), clock) as services:
        assert services.folder is not None
        faces = [f"c-{number}/1" for number in range(CARDS - 10)]
        write(services.folder, learner(faces, 500, clock.now() - timedelta(minutes=1), days=150))
        window = MainWindow(services)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.go(Page.PROGRESS)
        screen = window.screen_shown
        assert isinstance(screen, ProgressScreen)
        made = Room(window, screen, services, qtbot)
        made.settle()
        yield made
        QThreadPool.globalInstance().waitForDone()
        window.close()


def test_every_plot_is_drawn_and_reads_itself_out(room: Room) -> None:
    for name, shown in room.screen.plots.items():
        canvas = shown.canvas
        assert canvas is not None, name
        assert canvas.plot is not None
        assert canvas.plot == getattr(room.screen.view, name)
        assert canvas.accessibleName() == shown.title.text()
        assert len(canvas.accessibleDescription()) > len(shown.sentence.text()) - 2
        assert len(canvas.spots()) == len(canvas.plot.bars) + len(canvas.plot.dots)


def test_marks_lie_inside_their_plot_and_apart_from_one_another(room: Room) -> None:
    for name, shown in room.screen.plots.items():
        canvas = shown.canvas
        assert canvas is not None
        for spot in canvas.spots():
            centre = spot.area.center()
            assert canvas.rect().toRectF().adjusted(-1, -1, 1, 1).contains(centre), (name, spot.tip)


@shows_tips
def test_arrows_walk_along_a_plot_and_say_what_is_there(room: Room) -> None:
    canvas = room.screen.plots["hours"].canvas
    assert canvas is not None
    room.press(canvas, Qt.Key.Key_Home)
    first = canvas.told
    room.press(canvas, Qt.Key.Key_Right)
    assert canvas.told not in ("", first)
    room.press(canvas, Qt.Key.Key_Left)
    assert canvas.told == first
    room.press(canvas, Qt.Key.Key_End)
    assert canvas.told == canvas.spots()[-1].tip


@shows_tips
def test_arrows_walk_over_the_exam_guide_in_both_directions(room: Room) -> None:
    guide = room.screen.coverage.map
    room.press(guide, Qt.Key.Key_Home)
    assert guide.told.startswith("1.1.k1  ")
    room.press(guide, Qt.Key.Key_Down)
    assert guide.told.startswith("1.2.k1  ")
    room.press(guide, Qt.Key.Key_Right)
    assert guide.told.startswith("1.2.")
    room.press(guide, Qt.Key.Key_Up)
    assert guide.told.startswith("1.1.")


@shows_tips
@pytest.mark.parametrize("part", ["map", "calendar"])
def test_the_pointer_is_told_what_it_is_over(room: Room, part: str) -> None:
    shown: Pointed = room.screen.coverage.map if part == "map" else room.screen.days.calendar
    spot = shown.spots()[0]
    room.qtbot.mouseMove(shown, spot.area.center().toPoint())
    room.qtbot.waitUntil(lambda: QToolTip.text() == spot.tip)
    room.qtbot.mouseMove(shown, QPoint(shown.width() - 1, shown.height() - 1))
    assert not any(found.area.contains(QPointF(shown.width() - 1, shown.height() - 1)) for found in shown.spots())


def test_another_period_and_another_scope_bring_other_figures(room: Room) -> None:
    assert room.screen.view is not None
    assert len(room.screen.view.days.days) == 90
    room.screen.period.choose("month")
    room.settle()
    assert len(room.screen.view.days.days) == 30
    assert room.screen.coverage.isVisible()
    room.screen.scope.setCurrentIndex(1)
    room.screen.scope.activated.emit(1)
    room.settle()
    assert not room.screen.coverage.isVisible()


def test_clicks_that_come_quickly_end_with_the_last_one(room: Room) -> None:
    for name in ("month", "year", "all", "month"):
        room.screen.period.choose(name)
    room.settle()
    assert room.screen.view is not None
    assert len(room.screen.view.days.days) == 30


def test_three_days_off_are_shown_at_once(room: Room) -> None:
    canvas = room.screen.plots["forecast"].canvas
    assert canvas is not None
    assert canvas.plot is not None
    before = canvas.plot.bars
    room.screen.skip.click()
    assert canvas.plot.bars != before
    assert room.screen.plots["forecast"].sentence.text().startswith("Skip three days")


def test_the_check_box_of_an_empty_plot_ends_where_the_menu_button_of_a_drawn_one_does(room: Room) -> None:
    shown = room.screen.plots["forecast"]
    assert room.screen.view is not None
    head = shown.title.height()
    shown.show_plot(replace(room.screen.view.forecast, empty="Nothing is due."))
    QApplication.processEvents()
    assert room.screen.skip.isVisible()
    right = shown.contentsRect().width() - shown.column.contentsMargins().right()
    assert room.screen.skip.geometry().right() == right
    assert shown.title.height() == head


def leave(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go elsewhere until the page has gone."""
    monkeypatch.setattr(pages, "_AWAY", 0)
    room.window.go(Page.SHEETS)
    room.qtbot.waitUntil(lambda: room.screen not in room.window.pages.screens(), timeout=PATIENCE)


def come_back(room: Room) -> None:
    """Call the page, and wait until all is drawn on what was made anew."""
    room.window.call(Page.PROGRESS)
    room.qtbot.waitUntil(lambda: room.window.page is Page.PROGRESS, timeout=PATIENCE)
    screen = room.window.screen_shown
    assert isinstance(screen, ProgressScreen)
    assert screen is not room.screen
    room.screen = screen
    room.settle()


def test_a_page_that_was_left_goes_and_comes_back_as_it_was(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.screen.scope.activated.emit(1)
    room.screen.period.segments()[0].click()
    room.screen.skip.setChecked(True)
    room.settle()
    bar = room.screen._page.verticalScrollBar()
    bar.setValue(300)
    view, looked = room.screen.view, room.screen.grab().toImage()
    leave(room, monkeypatch)
    asked = count_asked(room, monkeypatch)
    come_back(room)
    assert asked == []
    assert room.screen.view == view
    assert room.screen.scope.currentIndex() == 1
    room.qtbot.waitUntil(lambda: room.screen._page.verticalScrollBar().value() == 300)
    room.screen.setFocus()
    room.qtbot.waitUntil(lambda: room.screen.grab().toImage() == looked)


def test_figures_of_a_page_that_went_are_reckoned_anew_if_something_has_changed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(room, monkeypatch)
    asked = count_asked(room, monkeypatch)
    assert room.screen.view is not None
    before = room.screen.view.today.line
    room.window.changed(room.services.study.rate(FaceId("c-59/1"), Rating.GOOD, milliseconds=9000).changes)
    room.window.pages.turn_day()
    come_back(room)
    assert asked == [1]
    assert room.screen.view is not None
    assert room.screen.view.today.line != before


def test_what_had_changed_before_a_page_went_is_reckoned_when_it_comes_back(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.window.go(Page.TODAY)
    room.window.changed(Changes(study=True))
    leave(room, monkeypatch)
    asked = count_asked(room, monkeypatch)
    come_back(room)
    assert asked == [1]


def count_asked(room: Room, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets an entry each time figures are reckoned."""
    asked: list[int] = []
    report = room.services.statistics.report

    def counted(*what: Any, **how: Any) -> Any:
        asked.append(1)
        return report(*what, **how)

    monkeypatch.setattr(room.services.statistics, "report", counted)
    return asked


def test_a_table_is_there_when_its_page_comes_back(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for shown in (room.screen.plots["ratings"], room.screen.days):
        shown.toggle_table()
    leave(room, monkeypatch)
    come_back(room)
    assert room.screen.coverage.table is None
    assert room.screen.days.stack.currentWidget() is room.screen.days.table
    shown = room.screen.plots["ratings"]
    assert shown.stack.currentWidget() is shown.table
    assert shown.table is not None
    assert shown.table.grid.model().rowCount() > 0
    shown.toggle_table()
    assert shown.stack.currentWidget() is shown.canvas


def test_a_page_stays_while_its_figures_are_reckoned(room: Room) -> None:
    assert room.screen.give_back() is not None
    room.screen.reload()
    assert room.screen.give_back() is None
    room.settle()
    assert room.screen.give_back() is not None


def test_a_rating_given_elsewhere_is_in_the_figures(room: Room) -> None:
    assert room.screen.view is not None
    before = room.screen.view.today.line
    room.window.changed(room.services.study.rate(FaceId("c-59/1"), Rating.GOOD, milliseconds=9000).changes)
    room.settle()
    assert room.screen.view.today.line != before


def test_the_numbers_stand_in_a_table_that_the_keyboard_reaches(room: Room) -> None:
    shown = room.screen.plots["calibration"]
    shown.toggle_table()
    table, canvas = shown.table, shown.canvas
    assert table is not None
    assert canvas is not None
    assert QApplication.focusWidget() is table.grid
    assert table.model.columnCount() == 5
    assert table.model.rowCount() > 0
    assert table.model.headerData(0, Qt.Orientation.Horizontal) == "Predicted %"
    cell = table.model.index(0, 1)
    assert table.model.data(cell, Qt.ItemDataRole.AccessibleTextRole) == f"Reviews: {table.model.data(cell)}"
    shown.toggle_table()
    assert QApplication.focusWidget() is canvas


def test_a_figure_is_saved_as_a_picture_and_as_a_table(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(_parent: object, _title: str, name: str, _kind: str, _suffix: str) -> Path:
        return tmp_path / name

    monkeypatch.setattr(progress_card, "ask_where", choose)
    for shown in (*room.screen.plots.values(), room.screen.coverage, room.screen.days):
        shown.save_picture()
        shown.save_table()
    assert len(list(tmp_path.glob("*.png"))) == len(list(tmp_path.glob("*.csv"))) == 11
    picture = QImage(str(tmp_path / "calibration.png"))
    assert picture.width() == 2 * room.screen.plots["calibration"].width()
    rows = (tmp_path / "exam-guide-coverage.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("Part,Name,Recalled,Cards")
    assert any(row.startswith("1.1.k1,") for row in rows)


def test_a_file_that_can_not_be_written_says_why(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_card, "ask_where", lambda *_words: tmp_path / "nowhere" / "x.csv")
    room.screen.days.save_table()
    assert not (tmp_path / "nowhere").exists()


@shows_tips
def test_the_menu_offers_table_and_files(room: Room) -> None:
    shown = room.screen.plots["hours"]
    QTimer.singleShot(0, shown.menu.close)
    shown.more.click()
    assert [action.text() for action in shown.menu.actions()] == ["Show as table", "Save as PNG", "Save as CSV"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_nothing_is_wider_than_the_page(room: Room, theme: Theme, size: tuple[int, int], scale: float) -> None:
    theme.set_scale(scale)
    room.window.resize(*size)
    room.settle()
    assert (room.window.width(), room.window.height()) == size
    page = room.screen.findChild(QWidget, "qt_scrollarea_viewport")
    assert page is not None
    for shown in (*room.screen.plots.values(), room.screen.coverage, room.screen.days, room.screen.today):
        right = shown.mapTo(room.window, QPoint(shown.width(), 0)).x()
        assert right <= room.window.width() - 5


def test_the_look_changes_with_the_theme(room: Room, theme: Theme) -> None:
    shown = room.screen.plots["ratings"]
    light = shown.grab().toImage()
    theme.set_mode("dark")
    QApplication.processEvents()
    assert shown.grab().toImage() != light


def test_without_a_deck_the_page_says_what_to_do(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    with open_library(tmp_path, None, FixedClock()) as services:
        from tests.gui.stub_shell import StubShell

        screen = ProgressScreen(StubShell(services))
        qtbot.addWidget(screen)
        screen.show_page()
        assert screen.findChild(EmptyState) is not None


def test_a_change_of_settings_reckons_anew(room: Room) -> None:
    room.window.changed(Changes(settings=True))
    room.settle()
    assert room.screen.view is not None


def test_cards_are_as_wide_when_the_page_is_first_shown_as_they_are_later(room: Room) -> None:
    def widths() -> list[int]:
        return [room.screen.coverage.width(), room.screen.days.width(), room.screen.plots["calibration"].width()]

    first = widths()
    room.screen.period.choose("month")
    room.settle()
    assert widths() == first


def test_figures_are_put_into_words_in_one_turn_and_shown_in_another(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[int] = []
    turn = 0
    arrived, show = room.screen.presenter.arrived, room.screen._show

    def worded(*words: Any) -> Any:
        turns.append(turn)
        return arrived(*words)

    def shown(*words: Any) -> None:
        turns.append(turn)
        show(*words)

    monkeypatch.setattr(room.screen.presenter, "arrived", worded)
    monkeypatch.setattr(room.screen, "_show", shown)
    room.screen.period.choose("month")
    while room.screen.is_drawing or room.window.busy():
        turn += 1
        QApplication.processEvents()
    assert len(turns) == len(set(turns)) == 2
    assert room.screen.view is not None
    assert len(room.screen.view.days.days) == 30


def test_the_figures_are_reckoned_beside_the_window_and_drawn_one_plot_in_each_turn(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    turns: list[int] = []
    turn = 0
    report, draw = room.services.statistics.report, room.screen._draw

    def watched(*words: Any, **named: Any) -> Any:
        threads.append(get_ident())
        return report(*words, **named)

    def drawn(name: str) -> None:
        turns.append(turn)
        draw(name)

    monkeypatch.setattr(room.services.statistics, "report", watched)
    monkeypatch.setattr(room.screen, "_draw", drawn)
    room.screen.period.choose("month")
    while room.screen.is_drawing or room.window.busy():
        turn += 1
        QApplication.processEvents()
    assert threads
    assert get_ident() not in threads
    assert len(turns) == len(set(turns)) == len(room.screen.plots)
