"""The boards of a sitting: what stands below the stem of each question, made once and kept."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from PySide6.QtWidgets import QApplication, QVBoxLayout

from certdeck.core.deck import QuestionKind
from certdeck.gui.screens.exam_answer import AnswerBoard
from certdeck.gui.screens.exam_choice import ChoiceBoard
from certdeck.gui.screens.exam_matching import MatchingBoard
from certdeck.gui.screens.exam_ordering import OrderingBoard
from certdeck.gui.widgets.ahead import lay_out_ahead
from certdeck.gui.widgets.written_text import dress
from certdeck.presenters.exam_views import AnswerView, QuestionView

QuestionBoard = ChoiceBoard | OrderingBoard | MatchingBoard
Board = QuestionBoard | AnswerBoard
_KINDS: Final[dict[QuestionKind, type[QuestionBoard]]] = {
    QuestionKind.ORDERING: OrderingBoard,
    QuestionKind.MATCHING: MatchingBoard,
}
QUESTIONS_KEPT: Final = 70
"""Questions whose boards are kept, and those of their answers: a whole exam."""


@dataclass(slots=True, eq=False)
class _Kept:
    """A board, and what it was laid out for: content, width, and all that the look of texts depends on."""

    board: Board
    laid_out: tuple[object, int, object] | None = None


class Boards:
    """Keeps a board for the responses of each question, and one for its answer: turning back needs to show it only.

    `column` is the layout that the board in sight stands in, alone: it would ask all others, too, each time that it
    moves anything. `hear` is told each board of a question that is made.
    """

    def __init__(self, column: QVBoxLayout, hear: Callable[[QuestionBoard], None]) -> None:
        self._column = column
        self._hear = hear
        self._kept: OrderedDict[tuple[int, bool], _Kept] = OrderedDict()
        self.shown: Board | None = None

    def leave(self) -> None:
        """Hide the board that is shown, and keep it."""
        if self.shown is None:
            return
        # Or it would go to what Tab leads to next, and the page after it.
        focused = QApplication.focusWidget()
        if focused is not None and self.shown.isAncestorOf(focused):
            focused.clearFocus()
        self.shown.hide()
        self._column.removeWidget(self.shown)
        self.shown = None

    def show(self, question: QuestionView, width: int) -> None:
        """Show the board of `question`, `width` pixels wide; it takes the focus.

        It is the board of the responses or, once that was shown, of the answer. `leave` the one before first.
        """
        kept = self._of(question, answered=question.answer is not None)
        # Laid out in its width first: texts find their heights by it, and the page is high enough for them at once.
        for _ in _made(kept, question, question.answer, width):
            pass
        self.shown = kept.board
        self._column.addWidget(kept.board)
        kept.board.show()
        kept.board.focus_first()

    def render(self, question: QuestionView) -> None:
        """Show what has changed of `question`, which is shown already."""
        kept = self._of(question, answered=question.answer is not None)
        kept.laid_out = None
        for _ in _filled(kept.board, question, question.answer):
            pass

    def prepare(self, question: QuestionView, answer: AnswerView | None, width: int) -> Iterator[None]:
        """Make the board of `question`, or of its `answer`, a row a step, and lay it out `width` pixels wide."""
        kept = self._of(question, answered=answer is not None)
        for _ in _made(kept, question, answer, width) if kept.board is not self.shown else ():
            yield
            if kept.board is self.shown:
                return  # what it shows is newer

    def _of(self, question: QuestionView, *, answered: bool) -> _Kept:
        place = (question.number, answered)
        if place not in self._kept:
            self._kept[place] = _Kept(AnswerBoard() if answered else self._responses(question))
            self._kept[place].board.hide()
            self._kept[place].board.setParent(self._column.parentWidget())
            self._forget_oldest()
        self._kept.move_to_end(place)
        return self._kept[place]

    def _responses(self, question: QuestionView) -> QuestionBoard:
        board = _KINDS.get(question.kind, ChoiceBoard)()
        self._hear(board)
        return board

    def _forget_oldest(self) -> None:
        while len(self._kept) > 2 * QUESTIONS_KEPT:
            oldest = next(place for place, kept in self._kept.items() if kept.board is not self.shown)
            self._kept.pop(oldest).board.deleteLater()


def _made(kept: _Kept, question: QuestionView, answer: AnswerView | None, width: int) -> Iterator[None]:
    """Fill and lay out a board that is hidden; one that is already as it is to be is left alone."""
    responses = (question.options, question.steps, question.touched, question.prompts, question.responses)
    wanted = (responses if answer is None else answer, width, dress())
    if kept.laid_out != wanted:
        kept.laid_out = None
        yield from chain(_filled(kept.board, question, answer), lay_out_ahead(kept.board, width))
        kept.laid_out = wanted


def _filled(board: Board, question: QuestionView, answer: AnswerView | None) -> Iterator[None]:
    """Show `question` on `board`, or `answer` where it is one; rows that are as before are left alone."""
    if not isinstance(board, AnswerBoard):
        return board.fill(question)
    return iter(()) if answer is None else board.fill(answer)
