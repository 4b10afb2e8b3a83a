"""A response of a question as a row that can be pressed: a painted box around rich text, as high as the text needs."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from certdeck.core.richtext import RichText
from certdeck.gui import theme
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.rich_view import RichTextView

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
        self.view = RichTextView(self, size=PLAIN.size)
        self.view.set_selectable(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty("ringRadius", 8)
        theme.current().changed.connect(self.place)

    def set_text(self, text: RichText, look: TextLook = PLAIN) -> None:
        """Show `text` in `look`."""
        if text != self._text or look != self.view.look():
            self._text = text
            self.view.show_text(text, look)
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
        return max(look.px(_HEIGHT), self.view.height_for(self._text_width(width)) + 2 * look.px(_PADDING))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text its room."""
        super().resizeEvent(event)
        self._fit()

    def place(self) -> None:
        """Measure anew, after the text, its look or what stands beside it has changed."""
        self._fit()
        self.updateGeometry()
        self.update()

    def first_line(self) -> QRect:
        """Return the line at the top of the text across the whole row; marks are centred in it."""
        high = theme.current().px(25)
        return QRect(0, self.view.y() - theme.current().px(_DROP), self.width(), min(high, self.view.height()))

    def _fit(self) -> None:
        look = theme.current()
        width = self._text_width(self.width())
        # Measured here, as a view that is still hidden hears of its width only later.
        high = self.view.height_for(width)
        # Plex sits high in its line: without the drop a single line would look too high in its box.
        top = (self.height() - high) // 2 + look.px(_DROP)
        self.view.setFixedHeight(high)
        self.view.setGeometry(look.px(self.text_left), top, width, high)

    def _text_width(self, width: int) -> int:
        return max(1, width - theme.current().px(self.text_left) - self.right_room())
