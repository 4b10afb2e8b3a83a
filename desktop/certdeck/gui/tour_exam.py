"""The exams of the tour: a whole one, a quiz with every help, and the page before a rehearsal."""

from random import Random
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion
from certdeck.core.exam.answers import Ordered
from certdeck.core.exam.form import FormItem
from certdeck.core.ids import OptionId
from certdeck.gui.screen import Page
from certdeck.gui.screens.exam_matching import MatchingBoard
from certdeck.gui.screens.exam_note import NoteField
from certdeck.gui.screens.exam_ordering import OrderingBoard
from certdeck.gui.screens.exam_room import ExamRoom
from certdeck.gui.screens.report import ReportScreen
from certdeck.gui.screens.report_row import QuestionRow
from certdeck.gui.screens.start import StartScreen
from certdeck.gui.tour_hands import Hands, TourClock, TourError
from certdeck.presenters.report_views import Section
from certdeck.services.catalogue import Services

SKILL: Final = 0.78
"""How likely the learner of the tour answers a question rightly."""


class ExamWalk:
    """Sits exams with `hands`; `dice` decide what is answered, and `clock` how long it takes."""

    def __init__(self, hands: Hands, services: Services, clock: TourClock, dice: Random) -> None:
        self._hands = hands
        self._services = services
        self._clock = clock
        self._dice = dice

    def sit_whole_exam(self) -> None:
        """Sit an exam in exam mode, from its rules to its report."""
        self._hands.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        self._hands.picture("exams-first")
        self._hands.press(Qt.Key.Key_Return)
        self._hands.picture("exam-rules")
        self._hands.press(Qt.Key.Key_Return)
        room = self._hands.shown(ExamRoom)
        seen: set[str] = set()
        for item in room.presenter.sitting.form.items:
            self._answer(room, item, seen)
        self._hands.picture("exam-review")
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.picture("exam-leave")
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.click("Submit exam")
        if not isinstance(self._hands.window.screen_shown, ReportScreen):
            self._hands.picture("exam-submit")
            self._hands.click("Submit exam")
        report = self._hands.shown(ReportScreen)
        self._hands.picture("report")
        self._open_first_row(report)
        self._hands.picture("report-open")
        self._look_at_sections(report)
        head = self._services.exams.heads()[0]
        self._hands.expect(head.finished_at is not None and head.scaled is not None, "a graded exam")

    def practise(self) -> None:
        """Sit a quiz in practice mode with its helps, leave it, go on with it, and end it."""
        self._open_start(what="quiz", mode="practice")
        self._hands.picture("exam-quiz")
        self._hands.click("Begin")
        room = self._hands.shown(ExamRoom)
        self._hands.press(Qt.Key.Key_W)
        QTest.keyClicks(self._hands.focus(NoteField), "Which of these needs the least upkeep?")
        self._hands.picture("exam-note")
        self._hands.press(Qt.Key.Key_Escape)
        self._use_helps(room)
        self._hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        self._hands.picture("exam-pause")
        self._hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        self._leave_and_resume()

    def _use_helps(self, room: ExamRoom) -> None:
        """Answer, say how sure that is, and see the key, which must be asked for twice while the answer isn't whole."""
        self._hands.press(Qt.Key.Key_A)
        self._hands.press(Qt.Key.Key_3)
        self._hands.press(Qt.Key.Key_S)
        if not room.presenter.sitting.states[0].revealed:
            self._hands.press(Qt.Key.Key_S)
        self._hands.expect(room.presenter.sitting.states[0].revealed, "the answer to be shown")
        self._hands.picture("exam-answer")

    def _leave_and_resume(self) -> None:
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.press(Qt.Key.Key_Return)
        self._hands.expect(self._hands.window.page is Page.EXAMS, "the page of exams")
        self._hands.picture("exams-running")
        self._hands.click("Resume exam")
        self._hands.shown(ExamRoom)
        self._hands.press(Qt.Key.Key_R)
        self._hands.click("Submit exam")
        self._hands.click("Submit exam")
        self._hands.shown(ReportScreen)

    def agree_to_rehearsal(self) -> None:
        """Read what a candidate agrees to before a rehearsal, and decline."""
        self._open_start(what="exam", mode="rehearsal")
        self._hands.click("Begin")
        self._hands.picture("exam-agreement")
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.expect(
            not any(head.finished_at is None for head in self._services.exams.heads()), "no exam to be begun"
        )

    def _open_start(self, *, what: str, mode: str) -> None:
        self._hands.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        self._hands.press(Qt.Key.Key_Return)
        start = self._hands.shown(StartScreen)
        start.what.row(what).click()
        start.mode.row(mode).click()
        self._hands.settle()

    def _look_at_sections(self, report: ReportScreen) -> None:
        for section in Section:
            if report.presenter is not None and section in (Section.TIME, Section.ANSWERS):
                report.presenter.turn_to(section)
                self._hands.picture(f"report-{section.value}")

    def _answer(self, room: ExamRoom, item: FormItem, seen: set[str]) -> None:
        question, position = item.question, room.presenter.sitting.current
        self._clock.advance(self._dice.uniform(35, 150))
        rightly = self._dice.random() < SKILL
        if self._dice.random() < 0.04:
            self._hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
            self._turn(room, position)
            return
        match question:
            case ChoiceQuestion():
                self._choose(question, item.order, rightly=rightly)
            case OrderingQuestion():
                self._put_in_order(room, question, rightly=rightly)
            case MatchingQuestion():
                self._match(room, question, rightly=rightly)
        room.presenter.tick()
        self._hands.expect(room.presenter.sitting.is_answered(position), f"question {position + 1} to be answered")
        kind = question.kind.value
        if kind not in seen:
            seen.add(kind)
            if isinstance(question, ChoiceQuestion):
                self._strike_one(question, item.order)
            self._hands.picture(f"exam-{kind}")
        self._turn(room, position)

    def _turn(self, room: ExamRoom, position: int) -> None:
        """Go on; the end of a long question is shown first."""
        self._hands.press(Qt.Key.Key_Right)
        if room.presenter.sitting.current == position and position + 1 < len(room.presenter.sitting.states):
            self._hands.press(Qt.Key.Key_Right)

    def _choose(self, question: ChoiceQuestion, order: tuple[OptionId, ...], *, rightly: bool) -> None:
        wrong = [option.id for option in question.options if not option.key]
        chosen = sorted(question.keys)
        if not rightly:
            chosen[0] = self._dice.choice(wrong)
        for option in chosen:
            self._hands.press(_letter(order, option))

    def _strike_one(self, question: ChoiceQuestion, order: tuple[OptionId, ...]) -> None:
        struck = next(option.id for option in question.options if not option.key)
        self._hands.press(_letter(order, struck), Qt.KeyboardModifier.ShiftModifier)

    def _put_in_order(self, room: ExamRoom, question: OrderingQuestion, *, rightly: bool) -> None:
        board = room.question.board
        if not isinstance(board, OrderingBoard):
            raise TourError("An ordering question is not shown as rows to be moved.")
        wanted = list(question.key) if rightly else list(reversed(question.key))
        for place, step in enumerate(wanted):
            now = _order(room).index(step)
            board.steps.rows()[now].setFocus(Qt.FocusReason.TabFocusReason)
            for _ in range(now - place):
                self._hands.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        if not room.presenter.sitting.states[room.presenter.sitting.current].answer:
            self._hands.click("Keep this order")

    def _match(self, room: ExamRoom, question: MatchingQuestion, *, rightly: bool) -> None:
        board = room.question.board
        if not isinstance(board, MatchingBoard):
            raise TourError("A matching question is not shown with drop-downs.")
        keys = [prompt.key for prompt in question.prompts]
        if not rightly:
            keys = [*keys[1:], keys[0]]
        shown = room.presenter.sitting.item.order
        for box, key in zip(board.boxes(), keys, strict=True):
            # Not by its list: the offscreen platform complains about every window that pops up.
            box.setFocus(Qt.FocusReason.TabFocusReason)
            box.activated.emit(shown.index(key))
            self._hands.settle()

    def _open_first_row(self, report: ReportScreen) -> None:
        row = next(row for row in report.findChildren(QuestionRow) if row.isVisible())
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self._hands.press(Qt.Key.Key_Return)


def _letter(order: tuple[OptionId, ...], option: OptionId) -> Qt.Key:
    return Qt.Key(Qt.Key.Key_A + order.index(option))


def _order(room: ExamRoom) -> tuple[OptionId, ...]:
    sitting = room.presenter.sitting
    answer = sitting.states[sitting.current].answer
    return answer.steps if isinstance(answer, Ordered) else sitting.item.order
