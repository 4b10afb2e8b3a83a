"""The dialog that asks what leaves the app."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.gui.screens.export import ExportDialog, ask_export
from certdeck.gui.theme import Theme
from certdeck.ports.exporting import Format
from certdeck.presenters.export import NOT_YET
from tests.builders import deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library

FORMS = list(Format)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[StubShell]:
    with open_library(tmp_path, deck(), FixedClock()) as opened:
        yield StubShell(opened)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1024, 700)
    widget.show()
    return widget


def opened(shell: StubShell, page: QWidget, query: str = "") -> ExportDialog:
    dialog = ask_export(shell, page, query)
    assert dialog is not None
    return dialog


def test_a_search_can_be_typed_and_its_fault_is_shown(shell: StubShell, page: QWidget, qtbot: QtBot) -> None:
    dialog = opened(shell, page)
    assert not dialog.form.query.isVisible()
    dialog.form.part.setCurrentIndex(dialog.form.part.findText("What a search finds"))
    assert dialog.form.query.isVisible()
    assert not dialog.agree_button.isEnabled()
    qtbot.keyClicks(dialog.form.query, "kind:typed")
    assert dialog.form.count.text() == "1 card or question"
    assert dialog.agree_button.isEnabled()
    qtbot.keyClicks(dialog.form.query, "x")
    assert "typedx" in dialog.form.query_field.error()


def test_what_is_found_is_counted_once_new_cards_are_searchable(
    shell: StubShell, page: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.services.full_text.catch_up()
    with monkeypatch.context() as patch:
        patch.setattr(shell.services.packing, "waits", lambda _choice: True)
        gone, dialog = opened(shell, page, "kind:typed"), opened(shell, page, "kind:typed")
        assert dialog.form.count.text() == NOT_YET
        assert dialog.agree_button.isEnabled()
    delete(gone)
    for then in tuple(shell.awaited):
        then()
    assert dialog.form.count.text() == "1 card or question"


def test_another_format_hides_the_schedule_and_says_what_it_can_t_carry(shell: StubShell, page: QWidget) -> None:
    dialog = opened(shell, page)
    dialog.form.schedule.setChecked(True)
    dialog.form.form.setCurrentIndex(FORMS.index(Format.MARKDOWN))
    assert not dialog.form.schedule.isVisible()
    assert "Pictures stay here" in dialog.form.form.accessibleDescription()


def test_the_file_is_asked_for_and_written(
    shell: StubShell, page: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "mine"), ""))
    dialog = opened(shell, page, "kind:typed")
    dialog.form.form.setCurrentIndex(FORMS.index(Format.JSON))
    dialog.agree_button.click()
    assert (tmp_path / "mine.json").is_file()
    assert shell.toasts[0].startswith("Exported 1 item to mine.json")


def test_a_library_without_a_deck_is_told(theme: Theme, page: QWidget, tmp_path: Path) -> None:
    with open_library(tmp_path / "empty", None, FixedClock()) as empty:
        shell = StubShell(empty)
        assert ask_export(shell, page) is None
        assert len(shell.refusals) == 1
