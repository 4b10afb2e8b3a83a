"""The tour: drives the real windows as a learner would, offscreen, and writes a picture of every screen.

It is the demo, the source of the pictures in README, and an end-to-end test: whatever does not work stops it.
"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from random import Random
from typing import Final, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from certdeck.core.deck import Card, ChoiceQuestion, MatchingQuestion, OrderingQuestion
from certdeck.core.exam.answers import Ordered
from certdeck.core.exam.form import FormItem
from certdeck.core.ids import FaceId, ItemId, OptionId, item_of
from certdeck.gui import theme
from certdeck.gui.app import application, install_theme, open_window
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.exam_matching import MatchingBoard
from certdeck.gui.screens.exam_ordering import OrderingBoard
from certdeck.gui.screens.exam_room import ExamRoom
from certdeck.gui.screens.report import ReportScreen
from certdeck.gui.screens.report_row import QuestionRow
from certdeck.gui.screens.sheet import SheetScreen
from certdeck.gui.screens.study import StudyScreen
from certdeck.ports.clock import Clock
from certdeck.ports.exporting import PackageCount
from certdeck.services.catalogue import Services

T = TypeVar("T")

START: Final = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
REVIEWS: Final = 10
SKILL: Final = 0.78
"""How likely the learner of the tour answers a question rightly."""
PATIENCE_MS: Final = 20_000
LOOK_MS: Final = 10
SHEET: Final = ItemId("sheet-inference-options")


class TourError(Exception):
    """The app did not do what a learner would expect of it."""


class TourClock:
    """A clock that moves when the tour says so: the same tour gives the same pictures."""

    def __init__(self) -> None:
        self._since = 0.0

    def now(self) -> datetime:
        """Return the tour's time."""
        return START + timedelta(seconds=self._since)

    def zone(self) -> tzinfo:
        """Return UTC."""
        return UTC

    def monotonic_with_sleep(self) -> float:
        """Return the same: this computer never sleeps."""
        return self.monotonic()

    def monotonic(self) -> float:
        """Return the seconds since the tour began."""
        return self._since

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._since += seconds


