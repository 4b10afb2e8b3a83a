"""The exam room: the whole window, as in the real test driver."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import islice, pairwise
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from certdeck.core.errors import BusyForNow, CertdeckError
from certdeck.core.exam.events import Ending
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import OptionId, SittingId
from certdeck.gui import theme
from certdeck.gui.garbage import RestfulCollector
from certdeck.gui.screen import Running, Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.exam_answer import AnswerBoard
from certdeck.gui.screens.exam_bar import QuestionBar, ReviewBar
from certdeck.gui.screens.exam_boards import QUESTIONS_KEPT
from certdeck.gui.screens.exam_choice import ChoiceBoard
from certdeck.gui.screens.exam_clock import ExamHead
from certdeck.gui.screens.exam_keys import Acts, act_of, turns
from certdeck.gui.screens.exam_message import MessageStrip
from certdeck.gui.screens.exam_note import NotePane
from certdeck.gui.screens.exam_page import OnePage
from certdeck.gui.screens.exam_pause import PausePage
from certdeck.gui.screens.exam_question import QuestionPage
from certdeck.gui.screens.exam_review import ReviewPage
from certdeck.gui.screens.exam_survey import SurveyPage
from certdeck.gui.screens.exam_ticks import Ticks
from certdeck.gui.widgets.ahead import Ahead
from certdeck.gui.widgets.messages import Banner, Severity, announce
from certdeck.gui.widgets.passage import forget_passages
from certdeck.gui.widgets.written_text import USUAL, WHOLE_EXAM, shelf
from certdeck.presenters.exam import TICK_SECONDS, ExamPresenter
from certdeck.presenters.exam_views import AskView, ClockView, ExamView, Primary, QuestionView, ReviewView
from certdeck.presenters.exam_words import before_losing
from certdeck.services.changes import Changes

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ExamRoom(QWidget):
    """Sits `sitting`: shows what the presenter says and tells it every click and key.

    `notice` is said when the room opens, until the learner closes it.
    """

    def __init__(self, shell: Shell, sitting: Sitting, notice: str = "") -> None:
        super().__init__()
        self.shell = shell
        self.head = ExamHead(sitting.title)
        self.ticks = Ticks()
        self.question, self.review, self.pause_page = QuestionPage(), ReviewPage(), PausePage()
        self.message = MessageStrip()
        self.question_bar, self.review_bar = QuestionBar(), ReviewBar()
        self._notice = notice
        self._view: ExamView | None = None
        self._leaving = False
        self._waits: Running = lambda: False
        self._failing = ""
        self._ask: Ask | None = None
        self.presenter = ExamPresenter(
            shell.services, sitting, render=self._render, render_clock=self._render_clock, ended=self._ended
        )
        self.note = NotePane(write=self.presenter.write_note)
        self.timer = QTimer(self, interval=round(TICK_SECONDS * 1000))
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._tick)
        self.setAccessibleName(sitting.title)
        forget_passages()
        shelf.keep(WHOLE_EXAM)
        self.ahead, self.answer_ahead = Ahead(self), Ahead(self)
        self.collector = RestfulCollector(self)
        self._acts = self._all_acts()
        self._connect()
        self._lay_out()

    def begin(self) -> None:
        """Show the current question and let the clock run."""
        self.presenter.show()
        self.timer.start()
        if self._notice:
            self._say("info", self._notice)
        if self._view is not None and self._view.question is not None:
            self.question.begin_reading()
        self.ahead.do(self._prepare())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while the exam runs; once the learner wants to leave, write the used time down."""
        if self._leaving or self.presenter.sitting.ending is not None:
            self.timer.stop()
            event.accept()
        else:
            event.ignore()
            self._ask_to_leave(then=self._close_window)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew, ahead of time, what later pages need."""
        super().resizeEvent(event)
        if self._view is not None:
            self.ahead.do_instead(self._prepare())

    def event(self, event: QEvent) -> bool:
        """Have undo and redo for what is done here, before the window looks at its own keys."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and turns(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for on the page that is open."""
        act = None if self._view is None else act_of(self._acts, self._view, event)
        focused = QApplication.focusWidget()
        if event.key() in _ENTER and isinstance(focused, QPushButton):
            act = focused.click
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    # --- What is shown

    def _render(self, view: ExamView) -> None:
        before, self._view = self._view, view
        self.collector.put_off()
        self._render_clock(view.clock)
        self.head.show_tools(view.tools)
        if before is None or before.marks != view.marks:
            self.ticks.show_marks(view.marks)
        self.message.say(view.message)
        self.question.set_speaking(bool(view.message))
        if view.question is not None:
            self._render_question(view, view.question)
        elif view.review is not None:
            self._render_review(view, view.review, opened=before is None or before.review is None)
        elif view.paused:
            self._render_pause()
        self._render_note(view)
        if view.message:
            announce(self, view.message, urgent=True)

    def _render_question(self, view: ExamView, question: QuestionView) -> None:
        self.head.show_number(question.number, view.total)
        self.question_bar.show_question(view, question)
        # Before it comes back, or the question that was there before would be laid out once more.
        opened = self.question.render_question(view, question)
        came_back = self._show(self.question)
        if opened:
            words = f"Question {question.number} of {view.total}"
            announce(self, words if question.answer is None else question.answer.verdict)
        if opened or came_back:
            self._order_tabs((*self.question.stops(), *self._note_stops(), *self.question_bar.buttons()))
        if opened:
            self.question.begin_reading()
        elif came_back:
            self.question.focus_first()
        self.answer_ahead.do_instead(self._prepare_next())

    def _render_review(self, view: ExamView, review: ReviewView, *, opened: bool) -> None:
        self._show(self.review)
        self.review.show_review(review, timed=view.clock.seconds_left is not None)
        self.review_bar.show_number(view.number)
        if opened:
            self._order_tabs((*self.review.stops(), self.review_bar.back_button))
            self.review.grid.focus_number(review.first_open or view.number)

    def _render_pause(self) -> None:
        if self._show(self.pause_page):
            announce(self, "Paused")
            self._order_tabs((self.pause_page.button,))
            self.pause_page.button.setFocus()

    def _render_note(self, view: ExamView) -> None:
        opened = view.note is not None and self.note.isHidden()
        closed = view.note is None and not self.note.isHidden()
        had_focus = self.note.isAncestorOf(QApplication.focusWidget() or self)
        if view.note is not None:
            self.note.show_note(view.note)
        self.note.setVisible(view.note is not None)
        if opened:
            self.note.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif closed and had_focus and view.question is not None:
            self.question.focus_first()

    def _render_clock(self, clock: ClockView) -> None:
        self.head.show_clock(clock)

    def _order_tabs(self, stops: Sequence[QWidget]) -> None:
        """Lead Tab from the clock through `stops`: rows are made late, and would come last."""
        for before, after in pairwise((*self.head.stops(), *stops)):
            QWidget.setTabOrder(before, after)

    def _note_stops(self) -> tuple[QWidget, ...]:
        return self.note.close_button, self.note.field

    def _show(self, page: QWidget) -> bool:
        """Bring `page` to the front; return whether another one was there."""
        before = self._pages.shown
        if before is page or before is None:
            return False
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()  # or hiding where it is would send it through all that is there
        # What is around the page first, and all at once: each change by itself would lay the page out anew.
        before.hide()
        self._column.setEnabled(False)
        asking, reviewing = page is self.question, page is self.review
        self.head.set_reviewing(reviewing)
        self.head.pauser.setEnabled(page is not self.pause_page)
        self.ticks.setVisible(not reviewing)
        self.question_bar.setVisible(asking)
        self.review_bar.setVisible(reviewing)
        self._column.setEnabled(True)
        self._column.activate()
        # In another width, texts find their heights one after the other.
        as_wide = self.question.width() == self._pages.width()
        with self.question.laid_out_once() if as_wide else nullcontext():
            self._pages.show_page(page)
        return True

    def _say(self, severity: Severity, text: str) -> None:
        """Say `text` above the page until the learner closes it; the room covers where the window says such things."""
        happened, dot, rest = text.partition(". ")
        banner = Banner(severity, happened + dot.strip(), rest, "Close")
        banner.acted.connect(banner.hide)
        banner.acted.connect(banner.deleteLater)
        for old in self.findChildren(Banner):
            old.hide()
            old.deleteLater()
        self._messages.addWidget(banner)
        announce(self, text, urgent=True)

    # --- What is done

    def _do(self, act: Callable[[], object]) -> None:
        """Write down what is being typed, then do `act`; show why if it could not be done."""
        self._waits = self.shell.attempt(partial(self._write_and, act), self._refuse)

    def _write_and(self, act: Callable[[], object]) -> None:
        # The exam may have ended, or been left, while this had to wait.
        if not self._leaving and self.presenter.sitting.ending is None:
            self.note.flush()
            act()

    def _refuse(self, error: CertdeckError) -> None:
        self._say("bad", str(error))

    def _tick(self) -> None:
        """Move the clock on; that time or note can't be written is said once, not with every second."""
        # An answer that waits to be written was given before the time was up.
        if self._waits():
            self.presenter.show_time()
            return
        try:
            with self.shell.services.store.hurried():
                try:
                    self.note.flush()
                finally:
                    self.presenter.tick()
        except BusyForNow:
            pass  # it comes with the next tick
        except CertdeckError as error:
            before, self._failing = self._failing, str(error)
            if self._failing != before:
                self._say("bad", self._failing)
        else:
            self._failing = ""

    def _doing(self, act: Callable[[], object]) -> Callable[[], None]:
        return lambda: self._do(act)

    def _primary(self) -> None:
        if self._view is not None and self._view.primary is Primary.SUBMIT:
            self._submit()
        else:
            self._do(lambda: self.presenter.proceed(more_below=self.question.more_below()))

    def _next(self) -> None:
        self._do(lambda: self.presenter.next(more_below=self.question.more_below()))

    def _highlight(self) -> None:
        selected = self.question.stem.selection()
        self._do(lambda: self.presenter.highlight(selected))
        self.question.stem.clear_selection()

    def _choose_letter(self, letter: str) -> None:
        self._do(lambda: self.presenter.choose_letter(letter))
        board = self.question.board
        if isinstance(board, ChoiceBoard):
            board.focus_letter(letter)

    def _move(self, step: int) -> None:
        """Move the ruler, or else the focus among the responses."""
        board = self.question.board
        if self._view is not None and self._view.line_focus:
            self.question.move_ruler(step)
        elif isinstance(board, ChoiceBoard | AnswerBoard):
            board.move_focus(step)
        else:
            board.focus_first()

    def _hide_clock(self) -> None:
        self._do(lambda: self.shell.changed(self.presenter.hide_clock()))

    def _submit(self) -> None:
        ask = self.presenter.before_submitting()
        if ask is None:
            self._do(self.presenter.submit)
        else:
            self._open_ask(ask, then=self._doing(self.presenter.submit))

    def leave(self) -> None:
        """Ask whether to leave the room; where the rules allow it, the exam can be resumed."""
        self._ask_to_leave(then=self._leave)

    def _ask_to_leave(self, then: Callable[[], None]) -> None:
        ask = self.presenter.before_leaving()
        self._open_ask(ask, then=partial(self._end, then) if ask.ends else partial(self._write_down, then))

    def _end(self, otherwise: Callable[[], None]) -> None:
        """End the exam; where that can't be written, let the learner go all the same if they want to."""
        self.shell.attempt(partial(self._write_and, self.presenter.submit), partial(self._ask_before_losing, otherwise))

    def _ask_before_losing(self, then: Callable[[], None], error: CertdeckError) -> None:
        self._open_ask(before_losing(error), then=partial(self._let_go, then))

    def _open_ask(self, ask: AskView, then: Callable[[], None]) -> None:
        if self._ask is None:
            self._ask = Ask(
                self, ask.title, ask.text, agree=ask.agree, decline=ask.decline, then=then, careful=ask.careful
            )
            self._ask.closed.connect(self._forget_ask)
            self._ask.ask()

    def _forget_ask(self) -> None:
        self._ask = None

    def _leave(self) -> None:
        shelf.keep(USUAL)
        self.shell.changed(Changes(exams=True))
        self.shell.leave_exam()

    def _close_window(self) -> None:
        self.window().close()

    def _write_down(self, then: Callable[[], None]) -> None:
        """Write down note and used time, then let the learner go; where that fails, only if they want to."""
        self.shell.attempt(partial(self._write_down_and_go, then), partial(self._ask_before_losing, then))

    def _write_down_and_go(self, then: Callable[[], None]) -> None:
        # Somebody who waits may have asked for it again.
        if self._leaving:
            return
        self.note.flush()
        self.presenter.write_down()
        self._let_go(then)

    def _let_go(self, then: Callable[[], None]) -> None:
        self.timer.stop()
        self._leaving = True
        then()

    def _ended(self, sitting: SittingId, changes: Changes) -> None:
        self.timer.stop()
        shelf.keep(USUAL)
        if self._ask is not None:
            self._ask.dismiss()
        self.shell.changed(changes)
        timed_out = self.presenter.sitting.ending is Ending.TIME_OUT
        said = "The time is up. What you had answered was submitted." if timed_out else ""
        if self.presenter.sitting.conduct.strict:
            self._show_survey(sitting, said)
            return
        self.shell.open_report(sitting)
        if said:
            self.shell.toast(said)

    def _show_survey(self, sitting: SittingId, said: str) -> None:
        survey = SurveyPage(self.shell, sitting, said)
        self._pages.add(survey)
        self._pages.show_page(survey)
        for part in (self.head, self.ticks, self.message, self.note, self.question_bar, self.review_bar):
            part.hide()
        survey.begin()

    # --- How it is put together

    def _prepare(self) -> Iterator[None]:
        """Make what later pages need, those that come next first."""
        if self._view is not None and self._pages.shown is not self.review:
            timed = self._view.clock.seconds_left is not None
            yield from self.review.prepare(self.presenter.review_ahead(), self._pages.size(), timed=timed)
        yield from self.question.prepare_cases(self.presenter.cases())
        for question, answer in islice(self.presenter.questions_ahead(), QUESTIONS_KEPT):
            yield
            yield from self.question.prepare(question, answer)

    def _prepare_next(self) -> Iterator[None]:
        """Make ready what the learner may ask for next: the answer, or the grid."""
        yield
        answer = self.presenter.answer_ahead()
        if self._view is not None and self._view.question is not None and answer is not None:
            yield from self.question.prepare_answer(self._view.question, answer)
        if self._view is not None:
            yield from self.review.grid.paint_ahead(self._view.marks)

    def _all_acts(self) -> Acts:
        presenter = self.presenter
        return Acts(
            primary=self._primary,
            next=self._next,
            previous=self._doing(presenter.previous),
            flag=self._doing(presenter.flag),
            note=self._doing(presenter.toggle_note),
            highlight=self._highlight,
            highlight_undo=lambda: self._do(lambda: presenter.turn_highlight(undo=True)),
            highlight_redo=lambda: self._do(lambda: presenter.turn_highlight(undo=False)),
            line_focus=self._doing(presenter.toggle_line_focus),
            reveal=self._doing(presenter.reveal),
            review=self._doing(presenter.review),
            back=self._doing(presenter.back),
            hide_clock=self._hide_clock,
            pause=self._doing(presenter.pause),
            go_on=self._doing(presenter.go_on),
            leave=self.leave,
            next_open=self.review.grid.focus_next_open,
            move=self._move,
            scroll=self.question.scroll_by,
            choose=self._choose_letter,
            strike=lambda letter: self._do(lambda: presenter.strike_letter(letter)),
            confide=lambda confidence: self._do(lambda: presenter.confide(confidence)),
        )

    def _connect(self) -> None:
        presenter, acts, bar = self.presenter, self._acts, self.question_bar
        for signal, act in (
            (bar.previous, acts.previous),
            (bar.flag, acts.flag),
            (bar.note, acts.note),
            (bar.highlight, acts.highlight),
            (bar.line_focus, acts.line_focus),
            (bar.reveal, acts.reveal),
            (bar.review, acts.review),
            (bar.primary, acts.primary),
            (self.note.closed, acts.note),
            (self.review.submitted, self._submit),
            (self.review_bar.back, acts.back),
            (self.head.clock.toggled, acts.hide_clock),
            (self.head.paused, acts.pause),
            (self.pause_page.ended, acts.go_on),
        ):
            signal.connect(act)
        self.note.field.textChanged.connect(self.collector.put_off)
        self.note.rested.connect(lambda: self._do(self.note.flush))
        self.review.opened.connect(lambda number: self._do(lambda: presenter.go(number)))
        self.review.filtered.connect(lambda chosen: self._do(lambda: presenter.review(chosen)))
        self._connect_responses()

    def _connect_responses(self) -> None:
        presenter, page = self.presenter, self.question
        page.chosen.connect(lambda option: self._do(lambda: presenter.choose(OptionId(option))))
        page.struck.connect(lambda option: self._do(lambda: presenter.strike(OptionId(option))))
        page.moved.connect(lambda step, to: self._do(lambda: presenter.move_step(OptionId(step), to)))
        page.kept.connect(self._doing(presenter.keep_order))
        page.matched.connect(
            lambda prompt, response: self._do(lambda: presenter.match(OptionId(prompt), OptionId(response) or None))
        )
        page.confided.connect(self._acts.confide)

    def _lay_out(self) -> None:
        self._pages = OnePage()
        for page in (self.review, self.pause_page, self.question):
            self._pages.add(page)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(24, 0, 24, 0)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.ticks)
        column.addLayout(self._messages)
        column.addWidget(self._pages, 1)
        for part in (self.message, self.note, self.question_bar, self.review_bar):
            column.addWidget(part)
        self.note.hide()
        self.review_bar.hide()
        theme.set_class(self, "room")
