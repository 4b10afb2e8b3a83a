"""The exam room: the whole window, as in the real test driver."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.exam.events import Ending
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import OptionId, SittingId
from certdeck.gui import theme
from certdeck.gui.screen import Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.exam_bar import QuestionBar, ReviewBar
from certdeck.gui.screens.exam_choice import ChoiceBoard
from certdeck.gui.screens.exam_clock import ExamHead
from certdeck.gui.screens.exam_question import QuestionPage
from certdeck.gui.screens.exam_review import ReviewPage
from certdeck.gui.screens.exam_ticks import Ticks
from certdeck.gui.widgets.messages import Banner, announce
from certdeck.presenters.exam import ClockView, ExamPresenter, ExamView, QuestionView, ReviewView
from certdeck.services.changes import Changes

_SECOND_MS: Final = 1000
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BARE: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ExamRoom(QWidget):
    """Sits `sitting`: shows what the presenter says and tells it every click and key."""

    def __init__(self, shell: Shell, sitting: Sitting) -> None:
        super().__init__()
        self.shell = shell
        self.head = ExamHead(sitting.title)
        self.ticks = Ticks()
        self.question = QuestionPage()
        self.review = ReviewPage()
        self.question_bar = QuestionBar()
        self.review_bar = ReviewBar()
        self._view: ExamView | None = None
        self._leaving = False
        self._ask: Ask | None = None
        self.presenter = ExamPresenter(
            shell.services, sitting, render=self._render, render_clock=self._render_clock, ended=self._ended
        )
        self.timer = QTimer(self, interval=_SECOND_MS)
        self.timer.timeout.connect(lambda: self._do(self.presenter.tick))
        self.setAccessibleName(sitting.title)
        self._connect()
        self._lay_out()

    def begin(self) -> None:
        """Show the current question and let the clock run."""
        self.presenter.show()
        self.timer.start()
        self.question.focus_first()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while the exam runs; once the learner wants to leave, write the used time down."""
        if self._leaving or self.presenter.sitting.ending is not None:
            self.timer.stop()
            event.accept()
        else:
            event.ignore()
            self._ask_to_leave(then=self._close_window)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for on the page that is open."""
        reviewing = self._view is not None and self._view.review is not None
        act = self._review_key(event) if reviewing else self._question_key(event)
        focused = QApplication.focusWidget()
        if event.key() in _ENTER and isinstance(focused, QPushButton):
            act = focused.click
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _render(self, view: ExamView) -> None:
        before, self._view = self._view, view
        self._render_clock(view.clock)
        if before is None or before.marks != view.marks:
            self.ticks.show_marks(view.marks)
        if view.question is not None:
            self._render_question(view, view.question)
        elif view.review is not None:
            self._render_review(view, view.review, opened=before is None or before.review is None)
        if view.message:
            announce(self, view.message, urgent=True)

    def _render_question(self, view: ExamView, question: QuestionView) -> None:
        came_back = self._show(self.question, reviewing=False)
        self.head.show_number(question.number, view.total)
        self.question_bar.show_question(first=question.number == 1, flagged=question.flagged)
        turned = self.question.render_question(question, view.message)
        if turned:
            announce(self, f"Question {question.number} of {view.total}")
        if turned or came_back:
            self._order_tabs((*self.question.board.stops(), *self.question_bar.buttons()))
            self.question.focus_first()

    def _render_review(self, view: ExamView, review: ReviewView, *, opened: bool) -> None:
        self._show(self.review, reviewing=True)
        self.review.show_review(review, view.total)
        self.review_bar.show_number(view.number)
        if opened:
            self._order_tabs((*self.review.stops(), self.review_bar.back_button))
            self.review.grid.focus_number(review.first_open or view.number)

    def _order_tabs(self, stops: Sequence[QWidget]) -> None:
        """Lead Tab from the clock through `stops`: rows are made late, and would come last."""
        for before, after in pairwise((self.head.clock.hider, *stops)):
            QWidget.setTabOrder(before, after)

    def _render_clock(self, clock: ClockView) -> None:
        self.head.clock.show_clock(clock)

    def _show(self, page: QWidget, *, reviewing: bool) -> bool:
        """Bring `page` to the front; return whether another one was there."""
        if self._pages.currentWidget() is page:
            return False
        self._pages.setCurrentWidget(page)
        self.head.set_reviewing(reviewing)
        self.ticks.setVisible(not reviewing)
        self.question_bar.setVisible(not reviewing)
        self.review_bar.setVisible(reviewing)
        return True

    def _ended(self, sitting: SittingId, changes: Changes) -> None:
        self.timer.stop()
        if self._ask is not None:
            self._ask.dismiss()
        ending, shell = self.presenter.sitting.ending, self.shell
        shell.changed(changes)
        shell.open_report(sitting)
        if ending is Ending.TIME_OUT:
            shell.toast("The time is up. What you had answered was submitted.")

    def _question_key(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_F:
            return self._flag
        if modifiers == Qt.KeyboardModifier.ShiftModifier and self._is_letter(key):
            return lambda: self._do(lambda: self.presenter.strike_letter(chr(key)))
        if modifiers not in _BARE:
            return None
        if self._is_letter(key):
            return lambda: self._choose_letter(chr(key))
        return {
            Qt.Key.Key_Right: self._next,
            Qt.Key.Key_N: self._next,
            Qt.Key.Key_Return: self._next,
            Qt.Key.Key_Enter: self._next,
            Qt.Key.Key_Left: self._previous,
            Qt.Key.Key_P: self._previous,
            Qt.Key.Key_F: self._flag,
            Qt.Key.Key_R: self._open_review,
            Qt.Key.Key_H: self._hide_clock,
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_Up: lambda: self._move_focus(-1),
            Qt.Key.Key_Down: lambda: self._move_focus(1),
        }.get(key)

    def _review_key(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.modifiers() not in _BARE:
            return None
        return {
            Qt.Key.Key_U: self.review.grid.focus_next_open,
            Qt.Key.Key_R: self._back,
            Qt.Key.Key_H: self._hide_clock,
            Qt.Key.Key_Escape: self.leave,
        }.get(Qt.Key(event.key()))

    def _is_letter(self, key: Qt.Key) -> bool:
        """Tell whether an option stands under the letter of `key`; F flags only where there is no option F."""
        question = self._view.question if self._view is not None else None
        letters = () if question is None else tuple(option.letter for option in question.options)
        return Qt.Key.Key_A <= key <= Qt.Key.Key_Z and chr(key) in letters

    def _choose_letter(self, letter: str) -> None:
        self._do(lambda: self.presenter.choose_letter(letter))
        board = self.question.board
        if isinstance(board, ChoiceBoard):
            board.focus_letter(letter)

    def _move_focus(self, step: int) -> None:
        board = self.question.board
        if isinstance(board, ChoiceBoard):
            board.move_focus(step)
        else:
            board.focus_first()

    def _do(self, act: Callable[[], object]) -> None:
        """Do `act`; show why if it could not be done."""
        try:
            act()
        except CertdeckError as error:
            self._refuse(error)

    def _refuse(self, error: CertdeckError) -> None:
        """Say it in the room, which covers the place where the window says such things."""
        happened, dot, rest = str(error).partition(". ")
        banner = Banner("bad", happened + dot.strip(), rest, "Close")
        banner.acted.connect(banner.hide)
        banner.acted.connect(banner.deleteLater)
        for old in self.findChildren(Banner):
            old.hide()
            old.deleteLater()
        self._messages.addWidget(banner)
        announce(self, str(error), urgent=True)

    def _next(self) -> None:
        self._do(self.presenter.next)

    def _previous(self) -> None:
        self._do(self.presenter.previous)

    def _flag(self) -> None:
        self._do(self.presenter.flag)

    def _open_review(self) -> None:
        self._do(self.presenter.review)

    def _back(self) -> None:
        self._do(self.presenter.back)

    def _hide_clock(self) -> None:
        self._do(lambda: self.shell.changed(self.presenter.hide_clock()))

    def _submit(self) -> None:
        left = len(self.presenter.sitting.open_positions())
        if not left:
            self._do(self.presenter.submit)
            return
        count = "1 question is" if left == 1 else f"{left} questions are"
        self._open_ask(
            f"Submit with {count.partition(' ')[0]} open?",
            f"{count} still open and will count as wrong. A guess costs nothing. "
            "Once you submit, answers can no longer be changed.",
            agree="Submit exam",
            decline="Go back",
            then=lambda: self._do(self.presenter.submit),
            careful=True,
        )

    def leave(self) -> None:
        """Ask whether to leave the room for now; the exam can be resumed."""
        self._ask_to_leave(then=self._leave)

    def _ask_to_leave(self, then: Callable[[], None]) -> None:
        self._open_ask(
            "Leave the exam for now?",
            "Your answers are kept and the clock stops until you come back. Resume the exam from the Exams page.",
            agree="Leave for now",
            decline="Stay",
            then=then,
        )

    def _open_ask(
        self, title: str, text: str, *, agree: str, decline: str, then: Callable[[], None], careful: bool = False
    ) -> None:
        if self._ask is not None:
            return
        self._ask = Ask(self, title, text, agree=agree, decline=decline, then=then, careful=careful)
        self._ask.closed.connect(self._forget_ask)
        self._ask.ask()

    def _forget_ask(self) -> None:
        self._ask = None

    def _leave(self) -> None:
        if self._pause():
            self.shell.changed(Changes(exams=True))
            self.shell.leave_exam()

    def _close_window(self) -> None:
        if self._pause():
            self.window().close()

    def _pause(self) -> bool:
        """Write the used time down; if that fails, say why and stay."""
        self._do(self._write_down)
        return self._leaving

    def _write_down(self) -> None:
        self.presenter.pause()
        self.timer.stop()
        self._leaving = True

    def _connect(self) -> None:
        presenter, bar, page = self.presenter, self.question_bar, self.question
        bar.previous.connect(self._previous)
        bar.flag.connect(self._flag)
        bar.review.connect(self._open_review)
        bar.next.connect(self._next)
        page.chosen.connect(lambda option: self._do(lambda: presenter.choose(OptionId(option))))
        page.struck.connect(lambda option: self._do(lambda: presenter.strike(OptionId(option))))
        page.moved.connect(lambda step, to: self._do(lambda: presenter.move_step(OptionId(step), to)))
        page.kept.connect(lambda: self._do(presenter.keep_order))
        page.matched.connect(
            lambda prompt, response: self._do(lambda: presenter.match(OptionId(prompt), OptionId(response) or None))
        )
        self.review.opened.connect(lambda number: self._do(lambda: presenter.go(number)))
        self.review.filtered.connect(lambda chosen: self._do(lambda: presenter.review(chosen)))
        self.review.submitted.connect(self._submit)
        self.review_bar.back.connect(self._back)
        self.head.clock.toggled.connect(self._hide_clock)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.review)
        self._pages.addWidget(self.question)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(24, 0, 24, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.ticks)
        column.addLayout(self._messages)
        column.addWidget(self._pages, 1)
        column.addWidget(self.question_bar)
        column.addWidget(self.review_bar)
        theme.set_class(self, "room")
