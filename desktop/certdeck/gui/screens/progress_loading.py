"""Loading the plotting library without the window standing still, and without what no plot here needs.

Its own start loads a hundred modules of it and has Qt make every type that it knows: a quarter of a second and 25 MB.
The plots are made of four of its classes. So its packages are laid out here without their start, with the few names
that those classes ask them for, and each part is loaded by itself.

What the parts need besides knows nothing of Qt and is loaded in another thread. The parts belong into the thread of the
window: they have Qt make types, and two threads that do so at once end the program.
"""

import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final

from PySide6 import QtCore, QtGui, QtWidgets
from shiboken6 import isValid

_LIBRARY: Final = "pyqtgraph"
_BESIDE: Final = ("decimal", "xml.etree.ElementTree")
_PARTS: Final = (
    "functions",
    "GraphicsScene",
    "graphicsItems.GraphicsObject",
    "graphicsItems.GraphicsWidget",
    "graphicsItems.ViewBox",
    "graphicsItems.AxisItem",
    "widgets.GraphicsView",
)
_OPTIONS: Final = {
    "antialias": False,
    "background": "k",
    "crashWarning": False,
    "enableExperimental": False,
    "foreground": "d",
    "leftButtonPan": True,
    "mouseRateLimit": 100,
    "useCupy": False,
    "useNumba": False,
    "useOpenGL": False,
}
"""The library's own values of the options that the parts ask for."""


def load_beside() -> None:
    """Load what is not of Qt; meant for another thread. What a later release does without may be missing."""
    for name in _BESIDE:
        with suppress(ImportError):
            import_module(name)


def loaded() -> Iterator[None]:
    """Load the parts, one each step. Only for the thread of the window.

    Where a later release has been cut in another way, all of it is thrown away: `progress_canvas` then loads the whole
    library by itself.
    """
    if f"{_LIBRARY}.{_PARTS[-1]}" in sys.modules:
        return
    try:
        # It may have begun before, and been broken off by another click.
        if _LIBRARY not in sys.modules:
            _lay_out()
        yield
        for part in _PARTS:
            import_module(f"{_LIBRARY}.{part}")
            yield
        _clean_up_at_the_end()
    except (ImportError, AttributeError, KeyError):
        for name in [name for name in sys.modules if name.partition(".")[0] == _LIBRARY]:
            del sys.modules[name]


def _lay_out() -> None:
    """Make the packages, so that Python finds the parts in their folders."""
    library = _package(_LIBRARY, getConfigOption=_OPTIONS.get, _connectCleanup=lambda: None)
    of_qt = {"QT_LIB": "PySide6", "QtCore": QtCore, "QtGui": QtGui, "QtWidgets": QtWidgets}
    # What draws by the graphics card stays away: it needs more of Qt.
    qt = _package(f"{_LIBRARY}.Qt", isQObjectAlive=isValid, OpenGLHelpers=None, **of_qt)
    # What it measures and reloads itself with stays away, too: half a megabyte, half of it Python's own profiler.
    debug = _module(f"{_LIBRARY}.debug", Profiler=lambda *_how, **_else: _nothing, printExc=_warn)
    reload = _module(f"{_LIBRARY}.reload", getPreviousVersion=lambda _slot: None)
    library.__dict__.update(Qt=qt, debug=debug, reload=reload)


def _nothing(*_point: str) -> None:
    """Take no time at a point that a profiler would measure."""


def _warn(said: str) -> None:
    """Tell what broke in a plot, as the library does: as a warning, and the plot goes on."""
    warnings.warn(f"{said}\n{traceback.format_exc()}", RuntimeWarning, stacklevel=2)


def _package(name: str, **names: Any) -> ModuleType:
    spec = find_spec(name)
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError(name)
    package = _module(name, **names)
    package.__spec__ = spec
    package.__path__ = spec.submodule_search_locations
    return package


def _module(name: str, **names: Any) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(names)
    sys.modules[name] = module
    return module


def _clean_up_at_the_end() -> None:
    """Do what the library does when the app quits: no plot may hear of another one that is gone already."""
    app = QtCore.QCoreApplication.instance()
    if app is not None:
        app.aboutToQuit.connect(sys.modules[f"{_LIBRARY}.graphicsItems.ViewBox"].ViewBox.quit)
