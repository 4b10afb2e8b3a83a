"""Backups from the settings page, and the one that is made each day without a word."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from certdeck.core.errors import StoreError
from certdeck.core.ids import ItemId
from certdeck.core.scheduling.schedule import FaceState, Rating
from certdeck.gui.daily_backup import DailyBackup
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.settings import SettingsScreen
from certdeck.gui.screens.settings_backups import BackupsRow
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.fields import ComboBox
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.importers.deck_folders import write_deck
from tests.library import open_library


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    with open_library(tmp_path, deck(cards=(card("c-1"),)), clock) as opened:
        yield opened


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def row(theme: Theme, qtbot: QtBot, shell: StubShell) -> BackupsRow:
    screen = SettingsScreen(shell)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_page()
    return screen.backups


def test_without_a_backup_there_is_nothing_to_go_back_to(row: BackupsRow) -> None:
    assert row.note() == "None yet. One is made each day that you open Certdeck."
    assert not row.go_back.isEnabled()


def test_one_is_made_at_a_click_and_told(row: BackupsRow, shell: StubShell, services: Services) -> None:
    row.make.click()
    assert len(services.backups.all()) == 1
    assert shell.toasts[-1].startswith("Backed up: ")
    assert row.note().startswith("The last one: ")
    assert row.go_back.isEnabled()
    assert row.settled


def test_the_library_goes_back_to_the_one_that_is_chosen_once_that_was_agreed_to(
    row: BackupsRow, shell: StubShell, services: Services, clock: FixedClock
) -> None:
    face = services.study.next()
    assert face is not None
    row.make.click()
    clock.advance(60)
    services.study.rate(face.face.id, Rating.GOOD, milliseconds=1000)
    row.make.click()
    asked = row.ask()
    (choices,) = asked.findChildren(ComboBox)
    assert choices.count() == 2
    choices.setCurrentIndex(1)
    asked.agree_button.click()
    assert services.study.state(face.face.id) == FaceState(face.face.id)
    assert shell.changes[-1] == Changes(content=True, study=True, exams=True, settings=True)
    assert "What it was until now is the backup of" in shell.toasts[-1]
    assert len(services.backups.all()) == 3


def test_decks_that_are_older_in_the_backup_than_in_the_app_are_brought_up_to_date_at_once(
    row: BackupsRow, shell: StubShell, services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row.make.click()
    write_deck(deck(cards=(card("c-1"), card("c-2"))), tmp_path / "later")
    monkeypatch.setattr(services.library, "_shipped", tmp_path)
    row.ask().agree_button.click()
    assert "Installing the decks of this version" in shell.titles
    assert services.library.outdated() == ()
    assert shell.changes[-1] == Changes(content=True, study=True)


def test_nothing_happens_to_who_thinks_better_of_it(row: BackupsRow, services: Services) -> None:
    row.make.click()
    row.ask().decline_button.click()
    assert len(services.backups.all()) == 1


def test_a_folder_that_cannot_be_read_is_told_beside_the_setting(
    row: BackupsRow, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise StoreError("The backups can't be listed: Permission denied.")

    monkeypatch.setattr(services.backups, "all", refuse)
    row.show_standing()
    assert row.error() == "The backups can't be listed: Permission denied."
    assert not row.go_back.isEnabled()
    monkeypatch.undo()
    row.show_standing()
    assert row.error() == ""


def test_who_wants_to_go_back_when_the_folder_cannot_be_read_any_more_is_told(
    row: BackupsRow, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise StoreError("The backups can't be listed: Permission denied.")

    row.make.click()
    monkeypatch.setattr(services.backups, "all", refuse)
    row.go_back.click()
    assert row.error() == "The backups can't be listed: Permission denied."
    assert row.window().findChildren(Ask) == []


def test_who_wants_to_go_back_is_asked_to_which(row: BackupsRow) -> None:
    row.make.click()
    row.go_back.click()
    (asked,) = row.window().findChildren(Ask)
    asked.decline_button.click()


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, services: Services) -> Iterator[MainWindow]:
    made = MainWindow(services)
    qtbot.addWidget(made)
    made.go(Page.TODAY)
    made.show()
    yield made
    QThreadPool.globalInstance().waitForDone()


def done(daily: DailyBackup, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: daily._task is None, timeout=60_000)


def test_one_is_made_each_day_and_only_one(
    window: MainWindow, services: Services, clock: FixedClock, qtbot: QtBot
) -> None:
    daily = DailyBackup(window)
    made = []
    for days in (0, 0, 1, 0):
        clock.advance(days=days)
        daily.look()
        done(daily, qtbot)
        made.append(len(services.backups.all()))
    assert made == [1, 1, 2, 2]
    daily.stop()


def test_none_is_made_while_an_editor_has_the_window(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    daily = DailyBackup(window)
    window.edit_card(ItemId("c-1"))
    daily.look()
    assert daily._task is None
    window.uncover()
    daily.look()
    done(daily, qtbot)
    assert len(services.backups.all()) == 1
    daily.stop()


def test_why_none_could_be_made_is_said_once(
    window: MainWindow, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def fail(_progress: object) -> None:
        raise StoreError("The disk is full. No backup was made.")

    monkeypatch.setattr(services.backups, "make", fail)
    monkeypatch.setattr(window, "refuse", lambda error: said.append(str(error)))
    daily = DailyBackup(window)
    daily.look()
    done(daily, qtbot)
    assert said == ["The disk is full. No backup was made."]
    assert not daily._timer.isActive()


def test_who_closes_the_app_does_not_wait_for_a_backup(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    daily = DailyBackup(window)
    daily.look()
    daily.stop()
    done(daily, qtbot)
    assert not daily._timer.isActive()
