"""Terms with what is to be said of them, in two columns with hairlines between the rows, or below each other."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.rich_view import RichTextView

_BETWEEN: Final = 16
_AROUND: Final = 6
_MOST: Final = 0.42
"""Largest share of the width that the terms take."""


class TermList(QWidget):
    """Shows (term, text) pairs as high as they need to be; terms are semibold and share one column."""

    def __init__(self, entries: Sequence[tuple[RichText, RichText]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = [(self._cell(term, SEMIBOLD), self._cell(text)) for term, text in entries]
        self._lines: tuple[int, ...] = ()
        self._laid_out = -1
        self._natural, self._least = 0, (0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._remeasure)

    def sizeHint(self) -> QSize:
        """Return a comfortable width and the present height."""
        return QSize(theme.current().px(400), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of the longest words."""
        return QSize(max(self._least), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the two columns."""
        super().resizeEvent(event)
        if event.size().width() != self._laid_out:
            self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairlines."""
        painter = QPainter(self)
        for y in self._lines:
            painter.fillRect(0, y, self.width(), 1, QColor(theme.current().tokens.soft))

    def _cell(self, text: RichText, weight: int | None = None) -> RichTextView:
        cell = RichTextView(self, size=14, weight=weight) if weight else RichTextView(self, size=14)
        cell.set_text(text)
        return cell

    def _remeasure(self) -> None:
        """Measure the words once for each text size: a document takes its time."""
        self._natural = max((term.natural_width() for term, _ in self._rows), default=0)
        self._least = (
            max((term.least_width() for term, _ in self._rows), default=0),
            max((text.least_width() for _, text in self._rows), default=0),
        )
        self._arrange()

    def _arrange(self) -> None:
        self._laid_out = self.width()
        first = max(self._least[0], min(self._natural, int(self.width() * _MOST)))
        beside = self.width() - first - _BETWEEN >= self._least[1]
        top, lines = 0, []
        for term, text in self._rows:
            if beside:
                top = self._place_beside(term, text, first, top + _AROUND)
            else:
                top = self._place_below(term, text, top + _AROUND)
            top += _AROUND + 1
            lines.append(top - 1)
        self._lines = tuple(lines[:-1])
        self.setFixedHeight(max(0, top - 1))
        self.updateGeometry()
        self.update()

    def _place_beside(self, term: RichTextView, text: RichTextView, first: int, top: int) -> int:
        """Put the text right of the term and return where the row ends."""
        second = max(1, self.width() - first - _BETWEEN)
        heights = term.height_for(first), text.height_for(second)
        term.setGeometry(0, top, first, heights[0])
        text.setGeometry(first + _BETWEEN, top, second, heights[1])
        return top + max(heights)

    def _place_below(self, term: RichTextView, text: RichTextView, top: int) -> int:
        """Put the text below the term, where there is no room beside it, and return where the row ends."""
        for cell in (term, text):
            height = cell.height_for(self.width())
            cell.setGeometry(0, top, self.width(), height)
            top += height
        return top
