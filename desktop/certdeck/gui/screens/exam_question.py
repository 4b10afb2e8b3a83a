"""The question on the screen: stem, what to do, the responses of its kind, and the case it belongs to."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.deck import QuestionKind
from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.screens.exam_choice import ChoiceBoard
from certdeck.gui.screens.exam_matching import MATCHING_MEASURE, MatchingBoard
from certdeck.gui.screens.exam_ordering import OrderingBoard
from certdeck.gui.screens.exam_page import MEASURE, CentredPage, HintLine
from certdeck.gui.widgets.frames import HairLine, ScrollPage
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.presenters.exam import QuestionView

_HINTS_NEED: Final = 620
"""Height of the page in design pixels."""
_CHOICE: Final = (QuestionKind.MULTIPLE_CHOICE, QuestionKind.MULTIPLE_RESPONSE)
_HINTS: Final[Mapping[QuestionKind, tuple[tuple[str, str], ...]]] = {
    QuestionKind.ORDERING: (("Alt ↑", "Move up"), ("Alt ↓", "Move down"), ("Home", "To the top"), ("F", "Flag")),
    QuestionKind.MATCHING: (("Tab", "Next prompt"), ("↓", "Open the list"), ("F", "Flag"), ("R", "Review all")),
}
LETTER_OF_FLAG: Final = "F"
"""The key that flags. Where six options are shown it chooses the last of them, and Ctrl F flags."""


class MessageLine(QWidget):
    """What to do; what the room has just said takes its place, so that nothing below moves."""

    def __init__(self) -> None:
        super().__init__()
        self._message = ""
        self._icon = IconLabel("info", 16, "warn", stroke=2.0, line=18)
        self._words = label("", "note", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def show_words(self, instruction: str, message: str) -> None:
        """Show `message`, or `instruction` when there is none."""
        self._message = message
        self._icon.setVisible(bool(message))
        self._words.setText(message or instruction)
        theme.set_class(self._words, "warn" if message else "note")

    def message(self) -> str:
        """Return what was said last; empty once the learner has gone on."""
        return self._message


class CasePane(QFrame):
    """The case of a scenario, which stays while its questions change beside it."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_class(self, "pane")
        self._title = label("", "h2", wrap=True)
        self._text = RichTextPane(size=16)
        page = ScrollPage(spacing=12)
        page.column.addWidget(self._title)
        page.column.addWidget(self._text)
        page.column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(page, 1)
        row.addWidget(HairLine(upright=True, strong=True))

    def show_case(self, title: str, text: RichText) -> None:
        """Show the case; one that is shown already stays where it was scrolled to."""
        if title != self._title.text() or text != self._text.text():
            self._title.setText(title)
            self._text.set_text(text)


class QuestionPage(QWidget):
    """Shows one question and says what was done to its responses, each by id.

    `chosen`, `struck`: option. `moved`: step and 0-based place. `kept`: the order as shown. `matched`: prompt and
    response, or "" to take it back.
    """

    chosen = Signal(str)
    struck = Signal(str)
    moved = Signal(str, int)
    kept = Signal()
    matched = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: QuestionView | None = None
        self.stem = RichTextPane(size=18)
        self.words = MessageLine()
        self.choice = ChoiceBoard()
        self.ordering = OrderingBoard()
        self.matching = MatchingBoard()
        self.case = CasePane()
        self.hints = HintLine()
        self.page = CentredPage(top=40)
        self._connect()
        self._lay_out()
        theme.current().follow(self._align)

    @property
    def board(self) -> ChoiceBoard | OrderingBoard | MatchingBoard:
        """The responses of the present kind."""
        kind = None if self._shown is None else self._shown.kind
        if kind is QuestionKind.ORDERING:
            return self.ordering
        return self.matching if kind is QuestionKind.MATCHING else self.choice

    def render_question(self, question: QuestionView, message: str) -> bool:
        """Show `question` with `message`; return whether it is another question than before."""
        before, self._shown = self._shown, question
        turned = before is None or before.number != question.number
        if turned:
            self._turn(question)
        self.board.render_question(question)
        self.words.show_words(question.instruction, message)
        return turned

    def focus_first(self) -> None:
        """Put the focus on the responses."""
        self.board.focus_first()

    def _turn(self, question: QuestionView) -> None:
        self.stem.set_text(question.stem)
        self.page.set_measure(MATCHING_MEASURE if question.kind is QuestionKind.MATCHING else MEASURE)
        for board in (self.choice, self.ordering, self.matching):
            board.setVisible(board is self.board)
        self.case.setVisible(bool(question.scenario))
        if question.scenario:
            self.case.show_case(question.scenario_title, question.scenario)
        self.hints.set_hints(hints(question))
        self.page.verticalScrollBar().setValue(0)
        self._align()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key hints out where the question needs the room."""
        super().resizeEvent(event)
        self.hints.setVisible(self.height() >= theme.current().px(_HINTS_NEED))

    def _align(self) -> None:
        self.stem.setMaximumWidth(theme.current().px(MEASURE))

    def _connect(self) -> None:
        self.choice.chosen.connect(self.chosen)
        self.choice.struck.connect(self.struck)
        self.ordering.moved.connect(self.moved)
        self.ordering.kept.connect(self.kept)
        self.matching.matched.connect(self.matched)
        self.page.centred.connect(self.hints.set_left)

    def _lay_out(self) -> None:
        column = self.page.column
        column.addLayout(_at_left(self.stem))
        column.addSpacing(30)
        column.addWidget(self.words)
        column.addSpacing(12)
        for board in (self.choice, self.ordering, self.matching):
            column.addWidget(board)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 20)
        right.setSpacing(8)
        right.addWidget(self.page, 1)
        right.addWidget(self.hints, 0, Qt.AlignmentFlag.AlignBottom)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.case, 2)
        row.addLayout(right, 3)


def _at_left(widget: QWidget) -> QHBoxLayout:
    """Keep `widget` at the left where its greatest width is less than that of the column."""
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row


def hints(question: QuestionView) -> tuple[tuple[str, str], ...]:
    """Return the keys that help with `question`."""
    if question.kind not in _CHOICE:
        return _HINTS[question.kind]
    last = question.options[-1].letter
    flag = "Ctrl F" if last >= LETTER_OF_FLAG else "F"
    return ((f"A – {last}", "Choose"), ("Shift A", "Strike out"), (flag, "Flag"), ("R", "Review all"))