class Tour:
    """One walk through the app in a temporary library.

    `open_services` builds the services on a data folder and a clock, with forms drawn by `seed`. The pictures, the
    package and the sheet go to `out`; the seed decides what is answered, too.
    """

    def __init__(
        self, open_services: Callable[[Path, Clock], Services], resources: Path, out: Path, *, seed: int
    ) -> None:
        self._open_services = open_services
        self._resources = resources
        self._out = out
        self._dice = Random(seed)
        self._clock = TourClock()
        self._pictures = 0

    def run(self) -> int:
        """Walk; return 0. Raises `TourError` where the app did not do what it should."""
        self._out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="certdeck-tour-"))
        services = self._open_services(folder, self._clock)
        app = application()
        install_theme(app, services, self._resources)
        self._window = MainWindow(services)
        self._services = services
        try:
            self._walk()
        finally:
            self._leave(app)
            services.close()
            shutil.rmtree(folder, ignore_errors=True)
        print(f"{self._pictures} pictures in {self._out}")  # noqa: T201 (the command's own words)
        return 0

    def _leave(self, app: QApplication) -> None:
        """Take the window down while the interpreter still stands."""
        self._window.close()
        self._window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _walk(self) -> None:
        self._open_library()
        self._review_cards()
        self._sit_exam()
        self._look_around()
        self._export()

    # --- The walk

    def _open_library(self) -> None:
        open_window(self._window)
        self._until(lambda: self._window.page is Page.TODAY and not self._window.busy(), "the library to be installed")
        self._until(lambda: self._services.library.heads() != (), "the shipped deck")
        self._picture("today-first")

    def _review_cards(self) -> None:
        self._press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        screen = self._shown(StudyScreen)
        for number in range(1, REVIEWS + 1):
            self._review_card(screen, number)
        self._expect(self._services.study.today().rated == REVIEWS, f"{REVIEWS} ratings")
        self._press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self._expect(self._services.study.today().rated == REVIEWS - 1, "the last rating to be undone")
        self._press(Qt.Key.Key_Space)
        self._press(Qt.Key.Key_3)
        self._expect(self._services.study.today().rated == REVIEWS, "the card to be rated again")

    def _review_card(self, screen: StudyScreen, number: int) -> None:
        view = screen.view
        if view is None or view.done:
            raise TourError(f"No card is left after {number - 1} reviews.")
        self._clock.advance(self._dice.uniform(4, 12))
        typed = view.typed.asked
        name = "study-typed" if typed else "study" if number == 1 else f"study-{number:02}"
        if number == 1 or typed:
            self._picture(f"{name}-question")
        if typed:
            QTest.keyClicks(self._focus(QLineEdit), self._nearly(view.face))
            self._press(Qt.Key.Key_Return)
        else:
            self._press(Qt.Key.Key_Space)
        self._clock.advance(self._dice.uniform(2, 6))
        self._expect(screen.view is not None and screen.view.answer is not None, "the answer to be shown")
        if number <= 3 or typed:
            self._picture(f"{name}-answer")
        self._press(self._dice.choice((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_4)))

    def _nearly(self, face: FaceId | None) -> str:
        """Return the answer to be typed without its last letter: a slip that the comparison shows."""
        card = self._services.library.item(item_of(face)) if face else None
        if not isinstance(card, Card):
            raise TourError("A card asks to be typed, but it is not in the library.")
        return card.answer[:-1]

    def _sit_exam(self) -> None:
        self._press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        self._picture("exams-first")
        self._press(Qt.Key.Key_Return)
        self._picture("exam-rules")
        self._press(Qt.Key.Key_Return)
        room = self._shown(ExamRoom)
        seen: set[str] = set()
        for item in room.presenter.sitting.form.items:
            self._answer(room, item, seen)
        self._picture("exam-review")
        self._press(Qt.Key.Key_Escape)
        self._picture("exam-leave")
        self._press(Qt.Key.Key_Escape)
        self._click("Submit exam")
        if not isinstance(self._window.screen_shown, ReportScreen):
            self._picture("exam-submit")
            self._click("Submit exam")
        report = self._shown(ReportScreen)
        self._picture("report")
        self._open_first_row(report)
        self._picture("report-open")
        head = self._services.exams.heads()[0]
        self._expect(head.finished_at is not None and head.scaled is not None, "a graded exam")

    def _answer(self, room: ExamRoom, item: FormItem, seen: set[str]) -> None:
        question, position = item.question, room.presenter.sitting.current
        self._clock.advance(self._dice.uniform(35, 150))
        rightly = self._dice.random() < SKILL
        if self._dice.random() < 0.04:
            self._press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
            self._press(Qt.Key.Key_Right)
            return
        match question:
            case ChoiceQuestion():
                self._choose(question, item.order, rightly=rightly)
            case OrderingQuestion():
                self._put_in_order(room, question, rightly=rightly)
            case MatchingQuestion():
                self._match(room, question, rightly=rightly)
        room.presenter.tick()
        self._expect(room.presenter.sitting.is_answered(position), f"question {position + 1} to be answered")
        kind = question.kind.value
        if kind not in seen:
            seen.add(kind)
            if isinstance(question, ChoiceQuestion):
                self._strike_one(question, item.order)
            self._picture(f"exam-{kind}")
        self._press(Qt.Key.Key_Right)

    def _choose(self, question: ChoiceQuestion, order: tuple[OptionId, ...], *, rightly: bool) -> None:
        wrong = [option.id for option in question.options if not option.key]
        chosen = sorted(question.keys)
        if not rightly:
            chosen[0] = self._dice.choice(wrong)
        for option in chosen:
            self._press(_letter(order, option))

    def _strike_one(self, question: ChoiceQuestion, order: tuple[OptionId, ...]) -> None:
        struck = next(option.id for option in question.options if not option.key)
        self._press(_letter(order, struck), Qt.KeyboardModifier.ShiftModifier)

    def _put_in_order(self, room: ExamRoom, question: OrderingQuestion, *, rightly: bool) -> None:
        board = room.question.board
        if not isinstance(board, OrderingBoard):
            raise TourError("An ordering question is not shown as rows to be moved.")
        wanted = list(question.key) if rightly else list(reversed(question.key))
        for place, step in enumerate(wanted):
            now = _order(room).index(step)
            board.steps.rows()[now].setFocus(Qt.FocusReason.TabFocusReason)
            for _ in range(now - place):
                self._press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        if not room.presenter.sitting.states[room.presenter.sitting.current].answer:
            self._click("Keep this order")

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
            self._settle()

    def _open_first_row(self, report: ReportScreen) -> None:
        row = next(row for row in report.findChildren(QuestionRow) if row.isVisible())
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self._press(Qt.Key.Key_Return)

    def _look_around(self) -> None:
        for number, page in enumerate(Page, start=1):
            self._press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
            self._expect(self._window.page is page, f"the page {page}")
            self._picture(page.lower())
        self._press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        self._press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self._focus(QLineEdit), "async")
        _wait(150)
        self._picture("palette")
        self._press(Qt.Key.Key_Escape)
        self._press(Qt.Key.Key_F1)
        self._picture("keys")
        self._press(Qt.Key.Key_Escape)
        self._window.open_item(SHEET)
        self._shown(SheetScreen)
        self._picture("sheet")

    def _export(self) -> None:
        package, sheet = self._out / "aws-mla.apkg", self._out / "inference-options.pdf"
        counts: list[PackageCount] = []
        pages: list[int] = []
        export = self._services.export
        self._window.run("Writing the Anki package", lambda say: export.to_anki(package, progress=say), counts.append)
        self._window.run("Writing the sheet", lambda _say: export.to_pdf(SHEET, sheet), pages.append)
        self._until(lambda: bool(counts and pages), "both exports")
        self._expect(package.is_file() and counts[0].notes > 0, "an Anki package with notes")
        self._expect(sheet.is_file() and pages[0] > 0, "a sheet with pages")

    # --- Hands and eyes

    def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifier)
        self._settle()

    def _click(self, words: str) -> None:
        # The newest first: a question to the learner lies over the page.
        for button in reversed(self._window.findChildren(QPushButton)):
            if button.text() == words and button.isVisible():
                button.click()
                self._settle()
                return
        raise TourError(f"There is no button “{words}” to click.")

    def _focus(self, kind: type[T]) -> T:
        widget = QApplication.focusWidget()
        if not isinstance(widget, kind):
            raise TourError(f"The keyboard is on {type(widget).__name__} where a {kind.__name__} should have it.")
        return widget

    def _shown(self, kind: type[T]) -> T:
        self._settle()
        shown = self._window.screen_shown
        if not isinstance(shown, kind):
            raise TourError(f"The window shows {type(shown).__name__} where {kind.__name__} should be.")
        return shown

    def _picture(self, name: str) -> None:
        # The theme that is there first: changing it is the slow part.
        modes: tuple[theme.Mode, ...] = ("dark", "light") if theme.current().dark else ("light", "dark")
        for mode in modes:
            if theme.current().mode != mode:
                theme.current().set_mode(mode)
            self._settle()
            if not self._window.grab().save(str(self._out / f"{name}-{mode}.png")):
                raise TourError(f"The picture {name}-{mode}.png could not be written to {self._out}.")
            self._pictures += 1

    def _settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _until(self, reached: Callable[[], bool], what: str) -> None:
        for _ in range(PATIENCE_MS // LOOK_MS):
            if reached():
                return
            _wait(LOOK_MS)
        raise TourError(f"Waited {PATIENCE_MS // 1000} s for {what}, in vain.")

    def _expect(self, held: bool, what: str) -> None:
        if not held:
            raise TourError(f"Expected {what}, in vain.")


def _wait(milliseconds: int) -> None:
    """Let the event loop run. Unlike `QTest.qWait` this lets other threads run, too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _letter(order: tuple[OptionId, ...], option: OptionId) -> Qt.Key:
    return Qt.Key(Qt.Key.Key_A + order.index(option))


def _order(room: ExamRoom) -> tuple[OptionId, ...]:
    sitting = room.presenter.sitting
    answer = sitting.states[sitting.current].answer
    return answer.steps if isinstance(answer, Ordered) else sitting.item.order
