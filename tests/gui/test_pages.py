"""The pages are made a piece at a time, before anybody asks for them."""

import gc
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import get_ident

import pytest
from PySide6.QtCore import QEvent, QSize, Qt, QThreadPool
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.gui import pages
from certdeck.gui.main_window import MainWindow
from certdeck.gui.pages import SCREENS
from certdeck.gui.rail import Rail
from certdeck.gui.screen import Page
from certdeck.gui.screens.settings import SettingsScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.labels import label
from certdeck.markup import markdown
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import open_library

PATIENCE = 60_000
FEWEST_STEPS = 100


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_library(tmp_path, deck(cards=(card("c-1"),)), FixedClock()) as services:
        made = MainWindow(services)
        made.go(Page.TODAY)
        made.show()
        yield made
        QThreadPool.globalInstance().waitForDone()
        delete(made)


def click(window: MainWindow, page: Page) -> None:
    (rail,) = window.findChildren(Rail)
    QTest.mouseClick(rail.buttons[page], Qt.MouseButton.LeftButton)


def all_made(window: MainWindow) -> Callable[[], bool]:
    return lambda: len(window.pages.screens()) == len(SCREENS) and not window.pages.busy()


def test_what_was_loaded_before_the_pages_is_left_out_of_collections(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: made.append(len(window.pages.screens())))
    window.warm_up()
    qtbot.waitUntil(all_made(window), timeout=PATIENCE)
    assert made == [1, 1]


def test_all_pages_are_made_while_nothing_else_is_to_be_done(window: MainWindow, qtbot: QtBot) -> None:
    window.warm_up()
    qtbot.waitUntil(all_made(window), timeout=PATIENCE)
    assert all(screen.is_made for screen in window.pages.screens())
    assert window.page is Page.TODAY


def test_the_parser_of_texts_is_made_in_another_thread_before_a_page_needs_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    @cache
    def made() -> object:
        threads.append(get_ident())
        return parser()

    parser = markdown._parser
    monkeypatch.setattr(markdown, "_parser", made)
    window.warm_up()
    qtbot.waitUntil(lambda: not window.pages.busy(), timeout=PATIENCE)
    assert len(threads) == 1
    assert get_ident() not in threads


def test_making_all_pages_takes_many_small_steps(window: MainWindow) -> None:
    steps = list(window.pages.made_by_steps())
    assert len(steps) > FEWEST_STEPS


