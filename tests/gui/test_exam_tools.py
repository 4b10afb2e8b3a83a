"""The tools and helps of the exam room, by mouse and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from certdeck.core.errors import StoreError
from certdeck.core.exam.conduct import ExtraTime, Mode, Tool, conduct
from certdeck.core.exam.events import Confidence, Ending
from certdeck.core.exam.survey import Survey
from certdeck.core.richtext import Table, Text
from certdeck.gui.screens.exam_agreement import AgreementPage
from certdeck.gui.screens.exam_start import resume
from certdeck.gui.screens.exam_survey import SurveyPage
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.comparison_table import ComparisonTable
from certdeck.gui.widgets.messages import Banner
from tests.builders import multiple_choice
from tests.clock import FixedClock
from tests.gui.exam import CONTROL, KEY, Open, settle
from tests.gui.stub_shell import StubShell
from tests.library import open_library
from tests.sitting import CASE, CHOICE, MATCHING, MINUTES, ORDERING, RESPONSE, begin, exam_deck

PRACTICE = conduct(Mode.PRACTICE)
LONG = "Many words stand here. " * 120


# --- Note


def test_a_note_is_written_down_when_typing_pauses_and_when_the_question_is_left(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_W)
    assert exam.room.note.field.hasFocus()
    exam.bot.keyClicks(exam.room.note.field, "Abn")
    assert exam.stored().states[0].note == ""
    exam.bot.waitUntil(lambda: exam.stored().states[0].note == "Abn")
    exam.bot.keyClicks(exam.room.note.field, "?")
    exam.bot.mouseClick(exam.room.question_bar.next_button, Qt.MouseButton.LeftButton)
    assert exam.stored().states[0].note == "Abn?"
    assert exam.number() == RESPONSE
    assert exam.room.note.field.toPlainText() == ""
    exam.bot.mouseClick(exam.room.note.close_button, Qt.MouseButton.LeftButton)
    settle()
    assert not exam.room.note.isVisible()
    exam.press(KEY.Key_R)
    assert exam.room.review.grid.cells()[0].accessibleName() == "Question 1, incomplete, open, with a note"


def test_a_note_that_can_not_be_saved_is_said_and_saved_later(open_exam: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_W)
    with monkeypatch.context() as broken:

        def full(*_: object) -> None:
            raise StoreError("The disk is full. The note was not saved.")

        broken.setattr(exam.shell.services.exams, "record", full)
        exam.bot.keyClicks(exam.room.note.field, "Abn")
        exam.bot.waitUntil(lambda: bool(exam.room.findChildren(Banner)))
    exam.press(KEY.Key_Escape)
    exam.bot.waitUntil(lambda: exam.stored().states[0].note == "Abn")


def test_escape_closes_the_note_and_gives_the_focus_back(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_W)
    exam.bot.keyClicks(exam.room.note.field, "Mine")
    exam.press(KEY.Key_Escape)
    assert not exam.room.note.isVisible()
    assert exam.options()[0].hasFocus()
    assert exam.room.question_bar.note_button.text() == "Noted"
    assert exam.stored().states[0].note == "Mine"


def test_closing_the_window_keeps_what_was_typed(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_W)
    exam.bot.keyClicks(exam.room.note.field, "Last words")
    exam.room.close()
    exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
    assert exam.stored().states[0].note == "Last words"


def test_a_note_that_is_being_typed_when_the_time_runs_out_is_kept(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_W)
    exam.clock.advance(MINUTES * 60 - 0.5)
    exam.bot.keyClicks(exam.room.note.field, "Last words")
    exam.clock.advance(1)
    exam.room.timer.timeout.emit()
    stored = exam.stored()
    assert (stored.ending, stored.states[0].note) == (Ending.TIME_OUT, "Last words")


def test_the_clock_goes_on_while_a_note_can_not_be_saved(open_exam: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("The disk is full. The note was not saved.")

    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_W)
    monkeypatch.setattr(exam.shell.services.exams, "record", full)
    exam.bot.keyClicks(exam.room.note.field, "Abn")
    exam.clock.advance(90)
    exam.room.timer.timeout.emit()
    assert exam.room.head.clock.text() == "0:28:30"
    assert exam.room.findChildren(Banner)


# --- Line focus, long questions


def test_the_ruler_moves_by_keys_and_by_mouse(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_L)
    ruler = exam.room.question.ruler
    before = ruler.window_area().top()
    exam.press(KEY.Key_Down)
    assert ruler.window_area().top() == before + 29
    exam.press(KEY.Key_Up)
    middle = QPoint(5, 5)
    exam.bot.mousePress(ruler.grip, Qt.MouseButton.LeftButton, pos=middle)
    exam.bot.mouseMove(ruler.grip, middle + QPoint(0, 100))
    exam.bot.mouseRelease(ruler.grip, Qt.MouseButton.LeftButton, pos=middle)
    assert ruler.window_area().top() == before + 100
    exam.bot.mouseClick(exam.room.question_bar.line_button, Qt.MouseButton.LeftButton)
    assert not ruler.isVisible()


def test_the_ruler_scrolls_a_long_question(open_exam: Open) -> None:
    exam = open_exam(questions=[multiple_choice(stem=LONG)], rules=PRACTICE)
    exam.press(KEY.Key_L)
    exam.press(KEY.Key_Down, times=40)
    bar = exam.room.question.page.verticalScrollBar()
    assert bar.value() > 0
    exam.press(KEY.Key_Up, times=60)
    assert bar.value() == 0


def test_next_first_shows_the_end_of_a_long_question_and_says_so(open_exam: Open) -> None:
    exam = open_exam(questions=[multiple_choice(stem=LONG), multiple_choice("q-2")], rules=PRACTICE)
    bar = exam.room.question.page.verticalScrollBar()
    assert bar.value() == 0
    exam.press(KEY.Key_N)
    assert (exam.number(), bar.value()) == (1, bar.maximum())
    assert exam.room.message.message().startswith("There was more of this question below.")
    exam.press(KEY.Key_N)
    assert exam.number() == 2


def test_a_long_question_begins_at_its_beginning(open_exam: Open) -> None:
    questions = [multiple_choice(), multiple_choice("q-2", stem=LONG)]
    exam = open_exam(questions=questions, rules=PRACTICE)
    exam.press(KEY.Key_N)
    bar = exam.room.question.page.verticalScrollBar()
    assert (exam.number(), bar.value()) == (2, 0)
    exam.press(KEY.Key_PageDown)
    assert bar.value() > 0


def test_a_question_begins_at_its_beginning_after_the_end_of_another_was_read(open_exam: Open) -> None:
    exam = open_exam(questions=[multiple_choice(stem=LONG), multiple_choice("q-2", stem=LONG)], rules=PRACTICE)
    exam.window.ring.reveal()
    exam.press(KEY.Key_Down)
    bar = exam.room.question.page.verticalScrollBar()
    exam.press(KEY.Key_N)
    assert bar.value() == bar.maximum() > 0
    exam.press(KEY.Key_N)
    assert (exam.number(), bar.value()) == (2, 0)


# --- Helps


def test_a_pause_covers_everything_until_the_learner_goes_on(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_P, CONTROL)
    assert not exam.room.question.isVisible()
    assert not exam.room.question_bar.isVisible()
    exam.clock.advance(99)
    exam.room.timer.timeout.emit()
    exam.press(KEY.Key_Return)
    assert exam.room.question.isVisible()
    assert exam.options()[0].hasFocus()
    assert exam.stored().elapsed == 0
    exam.bot.mouseClick(exam.room.head.pauser, Qt.MouseButton.LeftButton)
    exam.bot.mouseClick(exam.room.pause_page.button, Qt.MouseButton.LeftButton)
    assert exam.room.question.isVisible()


def test_how_sure_the_learner_is_by_key_and_by_button(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    row = exam.room.question.confidence
    exam.press(KEY.Key_1)
    assert row.said() is Confidence.GUESS
    exam.bot.mouseClick(row.stops()[2], Qt.MouseButton.LeftButton)
    assert exam.stored().states[0].confidence is Confidence.SURE
    exam.press(KEY.Key_3)
    assert row.said() is None


@pytest.mark.parametrize("number", [CHOICE, RESPONSE, ORDERING, MATCHING])
def test_the_answer_takes_the_place_of_the_responses(open_exam: Open, number: int) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.go(number)
    exam.press(KEY.Key_S)
    exam.press(KEY.Key_S)
    board = exam.room.question.board
    assert board is exam.answer()
    assert all(row.line.reason for row in exam.answer().rows())
    assert exam.room.question.words.text() == "Not answered, so it counts as wrong."
    assert exam.answer().rows()[0].hasFocus()
    exam.press(KEY.Key_Down)
    assert exam.answer().rows()[1].hasFocus()
    assert not exam.room.question_bar.reveal_button.isEnabled()
    exam.press(KEY.Key_Return)
    assert exam.number() == number + 1


def test_review_mode_checks_with_the_primary_button(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.REVIEW))
    button = exam.room.question_bar.next_button
    assert not exam.room.head.clock.isVisible()
    assert not exam.room.question_bar.reveal_button.isVisible()
    exam.press(KEY.Key_A)
    wide = button.width()
    exam.bot.mouseClick(button, Qt.MouseButton.LeftButton)
    answer = exam.room.presenter.sitting.states[0]
    assert answer.revealed
    assert exam.room.question.words.text() == "Right."
    assert (button.text(), button.width()) == ("Next", wide)
    exam.press(KEY.Key_Return)
    assert exam.number() == RESPONSE


# --- Rules


def test_what_the_rules_leave_out_is_not_there(open_exam: Open) -> None:
    without = frozenset({Tool.FLAG, Tool.NOTE, Tool.HIGHLIGHT, Tool.LINE_FOCUS, Tool.REVIEW_GRID, Tool.HIDE_CLOCK})
    exam = open_exam(rules=conduct(Mode.EXAM, without=without))
    bar = exam.room.question_bar
    assert [button.text() for button in bar.buttons() if button.isVisible()] == ["Previous", "Next"]
    assert exam.room.question.stem.stops() == ()
    assert not exam.room.question.confidence.isVisible()
    assert not any(control.isVisible() for control in exam.room.head.stops())
    exam.press(KEY.Key_R)
    assert exam.room.message.message().startswith("This exam is sat without the tool")
    exam.go(CASE)
    assert bar.next_button.text() == "Submit exam"
    exam.press(KEY.Key_Return)
    assert exam.ask().accessibleName() == "Submit with 6 open?"


def test_tools_without_room_go_into_the_menu_and_work_from_there(open_exam: Open, theme: Theme) -> None:
    theme.set_scale(2.0)
    exam = open_exam((880, 600), rules=PRACTICE)
    bar = exam.room.question_bar
    assert bar.flag_button in bar.in_menu()
    assert bar.tools_button.isVisible()
    # Not by a click: the offscreen platform complains about windows that pop up.
    actions = {action.text(): action for action in bar.tool_actions()}
    actions["Flag"].trigger()
    settle()
    assert exam.stored().flagged_positions() == (0,)
    theme.set_scale(1.0)
    exam.window.resize(1280, 800)
    settle()
    assert bar.in_menu() == ()
    assert not bar.tools_button.isVisible()


def test_the_bar_never_moves(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    bar = exam.room.question_bar

    def places() -> list[QPoint]:
        return [button.pos() for button in bar.buttons() if button.isVisible()]

    before = places()
    exam.press(KEY.Key_F)
    exam.press(KEY.Key_W)
    exam.bot.keyClicks(exam.room.note.field, "Mine")
    exam.press(KEY.Key_Escape)
    exam.press(KEY.Key_A)
    exam.press(KEY.Key_S)
    assert places() == before


def test_an_untimed_exam_shows_no_clock(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.PRACTICE, extra=ExtraTime.UNTIMED))
    assert not exam.room.head.clock.isVisible()
    assert not exam.room.head.pauser.isVisible()
    exam.press(KEY.Key_R)
    assert "clock" not in " ".join(label.text() for label in exam.room.review.findChildren(QLabel))


def test_a_pace_is_shown_in_the_head(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.press(KEY.Key_A)
    exam.room.timer.timeout.emit()
    assert exam.room.head.pace.text() == "5 min ahead"
    assert exam.room.head.pace.isVisible()


# --- Rehearsal


def test_leaving_a_rehearsal_ends_it_and_the_survey_comes_before_the_report(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.REHEARSAL))
    exam.press(KEY.Key_Escape)
    assert exam.ask().accessibleName() == "End the exam?"
    assert exam.ask().decline_button.hasFocus()
    exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
    assert exam.stored().ending is Ending.SUBMITTED
    assert exam.shell.reports == []
    survey = exam.room.findChild(SurveyPage)
    assert isinstance(survey, SurveyPage)
    settle()
    exam.press(KEY.Key_Return)
    survey.questions()[2].buttons[1].click()
    exam.bot.mouseClick(survey.go_on_button, Qt.MouseButton.LeftButton)
    sitting = exam.room.presenter.sitting.id
    assert exam.shell.reports == [sitting]
    assert exam.shell.services.exams.survey_of(sitting) == Survey(prepared=1, enough_time=False)


def test_closing_the_window_in_a_rehearsal_asks_to_end_it(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.REHEARSAL))
    assert not exam.room.close()
    exam.bot.mouseClick(exam.ask().decline_button, Qt.MouseButton.LeftButton)
    assert exam.stored().ending is None
    assert not exam.room.close()
    exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
    assert exam.stored().ending is Ending.SUBMITTED
    assert exam.room.close()


def test_a_survey_can_be_skipped_and_says_that_the_time_was_up(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.REHEARSAL))
    exam.clock.advance(days=1)
    exam.room.timer.timeout.emit()
    settle()
    survey = exam.room.findChild(SurveyPage)
    assert isinstance(survey, SurveyPage)
    words = [label.text() for label in survey.findChildren(QLabel)]
    assert "The time is up. What you had answered was submitted." in words
    survey.questions()[0].buttons[0].click()
    exam.press(KEY.Key_Escape)
    sitting = exam.room.presenter.sitting.id
    assert exam.shell.reports == [sitting]
    assert exam.shell.services.exams.survey_of(sitting) is None


def test_the_agreement_is_read_agreed_to_or_declined_by_keyboard(theme: Theme, qtbot: QtBot) -> None:
    said: list[str] = []
    page = AgreementPage(agreed=lambda: said.append("agreed"), declined=lambda: said.append("declined"))
    qtbot.addWidget(page)
    page.resize(880, 500)
    page.show()
    page.activateWindow()
    page.begin()
    qtbot.waitUntil(page.decline_button.hasFocus)

    def press(key: Qt.Key) -> None:
        qtbot.keyClick(QApplication.focusWidget() or page, key)

    press(KEY.Key_PageDown)
    assert page.page.verticalScrollBar().value() > 0
    for key in (KEY.Key_Return, KEY.Key_Tab, KEY.Key_Return, KEY.Key_Escape):
        press(key)
    assert said == ["declined", "agreed", "declined"]


# --- Coming back


@pytest.fixture
def shell(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[StubShell]:
    with open_library(tmp_path, exam_deck(), FixedClock()) as services:
        yield StubShell(services)


def clock_of(shell: StubShell) -> FixedClock:
    assert isinstance(shell.services.clock, FixedClock)
    return shell.services.clock


def test_a_clock_put_back_is_said_on_coming_back(shell: StubShell) -> None:
    sitting = begin(shell.services)
    clock_of(shell).set_back(3600)
    resume(shell, sitting.id)
    assert shell.notices[0].startswith("The computer's clock was put back since you left.")


def test_an_exam_that_ended_meanwhile_opens_its_report(shell: StubShell) -> None:
    sitting = begin(shell.services, rules=conduct(Mode.EXAM, runs_on=True))
    clock_of(shell).advance(days=1)
    resume(shell, sitting.id)
    assert (shell.sittings, shell.reports) == ([], [sitting.id])
    assert shell.toasts == ["The time ran out while you were away. What you had answered was submitted."]
    resume(shell, sitting.id)
    assert len(shell.toasts) == 1


def test_a_notice_stays_until_it_is_closed(open_exam: Open) -> None:
    exam = open_exam(notice="The computer's clock was put back. Nothing was lost.")
    (banner,) = exam.room.findChildren(Banner)
    exam.press(KEY.Key_A)
    assert banner.isVisible()
    assert banner.accessibleName() == "The computer's clock was put back. Nothing was lost."


def test_a_wide_table_of_a_case_is_not_cut(open_exam: Open) -> None:
    exam = open_exam(rules=PRACTICE)
    exam.go(CASE)
    case, page = exam.room.question.case, exam.room.question
    words = tuple((Text("Unbreakable" * 3),) for _ in range(2))
    case.show_case("Wide", (Table(words, (words,)),))
    page.resize(page.width() - 1, page.height())
    settle()
    (table,) = case.findChildren(ComparisonTable)
    assert page.width() * 2 // 5 < case.least_width() <= page.width() // 2
    assert table.width() >= table.words_width()
    assert case.page.page.width() == case.page.viewport().width()
    assert case.width() <= page.width() // 2
