"""Syncing from the settings page: the folder is chosen, what went and came is said, what went wrong too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.settings import SettingsScreen
from certdeck.gui.screens.settings_sync import SyncSection
from certdeck.gui.sync_at_start import sync_at_start
from certdeck.gui.theme import Theme
from certdeck.services.catalogue import Services
from tests.builders import deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path / "here", deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def others(tmp_path: Path) -> Iterator[Services]:
    """Give the library of another computer."""
    with open_library(tmp_path / "there", deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def section(theme: Theme, qtbot: QtBot, shell: StubShell) -> SyncSection:
    screen = SettingsScreen(shell)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_page()
    return screen.sync


def chosen(section: SyncSection, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    section.choose.click()


def test_without_a_folder_there_is_nothing_to_sync(section: SyncSection) -> None:
    assert not section.sync_now.isEnabled()
    assert not section.at_start.isEnabled()
    assert not section.stop.isVisible()
    assert section.now_row.note() == "Not synced yet."


def test_a_folder_is_chosen_kept_and_given_up(
    section: SyncSection, services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(section, folder, monkeypatch)
    assert services.preferences.settings.sync_folder == str(folder)
    assert section.sync_now.isEnabled()
    assert section.settled
    section.at_start.click()
    assert services.preferences.settings.sync_at_start
    section.stop.click()
    assert services.preferences.settings.sync_folder == ""
    assert not section.sync_now.isEnabled()


def test_what_went_and_came_is_said_and_the_pages_are_told(
    section: SyncSection,
    shell: StubShell,
    services: Services,
    others: Services,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others.study.rate(FaceId("c-basic/1"), Rating.GOOD, milliseconds=900)
    others.syncing.sync(folder)
    services.cards.put_note(next(iter(services.library.rows())).id, "Mine.")
    chosen(section, folder, monkeypatch)
    section.sync_now.click()
    assert section.now_row.note() == "Synced on 14 Mar 2026 at 12:00. Sent: 1 own text. Came: 1 rating."
    assert not section.settled
    assert section.now_row.error() == ""
    assert shell.changes[-1].study
    assert services.study.state(FaceId("c-basic/1")).schedule.reps == 1
    section.sync_now.click()
    assert section.now_row.note().endswith("Nothing was new.")


def test_what_is_to_be_mended_is_said_in_words(
    section: SyncSection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "certdeck-sync").mkdir()
    for number in range(6):
        (folder / "certdeck-sync" / f"notes-{number}.txt").touch()
    chosen(section, folder, monkeypatch)
    section.sync_now.click()
    assert "notes-0.txt is no file of changes. It was left alone." in section.now_row.error()
    assert "And 2 more" in section.now_row.error()
    assert "notes-3.txt is no file of changes" in section.sync_now.accessibleDescription()


def test_a_folder_that_is_gone_is_refused_when_asked_and_passed_over_at_the_start(
    section: SyncSection, shell: StubShell, services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(section, folder, monkeypatch)
    section.at_start.click()
    folder.rmdir()
    sync_at_start(shell)
    assert (shell.refusals, shell.toasts) == ([], [])
    section.sync_now.click()
    assert "There is no folder" in str(shell.refusals[0])
    assert section.sync_now.isEnabled()


def test_the_start_syncs_where_that_is_wanted_and_says_what_came(
    shell: StubShell, services: Services, others: Services, folder: Path
) -> None:
    others.study.rate(FaceId("c-basic/1"), Rating.GOOD, milliseconds=900)
    others.syncing.sync(folder)
    services.preferences.change(sync_folder=str(folder))
    sync_at_start(shell)
    assert shell.toasts == []
    services.preferences.change(sync_at_start=True)
    sync_at_start(shell)
    assert shell.toasts == ["Synced. Sent: nothing. Came: 1 rating."]


def test_two_libraries_sync_through_the_window(
    theme: Theme, qtbot: QtBot, services: Services, others: Services, folder: Path
) -> None:
    others.study.rate(FaceId("c-basic/1"), Rating.EASY, milliseconds=900)
    others.syncing.sync(folder)
    services.preferences.change(sync_folder=str(folder))
    window = MainWindow(services)
    qtbot.addWidget(window)
    window.show()
    window.go(Page.SETTINGS)
    screen = window.findChild(SettingsScreen)
    assert screen is not None
    screen.sync.sync_now.click()
    qtbot.waitUntil(lambda: "Came: 1 rating" in screen.sync.now_row.note())
    assert services.study.state(FaceId("c-basic/1")).schedule.reps == 1
