"""The window that is shown while a library is brought up to date."""

from threading import Event

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QProgressBar
from pytestqt.qtbot import QtBot

from certdeck.core.errors import StoreError
from certdeck.gui.theme import Theme
from certdeck.gui.update_window import UpdateWindow
from certdeck.ports.exporting import Progress
from tests.gui.conftest import RESOURCES

SECONDS = 10.0


def test_it_stays_open_while_the_work_is_done(theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    seen: list[tuple[int, int]] = []
    looked = Event()

    def look() -> None:
        window = QApplication.activeModalWidget()
        bar = None if window is None else window.findChild(QProgressBar)
        if not isinstance(window, UpdateWindow) or bar is None or bar.value() < 2:
            QTimer.singleShot(5, look)
            return
        window.reject()
        assert window.isVisible()
        window.close()
        assert window.isVisible()
        seen.append((bar.value(), bar.maximum()))
        looked.set()

    def update(progress: Progress) -> None:
        progress(2, 5)
        assert looked.wait(SECONDS)

    QTimer.singleShot(0, look)
    UpdateWindow.show_while(qapp, RESOURCES, update)
    assert seen == [(2, 5)]
    assert QApplication.activeModalWidget() is None


def test_what_goes_wrong_is_handed_on(theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    def update(_progress: Progress) -> None:
        raise StoreError("The disk is full.")

    with pytest.raises(StoreError, match="The disk is full"):
        UpdateWindow.show_while(qapp, RESOURCES, update)
