"""The case that several questions share, in a pane of its own."""

from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from certdeck.core.richtext import RichText
from certdeck.gui import theme
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
                self._add_text(text)
            for entry, pane in self._texts.items():
                pane.setVisible(entry == text)
            self.page.setAccessibleName(f"Case: {title}")
            self.page.verticalScrollBar().setValue(0)

    def prepare(self, texts: Iterable[RichText]) -> Iterator[None]:
        """Lay the cases of a sitting out ahead of time, one a step: their tables are slow to make."""
        for text in texts:
            if text not in self._texts:
                self._add_text(text)
            yield

    def _add_text(self, text: RichText) -> None:
        self._texts[text] = pane = RichTextPane(size=16)
        pane.hide()
        pane.set_text(text)
        self.page.column.insertWidget(len(self._texts), pane)
        for part in pane.findChildren(QWidget):
            part.ensurePolished()

    def least_width(self) -> int:
        """Return the width, in pixels, below which a table of the case would be cut at its right edge."""
        return self.page.page.minimumSizeHint().width() + self.page.verticalScrollBar().sizeHint().width() + 1

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
        self.page.column.setContentsMargins(MARGIN, _TOP if beside else 16, MARGIN, MARGIN)
        self._box.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._upright.setVisible(beside)
        self._level.setVisible(not beside)
