"""Every click of the exam room and of its report, on the shipped deck: how long until the window is painted again.

A click is a press of the mouse on the control itself, or the key that stands for it. Between two clicks the event loop
runs dry, as it does between those of a person: what the room makes ahead of time is made then, and is not hidden in any
figure. As the app does after its first page, the run begins by setting what is there apart from garbage collection.
"""

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from certdeck.core.exam.conduct import Mode, conduct
from certdeck.core.exam.quiz import CASE, Selection
from certdeck.core.exam.sitting import Sitting
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screens.exam_answer import AnswerBoard
from certdeck.gui.screens.exam_choice import ChoiceBoard
from certdeck.gui.screens.exam_matching import MatchingBoard, ResponseBox
from certdeck.gui.screens.exam_ordering import OrderingBoard
from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.screens.exam_room import ExamRoom
from certdeck.gui.screens.report import ReportScreen
from certdeck.gui.widgets.ahead import Ahead
from certdeck.presenters.report_views import Part, Section
from certdeck.services.catalogue import Services

Times = dict[str, list[float]]
_AT = QPoint(20, 14)
_QUESTIONS = 65
_RARE = frozenset({CASE, "matching", "ordering", "multiple-response"})
_STRIDE = 7
"""Questions from page to page: a stride that shares no factor with their number shows all, in mixed kinds."""


class Hands:
    """Clicks in one window and keeps the milliseconds of each kind of click, and those of computing among them."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.times: Times = defaultdict(list)
        self.computing: Times = defaultdict(list)

    def do(self, what: str, act: Callable[[], object]) -> None:
        """Do `act`, wait until what it wants painted is painted, note the time; then let the window rest."""
        begun, computed = time.perf_counter(), time.thread_time()
        painted(act)
        self.computing[what].append((time.thread_time() - computed) * 1000)
        self.times[what].append((time.perf_counter() - begun) * 1000)
        self.rest()

    def click(self, what: str, target: QWidget) -> None:
        """Press `target` with the mouse."""
        self.do(what, partial(QTest.mouseClick, target, Qt.MouseButton.LeftButton, pos=_AT))

    def press(self, what: str, target: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Press `key` on `target`."""
        self.do(what, partial(QTest.keyClick, target, key, modifiers))

    def rest(self) -> None:
        """Let the window do what it does while nobody clicks."""
        QApplication.processEvents()
        let_go()
        makers = self.window.findChildren(Ahead)
        while any(ahead.busy() for ahead in makers):
            QApplication.processEvents()


def painted(act: Callable[[], object]) -> None:
    """Do `act` and wait until everything that it wants painted is painted."""
    act()
    # Twice: what is laid out in the first round may be painted in the second.
    QApplication.processEvents()
    let_go()
    QApplication.processEvents()


