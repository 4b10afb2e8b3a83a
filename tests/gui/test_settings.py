"""The settings page: each change holds at once; what is out of bounds is said and changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.exam.conduct import SAT_HERE, ExtraTime, Mode, Tool
from certdeck.core.exam.wording import MODE_WORDS
from certdeck.core.ids import BlueprintId
from certdeck.gui.screens.about import About
from certdeck.gui.screens.settings import SettingsScreen
from certdeck.gui.theme import Theme
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import blueprint, deck
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    second = replace(blueprint(), id=BlueprintId("exam-2"), code="EX-2")
    with open_library(tmp_path, deck(blueprints=(blueprint(), second)), FixedClock()) as opened:
        yield opened


@pytest.fixture
def shell(services: Services) -> StubShell:
    return StubShell(services)


@pytest.fixture
def screen(theme: Theme, qtbot: QtBot, shell: StubShell) -> SettingsScreen:
    made = SettingsScreen(shell)
    qtbot.addWidget(made)
    made.resize(1072, 800)
    made.show()
    made.show_page()
    return made


def words(screen: QWidget) -> str:
    return " ".join(label.text() for label in screen.findChildren(QLabel))


class OwnWindows(QObject):
    """Remembers the widgets that were shown as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_the_page_opens_a_window_of_its_own(
    theme: Theme, qtbot: QtBot, qapp: QApplication, shell: StubShell
) -> None:
    windows = OwnWindows()
    qapp.installEventFilter(windows)
    made = SettingsScreen(shell)
    qtbot.addWidget(made)
    made.show_page()
    made.show()
    qapp.removeEventFilter(windows)
    assert windows.seen == ["SettingsScreen"]


def test_opening_the_page_changes_nothing(screen: SettingsScreen, shell: StubShell) -> None:
    assert shell.changes == []
    assert "Default: 20 new cards and 200 reviews a day, retention 90\N{NO-BREAK SPACE}%." in words(screen)


def test_a_choice_holds_at_once(screen: SettingsScreen, shell: StubShell, services: Services) -> None:
    screen.appearance.choose("dark")
    screen.text_size.choose("150")
    screen.paper.choose("letter")
    screen.hide_clock.click()
    settings = services.preferences.settings
    assert (settings.appearance.value, settings.text_scale, settings.paper, settings.hide_clock) == (
        "dark",
        150,
        "letter",
        True,
    )
    assert shell.changes == [Changes(settings=True)] * 4


def test_the_options_of_decks_have_a_page_of_their_own(screen: SettingsScreen, shell: StubShell) -> None:
    screen.deck_options.click()
    assert shell.deck_options == 1


def test_the_hour_of_the_day_and_the_number_of_ratings_hold_at_once(
    qtbot: QtBot, screen: SettingsScreen, services: Services
) -> None:
    assert screen.day_starts_at.currentText() == "04:00"
    qtbot.keyClick(screen.day_starts_at, Qt.Key.Key_Down)
    screen.two_ratings.choose("two")
    settings = services.preferences.settings
    assert (settings.day_starts_at, settings.two_ratings) == (5, True)


def test_flags_are_named_and_a_name_that_won_t_do_is_said(
    screen: SettingsScreen, shell: StubShell, services: Services
) -> None:
    first, second = screen.flags.fields[:2]
    first.setText(" Look up ")
    first.editingFinished.emit()
    assert services.preferences.settings.flag_names()[:2] == ("Look up", "Orange")
    second.setText("")
    second.editingFinished.emit()
    assert "A flag's name needs 1 to 30 characters. The old one holds." in words(screen)
    assert services.preferences.settings.flag_names()[1] == "Orange"
    screen.reload()
    assert second.text() == ""
    second.setText("Orange")
    second.editingFinished.emit()
    assert screen.flags.isVisible()
    assert not any(field.accessibleDescription() for field in screen.flags.fields)
    assert shell.changes == [Changes(settings=True)]


def test_the_page_may_go_unless_it_tells_or_does_something_that_would_be_lost(
    screen: SettingsScreen, shell: StubShell
) -> None:
    assert screen.give_back() == 0
    first = screen.flags.fields[0]
    for name, goes in (("", False), ("Look up", True)):
        first.setText(name)
        first.editingFinished.emit()
        assert (screen.give_back() is not None) is goes
    screen.due_dates.move_now.click()
    shell.at_work = True
    assert screen.give_back() is None
    shell.at_work = False
    assert screen.give_back() is not None
    screen.fit.fit_now.click()
    assert screen.give_back() is None


def test_another_exam_makes_every_page_stale(
    qtbot: QtBot, screen: SettingsScreen, shell: StubShell, services: Services
) -> None:
    screen.exam.setFocus()
    qtbot.keyClick(screen.exam, Qt.Key.Key_Down)
    assert services.preferences.settings.exam == "exam-2"
    assert shell.changes == [Changes(content=True, study=True, exams=True, settings=True)]


