"""The print dialog: pages to look at, options that fit what is printed, a file at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from certdeck.gui.screens.print_dialog import PrintDialog
from certdeck.gui.theme import Theme
from certdeck.presenters.printing import Begin
from certdeck.services.catalogue import Services
from tests.clock import FixedClock
from tests.exporters import sample
from tests.gui.stub_shell import StubShell
from tests.library import open_library

Make = Callable[..., PrintDialog]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, sample.DECK, FixedClock()) as opened:
        yield opened


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def make(theme: Theme, qtbot: QtBot, shell: StubShell) -> Make:
    def made(begin: Begin | None = None) -> PrintDialog:
        window = QWidget()
        window.resize(1280, 800)
        qtbot.addWidget(window)
        window.show()
        dialog = PrintDialog(window, shell, begin)
        dialog.show_over()
        wait_for_pages(qtbot, dialog)
        return dialog

    return made


def wait_for_pages(qtbot: QtBot, dialog: PrintDialog) -> None:
    qtbot.waitUntil(lambda: "…" not in dialog.preview.words.text() and not dialog.waits(), timeout=60_000)


def choose(qtbot: QtBot, dialog: PrintDialog, what: str) -> None:
    dialog.what.setCurrentIndex(dialog.what.findData(what))
    wait_for_pages(qtbot, dialog)


def test_the_sheet_that_it_was_opened_from_stands_first_and_is_shown(make: Make) -> None:
    dialog = make(Begin(sheet=sample.SHEET.id))
    assert dialog.what.currentText() == "This sheet: Inference options"
    assert dialog.preview.words.text() == "Page 1 of 1"


def test_each_thing_to_print_has_its_own_options(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    assert not dialog.field("columns").isHidden()
    assert dialog.field("duplex").isHidden()
    choose(qtbot, dialog, "cards")
    assert dialog.field("columns").isHidden()
    assert not dialog.field("duplex").isHidden()
    assert dialog.preview.words.text() == "Page 1 of 2"


def test_pages_can_be_turned_and_enlarged(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    choose(qtbot, dialog, "duplex-test")
    assert not dialog.preview.back.isEnabled()
    qtbot.mouseClick(dialog.preview.ahead, Qt.MouseButton.LeftButton)
    assert dialog.preview.words.text() == "Page 2 of 2"
    assert not dialog.preview.ahead.isEnabled()
    qtbot.mouseClick(dialog.preview.larger, Qt.MouseButton.LeftButton)
    assert dialog.preview.smaller.isEnabled()


def test_what_cannot_be_printed_is_said_in_words(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    choose(qtbot, dialog, "weak-points")
    assert dialog.preview.words.text() == "Nothing to show"
    assert "Nothing is weak yet" in dialog.refusal.text()


def test_the_shift_of_the_backs_is_kept_as_a_setting(make: Make, services: Services) -> None:
    make().presenter.set(shift=(15, -5))
    assert services.preferences.settings.shift() == (1.5, -0.5)


def test_it_is_saved_where_the_learner_says_as_the_options_say(
    make: Make, qtbot: QtBot, shell: StubShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog = make(Begin(sheet=sample.SHEET.id))
    dialog.presenter.set(landscape=True)
    dialog.save.click()
    wait_for_pages(qtbot, dialog)
    page = PdfReader(target).pages[0].mediabox
    assert page.width > page.height
    assert shell.toasts == ["Saved sheet.pdf, 1 page"]
    assert not dialog.open_saved.isHidden()


def test_every_control_has_a_name_and_escape_closes(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or getattr(widget, "text", lambda: "")(), widget
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
