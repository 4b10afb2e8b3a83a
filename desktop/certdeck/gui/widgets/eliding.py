"""Shortening a text to the width that it may take."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

_MOST: Final = 2_000
"""Letters beyond those that a line has room for in any case: what comes after them is never seen."""


def elided(text: str, metrics: QFontMetrics, room: int) -> str:
    """Return `text`, ending in an ellipsis where it is wider than `room` pixels.

    Qt measures all of a text for that, however little of it can be seen: eight milliseconds for half a million letters.
    """
    return metrics.elidedText(text[: _MOST + max(0, room)], Qt.TextElideMode.ElideRight, room)
