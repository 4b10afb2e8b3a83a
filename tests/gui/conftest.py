"""What every test of a window needs: no display, the theme installed, and its settings put back."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from certdeck.gui import theme as themes
from certdeck.markup.math import svg

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
    # What the test has closed is deleted now, or every later change of the theme would dress it again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    installed_theme.set_mode("light")
    installed_theme.set_scale(1.0)