def test_the_exam_s_status_is_shown_with_its_day(screen: SettingsScreen) -> None:
    assert "It can be booked. Checked 1 Mar 2026." in words(screen)


def test_the_data_folder_is_named_and_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, screen: SettingsScreen
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    assert str(tmp_path / "data") in words(screen)
    screen.open_folder.click()
    assert opened == [tmp_path / "data"]


def test_about_names_the_deck_and_whose_it_is(screen: SettingsScreen) -> None:
    said = words(screen)
    for part in ("not affiliated with Amazon Web Services", "Deck version 1.0.0, installed 14 Mar 2026", "SIL OFL 1.1"):
        assert part in said


def test_without_a_deck_the_rest_can_be_set(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    with open_library(tmp_path, None, FixedClock()) as empty:
        screen = SettingsScreen(StubShell(empty))
        qtbot.addWidget(screen)
        screen.show_page()
        assert "No deck is installed." in words(screen)
        screen.paper.choose("letter")
        assert empty.preferences.settings.paper == "letter"


@pytest.mark.parametrize(("width", "scale"), [(1072, 1.0), (960, 1.0), (1198, 1.5), (924, 2.0)])
def test_the_page_fits_its_window(theme: Theme, qtbot: QtBot, screen: SettingsScreen, width: int, scale: float) -> None:
    theme.set_scale(scale)
    screen.resize(width, 700)
    qtbot.waitUntil(lambda: screen.width() == width)
    assert screen.minimumSizeHint().width() <= width
    assert screen.page.page.minimumSizeHint().width() <= screen.page.viewport().width()


def test_every_control_has_a_name(screen: SettingsScreen) -> None:
    nameless = [
        child
        for child in screen.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.isVisible()
        and not (child.accessibleName() or getattr(child, "text", str)())
    ]
    assert nameless == []


def test_each_mode_whose_tools_are_offered_can_be_chosen(screen: SettingsScreen) -> None:
    offered = screen.tools.mode.segments()
    assert [segment.text() for segment in offered] == [MODE_WORDS[mode] for mode in SAT_HERE]
    for segment, mode in zip(offered, SAT_HERE, strict=True):
        segment.click()
        assert screen.tools.mode.value() == mode
        assert any(box.isVisible() for box in screen.tools.boxes.values())


def test_a_tool_is_switched_off_for_one_mode_alone(
    screen: SettingsScreen, shell: StubShell, services: Services, qtbot: QtBot
) -> None:
    screen.tools.mode.choose(Mode.EXAM.value)
    assert not screen.tools.boxes[Tool.PACE].isVisible()
    qtbot.keyClick(screen.tools.boxes[Tool.STRIKE], Qt.Key.Key_Space)
    qtbot.keyClick(screen.tools.boxes[Tool.NOTE], Qt.Key.Key_Space)
    settings = services.preferences.settings
    assert settings.left_out(Mode.EXAM) == {Tool.STRIKE, Tool.NOTE}
    assert settings.left_out(Mode.REHEARSAL) == frozenset()
    screen.reload()
    qtbot.keyClick(screen.tools.boxes[Tool.STRIKE], Qt.Key.Key_Space)
    assert services.preferences.settings.left_out(Mode.EXAM) == {Tool.NOTE}


def test_the_time_of_exams_is_chosen_once_for_all(screen: SettingsScreen, services: Services) -> None:
    screen.extra_time.setCurrentIndex(screen.extra_time.findData("x1.5"))
    screen.extra_time.activated.emit(screen.extra_time.currentIndex())
    assert services.preferences.settings.extra_time is ExtraTime.HALF


def test_the_day_of_the_exam_is_asked_for_and_said(qtbot: QtBot, screen: SettingsScreen, shell: StubShell) -> None:
    assert screen.exam_day.note().startswith("None yet")
    asked = screen.exam_day.ask()
    asked.line.setText("yesterday")
    asked.agree_button.click()
    assert asked.field.error()
    asked.line.setText("21")
    asked.agree_button.click()
    assert screen.exam_day.note().endswith("in 21 days.")
    assert screen.exam_day.change.text() == "Change"
    assert shell.changes == [Changes(settings=True)]


def test_every_deck_is_named_however_many_there_are(theme: Theme, qtbot: QtBot, services: Services) -> None:
    about = About()
    qtbot.addWidget(about)
    (head,) = services.library.heads()
    about.show_decks(tuple(head._replace(title=f"Deck {number}") for number in range(7)))
    about.show()
    titles = {f"Deck {number}" for number in range(7)}
    qtbot.waitUntil(lambda: titles <= {words.text() for words in about.findChildren(QLabel)})
