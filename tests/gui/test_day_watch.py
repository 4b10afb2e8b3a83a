"""What a window that stays open shows when another study day begins."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.gui.day_watch import DayWatch
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.screens.today import TodayScreen
from certdeck.gui.theme import Theme
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import open_library


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, tmp_path: Path, clock: FixedClock) -> Iterator[MainWindow]:
    content = deck(cards=tuple(card(f"c-{number}") for number in range(5)))
    with open_library(tmp_path, content, clock) as services:
        window = MainWindow(services)
        window.go(Page.TODAY)
        window.show()
        qtbot.waitExposed(window)
        yield window
        QThreadPool.globalInstance().waitForDone()
        delete(window)


def today(window: MainWindow) -> str:
    assert isinstance(window.screen_shown, TodayScreen)
    return window.screen_shown.day.text()


def look_at_the_clock(window: MainWindow) -> None:
    watch = window.findChild(DayWatch)
    assert isinstance(watch, DayWatch)
    watch.timer.timeout.emit()


def test_a_page_that_is_shown_after_the_day_has_turned_is_of_the_new_day(window: MainWindow, clock: FixedClock) -> None:
    before = today(window)
    window.go(Page.EXAMS)
    clock.advance(days=1)
    window.go(Page.TODAY)
    assert today(window) != before


def test_the_page_that_is_open_when_the_day_turns_is_of_the_new_day(window: MainWindow, clock: FixedClock) -> None:
    before = today(window)
    look_at_the_clock(window)
    assert today(window) == before
    clock.advance(days=1)
    look_at_the_clock(window)
    assert today(window) != before


def test_a_card_that_is_on_the_screen_when_the_day_turns_stays(window: MainWindow, clock: FixedClock) -> None:
    window.go(Page.STUDY)
    screen = window.screen_shown
    assert isinstance(screen, StudyScreen)
    before = screen.view
    assert before is not None
    clock.advance(days=1)
    look_at_the_clock(window)
    assert screen.view is before
    window.go(Page.TODAY)
    clock.advance(days=1)
    window.go(Page.STUDY)
    assert screen.view is not before
