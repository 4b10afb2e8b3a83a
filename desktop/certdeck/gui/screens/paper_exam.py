"""Typing in what was marked on a printed exam, by the keyboard alone, and having it graded."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.exam.bubbles import PaperCode, read_code
from certdeck.core.exam.form import Form
from certdeck.core.ids import SittingId
from certdeck.gui import theme
from certdeck.gui.screen import Page, Screen, Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.screens.paper_fields import MarksGrid
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.presenters.paper_exam import PaperExamPresenter, PaperExamView
from certdeck.services.changes import Changes

_HOW: Final = (
    "Type the letters of each answer. A whole answer goes on to the next question by itself; Space and Enter go on, "
    "Backspace in an empty field goes back. Every letter is kept at once."
)


class PaperExamScreen(Screen):
    """A field for each question, what is still to do below, and the button that grades. Escape leaves; all is kept."""

    reloads_for = Changes()

    def __init__(self, shell: Shell, code: PaperCode, form: Form) -> None:
        super().__init__(shell)
        self.presenter = PaperExamPresenter(shell.services, code, form, render=self.render_view)
        self.grid = MarksGrid(len(form.items), self._type)
        self.back = QuietButton("Back", "arrow-left")
        self.back.clicked.connect(lambda: shell.go(Page.EXAMS))
        self.clear = QuietButton("Clear all")
        self.clear.clicked.connect(self._ask_to_clear)
        self.gap = QuietButton("Next gap")
        self.gap.setToolTip("Next gap (Ctrl+G)")
        self.gap.clicked.connect(self._go_to_gap)
        self.grade = PrimaryButton("Grade exam", "check")
        self.grade.setToolTip("Grade exam (Ctrl+Enter)")
        self.grade.clicked.connect(self.ask_to_grade)
        self._title, self._about = label("", "h1"), label("", "muted")
        self._done = label("", "strong")
        self._missing, self._unfit = ElidedLabel("", "note"), label("", "bad")
        self._current = 0
        self._lay_out()

    def reload(self) -> None:
        """Show the letters typed so far."""
        self.presenter.show()

    def focus_first(self) -> None:
        """Stay at the field that was gone to."""
        self.grid.go_to(max(1, self._current))

    def render_view(self, view: PaperExamView) -> None:
        """Show `view`."""
        self.setAccessibleName(view.title)
        self._title.setText(view.title)
        self._about.setText(view.about)
        self.grid.show_fields(view.fields)
        self._done.setText(view.done)
        self._missing.setText(view.missing)
        self._missing.setToolTip(view.missing)
        self._unfit.setText(view.unfit)
        self._unfit.setVisible(bool(view.unfit))
        if view.at is not None:
            self._current = view.at
            self.grid.go_to(view.at)

    def ask_to_grade(self) -> None:
        """Grade, after a question where that counts something as wrong."""
        try:
            question = self.presenter.question()
        except CertdeckError as error:
            self.shell.refuse(error)
            self._go_to_gap()
            return
        if question:
            Ask(self, "Grade exam", question, agree="Grade exam", decline="Go back", then=self._grade).ask()
        else:
            self._grade()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape, go to the next gap with Ctrl+G, grade with Ctrl+Enter."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_Escape:
                self.shell.go(Page.EXAMS)
            case Qt.Key.Key_G if control:
                self._go_to_gap()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if control:
                self.ask_to_grade()
            case _:
                super().keyPressEvent(event)

    def _type(self, number: int, text: str) -> None:
        try:
            changed = self.presenter.type(number, text)
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        if changed:
            self.shell.changed(Changes(exams=True))

    def _go_to_gap(self) -> None:
        self.presenter.go_to_gap(self.grid.current() or self._current)

    def _ask_to_clear(self) -> None:
        Ask(
            self,
            "Clear all",
            "All letters of this exam are taken away. That can't be undone.",
            agree="Clear all",
            decline="Keep them",
            then=self._clear,
            careful=True,
        ).ask()

    def _clear(self) -> None:
        try:
            self.presenter.clear()
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        self.shell.changed(Changes(exams=True))

    def _grade(self) -> None:
        self.shell.run("Grading the exam", lambda _progress: self.presenter.grade(), self._show_report)

    def _show_report(self, sitting: SittingId) -> None:
        self.shell.changed(Changes(exams=True))
        self.shell.open_report(sitting)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._about, 1)
        head.addWidget(self.back)
        card = Card(margins=(16, 16, 20, 16))
        card.column.addWidget(self.grid)
        page = LevelPage(above=20, spacing=12)
        page.column.addLayout(head)
        page.column.addWidget(label(_HOW, "muted", wrap=True))
        page.column.addWidget(card)
        page.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(self._bar())

    def _bar(self) -> QFrame:
        bar = QFrame()
        theme.set_class(bar, "bar")
        # Always two lines: a bar that grew would cover the field that is being typed in.
        notes = QHBoxLayout()
        notes.setSpacing(12)
        notes.addWidget(self._unfit)
        notes.addWidget(self._missing, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._done)
        words.addLayout(notes)
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.clear, self.gap, self.grade):
            row.addWidget(button)
        return bar


def ask_for_code(shell: Shell, over: QWidget) -> AskLine:
    """Ask for the code on the paper and show its fields."""
    asked = AskLine(
        over,
        "Type answers in",
        "The code stands at the top of each page of the printed exam.",
        name="Code",
        agree="Go on",
        take=lambda text: open_code(shell, text),
        hint="Such as 7-3F0C",
    )
    asked.ask()
    return asked


def open_code(shell: Shell, code: str) -> None:
    """Show the fields of the printed exam `code`. Raises `ExamError` for a code that is none."""
    read_code(code)
    paper = shell.services.paper_exams
    shell.run("Drawing the exam anew", lambda _progress: paper.form(code), lambda found: shell.type_in(*found))
