"""The exam room."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from certdeck.core.errors import StoreError
from certdeck.core.exam.events import Ending
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.exam_choice import OptionRow
from certdeck.gui.screens.exam_row import ResponseRow
from certdeck.gui.theme import Theme
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.messages import Banner
from certdeck.presenters.exam_views import Filter
from certdeck.services.changes import Changes
from tests.builders import multiple_choice
from tests.gui.exam import ALT, CONTROL, KEY, SHIFT, Exam, Open, settle
from tests.sitting import CASE, CHOICE, MATCHING, MINUTES, ORDERING, RESPONSE, SIX

NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
SIZES = [(1280, 800, 1.0), (1024, 700, 1.0), (880, 600, 1.0), (1280, 800, 1.5), (1280, 800, 2.0), (880, 600, 2.0)]


def chosen(exam: Exam) -> list[bool]:
    return [row.isChecked() for row in exam.options()]


def test_a_letter_chooses_and_a_click_chooses_another(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_B)
    assert chosen(exam) == [False, True, False, False]
    exam.bot.mouseClick(exam.options()[2], Qt.MouseButton.LeftButton)
    assert chosen(exam) == [False, False, True, False]
    exam.press(KEY.Key_Down)
    exam.press(KEY.Key_Space)
    assert chosen(exam) == [False, False, False, True]


def test_the_focus_follows_a_letter(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_C)
    assert exam.options()[2].hasFocus()
    exam.press(KEY.Key_Down)
    assert exam.options()[3].hasFocus()


def test_a_choice_is_durable_at_once(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_C)
    assert exam.stored().is_answered(0)


def test_shift_and_letter_or_the_right_button_strike_out(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_A, SHIFT)
    assert exam.options()[0].accessibleName() == "A, Option a, struck out"
    row = exam.options()[1]
    at = QPoint(20, 20)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, row.mapToGlobal(at))
    QApplication.sendEvent(row, event)
    assert exam.options()[1].accessibleName().endswith("struck out")
    exam.press(KEY.Key_A, SHIFT)
    assert exam.options()[0].accessibleName() == "A, Option a"
    assert chosen(exam) == [False] * 4


def test_options_are_radio_buttons_or_check_boxes_to_screen_readers(open_exam: Open) -> None:
    exam = open_exam()
    assert all(row.isCheckable() and row.autoExclusive() for row in exam.options())
    exam.go(RESPONSE)
    assert all(row.isCheckable() and not row.autoExclusive() for row in exam.options())


def test_one_too_many_is_refused_where_the_instruction_stood(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(RESPONSE)
    before = exam.options()[0].y()
    for key in (KEY.Key_A, KEY.Key_B, KEY.Key_C):
        exam.press(key)
    assert exam.room.message.message() == "2 are chosen already. Take one back first to choose another."
    assert exam.options()[0].y() == before
    exam.press(KEY.Key_A)
    assert exam.room.message.message() == ""


def test_f_flags_unless_there_is_an_option_f(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_F)
    exam.go(SIX)
    exam.press(KEY.Key_F)
    assert chosen(exam)[5]
    exam.press(KEY.Key_F, CONTROL)
    assert exam.stored().flagged_positions() == (CHOICE - 1, SIX - 1)
    assert ("Ctrl F", "Flag") in exam.room.question.hints.hints()


def test_keys_turn_the_pages(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_N)
    exam.press(KEY.Key_Right)
    assert exam.number() == ORDERING
    exam.press(KEY.Key_P)
    exam.press(KEY.Key_Left)
    assert exam.number() == CHOICE
    exam.press(KEY.Key_Return)
    assert exam.number() == RESPONSE


def test_enter_on_a_button_presses_it(open_exam: Open) -> None:
    exam = open_exam()
    exam.room.question_bar.flag_button.setFocus()
    exam.press(KEY.Key_Return)
    assert (exam.number(), exam.room.question_bar.flag_button.text()) == (CHOICE, "Flagged")


def test_there_is_nothing_before_the_first_question_and_the_review_behind_the_last(open_exam: Open) -> None:
    exam = open_exam()
    bar = exam.room.question_bar
    assert not bar.previous_button.isEnabled()
    exam.press(KEY.Key_N, times=6)
    assert exam.room.review.isVisible()
    assert not bar.isVisible()
    exam.press(KEY.Key_R)
    assert exam.room.question.isVisible()
    assert bar.previous_button.isEnabled()


def steps(exam: Exam) -> str:
    return "".join(row.shown.id for row in exam.ordering().steps.rows() if row.shown is not None)


def test_rows_move_with_alt_and_arrows_and_keep_the_focus(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(ORDERING)
    exam.press(KEY.Key_Down, ALT)
    exam.press(KEY.Key_Down, ALT)
    assert steps(exam) == "bcad"
    assert exam.ordering().steps.rows()[2].hasFocus()
    exam.press(KEY.Key_Up, ALT)
    assert steps(exam) == "bacd"
    exam.press(KEY.Key_End)
    assert steps(exam) == "bcda"
    exam.press(KEY.Key_Home)
    assert steps(exam) == "abcd"
    exam.press(KEY.Key_Up, ALT)
    assert steps(exam) == "abcd"


def test_the_order_as_shown_can_be_kept(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(ORDERING)
    keep = exam.ordering().keep
    assert not exam.stored().is_answered(ORDERING - 1)
    exam.bot.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert exam.stored().is_answered(ORDERING - 1)
    assert not keep.isVisible()


def test_responses_are_chosen_from_lists_and_the_unused_are_named(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(MATCHING)
    board = exam.matching()
    assert board.count_text() == "0 of 3 matched"
    board.boxes()[0].activated.emit(1)
    settle()
    assert board.boxes()[0].currentText() == "Response b"
    assert board.unused() == ("Response a", "Response c", "Response d")
    board.boxes()[1].activated.emit(1)
    settle()
    assert [box.currentIndex() for box in board.boxes()] == [-1, 1, -1]
    board.boxes()[1].setFocus()
    exam.press(KEY.Key_Delete)
    assert board.count_text() == "0 of 3 matched"


def test_scrolling_over_an_answer_changes_none(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(MATCHING)
    box = exam.matching().boxes()[0]
    box.activated.emit(1)
    box.setFocus()
    at = box.rect().center()
    turned = QWheelEvent(
        at, box.mapToGlobal(at), QPoint(), QPoint(0, -120), NO_BUTTON, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(box, turned)
    settle()
    assert not turned.isAccepted()
    assert box.currentText() == "Response b"


def test_letters_on_a_list_are_the_rooms(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(MATCHING)
    exam.press(KEY.Key_F)
    assert exam.stored().flagged_positions() == (MATCHING - 1,)
    exam.press(KEY.Key_Right)
    assert exam.number() == SIX


def test_the_last_entry_of_a_list_takes_the_answer_back(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(MATCHING)
    box = exam.matching().boxes()[0]
    box.activated.emit(0)
    settle()
    assert box.itemText(box.count() - 1) == "Take the answer back"
    box.activated.emit(box.count() - 1)
    settle()
    assert box.currentIndex() == -1
    assert exam.stored().states[MATCHING - 1].answer is None


def test_a_case_stands_beside_its_question_only(open_exam: Open) -> None:
    exam = open_exam()
    assert not exam.room.question.case.isVisible()
    exam.go(CASE)
    assert exam.room.question.case.isVisible()


def test_the_review_moves_by_keys_and_opens_a_question(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_A)
    exam.press(KEY.Key_R)
    cells = exam.room.review.grid.cells()
    assert cells[1].hasFocus()
    assert cells[0].accessibleName() == "Question 1, answered"
    exam.press(KEY.Key_U)
    assert cells[2].hasFocus()
    exam.press(KEY.Key_End)
    exam.press(KEY.Key_U)
    assert cells[1].hasFocus()
    exam.press(KEY.Key_Right)
    exam.press(KEY.Key_Return)
    assert exam.number() == ORDERING
    assert exam.room.question.isVisible()


def test_tab_passes_the_review_in_one_step_and_comes_back_to_the_same_question(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_R)
    cells, card = exam.room.review.grid.cells(), exam.room.review.card
    exam.press(KEY.Key_Right, times=2)
    assert cells[2].hasFocus()
    exam.press(KEY.Key_Tab)
    assert card.primary.hasFocus()
    exam.press(KEY.Key_Tab)
    assert card.submit.hasFocus()
    exam.press(KEY.Key_Backtab, SHIFT, times=2)
    assert cells[2].hasFocus()
    exam.press(KEY.Key_Backtab, SHIFT)
    exam.room.review.filter.choose(Filter.UNSEEN.value)
    settle()
    shown = exam.room.review.grid.cells()
    assert cells[2] in shown
    exam.press(KEY.Key_Tab)
    assert cells[2].hasFocus()


def test_tab_stops_at_the_first_question_where_the_one_before_is_filtered_out(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_R)
    exam.room.review.filter.choose(Filter.UNSEEN.value)
    settle()
    cells = exam.room.review.grid.cells()
    exam.room.review.filter.segments()[-1].setFocus()
    exam.press(KEY.Key_Tab)
    assert cells[0].hasFocus()


def test_the_review_leads_to_the_first_open_question_before_it_submits(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_R)
    card = exam.room.review.card
    assert card.primary.text() == "Go to question 1"
    exam.bot.mouseClick(card.primary, Qt.MouseButton.LeftButton)
    assert exam.room.question.isVisible()


def test_an_empty_filter_says_so(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_R)
    exam.room.review.filter.choose(Filter.FLAGGED.value)
    settle()
    assert not exam.room.review.grid.isVisible()
    exam.room.review.filter.choose(Filter.ALL.value)
    settle()
    assert len(exam.room.review.grid.cells()) == 6


def test_submitting_with_open_questions_asks_first(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_R)
    exam.bot.mouseClick(exam.room.review.card.submit, Qt.MouseButton.LeftButton)
    ask = exam.ask()
    assert ask.accessibleName() == "Submit with 6 open?"
    assert ask.decline_button.hasFocus()
    exam.press(KEY.Key_Return)
    assert exam.shell.reports == []
    exam.bot.mouseClick(exam.room.review.card.submit, Qt.MouseButton.LeftButton)
    exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
    assert exam.shell.reports == [exam.room.presenter.sitting.id]
    assert exam.shell.changes == [Changes(exams=True)]


def test_submitting_a_whole_exam_asks_nothing(open_exam: Open) -> None:
    exam = open_exam(questions=[multiple_choice()])
    exam.press(KEY.Key_A)
    exam.press(KEY.Key_N)
    primary = exam.room.review.card.primary
    assert primary.text() == "Submit exam"
    exam.bot.mouseClick(primary, Qt.MouseButton.LeftButton)
    assert len(exam.shell.reports) == 1


def test_escape_asks_and_leaving_stops_the_clock(open_exam: Open) -> None:
    exam = open_exam()
    exam.clock.advance(61)
    exam.press(KEY.Key_Escape)
    exam.press(KEY.Key_Escape)
    assert exam.shell.left_exam == 0
    exam.press(KEY.Key_Escape)
    exam.press(KEY.Key_Return)
    assert exam.shell.left_exam == 1
    assert exam.stored().elapsed == 61


def test_tab_stays_inside_a_question_to_the_learner(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_Escape)
    ask = exam.ask()
    for _ in range(3):
        exam.press(KEY.Key_Tab)
        assert QApplication.focusWidget() in (ask.agree_button, ask.decline_button)
    exam.press(KEY.Key_Escape)
    assert isinstance(QApplication.focusWidget(), OptionRow)


def test_closing_the_window_asks_and_keeps_the_time(open_exam: Open) -> None:
    exam = open_exam()
    exam.clock.advance(30)
    assert not exam.room.close()
    exam.bot.mouseClick(exam.ask().agree_button, Qt.MouseButton.LeftButton)
    assert exam.stored().elapsed == 30
    assert exam.room.close()


def test_the_clock_changes_colour_and_icon_and_can_be_hidden(open_exam: Open) -> None:
    exam = open_exam()
    clock = exam.room.head.clock
    assert clock.text() == "0:30:00"
    exam.clock.advance((MINUTES - 15) * 60 + 24)
    exam.room.timer.timeout.emit()
    assert clock.text() == "0:14:36"
    assert exam.room.message.message() == "15 minutes left."
    exam.press(KEY.Key_H)
    assert clock.text() == "under 15 min"
    assert exam.shell.changes == [Changes(settings=True)]
    exam.bot.mouseClick(clock.hider, Qt.MouseButton.LeftButton)
    assert clock.text() == "0:14:36"


def test_when_the_time_is_up_the_report_opens_and_says_why(open_exam: Open) -> None:
    exam = open_exam()
    exam.press(KEY.Key_Escape)
    exam.clock.advance(MINUTES * 60)
    exam.room.timer.timeout.emit()
    assert exam.shell.reports == [exam.room.presenter.sitting.id]
    assert exam.shell.toasts == ["The time is up. What you had answered was submitted."]
    assert exam.stored().ending is Ending.TIME_OUT
    settle()
    assert not any(ask.isVisible() for ask in exam.window.findChildren(Ask))


def test_what_could_not_be_recorded_is_said_in_the_room(open_exam: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    exam = open_exam()

    def refuse(*_given: object) -> None:
        raise StoreError("The answer was not saved. The last one is kept.")

    monkeypatch.setattr(exam.shell.services.exams, "record", refuse)
    exam.press(KEY.Key_A)
    (banner,) = exam.room.findChildren(Banner)
    assert banner.accessibleName() == "The answer was not saved. The last one is kept."
    assert chosen(exam) == [False] * 4


def test_a_long_option_makes_its_row_higher(open_exam: Open) -> None:
    question = multiple_choice()
    long = question.options[0].__class__(question.options[0].id, "Many words. " * 30, "Why.", key=True)
    exam = open_exam(questions=[multiple_choice(options=(long, *question.options[1:]))])
    first, second = exam.options()[:2]
    assert first.height() > second.height() == 54
    assert first.text_area().bottom() < first.height()


def test_the_words_struck_out_stand_beside_the_first_line_of_a_row_that_has_grown(open_exam: Open) -> None:
    short = multiple_choice("q-short")
    long = short.options[0].__class__(short.options[0].id, "Many words. " * 30, "Why.", key=True)
    exam = open_exam(questions=[short, multiple_choice("q-long", options=(long, *short.options[1:]))])
    exam.go(2)
    exam.press(KEY.Key_A, SHIFT)
    exam.go(1)
    exam.go(2)
    row = exam.options()[0]
    (words,) = (chip for chip in row.findChildren(Chip) if chip.isVisible())
    assert row.height() > 54
    assert abs(words.geometry().center().y() - row.first_line().center().y()) <= 1


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_nothing_is_wider_than_the_window_or_cut(
    open_exam: Open, theme: Theme, width: int, height: int, scale: float
) -> None:
    theme.set_scale(scale)
    exam = open_exam((width, height))
    for number in (CHOICE, RESPONSE, ORDERING, MATCHING, SIX):
        exam.go(number)
        assert (exam.window.width(), exam.window.height()) == (width, height)
        page = exam.room.question.page
        assert page.page.width() <= page.viewport().width()
        rows = [row for row in page.findChildren(ResponseRow) if row.isVisible()]
        assert all(row.text_area().bottom() < row.height() for row in rows)
    exam.press(KEY.Key_R)
    assert (exam.window.width(), exam.window.height()) == (width, height)
    assert exam.room.review.page.width() <= exam.room.review.viewport().width()


def test_every_control_that_takes_the_focus_has_a_name(open_exam: Open) -> None:
    exam = open_exam()
    for number in (CHOICE, ORDERING, MATCHING, CASE):
        exam.go(number)
        nameless = [
            widget
            for widget in exam.window.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert nameless == []


def test_the_focus_ring_follows_the_keyboard(open_exam: Open) -> None:
    exam = open_exam()
    ringed = []
    for key in (KEY.Key_Down, KEY.Key_Tab):
        exam.press(key)
        ringed.append(exam.window.ring.target)
    assert ringed == [exam.options()[1], exam.room.question_bar.flag_button]


def test_tab_leads_from_the_clock_over_the_responses_to_the_bar(open_exam: Open) -> None:
    exam = open_exam()
    exam.go(ORDERING)
    exam.room.head.clock.hider.setFocus()
    bar = exam.room.question_bar
    shown = [button for button in bar.buttons() if button.isVisible() and button.isEnabled()]
    for stop in (*exam.room.question.stem.stops(), *exam.ordering().stops(), *shown):
        exam.press(KEY.Key_Tab)
        assert QApplication.focusWidget() is stop


def test_every_click_in_the_room_puts_the_collection_off(open_exam: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    room, put_off = open_exam().room, list[bool]()
    monkeypatch.setattr(room.collector, "put_off", lambda: put_off.append(True))
    room.presenter.next(more_below=False)
    settle()
    assert put_off
