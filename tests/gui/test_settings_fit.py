"""Fitting the schedule from the settings page: what is said, what is kept, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from pytestqt.qtbot import QtBot

from certdeck.core.errors import FitError
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.settings import SettingsScreen
from certdeck.gui.screens.settings_fit import FitRow
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.messages import ProgressRow
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library
from tests.memory.learners import learner, studied
from tests.reviewing import cards, faces, record

REVIEWS = studied(learner(11), 2500)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, deck(cards=cards(len(faces(REVIEWS)))), FixedClock()) as opened:
        yield opened


@pytest.fixture
def row(theme: Theme, qtbot: QtBot, services: Services) -> FitRow:
    screen = SettingsScreen(StubShell(services))
    qtbot.addWidget(screen)
    screen.show()
    screen.show_page()
    return screen.fit


def test_before_anything_was_fitted_there_is_nothing_to_go_back_from(row: FitRow) -> None:
    assert "goes by how most people forget" in row.note()
    assert not row.use_defaults.isVisible()
    assert row.fit_now.accessibleDescription() == row.note()


def test_too_few_reviews_are_said_in_the_row(row: FitRow, services: Services) -> None:
    row.fit_now.click()
    assert row.note().startswith("Too few reviews: 0 of the 400")
    assert not row.use_defaults.isVisible()


def test_a_fit_is_told_kept_and_taken_back(theme: Theme, qtbot: QtBot, services: Services) -> None:
    record(services.store, REVIEWS)
    shell = StubShell(services)
    screen = SettingsScreen(shell)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_page()
    screen.fit.fit_now.click()
    assert screen.fit.note().startswith("Fitted to ")
    assert "better than the defaults" in screen.fit.note()
    assert shell.changes == [Changes(study=True, settings=True)]
    screen.fit.use_defaults.click()
    assert services.fitting.standing() is None
    assert "goes by how most people forget" in screen.fit.note()
    assert not screen.fit.use_defaults.isVisible()


def test_due_dates_are_moved_on_request_and_brought_back(theme: Theme, qtbot: QtBot, services: Services) -> None:
    record(services.store, REVIEWS)
    shell = StubShell(services)
    screen = SettingsScreen(shell)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_page()
    before = [services.study.state(face) for face in faces(REVIEWS)]
    screen.due_dates.move_now.click()
    assert shell.toasts == ["Every due date is where the fit puts it; nothing was moved"]
    services.options.change(desired_retention=0.8)
    screen.reload()
    assert "your goal, 80 %" in screen.due_dates.note()
    screen.due_dates.move_now.click()
    assert shell.toasts[1].endswith(" cards moved")
    assert shell.changes == [Changes(study=True)]
    assert [services.study.state(face) for face in faces(REVIEWS)] != before
    shell.undos[0]()
    assert [services.study.state(face) for face in faces(REVIEWS)] == before
    assert shell.toasts[2] == "Moving due dates undone"


def test_a_change_of_very_many_cards_is_undone_and_redone_beside_the_window(
    theme: Theme, qtbot: QtBot, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certdeck.services.history.MANY", 10)
    record(services.store, REVIEWS)
    services.options.change(desired_retention=0.8)
    before = [services.study.state(face) for face in faces(REVIEWS)]
    assert services.fitting.reschedule().moved > 10
    after = [services.study.state(face) for face in faces(REVIEWS)]
    window = MainWindow(services)
    qtbot.addWidget(window)
    window.show()
    for keys, states in (("Ctrl+Z", before), ("Ctrl+Shift+Z", after)):
        shortcut = next(one for one in window.findChildren(QShortcut) if one.key() == QKeySequence(keys))
        shortcut.activated.emit()
        assert window.busy()
        qtbot.waitUntil(lambda: not window.busy(), timeout=20_000)
        assert [services.study.state(face) for face in faces(REVIEWS)] == states


def test_without_a_deck_there_are_no_due_dates_to_move(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    with open_library(tmp_path, None, FixedClock()) as empty:
        screen = SettingsScreen(StubShell(empty))
        qtbot.addWidget(screen)
        screen.show_page()
        assert screen.due_dates.note() == "No deck is installed."
        assert not screen.due_dates.move_now.isEnabled()


def test_a_fit_that_breaks_is_said_and_the_row_stays(
    row: FitRow, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise FitError("It broke.")

    before = row.note()
    monkeypatch.setattr(type(services.fitting), "fit", broken)
    row.fit_now.click()
    assert row.note() == before


def test_a_fit_runs_beside_the_window_and_can_be_cancelled(theme: Theme, qtbot: QtBot, services: Services) -> None:
    record(services.store, REVIEWS)
    window = MainWindow(services)
    qtbot.addWidget(window)
    window.show()
    window.go(Page.SETTINGS)
    screen = window.findChild(SettingsScreen)
    assert isinstance(screen, SettingsScreen)
    screen.fit.fit_now.click()
    # Progress is shown once the work has lasted a little.
    qtbot.waitUntil(lambda: window.findChild(ProgressRow) is not None, timeout=20_000)
    progress = window.findChild(ProgressRow)
    assert isinstance(progress, ProgressRow)
    progress.cancelled.emit()
    qtbot.waitUntil(lambda: not window.busy(), timeout=20_000)
    assert services.fitting.standing() is None
    screen.fit.fit_now.click()
    qtbot.waitUntil(lambda: not window.busy(), timeout=60_000)
    assert services.fitting.standing() is not None
    assert screen.fit.use_defaults.isVisible()
