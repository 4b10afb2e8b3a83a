"""What the windows load, and what they leave alone."""

import os
import subprocess
import sys
from pathlib import Path

from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import open_library


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


def test_what_is_loaded_ahead_keeps_changes_but_brings_nothing_that_is_wanted_rarely(tmp_path: Path) -> None:
    """Among that is OpenSSL (`_hashlib`): three megabytes, with which short digests take longer than without."""
    with open_library(tmp_path, deck(cards=(card("c-1"),)), FixedClock()):
        pass  # Making the database anew loads more.
    asked = f"""
import sys
from importlib import import_module
from pathlib import Path
from certdeck.gui.pages import PAGE_MODULES
from tests.clock import FixedClock
from tests.library import open_library

for module in PAGE_MODULES:
    import_module(module)
with open_library(Path({str(tmp_path)!r}), None, FixedClock()) as services:
    services.warm_up()
    with services.store.open() as work:
        assert work.exchange
print([name for name in ("_hashlib", "difflib", "statistics", "certdeck.store.history") if name in sys.modules])
"""
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "['certdeck.store.history']"


def test_what_reads_a_small_file_loads_nothing_that_starts_a_process() -> None:
    asked = "import sys, certdeck.importers.csv_notes; print('multiprocessing' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "False"


def test_qt_makes_no_types_for_a_question_once_they_were_made_ahead() -> None:
    """Else it makes all that there are when it is asked for an object of its own, in one turn of the event loop."""
    asked = """
import gc
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea
from certdeck.gui import pages, qt_types

def made():
    return {one for one in gc.get_objects() if isinstance(one, type) and one.__module__.startswith("PySide6")}

app = QApplication([])
for _ in pages.load(pages.PAGE_MODULES):
    pass
before = made()
for _ in qt_types.made_by_steps():
    pass
ahead, area, field = made(), QScrollArea(), QLineEdit()
area.viewport(), field.children()
print(len(ahead - before) > 100, sorted(one.__name__ for one in made() - ahead))
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True, env=environment)
    assert told.stdout.strip() == "True []"
