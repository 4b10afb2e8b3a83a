"""The import wizard in the window: by button, by key, and by dropping a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QThreadPool, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.importing import ImportScreen
from certdeck.gui.screens.importing_parts import TypeCard
from certdeck.gui.screens.library import LibraryScreen
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.buttons import PrimaryButton
from certdeck.gui.widgets.choices import CheckBox
from certdeck.gui.widgets.messages import EmptyState, Toast
from certdeck.presenters.importing_views import Stage
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path / "library", deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    file = tmp_path / "notes.csv"
    file.write_text("Term;Meaning;Notes\nS3;Objects;cheap\nEBS;Blocks;\n", encoding="utf-8")
    return file


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def screen(theme: Theme, qtbot: QtBot, shell: StubShell, csv: Path) -> ImportScreen:
    made = ImportScreen(shell, csv)
    qtbot.addWidget(made)
    made.show()
    made.show_page()
    return made


def stage(screen: ImportScreen) -> Stage:
    assert screen.view is not None
    return screen.view.stage


def test_a_file_is_looked_at_imported_and_undone(screen: ImportScreen, shell: StubShell, services: Services) -> None:
    assert stage(screen) is Stage.LOOK
    assert screen.agree.text() == "Import 2 cards"
    assert screen.agree.hasFocus()
    screen.agree.click()
    assert stage(screen) is Stage.DONE
    assert len(services.library.heads()) == 2
    assert shell.changes[-1].content
    screen.undo.click()
    assert stage(screen) is Stage.CHOOSE
    assert shell.toasts == ["Import undone"]
    assert len(services.library.heads()) == 1


def test_fields_and_switches_change_what_comes(screen: ImportScreen) -> None:
    (card,) = screen.findChildren(TypeCard)
    card.roles[0].setCurrentIndex(card.roles[0].findData("leave"))
    card.roles[0].activated.emit(0)
    assert not screen.agree.isEnabled()
    assert screen.view is not None
    assert "No note makes a card" in screen.view.summary
    card = screen.findChildren(TypeCard)[-1]
    card.roles[0].setFocus()
    card.roles[0].setCurrentIndex(card.roles[0].findData("front"))
    card.roles[0].activated.emit(0)
    assert screen.agree.text() == "Import 2 cards"
    assert screen.findChildren(TypeCard)[-1].roles[0].hasFocus()
    screen.findChildren(CheckBox)[-2].click()
    assert screen.view.keep_mine


def test_a_file_is_chosen_by_the_button(
    theme: Theme, qtbot: QtBot, shell: StubShell, csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = ImportScreen(shell)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_page()
    assert stage(screen) is Stage.CHOOSE
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(csv), ""))
    (empty,) = screen.findChildren(EmptyState)
    begin = empty.findChild(PrimaryButton)
    assert begin is not None
    assert screen.focusWidget() is begin
    empty.acted.emit()
    assert stage(screen) is Stage.LOOK


def test_a_file_that_can_not_be_read_is_refused_in_words(
    screen: ImportScreen, shell: StubShell, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.apkg"
    broken.write_bytes(b"PK")
    screen.read(broken)
    assert "broken.apkg can't be imported" in str(shell.refusals[-1])
    assert stage(screen) is Stage.LOOK


def test_the_library_leads_to_the_wizard(theme: Theme, qtbot: QtBot, shell: StubShell) -> None:
    library = LibraryScreen(shell)
    qtbot.addWidget(library)
    library.take_in.click()
    assert shell.imports == [None]


def test_a_file_is_dropped_onto_the_window(theme: Theme, qtbot: QtBot, services: Services, csv: Path) -> None:
    window = MainWindow(services)
    qtbot.addWidget(window)
    window.go(Page.TODAY)
    window.show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(csv))])
    middle, actions = window.rect().center(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(middle, actions, data, left, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(middle), actions, data, left, none))
    screen = window.screen_shown
    assert isinstance(screen, ImportScreen)
    qtbot.waitUntil(lambda: screen.view is not None and screen.view.stage is Stage.LOOK)
    assert window.page is Page.LIBRARY


def test_several_files_or_a_link_are_not_taken(theme: Theme, qtbot: QtBot, services: Services) -> None:
    window = MainWindow(services)
    qtbot.addWidget(window)
    for urls in ([QUrl("https://example.org/deck.apkg")], [QUrl.fromLocalFile("/a"), QUrl.fromLocalFile("/b")], []):
        data = QMimeData()
        data.setUrls(urls)
        enter = QDragEnterEvent(
            window.rect().center(),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enter.ignore()
        window.dragEnterEvent(enter)
        assert not enter.isAccepted()


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, services: Services, csv: Path) -> Iterator[MainWindow]:
    """Give a window whose import page has read a file."""
    made = MainWindow(services)
    made.show()
    made.open_import(csv)
    qtbot.waitUntil(lambda: not made.busy())
    yield made
    QThreadPool.globalInstance().waitForDone()
    delete(made)


def leave_while(window: MainWindow, qtbot: QtBot, begin: Callable[[ImportScreen], None]) -> list[Changes]:
    """Begin work on the import page and leave it; return what the pages are told when the work is done."""
    told: list[Changes] = []
    window.changed_anything.connect(told.append)
    (page,) = window.findChildren(ImportScreen)
    begin(page)
    window.go(Page.LIBRARY)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(page)
    qtbot.waitUntil(lambda: not window.busy())
    QCoreApplication.processEvents()
    return told


def toasted(window: MainWindow) -> list[str]:
    (toast,) = window.findChildren(Toast)
    return [said.text() for said in toast.findChildren(QLabel) if said.isVisible()]


def test_an_import_whose_page_was_left_is_told_to_the_other_pages(
    window: MainWindow, qtbot: QtBot, services: Services
) -> None:
    told = leave_while(window, qtbot, lambda page: page.agree.click())
    assert len(services.library.heads()) == 2
    assert [changes.content for changes in told] == [True]
    assert any("2 cards came from notes.csv" in said for said in toasted(window))


def test_undoing_an_import_whose_page_was_left_is_told_to_the_other_pages(
    window: MainWindow, qtbot: QtBot, services: Services
) -> None:
    (page,) = window.findChildren(ImportScreen)
    page.agree.click()
    qtbot.waitUntil(lambda: not window.busy())
    told = leave_while(window, qtbot, lambda page: page.undo.click())
    assert len(services.library.heads()) == 1
    assert [changes.content for changes in told] == [True]
    assert any("Import undone" in said for said in toasted(window))


def test_a_page_that_is_left_while_it_looks_at_the_file_again_breaks_nothing(window: MainWindow, qtbot: QtBot) -> None:
    assert leave_while(window, qtbot, lambda page: page.findChildren(CheckBox)[-2].click()) == []
