"""Presses of the mouse that are painted once.

By itself a button of Qt paints when it is pressed and again when it is let go, each time at once and with all that
waits to be painted around it, before what it stands for has changed anything.
"""

from collections.abc import Callable

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid


def paint_later(button: QAbstractButton, handle: Callable[[QMouseEvent], None], event: QMouseEvent) -> None:
    """Have Qt `handle` a mouse event of `button`, which is painted with everything else that it changes."""
    button.setUpdatesEnabled(False)
    try:
        handle(event)
    finally:
        if isValid(button):  # what was pressed may have closed the window
            button.setUpdatesEnabled(True)
