"""Loading the plotting library without the window standing still for a quarter of a second.

The library takes every type of Qt into its hands, and Qt makes them only then. Two threads that do so at once end the
program, so that this belongs into the thread of the window: a few types each time. What the library needs besides knows
nothing of Qt and is loaded in another thread. The rest takes some tens of milliseconds.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Final

from PySide6 import QtCore, QtGui, QtWidgets

_LIBRARY: Final = "pyqtgraph"
_BESIDE: Final = (
    "numpy.typing",
    "cProfile",
    "colorama",
    "decimal",
    "importlib.resources",
    "mmap",
    "multiprocessing.connection",
    "pydoc",
    "subprocess",
    "sysconfig",
    "xml.etree.ElementTree",
)
_OF_QT: Final = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest")
_TYPES: Final = 12
"""Types made in one step."""


def load_beside() -> None:
    """Load what is not of Qt; meant for another thread. What a later release does without may be missing."""
    for name in _BESIDE:
        with suppress(ImportError):
            import_module(name)


def loaded() -> Iterator[None]:
    """Make the types of Qt, some each step, then load the library. Only for the thread of the window."""
    if _LIBRARY in sys.modules:
        return
    for module in (QtCore, QtGui, QtWidgets):
        for number, name in enumerate(dir(module)):
            getattr(module, name)
            if number % _TYPES == 0:
                yield
    for name in (*_OF_QT, _LIBRARY):
        with suppress(ImportError):
            import_module(name)
        yield
