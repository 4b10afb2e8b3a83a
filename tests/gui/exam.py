"""An exam room in a window, and hands to work it with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from certdeck.core.exam.sitting import Sitting
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.exam_answer import AnswerBoard
from certdeck.gui.screens.exam_choice import ChoiceBoard, OptionRow
from certdeck.gui.screens.exam_matching import MatchingBoard
from certdeck.gui.screens.exam_ordering import OrderingBoard
from certdeck.gui.screens.exam_room import ExamRoom
from tests.clock import FixedClock
from tests.gui.stub_shell import StubShell
from tests.library import open_library
from tests.sitting import begin, exam_deck

KEY = Qt.Key
SHIFT, ALT, CONTROL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class Window(QWidget):
    """The window that the room fills, with its focus ring."""

    def __init__(self, room: ExamRoom) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(room)
        self.ring = FocusRing(self)


@dataclass
class Exam:
    """A room under test with all that it works on."""

    room: ExamRoom
    window: Window
    shell: StubShell
    clock: FixedClock
    bot: QtBot

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
    ) -> None:
        for _ in range(times):
            self.bot.keyClick(QApplication.focusWidget() or self.room, key, modifiers)
        settle()

    def go(self, number: int) -> None:
        self.room.presenter.go(number)
        settle()

    def stored(self) -> Sitting:
        return self.shell.services.exams.load(self.room.presenter.sitting.id)

    def options(self) -> tuple[OptionRow, ...]:
        board = self.room.question.board
        assert isinstance(board, ChoiceBoard)
        return board.rows()

    def ordering(self) -> OrderingBoard:
        board = self.room.question.board
        assert isinstance(board, OrderingBoard)
        return board

    def matching(self) -> MatchingBoard:
        board = self.room.question.board
        assert isinstance(board, MatchingBoard)
        return board

    def answer(self) -> AnswerBoard:
        board = self.room.question.board
        assert isinstance(board, AnswerBoard)
        return board

    def ask(self) -> Ask:
        return next(ask for ask in self.window.findChildren(Ask) if ask.isVisible())

    def number(self) -> int:
        return self.room.presenter.sitting.current + 1


Open = Callable[..., Exam]


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def opener(qtbot: QtBot, folder: Path) -> Iterator[Open]:
    """Give what opens the room on a sitting of one question of each kind."""
    clock = FixedClock()
    windows: list[Window] = []
    with open_library(folder, exam_deck(), clock) as services:

        def opened(size: tuple[int, int] = (1280, 800), *, notice: str = "", **given: object) -> Exam:
            shell = StubShell(services)
            sitting = begin(services, **given)  # type: ignore[arg-type]  # only `questions` and `rules` are ever given
            room = ExamRoom(shell, sitting, notice)
            window = Window(room)
            windows.append(window)
            qtbot.addWidget(window, before_close_func=lambda _window: room.presenter.submit())
            window.resize(*size)
            window.show()
            window.activateWindow()
            room.begin()
            room.timer.stop()
            qtbot.waitUntil(lambda: room.focusWidget() is not None)
            settle()
            return Exam(room, window, shell, clock, qtbot)

        yield opened
        # While they are known here: windows that a collection of garbage takes apart ask their rings half gone.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        windows.clear()