def let_go() -> None:
    """Delete what was let go: the loop of the app does so by itself, but it does not run here."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def all_clicks(services: Services) -> tuple[Times, Times, list[float]]:
    """Return the times of all clicks by their kind, those of computing, and those of a bare window of the same size."""
    window, bare = MainWindow(services), QLabel("Certdeck")
    for shown in (window, bare):
        shown.resize(1280, 800)
        shown.show()
    window.activateWindow()
    gc.freeze()
    hands, floor = Hands(window), Hands(window)
    for number in range(300):
        floor.do("floor", partial(bare.setText, f"Certdeck {number}"))
    practice = conduct(Mode.PRACTICE)
    # Whole exams have no cases; beside them this quiz asks more of the kinds that are rare.
    sit(hands, services.exams.start_quiz(Selection(_QUESTIONS, kinds=_RARE), seed=2, conduct=practice), Random(1))
    sit(hands, services.exams.start(seed=2, conduct=practice), Random(2))
    report = window.screen_shown
    assert isinstance(report, ReportScreen)
    look_at(hands, report)
    window.close()
    return hands.times, hands.computing, floor.times["floor"]


# --- The room


def sit(hands: Hands, sitting: Sitting, dice: Random) -> None:
    """Turn to every question, work with what is there, see most answers, turn to all of it again, and end it."""
    hands.window.sit(sitting)
    hands.rest()
    room = hands.window.screen_shown
    assert isinstance(room, ExamRoom)
    room.timer.stop()
    for turn, number in enumerate(pages(room)):
        question = room.presenter.sitting.form.items[number - 1].question
        hands.do(f"turn to {question.kind.value}{', with its case' if question.scenario else ''}", go(room, number))
        respond(hands, room, dice)
        if turn % 5 == 0:
            use_tools(hands, room)
        if turn % 4 == 0:
            use_grid(hands, room, dice)
            go(room, number)()
            hands.rest()
        if turn % 3:
            see_answer(hands, room)
    for number in pages(room):
        shown = room.presenter.sitting.states[number - 1].revealed
        hands.do("turn to an answer" if shown else "turn back to a question", go(room, number))
    room.presenter.submit()
    hands.rest()


def go(room: ExamRoom, number: int) -> Callable[[], None]:
    """Return what turns to question `number`: a page away with the buttons, else by the grid."""
    return partial(room.presenter.go, number)


def pages(room: ExamRoom) -> Iterator[int]:
    """Yield the number of every question once, in strides."""
    count = len(room.presenter.sitting.form.items)
    return (step * _STRIDE % count + 1 for step in range(count))


def respond(hands: Hands, room: ExamRoom, dice: Random) -> None:
    """Answer the question that is shown."""
    match room.question.board:
        case ChoiceBoard() as board:
            row = dice.choice(board.rows())
            hands.click("choose an option", row)
            at = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, _AT, row.mapToGlobal(_AT))
            hands.do("strike an option out", partial(QApplication.sendEvent, row, at))
            hands.press("choose by letter", room, dice.choice((Qt.Key.Key_A, Qt.Key.Key_B)), _PLAIN)
        case OrderingBoard() as board:
            board.steps.rows()[1].setFocus()
            for key, place in ((Qt.Key.Key_Up, 1), (Qt.Key.Key_Down, 0)):
                hands.press("move a step", board.steps.rows()[place], key, Qt.KeyboardModifier.AltModifier)
        case MatchingBoard() as board:
            for box in board.boxes():
                hands.do("open a drop-down", box.showPopup)
                hands.do("pick a response", partial(pick, box, dice.randrange(box.count())))
        case AnswerBoard() as board:
            hands.press("walk through an answer", room, Qt.Key.Key_Down, _PLAIN)
    if room.question.confidence.isVisible() and room.question.confidence.stops()[0].isEnabled():
        hands.click("say how sure you are", dice.choice(room.question.confidence.stops()))


def pick(box: ResponseBox, index: int) -> None:
    """Do what a click on row `index` of the open list does."""
    at = box.view().visualRect(box.model().index(index, 0)).center()
    QTest.mouseClick(box.view().viewport(), Qt.MouseButton.LeftButton, pos=at)
    if box.view().isVisible():
        box.hidePopup()


def use_tools(hands: Hands, room: ExamRoom) -> None:
    """Flag, open and close the note, and lay the reading ruler on the page."""
    bar = room.question_bar
    hands.click("flag", bar.flag_button)
    hands.click("open the note", bar.note_button)
    hands.click("close the note", bar.note_button)
    for _ in range(2):
        hands.click("line focus", bar.line_button)
    hands.do("tick of the clock", room.presenter.tick)


def use_grid(hands: Hands, room: ExamRoom, dice: Random) -> None:
    """Open the review grid, filter it, and go back, or jump to a question from it."""
    hands.click("open the grid", room.question_bar.review_button)
    hands.click("back from the grid", room.review_bar.back_button)
    hands.click("open the grid", room.question_bar.review_button)
    for segment in (*room.review.filter.segments()[1:], room.review.filter.segments()[0]):
        hands.click("filter the grid", segment)
    hands.click("jump from the grid", dice.choice(room.review.grid.cells()))


def see_answer(hands: Hands, room: ExamRoom) -> None:
    """Ask for the answer; where the own one is not whole yet it must be asked for twice."""
    presenter = room.presenter
    for _ in range(2):
        if not presenter.sitting.states[presenter.sitting.current].revealed:
            hands.click("show the answer", room.question_bar.reveal_button)


# --- The report


def look_at(hands: Hands, report: ReportScreen) -> None:
    """Open and close every row, look at each part and each section."""
    assert report.filter is not None
    segments = dict(zip(report.filter.parts(), report.filter.row.segments(), strict=True))
    hands.click("choose a part of the report", segments[Part.ALL])
    open_rows(hands, report)
    for _ in range(4):
        for segment in segments.values():
            hands.click("choose a part of the report", segment)
        for section in (Section.TIME, Section.ANSWERS, Section.RESULT):
            report.tabs.setFocus()
            place = [entry.value for entry in Section].index(section.value)
            hands.click("turn to a section of the report", report.tabs.segments()[place])


def open_rows(hands: Hands, report: ReportScreen) -> None:
    """Open each row, say why a missed one was missed, and close it; every tenth stays open."""
    assert report.questions is not None
    for row in report.questions.rows():
        keep_in_sight(row)
        hands.rest()
        hands.click("open a row of the report", row)
        detail = report.questions.detail_of(row.row.number)
        assert detail is not None
        if detail.reasons.isVisible() and row.row.number % 4 == 0:
            hands.click("say why it was missed", detail.reasons.buttons()[1])
        if row.row.number % 10:
            hands.click("close a row of the report", row)


_PLAIN = Qt.KeyboardModifier.NoModifier
