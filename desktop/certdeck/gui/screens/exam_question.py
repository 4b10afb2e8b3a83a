"""The question on the screen: stem, what to do, the responses of its kind, and the case it belongs to."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.deck import QuestionKind
from certdeck.core.exam.conduct import Tool
from certdeck.core.exam.events import Confidence
from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.screens.exam_boards import Board, Boards, QuestionBoard
from certdeck.gui.screens.exam_case import CasePane
from certdeck.gui.screens.exam_choice import ChoiceBoard
from certdeck.gui.screens.exam_confidence import ConfidenceRow
from certdeck.gui.screens.exam_matching import MATCHING_MEASURE, MatchingBoard
from certdeck.gui.screens.exam_ordering import OrderingBoard
from certdeck.gui.screens.exam_page import MEASURE, CentredPage, HintLine, held, keep_in_sight
from certdeck.gui.screens.exam_ruler import Ruler
from certdeck.gui.screens.exam_stem import StemPane
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.presenters.exam_views import AnswerView, ExamView, QuestionView, Result

_HINTS_NEED: Final = 620
"""Height of the page in design pixels."""
_CASE_BESIDE: Final = 760
"""Width of the page in design pixels from which a case stands beside its question; else it stands above."""
_CASE_SHARE: Final = 2
_PAGE_SHARE: Final = 3
_CASE_ABOVE: Final = 0.4
"""Greatest share of the height that a case takes above its question."""
_UNREAD: Final = 16
"""Pixels that may be hidden below without anybody missing them: the margin of the page."""
_NO_LIMIT: Final = 16_777_215
_OF_ROW: Final = 1_000
"""Share of the column that the stem takes, to one share for what stands at its right."""
_CHOICE: Final = (QuestionKind.MULTIPLE_CHOICE, QuestionKind.MULTIPLE_RESPONSE)
_HINTS: Final[Mapping[QuestionKind, tuple[tuple[str, str], ...]]] = {
    QuestionKind.ORDERING: (("Alt ↑", "Move up"), ("Alt ↓", "Move down"), ("Home", "To the top"), ("F", "Flag")),
    QuestionKind.MATCHING: (("Tab", "Next prompt"), ("↓", "Open the list"), ("F", "Flag"), ("R", "Review all")),
}
_RESULTS: Final = {
    Result.RIGHT: ("circle-check", "good"),
    Result.WRONG: ("circle-x", "bad"),
    Result.OPEN: ("circle", "warn"),
}
_INSTRUCTS: Final = "note"
"""The look of the words that say what to do."""
LETTER_OF_FLAG: Final = "F"
"""The key that flags. Where six options are shown it chooses the last of them, and Ctrl F flags."""


class InstructionLine(QWidget):
    """What to do and how much of it is done; once the answer is shown, how the question went."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("circle-check", 16, "good", stroke=2.0, line=18)
        # One for each look: to dress a label anew takes the style sheet longer than anything else that is done here.
        self._labels = {cls: label("", cls, wrap=True) for cls in (_INSTRUCTS, *(ink for _, ink in _RESULTS.values()))}
        self._words = self._labels[_INSTRUCTS]
        self._progress = label("", "note-strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        for words in self._labels.values():
            row.addWidget(words, 1)
            words.setHidden(words is not self._words)
        row.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignTop)

    def show_question(self, question: QuestionView) -> None:
        """Show the line of `question`."""
        answer = question.answer
        self._icon.setVisible(answer is not None)
        self._progress.setVisible(answer is None and bool(question.progress))
        self._progress.setText(question.progress)
        if answer is None:
            self._say(question.instruction, _INSTRUCTS)
        else:
            icon, colour = _RESULTS[answer.result]
            self._icon.show_icon(icon, colour)
            self._say(answer.verdict, colour)

    def _say(self, words: str, cls: str) -> None:
        before, self._words = self._words, self._labels[cls]
        self._words.setText(words)
        if before is not self._words:
            before.hide()
            self._words.show()

    def text(self) -> str:
        """Return what is said."""
        return self._words.text()

    def progress(self) -> str:
        """Return how much is done, empty where that is plain to see."""
        return "" if self._progress.isHidden() else self._progress.text()


