"""The case that several questions share, in a pane of its own."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.widgets.ahead import lay_out_ahead
from certdeck.gui.widgets.frames import MARGIN, HairLine, ScrollPage
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_text import RichTextPane

_LINE: Final = 40
_TOP: Final = 40
_SCROLLS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


class CasePage(ScrollPage):
    """The text of a case; once it has the focus, arrow keys scroll it."""

    def __init__(self) -> None:
        super().__init__(spacing=12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", 0)
        self._top = _TOP

    def set_top(self, top: int) -> None:
        """Begin `top` pixels below the upper edge."""
        self._top = top
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text the same width with a scroll bar as without: the bar stands in the margin."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        bar = self.width() - self.viewport().width()
        self.column.setContentsMargins(MARGIN, self._top, max(0, MARGIN - bar), MARGIN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll; leave every other key to the room."""
        lines = _SCROLLS.get(Qt.Key(event.key()))
        if lines is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + lines * _LINE)
        event.accept()


class CasePane(QFrame):
    """The case of a scenario, which stays while its questions change beside it, or below where it is narrow."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_class(self, "pane")
        self._title = label("", "h2", wrap=True)
        self._shown: RichText = ()
        self._beside: bool | None = None
        self._texts: dict[RichText, RichTextPane] = {}
        self.page = CasePage()
        self.page.column.addWidget(self._title)
        self.page.column.addStretch(1)
        self._upright, self._level = HairLine(upright=True, strong=True), HairLine(strong=True)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self.page, 1)
        self._box.addWidget(self._upright)
        self._box.addWidget(self._level)
        self.set_beside(True)

    def show_case(self, title: str, text: RichText) -> None:
        """Show the case; one that is shown already stays where it was scrolled to."""
        if title != self._title.text() or text != self._shown:
            self._shown = text
            self._title.setText(title)
            if text not in self._texts:
                self._fill(self._pane(), text)
            for entry, pane in self._texts.items():
                pane.setVisible(entry == text)
            self.page.setAccessibleName(f"Case: {title}")
            self.page.verticalScrollBar().setValue(0)

    def prepare(self, texts: Iterable[RichText], width: Callable[[int], int]) -> Iterator[None]:
        """Lay the cases of a sitting out ahead of time, a cell of their tables a step.

        `width` gives the width of this pane, in pixels, from the least one that a case wants.
        """
        for text in texts:
            if text not in self._texts:
                pane = self._pane()
                yield from pane.prepare(text, self._column_width(width(0)))
                if text in self._texts:  # it was asked for meanwhile
                    pane.deleteLater()
                    continue
                self._fill(pane, text)
                yield
                yield from lay_out_ahead(pane, self._column_width(width(self._around(pane.minimumSizeHint().width()))))

    def _pane(self) -> RichTextPane:
        pane = RichTextPane(size=16)
        pane.hide()
        self.page.column.insertWidget(1, pane)
        return pane

    def _fill(self, pane: RichTextPane, text: RichText) -> None:
        self._texts[text] = pane
        pane.set_text(text)
        for part in pane.findChildren(QWidget):
            part.ensurePolished()

    def _around(self, least: int) -> int:
        """Return the width of the pane in which a text has `least` pixels."""
        return least + 2 * MARGIN + 1

    def _column_width(self, width: int) -> int:
        """Return how wide a text is in a pane of `width` pixels."""
        return width - 2 * MARGIN - (0 if self._upright.isHidden() else 1)

    def least_width(self) -> int:
        """Return the width, in pixels, below which words in a table of the case would be broken."""
        tables = self._texts[self._shown].tables() if self._shown in self._texts else ()
        return self._around(max((table.words_width() for table in tables), default=0))

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops."""
        return (self.page,)

    def set_beside(self, beside: bool) -> None:
        """Draw the line towards the question at the right, or below."""
        if beside == self._beside:
            return
        self._beside = beside
        direction = QBoxLayout.Direction
        # Level with the stem where they stand side by side.
        self.page.set_top(_TOP if beside else 16)
        self._box.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._upright.setVisible(beside)
        self._level.setVisible(not beside)
