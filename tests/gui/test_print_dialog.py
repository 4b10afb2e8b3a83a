"""The print dialog: pages to look at, options that fit what is printed, a file at the end."""

import errno
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.search.parser import parse
from certdeck.exporters.pdf.ink import FAULT
from certdeck.gui.screens.print_dialog import PrintDialog
from certdeck.gui.theme import Theme
from certdeck.presenters.printing import CARDS, PROGRESS, Begin
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
    assert dialog.done.text() == "Saved sheet.pdf, 1 page"
    assert not dialog.open_saved.isHidden()


def test_every_control_has_a_name_and_escape_closes(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or getattr(widget, "text", lambda: "")(), widget
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_tab_goes_round_the_dialog_and_never_to_the_page_below(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    seen = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dialog.isAncestorOf(focused)
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert {dialog.what, dialog.save, dialog.preview.larger} <= set(seen)


def test_why_a_file_was_not_written_stands_in_the_dialog(
    make: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = make(Begin(sheet=sample.SHEET.id))
    asked = iter([str(tmp_path / "gone" / "a.pdf"), str(tmp_path / "a.pdf")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(asked), ""))
    dialog.save.click()
    wait_for_pages(qtbot, dialog)
    assert "there is no such folder" in dialog.refusal.text()
    assert dialog.open_saved.isHidden()
    dialog.save.click()
    wait_for_pages(qtbot, dialog)
    assert dialog.refusal.isHidden()
    assert not dialog.open_saved.isHidden()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_full_disk_and_a_file_that_another_program_has_open_leave_what_was_there(
    make: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"before")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))

    def refuse(self: Path, _target: Path) -> Path:
        raise OSError(number, "no", str(self))

    dialog = make(Begin(sheet=sample.SHEET.id))
    monkeypatch.setattr(Path, "replace", refuse)
    dialog.save.click()
    wait_for_pages(qtbot, dialog)
    words = "the disk is full" if number == errno.ENOSPC else "another program has the file open"
    assert words in dialog.refusal.text()
    assert [file.name for file in tmp_path.glob("*.p*")] == ["a.pdf"]
    assert target.read_bytes() == b"before"


def test_cards_are_those_that_a_search_finds(make: Make, qtbot: QtBot) -> None:
    dialog = make(Begin(what=CARDS, query="domain:3"))
    assert dialog.what.currentData() == CARDS
    assert dialog.query.text() == "domain:3"
    dialog.query.setText("domain:3 (")
    wait_for_pages(qtbot, dialog)
    assert dialog.preview.words.text() == "Nothing to show"
    assert "parenthesis is not closed" in dialog.refusal.text()
    dialog.query.setText("")
    wait_for_pages(qtbot, dialog)
    assert dialog.refusal.isHidden()


def test_cards_are_those_that_were_chosen_in_a_list(make: Make, services: Services) -> None:
    found = services.search.find(parse("kind:card"), narrow=True).keys
    dialog = make(Begin(what=CARDS, keys=(found[1],)))
    assert dialog.field("query").isHidden()
    text = "".join(picture.svg for picture in dialog.preview._pictures)
    titles = [str(name) for name in services.search.items(found[:2])]
    assert titles[1] in text
    assert titles[0] not in text


def test_progress_is_a_choice_to_begin_with(make: Make) -> None:
    dialog = make(Begin(what=PROGRESS))
    assert dialog.what.currentText() == "My progress, with charts"
    assert dialog.preview.words.text() == "Page 1 of 1"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_no_option_is_cut_at_any_size(
    make: Make, theme: Theme, qtbot: QtBot, scale: float, size: tuple[int, int]
) -> None:
    dialog = make()
    window = dialog.parentWidget()
    assert window is not None
    window.resize(*size)
    theme.set_scale(scale)
    wait_for_pages(qtbot, dialog)
    area = dialog._options
    qtbot.waitUntil(lambda: area.page.width() <= area.viewport().width())
    assert area.width() <= dialog.panel.width() // 2
    words = dialog.preview.words
    qtbot.waitUntil(lambda: words.width() >= words.fontMetrics().horizontalAdvance(words.text()))
    for bar in (dialog.preview._area.horizontalScrollBar(), dialog.preview._area.verticalScrollBar()):
        assert not bar.isVisible()


def test_the_preview_marks_nothing_where_nothing_is_wrong(make: Make) -> None:
    dialog = make(Begin(sheet=sample.SHEET.id))
    assert dialog.problems.isHidden()
    assert FAULT not in dialog.preview._pictures[0].svg


def test_the_preview_sets_letters_as_wide_as_they_are_printed(make: Make) -> None:
    picture = make(Begin(sheet=sample.SHEET.id)).preview._pictures[0]
    sizes = {float(size) for size in re.findall(r'<text [^>]*font-size="([0-9.]+)"', picture.svg)}
    assert sizes
    # Qt cuts what is behind the point off; of sizes so large that is next to nothing.
    assert all((size - int(size)) / size < 0.005 for size in sizes)
