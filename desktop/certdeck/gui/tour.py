"""The tour: drives the real windows as a learner would, offscreen, and writes a picture of every screen.

It is the demo, the source of the pictures in README, and an end-to-end test: whatever does not work stops it.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from certdeck.core.deck import Card
from certdeck.core.ids import FaceId, ItemId, item_of
from certdeck.gui.app import application, install_theme, open_window
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.screens.sheet import SheetScreen
from certdeck.gui.screens.study import StudyScreen
from certdeck.gui.tour_exam import ExamWalk
from certdeck.gui.tour_hands import Hands, TourClock, TourError, wait
from certdeck.ports.clock import Clock
from certdeck.ports.exporting import Format, PackageCount
from certdeck.ports.printing import PrintOptions
from certdeck.services.catalogue import Services

REVIEWS: Final = 10
SHEET: Final = ItemId("sheet-inference-options")


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

    def run(self) -> int:
        """Walk; return 0. Raises `TourError` where the app did not do what it should."""
        self._out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="certdeck-tour-"))
        services = self._open_services(folder, self._clock)
        app = application()
        install_theme(app, services, self._resources)
        self._hands = Hands(MainWindow(services), self._out)
        self._services = services
        try:
            self._walk()
        finally:
            self._leave(app)
            services.close()
            shutil.rmtree(folder, ignore_errors=True)
        print(f"{self._hands.pictures} pictures in {self._out}")  # noqa: T201 (the command's own words)
        return 0

    def _leave(self, app: QApplication) -> None:
        """Take the window down while the interpreter still stands."""
        self._hands.window.close()
        self._hands.window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _walk(self) -> None:
        self._open_library()
        self._review_cards()
        exams = ExamWalk(self._hands, self._services, self._clock, self._dice)
        exams.sit_whole_exam()
        exams.practise()
        exams.agree_to_rehearsal()
        self._look_around()
        self._export()

    # --- The walk

    def _open_library(self) -> None:
        open_window(self._hands.window)
        self._hands.until(
            lambda: self._hands.window.page is Page.TODAY and not self._hands.window.busy(),
            "the library to be installed",
        )
        self._hands.until(lambda: self._services.library.heads() != (), "the shipped deck")
        self._hands.picture("today-first")

    def _review_cards(self) -> None:
        self._hands.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        screen = self._hands.shown(StudyScreen)
        for number in range(1, REVIEWS + 1):
            self._review_card(screen, number)
        self._hands.expect(self._services.study.today().rated == REVIEWS, f"{REVIEWS} ratings")
        self._hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self._hands.expect(self._services.study.today().rated == REVIEWS - 1, "the last rating to be undone")
        self._hands.press(Qt.Key.Key_Space)
        self._hands.press(Qt.Key.Key_3)
        self._hands.expect(self._services.study.today().rated == REVIEWS, "the card to be rated again")

    def _review_card(self, screen: StudyScreen, number: int) -> None:
        view = screen.view
        if view is None or view.done:
            raise TourError(f"No card is left after {number - 1} reviews.")
        self._clock.advance(self._dice.uniform(4, 12))
        typed = view.typed.asked
        name = "study-typed" if typed else "study" if number == 1 else f"study-{number:02}"
        if number == 1 or typed:
            self._hands.picture(f"{name}-question")
        if typed:
            QTest.keyClicks(self._hands.focus(QLineEdit), self._nearly(view.face))
            self._hands.press(Qt.Key.Key_Return)
        else:
            self._hands.press(Qt.Key.Key_Space)
        self._clock.advance(self._dice.uniform(2, 6))
        self._hands.expect(screen.view is not None and screen.view.answer is not None, "the answer to be shown")
        if number <= 3 or typed:
            self._hands.picture(f"{name}-answer")
        self._hands.press(self._dice.choice((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_4)))

    def _nearly(self, face: FaceId | None) -> str:
        """Return the answer to be typed without its last letter: a slip that the comparison shows."""
        card = self._services.library.item(item_of(face)) if face else None
        if not isinstance(card, Card):
            raise TourError("A card asks to be typed, but it is not in the library.")
        return card.answer[:-1]

    def _look_around(self) -> None:
        for number, page in enumerate(Page, start=1):
            self._hands.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
            self._hands.expect(self._hands.window.page is page, f"the page {page}")
            if page is Page.PROGRESS:
                self._wait_for_figures()
            self._hands.picture(page.lower())
        self._hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        self._hands.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self._hands.focus(QLineEdit), "async")
        wait(150)
        self._hands.picture("palette")
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.press(Qt.Key.Key_F1)
        self._hands.picture("keys")
        self._hands.press(Qt.Key.Key_Escape)
        self._hands.window.open_item(SHEET)
        self._hands.shown(SheetScreen)
        self._hands.picture("sheet")

    def _wait_for_figures(self) -> None:
        from certdeck.gui.screens.progress import ProgressScreen

        screen = self._hands.shown(ProgressScreen)
        self._hands.until(lambda: screen.view is not None and not screen.is_drawing, "the figures")

    def _export(self) -> None:
        package, sheet = self._out / "aws-mla.apkg", self._out / "inference-options.pdf"
        counts: list[PackageCount] = []
        pages: list[int] = []
        printing, packing = self._services.printing, self._services.packing
        self._hands.window.run(
            "Writing the Anki package", lambda say: packing.write(Format.ANKI, package, progress=say), counts.append
        )
        options = PrintOptions()
        self._hands.window.run(
            "Writing the sheet", lambda _say: printing.sheets(SHEET, sheet, options).pages, pages.append
        )
        self._hands.until(lambda: bool(counts and pages), "both exports")
        self._hands.expect(package.is_file() and counts[0].notes > 0, "an Anki package with notes")
        self._hands.expect(sheet.is_file() and pages[0] > 0, "a sheet with pages")