class QuestionPage(QWidget):
    """Shows one question and says what was done to its responses, each by id.

    `chosen`, `struck`: option. `moved`: step and 0-based place. `kept`: the order as shown. `matched`: prompt and
    response, or "" to take it back. `confided`: how sure.
    """

    chosen = Signal(str)
    struck = Signal(str)
    moved = Signal(str, int)
    kept = Signal()
    matched = Signal(str, str)
    confided = Signal(Confidence)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: QuestionView | None = None
        self._seen_down_to = 0
        self._speaks = False
        self.stem = StemPane(size=18)
        self.words = InstructionLine()
        self.confidence = ConfidenceRow()
        self.case = CasePane()
        self.hints = HintLine()
        self.page = CentredPage(top=40)
        self._connect()
        self._lay_out()
        self.ruler = Ruler(self)
        theme.current().follow(self._align)

    @property
    def board(self) -> Board:
        """The responses of the present question, or the answer once it was shown; before the first an empty board."""
        return self._boards.shown or ChoiceBoard()

    def render_question(self, view: ExamView, question: QuestionView) -> bool:
        """Show `question`; return whether it is another one than before, or its answer has just been shown."""
        before, self._shown = self._shown, question
        turned = before is None or before.number != question.number
        opened = turned or (before is not None and (before.answer is None) != (question.answer is None))
        if opened:
            with self.laid_out_once():
                self._open(question, view.tools, turned=turned)
        else:
            self._boards.render(question)
            self._show_marks(question)
        self.ruler.set_on(view.line_focus, self.stem.mapTo(self, QPoint(0, 0)).y())
        if view.to_end:
            self.scroll_to_end()
        return opened

    def laid_out_once(self) -> AbstractContextManager[None]:
        """Lay stem and responses out once, after what is done meanwhile, such as to bring the page to the front."""
        return self.page.laid_out_once(self.stem, self.words)

    def prepare(self, question: QuestionView, answer: AnswerView | None) -> Iterator[None]:
        """Make `question` and its answer, a few milliseconds a step, so that turning to it needs to paint it only."""
        yield from self.stem.prepare(question.stem, self._stem_width(question))
        yield from self._boards.prepare(question, None, self._column_width(question, _measure(question)))
        if answer is not None:
            yield from self.prepare_answer(question, answer)

    def prepare_cases(self, texts: Iterable[RichText]) -> Iterator[None]:
        """Make the cases of a sitting."""
        yield from self.case.prepare(texts, self._case_width)

    def prepare_answer(self, question: QuestionView, answer: AnswerView) -> Iterator[None]:
        """Make the answer of `question` unseen: it may be asked for next."""
        return self._boards.prepare(question, answer, self._column_width(question, MEASURE))

    def begin_reading(self) -> None:
        """Put the focus on the responses, and show the question from its beginning."""
        self.board.focus_first()
        # Later, because what has the focus is brought into sight, and that may be far below a long stem.
        QTimer.singleShot(0, self, self._show_beginning)

    def focus_first(self) -> None:
        """Put the focus on the responses."""
        self.board.focus_first()

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        case = self.case.stops() if not self.case.isHidden() else ()
        sure = self.confidence.stops() if not self.confidence.isHidden() else ()
        return (*case, *self.stem.stops(), *self.board.stops(), *sure)

    def set_speaking(self, speaking: bool) -> None:
        """Give the place of the key hints to what the room says."""
        self._speaks = speaking
        self._show_hints()

    def more_below(self) -> bool:
        """Tell whether the end of the question has not been seen yet."""
        waiting = self._shown is not None and self._shown.answer is None
        return waiting and self.page.verticalScrollBar().maximum() - self._seen_down_to > _UNREAD

    def scroll_to_end(self) -> None:
        """Show the end of the question."""
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.maximum())

    def scroll_by(self, pages: int) -> None:
        """Scroll by `pages` windows, up when below zero."""
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep() * 9 // 10)

    def move_ruler(self, lines: int) -> None:
        """Move the ruler by `lines`; at the edge of the window the page scrolls instead."""
        beyond = self.ruler.step(lines)
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + beyond)

    def _open(self, question: QuestionView, tools: frozenset[Tool], *, turned: bool) -> None:
        if turned:
            with held(self._row):
                self._turn(question, tools)
        self._show_board(question)
        self._show_marks(question)

    def _show_marks(self, question: QuestionView) -> None:
        self.stem.show_highlights(question.highlights)
        self.words.show_question(question)
        self.confidence.show_confidence(question.confidence, fixed=question.answer is not None)

    def _turn(self, question: QuestionView, tools: frozenset[Tool]) -> None:
        self.stem.set_selectable(Tool.HIGHLIGHT in tools)
        self.stem.set_text(question.stem)
        self.confidence.setVisible(Tool.CONFIDENCE in tools)
        self.case.setVisible(bool(question.scenario))
        if question.scenario:
            self.case.show_case(question.scenario_title, question.scenario)

    def _show_beginning(self) -> None:
        """Show the stem; once the answer was shown, how the question went."""
        for ring in self.window().findChildren(FocusRing, options=Qt.FindChildOption.FindDirectChildrenOnly):
            ring.look_now()
        if self._shown is not None and self._shown.answer is not None:
            keep_in_sight(self.board.stops()[0])
            keep_in_sight(self.words)
        else:
            self.page.verticalScrollBar().setValue(0)
            self._seen_down_to = 0

    def _show_board(self, question: QuestionView) -> None:
        measure = _measure(question) if question.answer is None else MEASURE
        # In this order: the page is not laid out in the new measure for the responses that go.
        self._boards.leave()
        self.page.set_measure(measure)
        self.hints.set_hints(hints(question))
        self._align()
        # Now: the responses would else be laid out beside the case that has gone, and then once more.
        self._row.activate()
        self._boards.show(question, self._column_width(question, measure))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key hints out where the question needs the room; put the case above where it is narrow."""
        super().resizeEvent(event)
        self._show_hints()
        self._fit_case()
        self.ruler.cover()

    def _show_hints(self) -> None:
        roomy = self.height() >= theme.current().px(_HINTS_NEED)
        self._foot.setVisible(roomy and not self._speaks)

    def _fit_case(self) -> None:
        beside = self._case_stands_beside()
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self.case.set_beside(beside)
        self.case.setMinimumWidth(min(self.case.least_width(), self.width() // 2) if beside else 0)
        self.case.setMaximumHeight(_NO_LIMIT if beside else int(self.height() * _CASE_ABOVE))

    def _column_width(self, question: QuestionView, measure: int) -> int:
        """Return how wide the column for `measure` will be when `question` is shown, beside its case if it has one."""
        beside = bool(question.scenario) and self._case_stands_beside()
        room = self.width() * _PAGE_SHARE // (_CASE_SHARE + _PAGE_SHARE) if beside else self.width()
        return self.page.column_width(measure, room)

    def _stem_width(self, question: QuestionView) -> int:
        """Return how wide the stem of `question` will be; what stands at its right takes its share of the column."""
        column = self._column_width(question, _measure(question))
        return min(theme.current().px(MEASURE), round(column * _OF_ROW / (_OF_ROW + 1)))

    def _case_width(self, least: int) -> int:
        """Return how wide the pane of a case is that wants to be `least` pixels wide beside the question."""
        if not self._case_stands_beside():
            return self.width()
        return max(self.width() * _CASE_SHARE // (_CASE_SHARE + _PAGE_SHARE), min(least, self.width() // 2))

    def _case_stands_beside(self) -> bool:
        return self.width() >= theme.current().px(_CASE_BESIDE)

    def _align(self) -> None:
        self.stem.setMaximumWidth(theme.current().px(MEASURE))
        self._fit_case()

    def _scrolled(self, value: int) -> None:
        self._seen_down_to = max(self._seen_down_to, value)

    def _hear(self, board: QuestionBoard) -> None:
        match board:
            case ChoiceBoard():
                board.chosen.connect(self.chosen)
                board.struck.connect(self.struck)
            case OrderingBoard():
                board.moved.connect(self.moved)
                board.kept.connect(self.kept)
            case MatchingBoard():
                board.matched.connect(self.matched)

    def _connect(self) -> None:
        self.confidence.confided.connect(self.confided)
        self.page.centred.connect(self.hints.set_left)
        self.page.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _lay_out(self) -> None:
        boards = QVBoxLayout()
        self._boards = Boards(boards, self._hear)
        column = self.page.column
        column.addLayout(_at_left(self.stem))
        column.addSpacing(30)
        column.addWidget(self.words)
        column.addSpacing(12)
        column.addLayout(boards)
        column.addSpacing(16)
        column.addWidget(self.confidence)
        column.addStretch(1)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 8, 0, 20)
        foot.addWidget(self.hints)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.page, 1)
        right.addWidget(self._foot)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.case, _CASE_SHARE)
        self._row.addLayout(right, _PAGE_SHARE)
        # What may never be shown must not make the window higher before the first question is.
        self.case.hide()
        self._foot.hide()


def _measure(question: QuestionView) -> int:
    """Return how wide the responses of `question` want to be, in design pixels."""
    return MATCHING_MEASURE if question.kind is QuestionKind.MATCHING else MEASURE


def _at_left(widget: QWidget) -> QHBoxLayout:
    """Keep `widget` at the left where its greatest width is less than that of the column."""
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(widget, _OF_ROW)
    row.addStretch(1)
    return row


def hints(question: QuestionView) -> tuple[tuple[str, str], ...]:
    """Return the keys that help with `question`."""
    if question.answer is not None:
        return (("↑ ↓", "Read the reasons"), ("Enter", "Next"), ("R", "Review all"))
    if question.kind not in _CHOICE:
        return _HINTS[question.kind]
    last = question.options[-1].letter
    flag = "Ctrl F" if last >= LETTER_OF_FLAG else "F"
    return ((f"A – {last}", "Choose"), ("Shift A", "Strike out"), (flag, "Flag"), ("R", "Review all"))
