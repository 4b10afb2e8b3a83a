"""The rows of the exam room are kept from question to question: none shows a trace of the one before."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QTextEdit, QWidget

from certdeck.core.deck import ChoiceQuestion, Option, Question, QuestionKind
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.ids import OptionId
from certdeck.gui import theme
from certdeck.gui.screens.exam_answer import AnswerBoard
from certdeck.gui.screens.exam_answer_row import AnswerRow
from certdeck.gui.screens.exam_choice import ChoiceBoard
from certdeck.gui.screens.exam_matching import MatchingBoard
from certdeck.gui.screens.exam_ordering import OrderingBoard
from certdeck.gui.widgets.passage import PassageLabel
from certdeck.gui.widgets.written_text import Shelf, Wanted, WrittenText
from tests.builders import choice, matching, multiple_choice, multiple_response, options, ordering
from tests.gui.exam import ALT, KEY, SHIFT, Exam, Open, settle

LONG = "A **long** text with `code`, which needs a second line wherever it stands, and says nothing that is of use."
TABLE = "Read this.\n\n| Part | Cost |\n| --- | --- |\n| Build | 3 USD |\n\nWhich part costs more?"
LINKED = "See [the guide](https://docs.example.org/guide) before you answer."


def reasoned(question: ChoiceQuestion, *reasons: str) -> ChoiceQuestion:
    """Return `question` with other reasons for its first options."""
    changed = [replace(option, rationale=reason) for option, reason in zip(question.options, reasons, strict=False)]
    return replace(question, options=(*changed, *question.options[len(changed) :]))


WIDE = tuple(Option(OptionId(name), LONG, "Why.", key=name == "a") for name in "abcd")
QUESTIONS: tuple[Question, ...] = (
    multiple_choice("q-short"),
    multiple_response("q-many"),
    choice("q-three", options(3, "b"), QuestionKind.MULTIPLE_CHOICE, stem=TABLE),
    reasoned(multiple_choice("q-long", stem=LONG, examined=LONG, today="Not so today."), LINKED, LONG),
    choice(
        "q-wide", tuple(Option(OptionId(n), LONG, "Why.", key=n == "a") for n in "abcd"), QuestionKind.MULTIPLE_CHOICE
    ),
    ordering("q-ordering"),
    ordering("q-steps", steps="abcde", decoys="", stem=LINKED),
    matching("q-matching"),
    matching("q-pairs", keys="abcde", left_over=""),
)
NUMBERS = range(1, len(QUESTIONS) + 1)


def trace(exam: Exam) -> list[tuple[object, ...]]:
    """Return all that can be seen, heard or pressed on the page of the question, from top to bottom."""
    page = exam.room.question
    found = []
    for part in page.findChildren(QWidget):
        if not part.isVisible():
            continue
        at = part.mapTo(page, QPoint(0, 0))
        names = (part.accessibleName(), part.accessibleDescription(), part.toolTip())
        state = (part.isEnabled(), part.focusPolicy(), part.hasFocus())
        found.append((at.y(), at.x(), part.width(), part.height(), *names, *state, *words(part)))
    return sorted(found, key=str)


def words(part: QWidget) -> tuple[object, ...]:
    """Return what `part` says, and how it stands."""
    match part:
        case QAbstractButton():
            return part.text(), part.isChecked()
        case QLabel():
            return (part.text(),)
        case PassageLabel():
            return (part.text(), part.look())
        case AnswerRow():
            return (part.line,)
        case QTextEdit():
            return part.toHtml(), len(part.extraSelections()), part.textCursor().position()
        case QComboBox():
            entries = tuple(part.itemText(index) for index in range(part.count()))
            return part.currentIndex(), entries, part.property("empty")
        case _:
            return ()


def tab_stops(exam: Exam) -> list[str]:
    """Return the names of the controls that Tab leads to, from the first response on."""
    now: QWidget | None = exam.room.question.board.stops()[0]
    names: list[str] = []
    while now is not None and now is not exam.room.question_bar.previous_button:
        if now.isVisible() and now.focusPolicy() & Qt.FocusPolicy.TabFocus:
            names.append(now.accessibleName())
        now = now.nextInFocusChain()
    return names


def work(exam: Exam) -> None:
    """Do to the question shown what can be done to it."""
    match exam.room.question.board:
        case ChoiceBoard():
            exam.press(KEY.Key_B)
            exam.press(KEY.Key_A, SHIFT)
        case OrderingBoard() as board:
            board.steps.rows()[1].setFocus()
            exam.press(KEY.Key_Up, ALT)
        case MatchingBoard() as board:
            for index, box in enumerate(board.boxes()):
                box.matched.emit("bcdea"[index])
    exam.room.presenter.highlight((0, 4))
    settle()


def fresh(open_exam: Open, number: int, mode: Mode) -> Exam:
    """Return a room that has shown nothing but question `number`."""
    return open_exam(questions=QUESTIONS[number - 1 : number], rules=conduct(mode))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_page_looks_as_if_it_were_the_first(open_exam: Open, number: int) -> None:
    expected = fresh(open_exam, number, Mode.PRACTICE)
    first, stops = trace(expected), tab_stops(expected)
    exam = open_exam(questions=QUESTIONS, rules=conduct(Mode.PRACTICE))
    for other in NUMBERS:
        if other != number:
            exam.go(other)
            work(exam)
            exam.go(number)
            assert trace(exam) == first
            assert tab_stops(exam) == stops


@pytest.mark.parametrize("number", NUMBERS)
def test_an_answer_looks_as_if_it_were_the_first(open_exam: Open, number: int) -> None:
    expected = fresh(open_exam, number, Mode.REVIEW)
    reveal(expected)
    first, stops = trace(expected), tab_stops(expected)
    exam = open_exam(questions=QUESTIONS, rules=conduct(Mode.REVIEW))
    for other in NUMBERS:
        if other != number:
            exam.go(other)
            work(exam)
            reveal(exam)
            exam.go(number)
            reveal(exam)
            assert trace(exam) == first
            assert tab_stops(exam) == stops


def reveal(exam: Exam) -> None:
    """Show the answer, which is asked for twice where the own one is not whole."""
    for _ in range(2):
        if not exam.room.presenter.sitting.states[exam.room.presenter.sitting.current].revealed:
            exam.room.presenter.reveal()
            settle()
    assert isinstance(exam.room.question.board, AnswerBoard)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("ahead", [True, False], ids=["ahead", "in the click"])
def test_it_makes_no_difference_whether_a_page_was_made_ahead_of_time(
    open_exam: Open, number: int, *, ahead: bool
) -> None:
    expected = fresh(open_exam, number, Mode.REVIEW)
    settled(expected)
    question = trace(expected)
    reveal(expected)
    answer = trace(expected)
    exam = open_exam(questions=QUESTIONS, rules=conduct(Mode.REVIEW))
    for maker in (exam.room.ahead, exam.room.answer_ahead):
        if ahead:
            maker.finish()
        else:
            maker.stop()
    exam.go(number)
    exam.room.answer_ahead.stop()
    assert trace(exam) == question
    reveal(exam)
    assert trace(exam) == answer


def settled(exam: Exam) -> None:
    """Wait until all is made that is made ahead of time."""
    exam.bot.waitUntil(lambda: not exam.room.ahead.busy() and not exam.room.answer_ahead.busy())


@pytest.mark.parametrize("mode", [Mode.PRACTICE, Mode.REVIEW])
@pytest.mark.parametrize("by_grid", [False, True], ids=["page to page", "from the grid"])
def test_a_page_made_ahead_of_time_stands_in_its_place_with_the_click_that_turns_to_it(
    open_exam: Open, mode: Mode, *, by_grid: bool
) -> None:
    # Tables of stems are made in the click.
    exam = open_exam(questions=[each for each in QUESTIONS if each.stem != TABLE], rules=conduct(mode))
    settled(exam)
    for number in (*NUMBERS[1:-1], 1):
        if by_grid:
            exam.room.presenter.review()
            settle()
        exam.room.presenter.go(number)
        at_once = places(exam)
        settle()
        assert places(exam) == at_once


def places(exam: Exam) -> list[QRect]:
    """Return where the page, the head of the room and all that they hold stand."""
    return [
        part.geometry()
        for around in (exam.room.head, exam.room.question.page.page)
        for part in (around, *around.findChildren(QWidget))
        if part.isVisible()
    ]


def test_boards_made_ahead_are_laid_out_anew_when_the_room_has_another_size(open_exam: Open) -> None:
    exam = open_exam(questions=QUESTIONS, rules=conduct(Mode.REVIEW))
    settled(exam)
    exam.window.resize(1024, 700)
    settled(exam)
    found = traces(exam)
    assert found == traces(open_exam((1024, 700), questions=QUESTIONS, rules=conduct(Mode.REVIEW)))


def traces(exam: Exam) -> list[list[tuple[object, ...]]]:
    """Return the trace of every page."""
    found = []
    for number in NUMBERS:
        exam.go(number)
        found.append(trace(exam))
    return found


def test_what_was_made_ahead_of_time_cannot_be_reached(open_exam: Open) -> None:
    exam = open_exam(questions=QUESTIONS, rules=conduct(Mode.PRACTICE))
    exam.bot.waitUntil(lambda: not exam.room.ahead.busy())
    exam.go(1)
    assert [row.accessibleName() for row in exam.options()] == [
        f"{letter}, Option {letter.lower()}" for letter in "ABCD"
    ]
    assert len(tab_stops(exam)) == len(tab_stops(fresh(open_exam, 1, Mode.PRACTICE)))


def test_the_grid_stands_in_its_place_before_it_opens_and_looks_as_if_it_were_made_in_the_click(
    open_exam: Open,
) -> None:
    ahead, late = (open_exam(questions=QUESTIONS, rules=conduct(Mode.PRACTICE)) for _ in range(2))
    settled(ahead)
    late.room.ahead.stop()
    late.room.answer_ahead.stop()
    ahead.window.activateWindow()
    settle()
    icons = len(theme.current().icons)
    before = [cell.geometry() for cell in ahead.room.review.grid.all_cells()]
    ahead.room.presenter.review()
    settle()
    assert [cell.geometry() for cell in ahead.room.review.grid.cells()] == before
    assert len(theme.current().icons) - icons <= 1  # that of the button back
    late.window.activateWindow()
    late.room.presenter.review()
    settle()
    assert late.room.review.grab().toImage() == ahead.room.review.grab().toImage()


def test_a_grid_that_is_asked_for_while_it_is_made_shows_what_it_should(open_exam: Open) -> None:
    exam = open_exam(questions=QUESTIONS, rules=conduct(Mode.PRACTICE))
    making = exam.room.review.prepare(exam.room.presenter.review_ahead(), QSize(1280, 600), timed=False)
    next(making)
    exam.room.presenter.flag()
    exam.room.presenter.review()
    settle()
    for _ in making:
        pass
    (first, *_) = exam.room.review.grid.cells()
    assert first.shown is not None
    assert first.shown.flagged


def test_a_click_need_not_wait_for_what_is_made_ahead_of_time(open_exam: Open) -> None:
    exam = open_exam(questions=QUESTIONS, rules=conduct(Mode.PRACTICE))
    exam.room.ahead.stop()
    for number in NUMBERS:
        exam.room.presenter.go(number)
        QApplication.processEvents()
        assert exam.room.question.board.stops()[0].isVisible()


def test_a_stem_is_made_ahead_of_time_in_the_width_that_it_will_have(
    open_exam: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam = open_exam(questions=QUESTIONS[:2])
    exam.room.ahead.finish()
    take, widths = Shelf.take, list[tuple[float, int]]()

    def taken(shelf: Shelf, wanted: Wanted, width: int) -> WrittenText:
        known = len(shelf)
        written = take(shelf, wanted, width)
        assert len(shelf) < known
        widths.append((written.document.textWidth(), width))
        return written

    monkeypatch.setattr(Shelf, "take", taken)
    exam.go(2)
    assert widths
    assert all(made == wanted for made, wanted in widths)
