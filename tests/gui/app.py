"""The whole window on a small library, and hands to work it with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.gui.widgets.messages import Banner, Toast
from certdeck.services.catalogue import Services
from tests.builders import bank, blueprint, card, deck, sheet
from tests.clock import FixedClock
from tests.library import open_library

W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True, slots=True)
class App:
    """A window on a small library."""

    window: MainWindow
    services: Services
    clock: FixedClock
    qtbot: QtBot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def shown(self, kind: type[W]) -> W:
        shown = self.window.screen_shown
        assert isinstance(shown, kind)
        return shown

    def parts(self, kind: type[W]) -> list[W]:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return [part for part in self.window.findChildren(kind) if part.isVisible()]

    def button(self, words: str) -> QPushButton:
        (found,) = [button for button in self.parts(QPushButton) if button.text() == words]
        return found

    def toast(self) -> str:
        """Return what the window's own toast says, or nothing when it is gone."""
        (toast,) = [part for part in self.window.findChildren(Toast) if part.parentWidget() is self.window]
        return toast.text() if toast.isVisible() else ""

    def banner(self) -> list[str]:
        (banner,) = self.parts(Banner)
        return [words.text() for words in banner.findChildren(QLabel) if words.text()]

    def until_idle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.busy())


def open_app(qtbot: QtBot, folder: Path) -> Iterator[App]:
    """Give the window once it is active, at Today, and take it apart after the test."""
    clock = FixedClock()
    content = deck(
        cards=tuple(card(f"c-{number}") for number in range(5)),
        questions=bank(blueprint(), per_task=8),
        sheets=(sheet("s-1"),),
    )
    with open_library(folder, content, clock) as services:
        window = MainWindow(services)
        window.go(Page.TODAY)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        yield App(window, services, clock, qtbot)
        QThreadPool.globalInstance().waitForDone()
        delete(window)
