"""Loading the plotting library: as little of it as will do, or all of it."""

import json
import subprocess
import sys
from collections.abc import Iterable

from tests.library import RESOURCES

DRAW = f"""
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from certdeck.gui import theme
from certdeck.gui.screens import progress_loading
from certdeck.presenters.progress_views import BarView, PlotView, TableView, TickView

def draw():
    app = QApplication([])
    theme.install(app, Path({str(RESOURCES)!r}))
    progress_loading.load_beside()
    for _ in progress_loading.loaded():
        pass
    from certdeck.gui.screens.progress_canvas import PlotCanvas
    ticks = (TickView(0, "0"), TickView(1, "1"))
    canvas = PlotCanvas()
    canvas.show_plot(
        PlotView("hours", "Hours", "", "", TableView((), ()), bars=(BarView(0.5, 1, "One"),), across=ticks, up=ticks)
    )
    canvas.resize(400, 200)
    canvas.show()
    app.processEvents()
    area = canvas.spots()[0].area
    print(json.dumps([[round(side) for side in area.getRect()], list(sys.modules)]))
    app.aboutToQuit.emit()

"""
OTHERWISE = """
progress_loading._PARTS = ("functions", "nowhere")
"""
"""A part that another release does not have."""


def drawn(before: str) -> tuple[list[int], Iterable[str]]:
    """Draw a plot in a process of its own; return where its bar is and which modules were loaded."""
    told = subprocess.run([sys.executable, "-c", f"{DRAW}{before}draw()"], check=True, capture_output=True, text=True)
    assert told.stderr.replace("This plugin does not support propagateSizeHints()", "").strip() == ""
    area, modules = json.loads(told.stdout)
    return area, modules


def test_a_plot_needs_a_few_parts_of_the_library_and_is_the_same_with_all_of_it() -> None:
    lean, few = drawn("")
    whole, all_of_it = drawn(OTHERWISE)
    assert lean == whole
    assert "pyqtgraph.imageview" in all_of_it
    assert "pyqtgraph.imageview" not in few
    assert {"PySide6.QtOpenGL", "cProfile", "colorama"}.isdisjoint(few)
    assert sum(name.startswith("pyqtgraph") for name in few) < 40


BROKEN = """
def broken():
    draw()
    from pyqtgraph import debug
    from pyqtgraph.functions import disconnect
    from PySide6.QtCore import QObject
    try:
        raise ValueError("broken")
    except ValueError:
        debug.printExc("Error sending click event:")
    debug.Profiler(disabled=False)("a point")
    print(disconnect(QObject().destroyed, print))
broken()
"""


def test_what_breaks_in_a_plot_is_told_without_the_library_s_own_tools() -> None:
    told = subprocess.run([sys.executable, "-c", f"{DRAW}{BROKEN}"], check=True, capture_output=True, text=True)
    assert "RuntimeWarning: Error sending click event:\nTraceback" in told.stderr
    assert "ValueError: broken" in told.stderr
    assert told.stdout.splitlines()[-1] == "False"
