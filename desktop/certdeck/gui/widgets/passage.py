"""Running text that is only looked at: painted by the widget it stands in, and laid out once for each width."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QTextDocument, QTextOption

from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.widgets.rich_document import DocumentWriter, TextLook
from certdeck.gui.widgets.rich_view import height_of, paint_grounds

_KEPT: Final = 400
"""Passages that are kept: the responses of an exam, and many of them once more as they look when chosen."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text laid out in lines of `width` pixels; it is shared, so it is never changed. `height` is in pixels."""

    document: QTextDocument
    width: int
    height: int
    marked: bool

    def paint(self, painter: QPainter, at: QPoint) -> None:
        """Paint the text with its top left corner `at`; lines below and through words are sharp, as in text editors."""
        painter.translate(at)
        if self.marked:
            paint_grounds(painter, self.document, self.width)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.document.drawContents(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-at)


def passage(text: RichText, look: TextLook, width: int, ratio: float) -> Passage:
    """Return `text` in `look`, `width` pixels wide, for a screen of device pixel `ratio`; asked again, the same one."""
    return _laid_out(text, look, width, ratio, _dress())


@lru_cache(maxsize=_KEPT)
def _laid_out(text: RichText, look: TextLook, width: int, ratio: float, _dressed: object) -> Passage:
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    option = document.defaultTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setTextWidth(width)
    writer = DocumentWriter(document, look, media=None, width=width, ratio=ratio)
    writer.write(text)
    return Passage(document, width, height_of(document), writer.marked)


def _dress() -> object:
    """Return what the look of every passage depends on, besides what is said of it."""
    look = theme.current()
    return look.dark, look.scale, look.math


def forget_passages() -> None:
    """Lay texts out anew from now on: the pictures in them may be other ones than before."""
    _laid_out.cache_clear()
