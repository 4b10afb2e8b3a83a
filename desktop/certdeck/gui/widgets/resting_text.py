"""Running text that rests as a painted passage until the pointer comes to it."""

from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from certdeck.core.richtext import Defined, Link, RichText, every_span, plain
from certdeck.gui.widgets.frames import Flow
from certdeck.gui.widgets.passage import PassageLabel
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.rich_text import Alone, RichTextPane
from certdeck.gui.widgets.rich_view import RichTextView

TextPart = RichTextView | RichTextPane


class RestingText(Flow):
    """A text in which words can be selected, and which takes a fraction of the time and memory of a `RichTextView`.

    It becomes one when the pointer enters it, in the same place and the same lines. A text with links, tables or trees
    is one at once, for the sake of the keyboard.
    """

    def __init__(self, look: TextLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passage = PassageLabel(look)
        self._awake: TextPart | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._passage)

    def show_text(self, text: RichText, look: TextLook) -> None:
        """Show `text` in `look`; it is also the accessible name."""
        if text == self.text() and look == self._passage.look():
            return
        self.setAccessibleName(plain(text))
        self._rest()
        self._passage.show_text(text, look)
        if is_more_than_words(text):
            self.wake()

    def text(self) -> RichText:
        """Return what is shown."""
        return self._passage.text()

    def views(self) -> tuple[RichTextView, ...]:
        """Return the views in which something can be selected or pressed now, in reading order."""
        return views_of(self._awake)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let words be selected from now on."""
        super().enterEvent(event)
        self.wake()

    def wake(self) -> None:
        """Put a view in place of the painted text."""
        if self._awake is None:
            self._awake = awake(self._passage.text(), self._passage.look(), self)
            # In its place before the layout asks: it would be as high as it is in the narrow width it is made in.
            self._awake.setGeometry(self._passage.geometry())
            self._awake.show()
            self._column.addWidget(self._awake)
            self._passage.hide()

    def _rest(self) -> None:
        if self._awake is not None:
            self._awake.hide()
            self._awake.deleteLater()
            self._awake = None
            self._passage.show()


def awake(text: RichText, look: TextLook, parent: QWidget) -> TextPart:
    """Return a view of `text`, or a pane of views where it has parts that are widgets of their own."""
    if any(isinstance(block, Alone) for block in text):
        pane = RichTextPane(parent, size=look.size)
        pane.set_text(text)
        return pane
    view = RichTextView(parent)
    view.show_text(text, look)
    return view


def views_of(part: TextPart | None) -> tuple[RichTextView, ...]:
    """Return the views of what is awake, in reading order."""
    if isinstance(part, RichTextPane):
        return part.reading_order()
    return () if part is None else (part,)


def is_more_than_words(text: RichText) -> bool:
    """Tell whether Tab must lead into `text`, or it has parts that are widgets of their own."""
    return any(isinstance(block, Alone) for block in text) or any(
        isinstance(span, Link | Defined) for span in every_span(text)
    )
