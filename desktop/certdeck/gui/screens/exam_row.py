"""A response of a question as a row that can be pressed: a painted box around rich text, as high as the text needs."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.widgets.passage import Passage, passage
from certdeck.gui.widgets.pressing import paint_later
from certdeck.gui.widgets.rich_document import TextLook

_HEIGHT: Final = 54
_PADDING: Final = 14
_EDGE: Final = 16
_DROP: Final = 2
PLAIN: Final = TextLook(16)
"""How the text of a response looks unless something is said of it."""


class ResponseRow(QAbstractButton):
    """At least 54 px high. Subclasses paint what stands beside the text, as `text_left` and `right_room` say."""

    text_left = 79
    """Where the text begins, in design pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text: RichText = ()
        self._look = PLAIN
        self._passages: dict[int, Passage] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty("ringRadius", 8)
        theme.current().changed.connect(self._dress)

    def set_text(self, text: RichText, look: TextLook = PLAIN) -> None:
        """Show `text` in `look`."""
        if text != self._text or look != self._look:
            self._text, self._look = text, look
            self._passages.clear()
            self.place()

    def right_room(self) -> int:
        """Return the pixels that are not the text's at the right end."""
        return _EDGE

    def sizeHint(self) -> QSize:
        """Return a fair width and the height of one line."""
        return QSize(theme.current().px(400), theme.current().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: text wraps."""
        return QSize(theme.current().px(self.text_left) + theme.current().px(120), theme.current().px(_HEIGHT))

    def heightForWidth(self, width: int) -> int:
        """Return the height that the text needs in a row of `width` pixels."""
        look = theme.current()
        return max(look.px(_HEIGHT), self._passage(width).height + 2 * look.px(_PADDING))

    def place(self) -> None:
        """Measure and paint anew, after the text, its look or what stands beside it has changed."""
        self.updateGeometry()
        self.update()

    def text_area(self) -> QRect:
        """Return where the text stands."""
        shown, look = self._passage(self.width()), theme.current()
        # Plex sits high in its line: without the drop a single line would look too high in its box.
        top = (self.height() - shown.height) // 2 + look.px(_DROP)
        return QRect(look.px(self.text_left), top, shown.width, shown.height)

    def first_line(self) -> QRect:
        """Return the line at the top of the text across the whole row; marks are centred in it."""
        text, high = self.text_area(), theme.current().px(25)
        return QRect(0, text.y() - theme.current().px(_DROP), self.width(), min(high, text.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go down, and paint that with the rest."""
        paint_later(self, super().mousePressEvent, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Come up, do what the button stands for, and paint it all once."""
        paint_later(self, super().mouseReleaseEvent, event)

    def paint_text(self, painter: QPainter) -> None:
        """Paint the text where it stands."""
        self._passage(self.width()).paint(painter, self.text_area().topLeft())

    def _passage(self, width: int) -> Passage:
        room = self._text_width(width)
        if room not in self._passages:
            self._passages[room] = passage(self._text, self._look, room, self.devicePixelRatioF())
        return self._passages[room]

    def _dress(self) -> None:
        self._passages.clear()
        self.place()

    def _text_width(self, width: int) -> int:
        return max(1, width - theme.current().px(self.text_left) - self.right_room())
