"""The pages of the window: where each lives, and making them while there is nothing else to do."""

import gc
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import chain
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from certdeck.gui import heap, qt_types
from certdeck.gui.screen import Page, Screen, Shell
from certdeck.gui.tasks import Task, start
from certdeck.gui.widgets.ahead import Ahead, lay_out_at
from certdeck.services.changes import Changes

SCREENS: Final = {
    Page.TODAY: ("certdeck.gui.screens.today", "TodayScreen"),
    Page.STUDY: ("certdeck.gui.screens.study", "StudyScreen"),
    Page.EXAMS: ("certdeck.gui.screens.exams", "ExamsScreen"),
    Page.SHEETS: ("certdeck.gui.screens.sheets", "SheetsScreen"),
    Page.LIBRARY: ("certdeck.gui.screens.library", "LibraryScreen"),
    Page.PROGRESS: ("certdeck.gui.screens.progress", "ProgressScreen"),
    Page.SETTINGS: ("certdeck.gui.screens.settings", "SettingsScreen"),
}
"""Where each page lives. A page is imported when it is first shown, so that the start pays for one page only."""
PAGE_MODULES: Final = (
    *(module for module, _ in SCREENS.values()),
    "certdeck.gui.screens.deck_options",
    "certdeck.gui.screens.start",
    "certdeck.gui.screens.study_leech",
    "certdeck.gui.screens.study_scope",
    "certdeck.gui.palette",
    "certdeck.gui.keys",
)
"""What is loaded ahead: the pages, and what any of them may open at once.

What makes editors, exams, reports and imports is loaded when it is first opened. That takes 2 to 15 ms, and all of it
three megabytes, for which most days have no use.
"""
EXAM_MODULES: Final = ("certdeck.gui.screens.exam_agreement", "certdeck.gui.screens.exam_room")
"""What an exam begins with, loaded while the page before it is read."""
_AWAY: Final = 5_000
"""Milliseconds without another page after which the learner is taken to stay: what was left can be given back."""
_DRESSED: Final = 8
"""Parts of a page that get their style in one step."""
Come = Callable[[Page], None]


