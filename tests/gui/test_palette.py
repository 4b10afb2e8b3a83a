from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.core.scheduling.cram import CramKind, CramWish
from certdeck.gui.keys import KeysOverlay
from certdeck.gui.main_window import MainWindow
from certdeck.gui.palette import COMMANDS, Palette
from certdeck.gui.screen import Page
from certdeck.gui.screens import export
from certdeck.gui.screens.today import TodayScreen
from certdeck.gui.theme import Theme
from certdeck.presenters.exam_start import What
from certdeck.services.catalogue import Services
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library

KEY = Qt.Key
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(cards=(card("c-1", front="What is drift?"), card("c-2", front="Where is skew?")))
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> QWidget:
    """Give a window with one field, which has the focus."""
    made = QWidget()
    field = QLineEdit(made)
    field.setAccessibleName("Below")
    QVBoxLayout(made).addWidget(field)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    field.setFocus()
    return made


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def palette(shell: StubShell, window: QWidget) -> Palette:
    made = Palette(shell, window)
    made.open()
    return made


def search(palette: Palette, qtbot: QtBot, text: str) -> None:
    palette.field.setText(text)
    qtbot.waitUntil(lambda: not palette._wait.isActive())


def chosen(palette: Palette) -> str:
    hit = palette.list.chosen()
    return "" if hit is None else hit.title


def test_it_lies_over_the_window_where_the_design_has_it(palette: Palette, window: QWidget) -> None:
    assert palette.geometry() == window.rect()
    assert palette.panel.geometry().topLeft() == QPoint(320, 110)
    assert palette.panel.width() == 640
    assert palette.field.hasFocus()
    window.resize(1024, 700)
    QApplication.processEvents()
    assert palette.panel.x() == (1024 - 640) // 2


def test_arrows_and_tab_go_round_and_skip_headings(palette: Palette, qtbot: QtBot) -> None:
    assert chosen(palette) == "Today"
    qtbot.keyClick(palette.field, KEY.Key_Up)
    assert chosen(palette) == COMMANDS[-1].title
    qtbot.keyClick(palette.field, KEY.Key_Down)
    qtbot.keyClick(palette.field, KEY.Key_Tab)
    assert chosen(palette) == "Study"
    assert palette.field.hasFocus()


def test_enter_goes_to_the_chosen_page(palette: Palette, shell: StubShell, qtbot: QtBot) -> None:
    qtbot.keyClick(palette.field, KEY.Key_Down)
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert shell.pages == [Page.STUDY]
    assert not palette.isVisible()


def test_it_answers_as_one_types_and_opens_what_was_found(palette: Palette, shell: StubShell, qtbot: QtBot) -> None:
    search(palette, qtbot, "drift")
    assert chosen(palette) == "What is drift?"
    assert palette.field.accessibleDescription().startswith("What is drift?")
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert shell.items == ["c-1"]


def test_enter_does_not_wait_for_the_search(palette: Palette, shell: StubShell, qtbot: QtBot) -> None:
    palette.field.setText("skew")
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert shell.items == ["c-2"]


def test_nothing_found_is_said_and_enter_does_nothing(palette: Palette, shell: StubShell, qtbot: QtBot) -> None:
    search(palette, qtbot, "zebra")
    assert palette._notice.isVisible()
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert palette.isVisible()
    assert shell.items == []


def test_a_click_on_a_row_goes_there(palette: Palette, shell: StubShell, qtbot: QtBot) -> None:
    row: QModelIndex = palette.list.rows.index(3, 0)
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=palette.list.visualRect(row).center())
    assert shell.pages == [Page.EXAMS]


@pytest.mark.parametrize("way", ["escape", "beside"])
def test_closing_gives_the_focus_back(palette: Palette, window: QWidget, qtbot: QtBot, way: str) -> None:
    if way == "escape":
        qtbot.keyClick(palette.field, KEY.Key_Escape)
    else:
        qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(20, 700))
    assert not palette.isVisible()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Below"


