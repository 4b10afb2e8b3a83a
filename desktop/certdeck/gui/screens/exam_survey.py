"""The page after a rehearsal and before its report: three questions to the candidate."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import SittingId
from certdeck.gui.screen import Shell
from certdeck.gui.screens.exam_page import CentredPage, Wrapping, lay_out_above_bar
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import announce
from certdeck.presenters.exam_survey import ChoiceView, SurveyPresenter, SurveyView

TITLE: Final = "Before you see the result"
LEAD: Final = (
    "Three questions about how it felt. All are optional, and the answers stay on this computer. Beside the result, "
    "they tell you how well you judge yourself."
)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SurveyQuestion(QWidget):
    """One question with a button for each answer. `chosen` carries the 0-based place of an answer."""

    chosen = Signal(int)

    def __init__(self, words: str, answers: tuple[ChoiceView, ...]) -> None:
        super().__init__()
        self.buttons = tuple(QuietButton(answer.words, "circle") for answer in answers)
        for place, button in enumerate(self.buttons):
            button.setCheckable(True)
            button.setAccessibleName(f"{words} {button.text()}")
            button.clicked.connect(lambda _on=False, place=place: self.chosen.emit(place))
        row = Wrapping()
        row.set_members(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(words, "h2", wrap=True))
        column.addWidget(row)

    def show_answers(self, answers: tuple[ChoiceView, ...]) -> None:
        """Show which answer was given."""
        for button, answer in zip(self.buttons, answers, strict=True):
            button.setChecked(answer.chosen)
            button.set_icon("circle-check" if answer.chosen else "circle")


class SurveyPage(QWidget):
    """Asks, keeps the answers, opens the report of `sitting`. `said` is what happened before, such as a time-out."""

    def __init__(self, shell: Shell, sitting: SittingId, said: str) -> None:
        super().__init__()
        self._shell = shell
        self._sitting = sitting
        self._questions: tuple[SurveyQuestion, ...] = ()
        self.setAccessibleName(TITLE)
        self.page = CentredPage(top=40)
        self.go_on_button = PrimaryButton("Continue")
        self.skip_button = QuietButton("Skip")
        self.presenter = SurveyPresenter(
            shell.services, sitting, said=said, render=self._render, done=lambda: shell.open_report(sitting)
        )
        self.skip_button.clicked.connect(self.presenter.skip)
        self.go_on_button.clicked.connect(self._go_on)
        lay_out_above_bar(self, self.page, self.skip_button, self.go_on_button)

    def begin(self) -> None:
        """Ask."""
        self.presenter.show()
        self._questions[0].buttons[0].setFocus()

    def questions(self) -> tuple[SurveyQuestion, ...]:
        """Return the questions from top to bottom."""
        return self._questions

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Skip with Escape; press the focused button with Enter."""
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.presenter.skip()
        elif event.key() in _ENTER and isinstance(focused, QPushButton):
            focused.click()
        event.accept()

    def _render(self, view: SurveyView) -> None:
        if not self._questions:
            self._build(view)
        answers = (view.prepared, view.expects, view.enough_time)
        for question, given in zip(self._questions, answers, strict=True):
            question.show_answers(given)

    def _build(self, view: SurveyView) -> None:
        column, presenter = self.page.column, self.presenter
        asked: tuple[tuple[str, tuple[ChoiceView, ...], Callable[[int], None]], ...] = (
            ("How prepared did you feel?", view.prepared, presenter.prepared),
            ("What do you expect?", view.expects, presenter.expects),
            ("Was the time enough?", view.enough_time, presenter.enough_time),
        )
        if view.said:
            column.addWidget(label(view.said, "warn-strong", wrap=True))
            column.addSpacing(12)
        column.addWidget(label(TITLE, "h1", wrap=True))
        column.addSpacing(8)
        column.addWidget(label(LEAD, "muted", wrap=True))
        made = []
        for words, answers, act in asked:
            question = SurveyQuestion(words, answers)
            question.chosen.connect(act)
            column.addSpacing(28)
            column.addWidget(question)
            made.append(question)
        column.addStretch(1)
        self._questions = tuple(made)
        announce(self, f"{view.said} {TITLE}. {LEAD}".strip())

    def _go_on(self) -> None:
        try:
            self.presenter.go_on()
        except CertdeckError as error:
            # The exam is safe; only these answers could not be kept.
            self._shell.open_report(self._sitting)
            self._shell.refuse(error)
