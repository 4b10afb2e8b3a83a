"""What the windows load, and what they leave alone."""

import os
import subprocess
import sys
from pathlib import Path


def test_no_source_is_read_and_kept_for_features_of_qt_that_nobody_uses() -> None:
    asked = "import certdeck.gui.main_window, linecache; print([n for n in linecache.cache if 'certdeck' in n])"
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"


def test_the_first_page_has_qt_make_no_types_that_only_other_pages_use(tmp_path: Path) -> None:
    """Qt makes a type when it is first asked for; some questions have it make all types of widgets, or of styles."""
    asked = f"""
import gc
from pathlib import Path
from certdeck.gui.app import application, install_theme
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import RESOURCES, open_library

with open_library(Path({str(tmp_path)!r}), deck(cards=(card("c-1"),)), FixedClock()) as services:
    app = application()
    install_theme(app, services, RESOURCES)
    window = MainWindow(services)
    window.go(Page.TODAY)
    window.show()
    app.processEvents()
    made = [one for one in gc.get_objects() if isinstance(one, type) and one.__module__ == "PySide6.QtWidgets"]
    types = {{one.__name__ for one in made}}
    window.close()
print(sorted(types & {{"QCalendarWidget", "QComboBox", "QListView", "QSpinBox", "QStyle"}}), "QWidget" in types)
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True, env=environment)
    assert told.stdout.strip() == "[] True"


def test_opening_the_window_loads_nothing_that_prints() -> None:
    asked = "import sys, certdeck.cli.commands, certdeck.gui.app; print('certdeck.ports.printing' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "False"
