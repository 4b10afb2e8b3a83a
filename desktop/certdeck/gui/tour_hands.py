"""What the tour is made of: a clock of its own, hands that press keys, and eyes that take pictures."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from certdeck.gui import theme
from certdeck.gui.main_window import MainWindow

T = TypeVar("T")

START: Final = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
PATIENCE_MS: Final = 20_000
LOOK_MS: Final = 10


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


class Hands:
    """Presses keys in `window`, looks at what they did, and writes pictures to `out`."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window = window
        self.out = out
        self.pictures = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press `key` where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def click(self, words: str) -> None:
        """Click the button with `words`; raise `TourError` if there is none."""
        # The newest first: a question to the learner lies over the page.
        for button in reversed(self.window.findChildren(QPushButton)):
            if button.text() == words and button.isVisible():
                button.click()
                self.settle()
                return
        raise TourError(f"There is no button “{words}” to click.")

    def focus(self, kind: type[T]) -> T:
        """Return what has the keyboard; raise `TourError` if it is not a `kind`."""
        widget = QApplication.focusWidget()
        if not isinstance(widget, kind):
            raise TourError(f"The keyboard is on {type(widget).__name__} where a {kind.__name__} should have it.")
        return widget

    def shown(self, kind: type[T]) -> T:
        """Return the page in front; raise `TourError` if it is not a `kind`."""
        self.settle()
        shown = self.window.screen_shown
        if not isinstance(shown, kind):
            raise TourError(f"The window shows {type(shown).__name__} where {kind.__name__} should be.")
        return shown

    def picture(self, name: str) -> None:
        """Write a picture of the window in both themes."""
        # The theme that is there first: changing it is the slow part.
        modes: tuple[theme.Mode, ...] = ("dark", "light") if theme.current().dark else ("light", "dark")
        for mode in modes:
            if theme.current().mode != mode:
                theme.current().set_mode(mode)
            self.settle()
            if not self.window.grab().save(str(self.out / f"{name}-{mode}.png")):
                raise TourError(f"The picture {name}-{mode}.png could not be written to {self.out}.")
            self.pictures += 1

    def settle(self) -> None:
        """Let the window answer what was done."""
        for _ in range(3):
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def until(self, reached: Callable[[], bool], what: str) -> None:
        """Wait until `reached`; raise `TourError` with `what` if that takes too long."""
        for _ in range(PATIENCE_MS // LOOK_MS):
            if reached():
                return
            wait(LOOK_MS)
        raise TourError(f"Waited {PATIENCE_MS // 1000} s for {what}, in vain.")

    def expect(self, held: bool, what: str) -> None:
        """Raise `TourError` with `what` unless it `held`."""
        if not held:
            raise TourError(f"Expected {what}, in vain.")


def wait(milliseconds: int) -> None:
    """Let the event loop run. Unlike `QTest.qWait` this lets other threads run, too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
