"""Rows of an ordering question in the hand of a learner."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from certdeck.core.exam.conduct import Mode, conduct
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.exam_ordering import CarriedRow, StepRow
from tests.gui.exam import KEY, Exam, Open, settle
from tests.sitting import ORDERING


def steps(exam: Exam) -> str:
    return "".join(row.shown.id for row in exam.ordering().steps.rows() if row.shown is not None)


def carry(exam: Exam) -> tuple[StepRow, Callable[[], None]]:
    """Carry the first row below the third; return it and what lets it go."""
    row, button, grip = exam.ordering().steps.rows()[0], Qt.MouseButton.LeftButton, QPoint(20, 20)
    exam.bot.mousePress(row, button, pos=grip)
    for down in (10, 60, 125):
        exam.bot.mouseMove(row, grip + QPoint(0, down))
    assert row.lifted

    def let_go() -> None:
        exam.bot.mouseRelease(row, button, pos=grip + QPoint(0, 125))
        settle()

    return row, let_go


def carried(exam: Exam) -> list[CarriedRow]:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return exam.window.findChildren(CarriedRow)


def test_a_row_is_dragged_to_its_place(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(ORDERING)
    row, let_go = carry(exam)
    let_go()
    assert steps(exam) == "bcad"
    assert not row.lifted
    assert not carried(exam)


@pytest.mark.parametrize("key", [KEY.Key_N, KEY.Key_P, KEY.Key_R, KEY.Key_Pause])
def test_a_row_is_put_back_when_the_page_turns_while_it_is_carried(open_exam: Open, key: Qt.Key) -> None:
    exam = open_exam(rules=conduct(Mode.PRACTICE))
    exam.go(ORDERING)
    before = exam.stored().states
    row, let_go = carry(exam)
    exam.press(key)
    assert not carried(exam)
    exam.bot.mouseMove(row, QPoint(20, 40))
    let_go()
    assert not row.lifted
    assert not exam.room.message.message()
    assert [state.answer for state in exam.stored().states] == [state.answer for state in before]


def test_a_row_is_put_back_when_the_time_runs_out_while_it_is_carried(open_exam: Open) -> None:
    exam = open_exam(rules=conduct(Mode.REHEARSAL))
    exam.go(ORDERING)
    carry(exam)
    exam.clock.advance(seconds=exam.stored().seconds_allowed or 0)
    exam.room.presenter.tick()
    settle()
    assert not carried(exam)
    assert exam.stored().states[ORDERING - 1].answer is None


def test_escape_puts_back_a_row_that_is_carried(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(ORDERING)
    row, let_go = carry(exam)
    exam.press(KEY.Key_Escape)
    exam.bot.mouseMove(row, QPoint(20, 40))
    let_go()
    assert steps(exam) == "abcd"
    assert not row.lifted
    assert not carried(exam)
    assert not exam.window.findChildren(Ask)


def test_a_press_without_a_move_changes_nothing(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(ORDERING)
    exam.bot.mouseClick(exam.ordering().steps.rows()[1], Qt.MouseButton.LeftButton)
    assert exam.stored().states[ORDERING - 1].answer is None
