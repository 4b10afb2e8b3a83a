"""The page before an exam: every kind is begun by keyboard alone, and what can't begin says why."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.deck import FixedForm
from certdeck.core.errors import StoreError
from certdeck.core.exam.conduct import ExtraTime, Mode, SittingKind
from certdeck.core.ids import ItemId
from certdeck.gui import pages
from certdeck.gui.screen import Page
from certdeck.gui.screens.start import StartScreen
from certdeck.gui.theme import Theme
from certdeck.presenters.exam_start import StartPresenter, What, Wish
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.builders import EXAM, bank, blueprint
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell, shell_of
from tests.library import open_library
from tests.sitting import exam_deck

SMALL = blueprint(weights=(60, 40), tasks=2, scored=8, unscored=2, minutes=30)
BANK = bank(SMALL, 4)
NAMES = [ItemId(question.id) for question in BANK]
FORM = FixedForm(EXAM, "A", (*NAMES[:5], *NAMES[8:11]), (NAMES[5], NAMES[12]))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = replace(exam_deck(), blueprints=(SMALL,), questions=BANK, scenarios=(), forms=(FORM,))
    with open_library(tmp_path, content, FixedClock()) as opened:
        yield opened


def opened(
    services: Services, qtbot: QtBot, wish: Wish | None = None, size: tuple[int, int] = (1072, 800)
) -> StartScreen:
    screen = StartScreen(StubShell(services), EXAM, wish)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.activateWindow()
    screen.show_page()
    for _ in range(4):
        QApplication.processEvents()
    return screen


def press(qtbot: QtBot, widget: QWidget, *keys: Qt.Key) -> None:
    widget.setFocus()
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or widget, key)
        QApplication.processEvents()


def texts(screen: StartScreen) -> list[str]:
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def test_what_an_exam_begins_with_is_loaded_a_part_at_a_time_while_the_page_is_read(
    services: Services, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(pages, "import_module", seen.append)
    screen = StartScreen(StubShell(services), EXAM)
    qtbot.addWidget(screen)
    assert seen == []
    qtbot.waitUntil(lambda: tuple(seen) == pages.EXAM_MODULES)


def test_enter_alone_begins_the_usual_exam(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    press(qtbot, screen.begin_button, Qt.Key.Key_Return)
    (sitting,) = shell_of(screen).sittings
    assert (sitting.kind, sitting.conduct.mode) == (SittingKind.EXAM, Mode.EXAM)
    assert shell_of(screen).changes == [Changes(exams=True)]


def test_a_small_window_shows_the_choices_first(services: Services, theme: Theme, qtbot: QtBot) -> None:
    theme.set_scale(2.0)
    screen = opened(services, qtbot, size=(1024, 700))
    assert screen.what.row("exam").hasFocus()
    (page,) = (area for area in screen.findChildren(QScrollArea) if area.isAncestorOf(screen.begin_button))
    assert page.verticalScrollBar().maximum() > 0
    assert page.verticalScrollBar().value() == 0
    theme.set_scale(1.0)
    screen.focus_first()
    assert screen.begin_button.hasFocus()


def test_arrows_choose_what_and_how(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    press(qtbot, screen.what.row("exam"), Qt.Key.Key_Down)
    assert screen.form.isVisible()
    press(qtbot, screen.mode.row("exam"), Qt.Key.Key_Down, Qt.Key.Key_Down)
    press(qtbot, screen.begin_button, Qt.Key.Key_Return)
    (sitting,) = shell_of(screen).sittings
    assert (sitting.kind, sitting.conduct.mode) == (SittingKind.FORM, Mode.REVIEW)


def test_a_quiz_is_put_together_by_keyboard(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot, Wish(what=What.QUIZ, mode=Mode.PRACTICE))
    press(qtbot, screen.quiz_count.segments()[1], Qt.Key.Key_Left)
    screen.topic.setFocus()
    screen.topic.setCurrentIndex(screen.topic.findData("2"))
    screen.topic.activated.emit(screen.topic.currentIndex())
    press(qtbot, screen.begin_button, Qt.Key.Key_Return)
    (sitting,) = shell_of(screen).sittings
    assert (len(sitting.form.items), {item.task[0] for item in sitting.form.items}) == (5, {"2"})


def test_a_custom_exam_says_at_each_click_how_many_fit(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot, Wish(what=What.CUSTOM, mode=Mode.PRACTICE, count=4))
    assert "16 questions fit" in texts(screen)
    press(qtbot, screen.kinds.box("ordering"), Qt.Key.Key_Space)
    assert "4 questions fit" in texts(screen)
    screen.count.setValue(9)
    assert screen.rules.problem().startswith("4 questions fit. You asked for 9.")
    assert not screen.begin_button.isEnabled()
    screen.count.setValue(2)
    screen.minutes.setValue(5)
    press(qtbot, screen.begin_button, Qt.Key.Key_Return)
    (sitting,) = shell_of(screen).sittings
    assert (sitting.seconds_allowed, [item.question.kind for item in sitting.form.items]) == (300, ["ordering"] * 2)


def test_minutes_are_asked_for_only_where_there_is_a_time_limit(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot, Wish(what=What.CUSTOM, mode=Mode.PRACTICE, count=4))
    assert screen.minutes.isVisible()
    screen.mode.row("review").click()
    assert not screen.minutes.isVisible()
    screen.mode.row("exam").click()
    assert screen.minutes.isVisible()
    screen.extra.activated.emit(screen.extra.findData(ExtraTime.UNTIMED))
    assert not screen.minutes.isVisible()


def test_the_time_chosen_is_that_of_the_sitting(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    press(qtbot, screen.extra, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert services.preferences.settings.extra_time is ExtraTime.HALF
    qtbot.mouseClick(screen.runs_on, Qt.MouseButton.LeftButton)
    press(qtbot, screen.begin_button, Qt.Key.Key_Return)
    (sitting,) = shell_of(screen).sittings
    assert (sitting.seconds_allowed, sitting.conduct.runs_on) == (2700, True)


def test_a_bank_that_is_too_small_is_refused_in_words(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with open_library(tmp_path, replace(exam_deck(), blueprints=(blueprint(),)), FixedClock()) as services:
        screen = opened(services, qtbot)
        press(qtbot, screen.begin_button, Qt.Key.Key_Return)
        assert str(shell_of(screen).refusals[0]).startswith("There are not enough questions")
        assert shell_of(screen).sittings == []


def test_what_can_not_be_read_is_refused_in_words_at_every_click(
    services: Services, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(services, qtbot, Wish(what=What.CUSTOM))

    def refuse(*_given: object, **_named: object) -> None:
        raise StoreError("The disk is full.")

    for name in ("choose", "toggle"):
        monkeypatch.setattr(StartPresenter, name, refuse)
    screen.kinds.toggled.emit("ordering")
    screen.runs_on.toggled.emit(True)
    assert [str(error) for error in shell_of(screen).refusals] == ["The disk is full."] * 2


def test_escape_goes_back_without_a_trace(services: Services, theme: Theme, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    press(qtbot, screen.begin_button, Qt.Key.Key_Escape)
    assert shell_of(screen).pages == [Page.EXAMS]
    assert services.exams.heads() == ()


@pytest.mark.parametrize("what", [What.EXAM, What.CUSTOM])
@pytest.mark.parametrize(("width", "scale"), [(1072, 1.0), (816, 1.0), (1216, 1.5), (960, 2.0)])
def test_the_page_is_never_wider_than_its_room(
    services: Services, theme: Theme, qtbot: QtBot, width: int, scale: float, what: What
) -> None:
    theme.set_scale(scale)
    screen = opened(services, qtbot, Wish(what=what), (width, 700))
    assert screen.width() == width
    assert screen.minimumSizeHint().width() <= width
    assert screen.rules.geometry().right() <= width
