"""What a window shows of what another one has changed, once the learner comes back to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.core.errors import StoreError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.settings import Appearance
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.messages import Banner
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.elsewhere import ElsewhereService
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import open_library


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_library(tmp_path, deck(cards=tuple(card(f"c-{number}") for number in range(9))), FixedClock()) as here:
        window = MainWindow(here)
        window.go(Page.TODAY)
        come_back(window, qtbot)
        yield window
        QThreadPool.globalInstance().waitForDone()
        delete(window)


@pytest.fixture
def there(tmp_path: Path, window: MainWindow) -> Iterator[Services]:
    with open_library(tmp_path, None, FixedClock()) as services:
        yield services


@pytest.fixture
def other(window: MainWindow, qtbot: QtBot) -> QWidget:
    other = QWidget()
    qtbot.addWidget(other)
    return other


def come_back(window: QWidget, qtbot: QtBot) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_a_limit_that_another_window_has_set_is_what_the_rail_counts_by(
    window: MainWindow, there: Services, other: QWidget, qtbot: QtBot
) -> None:
    come_back(other, qtbot)
    there.options.change(new_per_day=4)
    assert window.services.study.today().counts.new == 9
    with qtbot.waitSignal(window.changed_anything) as told:
        come_back(window, qtbot)
    assert told.args == [Changes(content=True, study=True, exams=True, settings=True)]
    assert window.services.study.today().counts.new == 4


def test_the_colours_that_another_window_has_chosen_are_put_on(
    window: MainWindow, there: Services, other: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    come_back(other, qtbot)
    there.preferences.change(appearance=Appearance.DARK)
    come_back(window, qtbot)
    assert theme.mode == "dark"


def test_nothing_is_loaded_again_where_nothing_was_changed(window: MainWindow, other: QWidget, qtbot: QtBot) -> None:
    come_back(other, qtbot)
    with qtbot.assertNotEmitted(window.changed_anything):
        come_back(window, qtbot)


def test_a_card_that_was_rated_elsewhere_is_asked_here_no_more(
    window: MainWindow, there: Services, other: QWidget, qtbot: QtBot
) -> None:
    window.go(Page.STUDY)
    screen = window.screen_shown
    assert isinstance(screen, StudyScreen)
    qtbot.waitUntil(lambda: screen.view is not None and screen.view.face == "c-0/1")
    come_back(other, qtbot)
    there.study.rate(FaceId("c-0/1"), Rating.EASY, milliseconds=1000)
    come_back(window, qtbot)
    assert screen.view is not None
    assert screen.view.face == "c-1/1"


def test_a_database_that_cannot_be_read_then_is_said(
    window: MainWindow, other: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: ElsewhereService) -> Changes:
        raise StoreError("The disk can't be read.")

    come_back(other, qtbot)
    monkeypatch.setattr(ElsewhereService, "look", fail)
    come_back(window, qtbot)
    banner = window.findChild(Banner)
    assert banner is not None
    assert "The disk can't be read." in banner.accessibleName()
