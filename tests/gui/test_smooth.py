"""The window goes on while long work is under way.

Each work waits until the event loop has turned once: done on the GUI thread it would wait in vain.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.library import LibraryScreen
from certdeck.gui.screens.settings import SettingsScreen
from certdeck.gui.theme import Theme
from certdeck.presenters.library import LibraryPresenter
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.fitting import FittingService
from certdeck.services.statistics import StatisticsService
from certdeck.store.content import ContentTables
from tests.builders import deck
from tests.clock import FixedClock
from tests.library import open_library
from tests.memory.learners import learner, studied
from tests.reviewing import cards, faces, record

PATIENCE = 60_000
"""Milliseconds; seconds of it are for loading the plotting library."""
IN_VAIN = 20.0
"""Seconds after which a turn of the event loop will not come."""
REVIEWS = studied(learner(11), 2500)
Act = Callable[[MainWindow], object]


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_library(tmp_path, deck(cards=cards(len(faces(REVIEWS)))), FixedClock()) as services:
        record(services.store, REVIEWS)
        made = MainWindow(services)
        qtbot.addWidget(made)
        made.show()
        yield made
        qtbot.waitUntil(lambda: not made.busy(), timeout=PATIENCE)


def fit(window: MainWindow) -> None:
    window.go(Page.SETTINGS)
    assert isinstance(window.screen_shown, SettingsScreen)
    window.screen_shown.fit.fit_now.click()


def search(window: MainWindow) -> None:
    window.go(Page.LIBRARY)
    assert isinstance(window.screen_shown, LibraryScreen)
    window.search_library("remember")


def put_deck(services: Services) -> Changes:
    with services.store.open(writing=True) as work:
        work.content.replace(deck("second", cards=(), questions=(), sheets=(), blueprints=()), services.clock.now())
        work.commit()
    return Changes(content=True)


def import_deck(window: MainWindow) -> None:
    window.run("Import", lambda _progress: put_deck(window.services), window.changed)


WORKS: tuple[tuple[type, str, Act], ...] = (
    (StatisticsService, "report", lambda window: window.go(Page.PROGRESS)),
    (FittingService, "fit", fit),
    (LibraryPresenter, "look", search),
    (ContentTables, "replace", import_deck),
)


@pytest.mark.parametrize(("owner", "name", "act"), WORKS, ids=[name for _, name, _ in WORKS])
def test_the_event_loop_turns_while_work_is_under_way(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, act: Act
) -> None:
    begun, turned, went_on = Event(), Event(), []
    done: Callable[..., Any] = getattr(owner, name)

    def slow(*values: object, **named: object) -> object:
        begun.set()
        went_on.append(turned.wait(IN_VAIN))
        return done(*values, **named)

    monkeypatch.setattr("certdeck.gui.screens.library.AT_ONCE", -1)
    monkeypatch.setattr(owner, name, slow)
    timer = QTimer(window, interval=0)
    timer.timeout.connect(lambda: turned.set() if begun.is_set() else None)
    timer.start()
    act(window)
    qtbot.waitUntil(lambda: bool(went_on), timeout=PATIENCE)
    timer.stop()
    assert went_on[0]