def test_what_is_typed_into_the_search_of_a_page_goes_on_in_the_palette(
    services: Services, theme: Theme, qtbot: QtBot
) -> None:
    window = MainWindow(services)
    try:
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.go(Page.TODAY)
        today = window.screen_shown
        assert isinstance(today, TodayScreen)
        qtbot.keyClick(today.search, KEY.Key_D, NO_MODIFIER)
        (palette,) = window.findChildren(Palette)
        assert palette.field.text() == "d"
        assert palette.field.hasFocus()
    finally:
        QThreadPool.globalInstance().waitForDone()
        delete(window)


def test_a_second_one_replaces_the_first(palette: Palette, shell: StubShell, window: QWidget) -> None:
    second = Palette(shell, window)
    second.open("dri")
    assert (palette.isVisible(), second.isVisible()) == (False, True)
    assert chosen(second) == "What is drift?"


def command(palette: Palette, qtbot: QtBot, title: str) -> None:
    search(palette, qtbot, title)
    qtbot.keyClick(palette.field, KEY.Key_Return)


def test_commands_for_study_and_exams_lead_where_they_begin(shell: StubShell, window: QWidget, qtbot: QtBot) -> None:
    for title in ("Start review", "Start a practice exam"):
        made = Palette(shell, window)
        made.open()
        command(made, qtbot, title)
    assert shell.studied == [None]
    assert [wish for _, wish in shell.starts] == [None]


def test_a_quiz_begins_with_its_choices_made(shell: StubShell, window: QWidget, qtbot: QtBot) -> None:
    made = Palette(shell, window)
    made.open()
    command(made, qtbot, "Start a quiz")
    ((_, wish),) = shell.starts
    assert wish is not None
    assert wish.what is What.QUIZ


def test_light_and_dark_are_switched(palette: Palette, shell: StubShell, qtbot: QtBot) -> None:
    command(palette, qtbot, "light dark")
    assert shell.services.preferences.settings.appearance.value == "dark"
    assert shell.changes[-1].settings


def test_text_grows_up_to_its_largest_size(shell: StubShell, window: QWidget, qtbot: QtBot) -> None:
    sizes = []
    for _ in range(5):
        made = Palette(shell, window)
        made.open()
        command(made, qtbot, "larger")
        sizes.append(shell.services.preferences.settings.text_scale)
    assert sizes == [125, 150, 175, 200, 200]
    assert shell.toasts == ["Text is at 200 %, the largest size"]


def agree(window: QWidget) -> None:
    (dialog,) = window.findChildren(export.ExportDialog)
    dialog.agree_button.click()


def test_the_deck_is_exported_where_the_learner_says(
    palette: Palette,
    window: QWidget,
    shell: StubShell,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "deck.apkg"
    monkeypatch.setattr(export, "ask_where", lambda *_args: target)
    command(palette, qtbot, "anki")
    agree(window)
    assert target.is_file()
    assert "to deck.apkg in" in shell.toasts[0]


def test_thinking_better_of_an_export_writes_nothing(
    palette: Palette, window: QWidget, shell: StubShell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "ask_where", lambda *_args: None)
    command(palette, qtbot, "anki")
    agree(window)
    assert (shell.toasts, shell.refusals) == ([], [])


def test_the_keys_are_listed_and_read_out(palette: Palette, window: QWidget, qtbot: QtBot) -> None:
    command(palette, qtbot, "keys")
    (overlay,) = (found for found in window.findChildren(KeysOverlay) if found.isVisible())
    assert "Space: Show answer, then Good" in overlay.accessibleDescription()
    qtbot.keyClick(overlay, KEY.Key_Tab)
    assert overlay.hasFocus()
    qtbot.keyClick(overlay, KEY.Key_Escape)
    assert not overlay.isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_keys_fit_into_the_window_and_scroll(window: QWidget, qtbot: QtBot, theme: Theme, scale: float) -> None:
    theme.set_scale(scale)
    overlay = KeysOverlay(window)
    overlay.open()
    QApplication.processEvents()
    assert window.rect().contains(overlay.panel.geometry())
    bar = overlay._page.verticalScrollBar()
    qtbot.keyClick(overlay, KEY.Key_Down)
    assert (bar.value() > 0) is (bar.maximum() > 0)


def test_a_cram_begins_from_the_palette(shell: StubShell, window: QWidget, qtbot: QtBot) -> None:
    made = Palette(shell, window)
    made.open()
    command(made, qtbot, "Cram flagged cards")
    assert shell.studied == [CramWish(CramKind.FLAGGED)]
