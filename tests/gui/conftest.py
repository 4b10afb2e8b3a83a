"""What every test of a window needs: no display, the theme installed, and its settings put back."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from certdeck.gui import theme as themes
from certdeck.markup.math import svg
from tests.gui.exam import Open, opener

RESOURCES = Path(__file__).parents[2] / "resources"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Overlook the one message that the offscreen platform prints for each window with a least size."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture(scope="session")
def installed_theme(qapp: QApplication) -> themes.Theme:
    return themes.install(qapp, RESOURCES, math=svg)


@pytest.fixture
def theme(installed_theme: themes.Theme) -> Iterator[themes.Theme]:
    """Give the theme in light at 100 %, and put it back so after the test."""
    installed_theme.set_mode("light")
    installed_theme.set_scale(1.0)
    yield installed_theme
    delete_windows()
    installed_theme.set_mode("light")
    installed_theme.set_scale(1.0)


@pytest.fixture
def open_exam(theme: themes.Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Give what opens an exam room."""
    yield from opener(qtbot, tmp_path)


def delete_windows() -> None:
    """Delete what the test has closed or left open, or every later change of the theme would dress it again."""
    QThreadPool.globalInstance().waitForDone()
    QCoreApplication.processEvents()  # what the threads have told their windows
    for window in QApplication.topLevelWidgets():
        # Plain ones are Qt's own: the layout of a graphics scene measures with a widget of which it tells nobody.
        if window.parent() is None and type(window) is not QWidget:
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