class Pages(QStackedWidget):
    """The pages, one of them shown. Each is made when it is wanted, or ahead of that in steps of a few milliseconds."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._screens: dict[Page, Screen] = {}
        self._ahead, self._coming = Ahead(self), Ahead(self)
        self._loading = self._over = False
        self._wanted: tuple[Page, Come] | None = None
        self._visited: set[Page] = set()
        self._left: dict[Page, tuple[object, set[Changes]]] = {}
        self._trimming: Task[None] | None = None
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._give_back)
        self.currentChanged.connect(self._arrived)

    def screens(self) -> tuple[Screen, ...]:
        """Return the pages there are, those that are still being made among them."""
        return tuple(self._screens.values())

    def hear(self, changes: Changes) -> None:
        """Tell every page what changed; one that was given back hears of it when it is made anew."""
        for screen in self.screens():
            screen.hear(changes)
        for _, missed in self._left.values():
            missed.add(changes)

    def turn_day(self) -> None:
        """Tell every page that another study day has begun."""
        for screen in self.screens():
            screen.turn_day()
        for _, missed in self._left.values():
            missed.add(Changes(study=True))

    def made(self, page: Page) -> Screen:
        """Return `page`, made to its end."""
        screen = self._begun(page)
        screen.finish()
        if page in self._left:
            left, missed = self._left.pop(page)
            screen.take_up(left, missed)
        return screen

    def removeWidget(self, widget: QWidget) -> None:
        """Take `widget` out. A page that is still being made does not come up in its place: it has no parts to fit."""
        if widget is self.currentWidget():
            self.setCurrentWidget(next((screen for screen in self._screens.values() if screen.is_made), widget))
        super().removeWidget(widget)

    def load(self) -> None:
        """Let pages that are called wait until `make_ahead`: another thread is loading what they are made of."""
        self._loading = True

    def make_ahead(self) -> None:
        """Make all pages while there is nothing else to do; one that was called comes first."""
        if self._over:
            return
        self._loading = False
        self._ahead.do(chain(_types(), self.made_by_steps()))
        if self._wanted is not None:
            self.call(*self._wanted)

    def stop(self) -> None:
        """Make nothing any more, and give nothing back: the window has been closed."""
        self._over = True
        self._loading = False
        self.call_off()
        self._ahead.stop()
        self._rest.stop()

    def busy(self) -> bool:
        """Tell whether pages are still being made ahead."""
        return self._loading or self._ahead.busy()

    def call(self, page: Page, come: Come) -> None:
        """Call `come` once `page` is made: at once, or while pages are made ahead, when its last step is done."""
        self.call_off()
        known = self._screens.get(page)
        if (known is not None and known.is_made) or not (self.busy() or page in self._left):
            come(page)
        elif self._loading:
            self._wanted = (page, come)
        else:
            self._coming.do_instead(self._arrive(page, come))

    def call_off(self) -> None:
        """Forget which page was called, because another one is shown."""
        self._wanted = None
        self._coming.stop()

    def _begun(self, page: Page) -> Screen:
        if page not in self._screens:
            module, name = SCREENS[page]
            screen: Screen = getattr(import_module(module), name)(self._shell, ahead=True)
            self._screens[page] = screen
            if not self.count():  # the first one is shown and told its size at once
                screen.finish()
            self.addWidget(screen)
        return self._screens[page]

    def _arrive(self, page: Page, come: Come) -> Iterator[None]:
        screen = self._begun(page)
        yield from screen.go_on()
        if page in self._left:
            yield from self._finished(screen)
        come(page)

    def _arrived(self, _place: int) -> None:
        """Remember what was shown: pages that were only made ahead stay for when they are called."""
        self._visited.update(page for page, screen in self._screens.items() if screen is self.currentWidget())
        self._rest.start(_AWAY)

    def _give_back(self) -> None:
        """Ask a page that was left what can go, and the next one in another turn of the loop."""
        if self.currentWidget() not in self._screens.values():
            return  # A page beside these leads back to the one that it was called from.
        for page in self._visited:
            screen = self._screens[page]
            if screen is not self.currentWidget():
                self._visited.remove(page)
                self._let_go(page, screen)
                self._rest.start(0)
                return
        # In another thread: it takes some milliseconds.
        self._trimming = Task(lambda _progress: heap.give_back())
        start(self._trimming)

    def _let_go(self, page: Page, screen: Screen) -> None:
        left = screen.give_back()
        if left is not None:
            self._left[page] = (left, set())
            del self._screens[page]
            self.removeWidget(screen)
            screen.deleteLater()

    def made_by_steps(self) -> Iterator[None]:
        """Make all pages, dress and lay them out."""
        for page in Page:
            screen = self._begun(page)
            yield
            yield from screen.go_on()
            for _ in self._finished(screen):
                # What is shown has been dressed and laid out, and may be made of other parts by now.
                if screen is self.currentWidget():
                    break
                yield

    def _finished(self, screen: Screen) -> Iterator[None]:
        """Dress `screen`, load it where that is quick, and lay it out."""
        yield
        yield from _dressed(screen)
        if screen.reads_ahead:
            screen.load()
            yield
        yield from lay_out_at(screen, self.size())


def _types() -> Iterator[None]:
    """Make the types that the pages need; like all that was loaded, they stay, and no collection looks at them again.

    They are most of what a collection would go through otherwise.
    """
    yield from qt_types.made_by_steps()
    gc.freeze()


def load(modules: Sequence[str]) -> Iterator[None]:
    """Load `modules`, one each step."""
    for module in modules:
        import_module(module)
        yield


def _dressed(screen: Screen) -> Iterator[None]:
    """Give all parts of `screen` their style, which takes half as long as making them."""
    for number, part in enumerate(screen.findChildren(QWidget)):
        part.ensurePolished()
        if number % _DRESSED == 0:
            yield
