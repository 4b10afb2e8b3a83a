"""Typing in a printed exam by the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from certdeck.core.exam.bubbles import code_of, key_marks
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.exams import ExamsScreen
from certdeck.gui.screens.paper_exam import PaperExamScreen
from certdeck.gui.theme import Theme
from certdeck.services.catalogue import Services
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell, shell_of
from tests.library import open_library
from tests.sitting import paper_deck


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, paper_deck(), FixedClock()) as opened:
        yield opened


def opened(services: Services, qtbot: QtBot) -> PaperExamScreen:
    form = services.exams.draw(seed=7, form="A")
    screen = PaperExamScreen(StubShell(services), code_of(form, "A"), form)
    qtbot.addWidget(screen)
    screen.resize(1072, 800)
    screen.show()
    screen.show_page()
    qtbot.waitUntil(lambda: screen.grid.current() == 1)
    return screen


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, modifier)


def type_letters(qtbot: QtBot, letters: str) -> None:
    for letter in letters:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClicks(focused, letter)


@pytest.mark.usefixtures("theme")
def test_an_exam_is_typed_in_letter_by_letter_and_graded_with_a_key(services: Services, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    form = services.exams.draw(seed=7, form="A")
    type_letters(qtbot, "".join(key_marks(item) for item in form.items).lower())
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (name,) = shell_of(screen).reports
    assert services.exams.report(name)[1].overall.right == 5
    assert services.paper_exams.drafts() == ()


@pytest.mark.usefixtures("theme")
def test_keys_go_on_and_back(services: Services, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    for key, number in ((Qt.Key.Key_Space, 2), (Qt.Key.Key_Return, 3), (Qt.Key.Key_Down, 4), (Qt.Key.Key_Up, 3)):
        press(qtbot, key)
        assert screen.grid.current() == number
    press(qtbot, Qt.Key.Key_Backspace)
    assert screen.grid.current() == 2
    press(qtbot, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert screen.grid.current() == 3
    press(qtbot, Qt.Key.Key_Escape)
    assert shell_of(screen).pages == ["Exams"]


@pytest.mark.usefixtures("theme")
def test_what_would_count_as_wrong_is_asked_about_first(services: Services, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    screen.grade.click()
    asked = screen.window().findChild(Ask)
    assert asked is not None
    assert "5 questions have no whole answer" in asked.accessibleDescription()
    assert services.exams.heads() == ()
    asked.agree_button.click()
    assert len(shell_of(screen).reports) == 1


@pytest.mark.usefixtures("theme")
def test_letters_that_cannot_be_are_refused_and_led_to(services: Services, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    press(qtbot, Qt.Key.Key_Space)
    type_letters(qtbot, "Z")
    assert "Not possible: 2" in screen.grid.cells[1].field.accessibleName() or screen.grid.cells[1].field.property(
        "fault"
    )
    screen.grade.click()
    assert "Question 2 can't be answered so" in str(shell_of(screen).refusals[0])
    assert services.exams.heads() == ()


def test_no_field_is_cut_at_any_size(theme: Theme, services: Services, qtbot: QtBot) -> None:
    screen = opened(services, qtbot)
    for scale, width in ((1.0, 1072), (1.5, 940), (2.0, 820), (2.0, 1176)):
        theme.set_scale(scale)
        screen.resize(width, 700)
        qtbot.waitUntil(lambda: all(cell.geometry().right() < screen.grid.width() for cell in screen.grid.cells))
        assert all(cell.field.width() >= theme.px(90) for cell in screen.grid.cells)
        assert all(cell.height() >= cell.field.sizeHint().height() for cell in screen.grid.cells)


@pytest.mark.usefixtures("theme")
def test_the_page_of_exams_asks_for_the_code_and_goes_on_with_drafts(services: Services, qtbot: QtBot) -> None:
    form = services.exams.draw(seed=7, form="A")
    code = code_of(form, "A")
    services.paper_exams.keep(code, ["A", "", "", "", ""])
    screen = ExamsScreen(StubShell(services))
    qtbot.addWidget(screen)
    screen.resize(1072, 800)
    screen.show()
    screen.show_page()
    names = {one.accessibleName() or one.text(): one for one in screen.findChildren(QPushButton)}
    names[f"Go on with Exam on paper {code}"].click()
    assert shell_of(screen).papers[0][0] == code
    names["Type answers in"].click()
    asked = screen.window().findChild(Ask)
    assert asked is not None
    asked.line.setText("7-ZZ")  # type: ignore[attr-defined]
    asked.agree_button.click()
    assert asked.isVisible()
    asked.line.setText(f" {str(code).lower()} ")  # type: ignore[attr-defined]
    asked.agree_button.click()
    assert shell_of(screen).papers[1][0] == code
