"""Cards, hairlines and the page that scrolls."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.tokens import Tone

MARGIN: Final = 24
"""The margin of every page, the same at every text size."""

Margins = tuple[int, int, int, int]
CARD_MARGINS: Final[Margins] = (20, 16, 20, 16)


class Card(QFrame):
    """A rounded box on the page, bordered, or tinted in `tone` without a border. Put widgets into `column`."""

    def __init__(
        self,
        tone: Tone | None = None,
        parent: QWidget | None = None,
        *,
        margins: Margins = CARD_MARGINS,
        spacing: int = 8,
    ) -> None:
        super().__init__(parent)
        theme.set_class(self, f"card-{tone}" if tone else "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(spacing)


class HairLine(QWidget):
    """A line of one pixel across (or down when `upright`), soft inside cards, `strong` between parts of the window."""

    def __init__(self, *, upright: bool = False, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strong = strong
        fixed, wide = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if upright:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, wide)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(wide, fixed)
        theme.current().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the pixel."""
        tokens = theme.current().tokens
        QPainter(self).fillRect(self.rect(), QColor(tokens.line if self._strong else tokens.soft))


class Flow(QWidget):
    """A widget with a layout that is asked for its height at its real width only.

    Qt's own hints tell besides how high everything is in the width of the hint, which no layout here takes up, and
    texts would be laid out for it.
    """

    def sizeHint(self) -> QSize:
        """Return the hint of the layout."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the layout."""
        layout = self.layout()
        return super().minimumSizeHint() if layout is None else layout.minimumSize()


class ScrollPage(QScrollArea):
    """A page that scrolls down, never across. Put widgets into `column`; it has the page's margin around it."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = MARGIN, spacing: int = 16) -> None:
        super().__init__(parent)
        self._use_own_viewport()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page = Flow()
        theme.set_class(self.page, "page")
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(spacing)
        self.setWidget(self.page)
        self.page.setAutoFillBackground(False)
        self._wanted = 0

    def _use_own_viewport(self) -> None:
        """Look through a widget of our own, which fills no background.

        Who asks Qt for one that it has made itself has it tell which kind of widget that is: it makes all types of
        widgets that there are for that, 15 ms and two megabytes.
        """
        viewport = QWidget()
        viewport.setObjectName("qt_scrollarea_viewport")
        self.setViewport(viewport)

    def scroll_to(self, down: int) -> None:
        """Scroll `down` pixels as soon as the page is that long, unless the learner scrolls before."""
        self._wanted = down
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._scroll_on)
        bar.actionTriggered.connect(self._forget_wanted)
        self._scroll_on()

    def _scroll_on(self) -> None:
        if self._wanted and self.verticalScrollBar().maximum() >= self._wanted:
            self.verticalScrollBar().setValue(self._wanted)
            self._forget_wanted()

    def _forget_wanted(self) -> None:
        self._wanted = 0