def test_a_page_that_is_asked_for_while_pages_are_made_comes_whole_and_first(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.make_ahead()
    click(window, Page.SETTINGS)
    (rail,) = window.findChildren(Rail)
    assert rail.buttons[Page.SETTINGS].isChecked()
    qtbot.waitUntil(lambda: window.page is Page.SETTINGS, timeout=PATIENCE)
    assert isinstance(window.screen_shown, SettingsScreen)
    assert window.screen_shown.is_made
    qtbot.waitUntil(all_made(window), timeout=PATIENCE)


def test_a_page_that_is_asked_for_while_its_module_is_loaded_comes_after_that(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.load()
    click(window, Page.SHEETS)
    assert window.page is Page.TODAY
    click(window, Page.TODAY)
    click(window, Page.SHEETS)
    window.pages.make_ahead()
    qtbot.waitUntil(lambda: window.page is Page.SHEETS, timeout=PATIENCE)
    qtbot.waitUntil(all_made(window), timeout=PATIENCE)


def test_a_page_that_was_called_off_half_made_comes_whole_the_next_time(window: MainWindow, qtbot: QtBot) -> None:
    screen = window.pages._begun(Page.SETTINGS)
    steps = screen.go_on()
    for _ in range(3):
        next(steps)
    del steps
    window.go(Page.SETTINGS)
    assert isinstance(window.screen_shown, SettingsScreen)
    assert window.screen_shown.page.isVisible()


def test_a_page_that_is_half_made_never_comes_up_in_place_of_another(window: MainWindow) -> None:
    window.open_deck_options()
    beside = window.screen_shown
    assert beside is not None
    screen = window.pages._begun(Page.SETTINGS)
    for _, _ in zip(range(3), screen.go_on(), strict=False):
        pass
    assert window.pages.indexOf(screen) == window.pages.count() - 1
    window.pages.removeWidget(beside)
    assert window.pages.currentWidget() is not screen


def test_only_the_last_of_several_pages_asked_for_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.pages.load()
    click(window, Page.SHEETS)
    click(window, Page.EXAMS)
    window.go(Page.LIBRARY)
    window.pages.make_ahead()
    qtbot.waitUntil(all_made(window), timeout=PATIENCE)
    assert window.page is Page.LIBRARY


@pytest.mark.parametrize("loaded", [False, True])
def test_a_window_that_was_closed_makes_no_more_pages(window: MainWindow, *, loaded: bool) -> None:
    window.pages.load()
    if loaded:
        window.pages.make_ahead()
        click(window, Page.STUDY)
    window.close()
    window.pages.make_ahead()
    assert not window.pages.busy()
    assert not window.pages._coming.busy()
    assert not window.pages._rest.isActive()
    assert len(window.pages.screens()) == 1


def has_settings(window: MainWindow) -> bool:
    return any(isinstance(screen, SettingsScreen) for screen in window.pages.screens())


def test_settings_that_were_left_go_and_come_back_as_they_were(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_AWAY", 0)
    window.resize(900, 600)
    window.go(Page.SETTINGS)
    before = window.screen_shown
    assert isinstance(before, SettingsScreen)
    qtbot.waitUntil(lambda: before.page.verticalScrollBar().maximum() > 200)
    before.page.verticalScrollBar().setValue(200)
    click(window, Page.SHEETS)
    qtbot.waitUntil(lambda: not has_settings(window), timeout=PATIENCE)
    window.changed(window.services.preferences.change(hide_clock=True))
    click(window, Page.SETTINGS)
    assert window.page is Page.SHEETS
    qtbot.waitUntil(lambda: window.page is Page.SETTINGS, timeout=PATIENCE)
    after = window.screen_shown
    assert isinstance(after, SettingsScreen)
    assert after is not before
    assert after.hide_clock.isChecked()
    qtbot.waitUntil(lambda: after.page.verticalScrollBar().value() == 200)


def test_settings_that_are_called_by_a_button_come_back_at_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_AWAY", 0)
    window.go(Page.SETTINGS)
    window.go(Page.SHEETS)
    qtbot.waitUntil(lambda: not has_settings(window), timeout=PATIENCE)
    window.go(Page.SETTINGS)
    assert isinstance(window.screen_shown, SettingsScreen)


def test_settings_stay_while_a_page_beside_them_leads_back_to_them(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_AWAY", 0)
    window.go(Page.SETTINGS)
    before = window.screen_shown
    window.open_deck_options()
    qtbot.waitUntil(lambda: not window.pages._rest.isActive(), timeout=PATIENCE)
    window.go(Page.SETTINGS)
    assert window.screen_shown is before


def test_pages_that_were_made_ahead_stay_until_they_were_looked_at(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_AWAY", 0)
    window.pages.make_ahead()
    qtbot.waitUntil(all_made(window), timeout=PATIENCE)
    click(window, Page.SHEETS)
    qtbot.waitUntil(lambda: not window.pages._rest.isActive(), timeout=PATIENCE)
    assert has_settings(window)


def test_what_changes_while_a_page_is_made_is_on_it(window: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    window.pages.make_ahead()
    qtbot.waitUntil(lambda: any(not screen.is_made for screen in window.pages.screens()), timeout=PATIENCE)
    window.resize(900, 650)
    theme.set_scale(1.5)
    window.changed(window.services.preferences.change(text_scale=150))
    qtbot.waitUntil(all_made(window), timeout=PATIENCE)
    for page in Page:
        click(window, page)
        assert window.page is page
        assert window.size().width() == 900


@pytest.mark.parametrize("page", list(Page))
def test_a_page_that_is_only_begun_can_be_hidden(window: MainWindow, page: Page) -> None:
    module, name = SCREENS[page]
    screen = getattr(import_module(module), name)(window, ahead=True)
    QApplication.sendEvent(screen, QHideEvent())
    screen.finish()
    screen.load()
    delete(screen)


@pytest.mark.parametrize("page", list(Page))
def test_a_page_that_is_told_its_size_while_it_is_made_looks_like_one_that_was_made_at_once(
    window: MainWindow, page: Page, qtbot: QtBot
) -> None:
    module, name = SCREENS[page]
    kind = getattr(import_module(module), name)
    by_steps, at_once = kind(window, ahead=True), kind(window)
    for screen in (by_steps, at_once):
        qtbot.addWidget(screen)
        screen.resize(700, 600)
    for _ in by_steps.go_on():
        QApplication.sendEvent(by_steps, QResizeEvent(by_steps.size(), QSize()))
        QApplication.sendEvent(by_steps, QEvent(QEvent.Type.FontChange))
    assert by_steps.grab().toImage() == at_once.grab().toImage()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_wrapped_label_remembers_its_heights_until_it_changes(theme: Theme, qtbot: QtBot, scale: float) -> None:
    remembering, plain = label("word " * 40, "note", wrap=True), QLabel("word " * 40)
    plain.setWordWrap(True)
    plain.setProperty("cls", "note")
    for made in (remembering, plain):
        qtbot.addWidget(made)
        made.ensurePolished()
    for words in ("word " * 40, "one line", "word " * 90):
        remembering.setText(words)
        plain.setText(words)
        for width in (120, 300, 120):
            assert remembering.heightForWidth(width) == plain.heightForWidth(width)
    theme.set_scale(scale)
    assert remembering.heightForWidth(120) == plain.heightForWidth(120)
