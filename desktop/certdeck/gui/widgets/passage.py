"""Running text that is only looked at: painted by the widget it stands in, and laid out once for each width."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.rich_view import grounds_of, height_of, paint_grounds
from certdeck.gui.widgets.written_text import Ground, Wanted, dress, shelf, write

_KEPT: Final = 400
"""Passages that are kept: the responses of an exam, and many of them once more as they look when chosen."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text laid out in lines of `width` pixels; it is shared, so it is never changed. `height` is in pixels."""

    document: QTextDocument
    width: int
    height: int
    grounds: tuple[Ground, ...]

    def paint(self, painter: QPainter, at: QPoint) -> None:
        """Paint the text with its top left corner `at`; lines below and through words are sharp, as in text editors."""
        painter.translate(at)
        paint_grounds(painter, self.grounds)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.document.drawContents(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-at)


def passage(text: RichText, look: TextLook, width: int, ratio: float) -> Passage:
    """Return `text` in `look`, `width` pixels wide, for a screen of device pixel `ratio`; asked again, the same one."""
    return _laid_out(text, look, width, ratio, dress())


@lru_cache(maxsize=_KEPT)
def _laid_out(text: RichText, look: TextLook, width: int, ratio: float, dressed: object) -> Passage:
    written = write(Wanted(text, look, None, ratio, dressed), width)
    grounds = grounds_of(written.document, width) if written.grounded else ()
    return Passage(written.document, width, height_of(written.document), grounds)


class PassageLabel(QWidget):
    """A passage as a widget as high as it is. Nothing in it can be selected; what it says is told by what it is in."""

    def __init__(self, look: TextLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text: RichText = ()
        self._look = look
        self._shown: Passage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._fit)

    def show_text(self, text: RichText, look: TextLook) -> None:
        """Show `text` in `look`."""
        self._text, self._look = text, look
        self._fit()

    def text(self) -> RichText:
        """Return what is shown."""
        return self._text

    def look(self) -> TextLook:
        """Return the present look."""
        return self._look

    def sizeHint(self) -> QSize:
        """Return a fair width and the present height."""
        return QSize(theme.current().px(400), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: text wraps."""
        return QSize(theme.current().px(80), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the text needs at the new width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text."""
        if self._shown is not None:
            self._shown.paint(QPainter(self), QPoint(0, 0))

    def _fit(self) -> None:
        self._shown = passage(self._text, self._look, max(1, self.width()), self.devicePixelRatioF())
        height = self._shown.height
        if height != self.height() or self.maximumHeight() != height:
            self.setFixedHeight(height)
        self.update()


def forget_passages() -> None:
    """Lay texts out anew from now on: the pictures in them may be other ones than before."""
    _laid_out.cache_clear()
    shelf.clear()
