"""The window that says why the library can't be opened."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from certdeck import bootstrap
from certdeck.assets import Places
from certdeck.core.errors import ForeignStore, StoreError
from certdeck.gui.app import ask_until_open
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.start_failure import StartFailure
from certdeck.gui.theme import Theme
from certdeck.ports.updating import Updating
from certdeck.services.backups import BackupService
from certdeck.services.catalogue import Services
from certdeck.store.library_file import FILE
from tests.builders import deck
from tests.clock import FixedClock
from tests.gui.conftest import RESOURCES
from tests.library import open_library

FOREIGN = ForeignStore("certdeck.db is not a Certdeck database. It was not changed. Choose another folder.")


def no_backups(folder: Path | None) -> BackupService:
    return bootstrap.backups(Places(RESOURCES, Path("none"), folder or Path("none")), FixedClock())


@pytest.fixture
def chosen_folder(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def choose(folder: str) -> None:
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folder)

    return choose


def press_when_open(*words: str) -> None:
    """Press the buttons called `words`, one after the other, once the dialog runs its own event loop."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, StartFailure)
        for button in dialog.findChildren(QPushButton):
            if button.text() == words[0]:
                QTimer.singleShot(0, (lambda: press_when_open(*words[1:])) if words[1:] else (lambda: None))
                button.click()
                return
        raise AssertionError(words[0])

    QTimer.singleShot(0, press)


def test_the_reason_is_shown_whole_and_can_be_copied(theme: Theme, qtbot: QtBot) -> None:
    dialog = StartFailure(FOREIGN)
    qtbot.addWidget(dialog)
    dialog.show()
    (reason,) = [words for words in dialog.findChildren(QLabel) if words.text() == str(FOREIGN)]
    assert reason.height() >= reason.heightForWidth(reason.width())
    assert reason.textInteractionFlags()


def test_choosing_a_folder_returns_it(
    theme: Theme, qtbot: QtBot, tmp_path: Path, chosen_folder: Callable[[str], None]
) -> None:
    chosen_folder(str(tmp_path))
    press_when_open("Choose another folder")
    assert StartFailure.ask(FOREIGN) == tmp_path


def test_thinking_better_of_choosing_comes_back_to_the_dialog(
    theme: Theme, qtbot: QtBot, chosen_folder: Callable[[str], None]
) -> None:
    chosen_folder("")
    press_when_open("Choose another folder", "Quit")
    assert StartFailure.ask(FOREIGN) is None


def test_quit_returns_nothing(theme: Theme, qtbot: QtBot) -> None:
    press_when_open("Quit")
    assert StartFailure.ask(FOREIGN) is None


def test_the_app_asks_until_a_folder_can_be_used(
    theme: Theme, qtbot: QtBot, qapp: QApplication, tmp_path: Path, chosen_folder: Callable[[str], None]
) -> None:
    tried: list[Path | None] = []
    good = tmp_path / "good"
    with open_library(tmp_path, None, FixedClock()) as services:

        def opening(folder: Path | None, _updating: object) -> Services:
            tried.append(folder)
            if folder != good:
                raise FOREIGN
            return services

        chosen_folder(str(good))
        press_when_open("Choose another folder")
        assert ask_until_open(qapp, opening, no_backups, RESOURCES, None) is services
    assert tried == [None, good]


def test_the_app_gives_up_when_the_learner_quits(
    theme: Theme, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    def opening(_folder: Path | None, _updating: object) -> Services:
        raise StoreError("The disk is full. Nothing was changed. Make room and start again.")

    press_when_open("Quit")
    assert ask_until_open(qapp, opening, no_backups, RESOURCES, tmp_path) is None


def test_it_is_answered_by_keys_alone(theme: Theme, qtbot: QtBot, chosen_folder: Callable[[str], None]) -> None:
    chosen_folder("chosen")
    dialog = StartFailure(FOREIGN)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.choose.hasFocus)
    qtbot.keyClick(dialog.choose, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Quit"
    (ring,) = dialog.findChildren(FocusRing)
    assert ring.target is focused
    qtbot.keyClick(focused, Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.choose, Qt.Key.Key_Return)
    assert dialog.chosen == Path("chosen")


def test_a_damaged_library_goes_back_to_the_backup_that_the_learner_chooses(
    theme: Theme, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with open_library(tmp_path, deck(), FixedClock()) as services:
        services.backups.make()
    (data / FILE).write_bytes(b"no database")

    def opening(_folder: Path | None, updating: Updating) -> Services:
        return bootstrap.build(Places(RESOURCES, tmp_path / "none", data), FixedClock(), updating=updating)

    press_when_open("Go back to it")
    found = ask_until_open(qapp, opening, no_backups, RESOURCES, data)
    assert found is not None
    assert found.library.heads()
    found.close()


def test_a_backup_that_cannot_be_put_back_is_told_and_others_can_be_chosen(
    theme: Theme, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with open_library(tmp_path, deck(), FixedClock()) as services:
        made = services.backups.make()
    (data / "backups" / made.name).write_bytes(b"no backup")
    said: list[str] = []

    def opening(_folder: Path | None, _updating: object) -> Services:
        raise FOREIGN

    def remember_then_quit() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, StartFailure)
        said.extend(words.text() for words in dialog.findChildren(QLabel))
        dialog.reject()

    def go_back() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, StartFailure)
        dialog.go_back.click()
        QTimer.singleShot(0, wait_for_the_next)

    def wait_for_the_next() -> None:
        if isinstance(QApplication.activeModalWidget(), StartFailure):
            remember_then_quit()
        else:
            QTimer.singleShot(1, wait_for_the_next)

    QTimer.singleShot(0, go_back)
    assert ask_until_open(qapp, opening, no_backups, RESOURCES, data) is None
    assert any("is damaged" in words and "Go back to another one" in words for words in said)


def test_without_backups_none_are_offered(theme: Theme, qtbot: QtBot) -> None:
    dialog = StartFailure(FOREIGN)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.go_back.isVisible()
