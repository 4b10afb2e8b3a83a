"""The first start, and the first one after an update of the shipped deck."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.assets import Places
from certdeck.bootstrap import build
from certdeck.gui.app import open_window
from certdeck.gui.first_start import FirstStart
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screens.today import TodayScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.messages import Banner, ThinBar
from tests.clock import FixedClock
from tests.gui.conftest import RESOURCES
from tests.importers.deck_folders import CARDS, DECK, mini_deck

W = TypeVar("W", bound=QWidget)
GO_ON = "Go on with what is installed"
BROKEN = CARDS.replace("front: Front?", "front: 7\n    colour: red")


@dataclass(frozen=True, slots=True)
class Start:
    """A start of the app."""

    window: MainWindow
    qtbot: QtBot

    @property
    def first(self) -> FirstStart:
        shown = self.window.screen_shown
        assert isinstance(shown, FirstStart)
        return shown

    def part(self, kind: type[W]) -> W:
        found = self.first.findChild(kind)
        assert found is not None
        return found

    def ways_out(self) -> list[QPushButton]:
        return [button for button in self.first.findChildren(QPushButton) if button.isVisible()]

    def words(self) -> list[str]:
        return [words.text() for words in self.first.findChildren(QLabel) if words.isVisible()]

    def until_refused(self) -> QPushButton:
        self.qtbot.waitUntil(lambda: bool(self.ways_out()))
        QApplication.processEvents()
        (button,) = self.ways_out()
        return button

    def until_today(self) -> TodayScreen:
        self.qtbot.waitUntil(lambda: isinstance(self.window.screen_shown, TodayScreen))
        shown = self.window.screen_shown
        assert isinstance(shown, TodayScreen)
        return shown


Open = Callable[[], AbstractContextManager[Start]]


@pytest.fixture
def start(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Open:
    """Start the app on the decks in `tmp_path / "decks"`, as often as wanted."""

    @contextmanager
    def opened() -> Iterator[Start]:
        services = build(Places(RESOURCES, tmp_path / "decks", tmp_path / "data"), FixedClock())
        window = MainWindow(services)
        open_window(window)
        yield Start(window, qtbot)
        window.close()
        QThreadPool.globalInstance().waitForDone()
        delete(window)
        services.close()

    return opened


def ship(tmp_path: Path, **changed: str | bytes | None) -> None:
    mini_deck(tmp_path / "decks" / "mini", **changed)


def test_an_empty_library_is_filled_and_then_today_is_shown(start: Open, tmp_path: Path) -> None:
    ship(tmp_path)
    with start() as app:
        assert "Preparing your library" in app.words()
        assert app.part(ThinBar).isVisible()
        today = app.until_today()
        assert today.view is not None
        assert today.view.cards.left == 2
        assert [head.id for head in app.window.services.library.heads()] == ["mini"]


def test_the_next_start_shows_today_at_once(start: Open, tmp_path: Path) -> None:
    ship(tmp_path)
    with start() as app:
        app.until_today()
    with start() as app:
        assert isinstance(app.window.screen_shown, TodayScreen)


def test_a_changed_deck_is_installed_over_the_old_one(start: Open, tmp_path: Path) -> None:
    ship(tmp_path)
    with start() as app:
        app.until_today()
    ship(tmp_path, deck=DECK.replace("1.0.0", "1.1.0"))
    with start() as app:
        assert "Updating your library" in app.words()
        app.until_today()
        assert [head.version for head in app.window.services.library.heads()] == ["1.1.0"]


def test_a_broken_deck_shows_its_problems_and_leaves_only_quit(start: Open, tmp_path: Path) -> None:
    ship(tmp_path, cards=BROKEN)
    with start() as app:
        quit_button = app.until_refused()
        assert quit_button.text() == "Quit"
        assert quit_button.hasFocus()
        problems = app.part(QPlainTextEdit).toPlainText()
        assert "1.1.yaml:" in problems
        assert "c-1" in problems
        assert app.part(Banner).isVisible()
        assert app.window.services.library.heads() == ()
        quit_button.click()
        assert not app.window.isVisible()


def test_a_broken_update_leaves_the_old_deck_and_a_way_on(start: Open, tmp_path: Path) -> None:
    ship(tmp_path)
    with start() as app:
        app.until_today()
    ship(tmp_path, deck=DECK.replace("1.0.0", "1.1.0"), cards=BROKEN)
    with start() as app:
        go_on = app.until_refused()
        assert go_on.text() == GO_ON
        go_on.click()
        today = app.until_today()
        assert today.view is not None
        assert today.view.cards.left == 2
        assert [head.version for head in app.window.services.library.heads()] == ["1.0.0"]


def test_hundreds_of_problems_fit_the_window(start: Open, tmp_path: Path) -> None:
    broken = "\n".join(f"  - {{kind: basic, id: c-{number}, colour: red}}" for number in range(300))
    ship(tmp_path, cards=f"cards:\n{broken}\n")
    with start() as app:
        app.window.resize(1024, 700)
        quit_button = app.until_refused()
        QApplication.processEvents()
        at = quit_button.mapTo(app.window, quit_button.rect().bottomRight())
        assert at.y() < 700
        assert app.window.height() == 700
        assert app.part(QPlainTextEdit).toPlainText().count("\n") >= 299


def test_nothing_behind_it_can_be_seen_or_reached(start: Open, tmp_path: Path) -> None:
    ship(tmp_path, cards=BROKEN)
    with start() as app:
        app.until_refused()
        for size in ((1280, 800), (900, 620), (1400, 900)):
            app.window.resize(*size)
            QApplication.processEvents()
            assert (app.first.width(), app.first.height()) == size
        app.qtbot.keyClick(app.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        app.qtbot.keyClick(app.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        app.qtbot.keyClick(app.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert app.first.isVisible()
        for _ in range(4):
            focused = QApplication.focusWidget()
            assert focused is not None
            assert app.first.isAncestorOf(focused)
            app.qtbot.keyClick(focused, Qt.Key.Key_Tab)


def test_its_card_grows_with_the_text_but_not_beyond_the_window(start: Open, tmp_path: Path, theme: Theme) -> None:
    ship(tmp_path, cards=BROKEN)
    with start() as app:
        app.until_refused()
        card = app.part(Card)
        assert card.width() == 480
        theme.set_scale(2.0)
        assert card.width() == 960
        app.window.resize(900, 620)
        QApplication.processEvents()
        assert card.width() == 900 - 2 * 24


def test_closing_while_it_installs_waits_for_it_and_breaks_nothing(start: Open, tmp_path: Path) -> None:
    ship(tmp_path)
    with start() as app:
        assert app.window.close()
    with start() as app:
        app.until_today()
