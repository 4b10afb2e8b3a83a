"""A page that scrolls and whose content keeps its right edge."""

from typing import Final

from PySide6.QtWidgets import QWidget

from certdeck.gui.widgets.frames import MARGIN, ScrollPage

_RING: Final = 5
"""Room that the focus ring needs beside the content."""


class LevelPage(ScrollPage):
    """A scroll page whose scroll bar stands in the right margin, so that the content ends where the header does.

    `above` and `below` are the margins at the top and the bottom in pixels.
    """

    def __init__(
        self, parent: QWidget | None = None, *, above: int = MARGIN, below: int = MARGIN, spacing: int = 16
    ) -> None:
        super().__init__(parent, spacing=spacing)
        self._above, self._below = above, below
        self.verticalScrollBar().rangeChanged.connect(self._level)
        self._level()

    def _level(self) -> None:
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self.column.setContentsMargins(MARGIN, self._above, max(_RING, MARGIN - taken), self._below)
