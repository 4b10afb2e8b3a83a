"""Pages to look at before they are printed: one at a time, as large as the learner likes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import IconButton
from certdeck.gui.widgets.labels import label
from certdeck.ports.printing import PagePicture

_STEPS: Final = (1.0, 1.5, 2.0, 3.0)
"""Sizes, in parts of the one at which a whole page is seen."""
_AROUND: Final = 12


class _Paper(QWidget):
    """A page, white in dark mode, too: it is paper."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: PagePicture | None = None
        self._drawing = QSvgRenderer(self)

    def show_page(self, picture: PagePicture | None) -> None:
        """Show `picture`, or nothing."""
        self._picture = picture
        if picture is not None:
            self._drawing.load(QByteArray(picture.svg.encode()))
        self.update()

    def fit(self, room: QSize, zoom: float) -> None:
        """Take `zoom` times the size at which the page fits into `room`."""
        if self._picture is None:
            self.setFixedSize(room)
            return
        wide, high = room.width() - 2 * _AROUND, room.height() - 2 * _AROUND
        scale = max(0.1, min(wide / self._picture.width, high / self._picture.height)) * zoom
        across, down = round(self._picture.width * scale), round(self._picture.height * scale)
        self.setFixedSize(max(across + 2 * _AROUND, room.width()), max(down + 2 * _AROUND, room.height()))
        self._area = QRectF((self.width() - across) / 2, (self.height() - down) / 2, across, down)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page."""
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self._area, QColor("#FFFFFF"))
        painter.setPen(QColor(theme.current().tokens.line))
        painter.drawRect(self._area)
        self._drawing.render(painter, self._area)


class PagePreview(QWidget):
    """The pages with buttons to turn and to enlarge them."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: Sequence[PagePicture] = ()
        self.page = 0
        self._zoom = 0
        self._paper = _Paper()
        self._area = QScrollArea()
        self._area.setWidget(self._paper)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setAccessibleName("Preview of the page")
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = label("", "note")
        self.back = IconButton("chevron-left", "Previous page")
        self.ahead = IconButton("chevron-right", "Next page")
        self.smaller = IconButton("minus", "Smaller")
        self.larger = IconButton("plus", "Larger")
        for button, step in ((self.back, -1), (self.ahead, 1)):
            button.clicked.connect(lambda _on=False, step=step: self.turn(step))
        for button, step in ((self.smaller, -1), (self.larger, 1)):
            button.clicked.connect(lambda _on=False, step=step: self.enlarge(step))
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.back, self.words, self.ahead):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.smaller)
        row.addWidget(self.larger)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._area, 1)
        column.addLayout(row)
        self.say("")

    def say(self, words: str) -> None:
        """Show no page and say why."""
        self._pictures = ()
        self._paper.show_page(None)
        self._show(words)

    def show_pages(self, pictures: Sequence[PagePicture]) -> None:
        """Show `pictures`, staying at the page that was looked at where there is one."""
        self._pictures = pictures
        self.page = min(self.page, max(0, len(pictures) - 1))
        self._show()

    def turn(self, step: int) -> None:
        """Go to another page."""
        self.page = min(max(self.page + step, 0), max(0, len(self._pictures) - 1))
        self._show()

    def enlarge(self, step: int) -> None:
        """Make the page larger or smaller."""
        self._zoom = min(max(self._zoom + step, 0), len(_STEPS) - 1)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page into the new size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Fit the page into the room that there is without scroll bars; these come with a larger page only."""
        bars = Qt.ScrollBarPolicy.ScrollBarAsNeeded if self._zoom else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setHorizontalScrollBarPolicy(bars)
        self._area.setVerticalScrollBarPolicy(bars)
        self._paper.fit(self._area.maximumViewportSize(), _STEPS[self._zoom])

    def _show(self, words: str = "") -> None:
        count = len(self._pictures)
        if count:
            self._paper.show_page(self._pictures[self.page])
            words = f"Page {self.page + 1} of {count}"
        self._fit()
        self.words.setText(words)
        self._area.setAccessibleDescription(words)
        self.back.setEnabled(self.page > 0 and count > 0)
        self.ahead.setEnabled(self.page + 1 < count)
        self.smaller.setEnabled(self._zoom > 0 and count > 0)
        self.larger.setEnabled(self._zoom + 1 < len(_STEPS) and count > 0)
