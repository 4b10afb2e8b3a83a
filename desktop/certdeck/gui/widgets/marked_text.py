"""Text with tables in which stretches of its plain form can be marked: highlights of a stem, in the room and after."""

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget

from certdeck.core.exam.events import Span
from certdeck.core.richtext import RichText, plain
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.gui.widgets.rich_view import RichTextView


class MarkedPane(RichTextPane):
    """Running text and tables as one text: highlights count the characters of its plain form (`core.richtext.plain`).

    They stay when the text is written anew, for another width or theme.
    """

    def __init__(self, parent: QWidget | None = None, *, size: float = 18) -> None:
        self._spots: dict[RichTextView, tuple[Span, ...]] | None = None
        super().__init__(parent, size=size)

    def show_highlights(self, spans: Sequence[Span]) -> None:
        """Paint `spans` as highlighted."""
        for view in self.reading_order():
            stretches = (self._stretch(view, span) for span in spans)
            view.mark([stretch for stretch in stretches if stretch is not None])

    def spots(self) -> dict[RichTextView, tuple[Span, ...]]:
        """Return which characters of the plain text stand where; most texts are shown without anyone asking."""
        if self._spots is None:
            self._spots = _align(self.reading_order(), self.text())
        return self._spots

    def _build(self) -> None:
        super()._build()
        self._spots = None

    def _stretch(self, view: RichTextView, span: Span) -> Span | None:
        """Return the positions of `view` that show `span`, or None if it shows nothing of it."""
        shown = [
            place
            for place, (start, end) in enumerate(self.spots()[view])
            if start < end and span[0] <= start and end <= span[1]
        ]
        return (shown[0], shown[-1] + 1) if shown else None


def spots(shown: Sequence[str], whole: str, at: int) -> tuple[list[Span], int]:
    """Find each piece of `shown` in `whole`, from `at` on; return their spans and where the last one ends.

    Both hold the same words in the same order, and may differ in the spaces between them. A space, or what is not
    found, has an empty span.
    """
    found: list[Span] = []
    for piece in shown:
        if piece.strip():
            begin = at
            while begin < len(whole) and whole[begin].isspace():
                begin += 1
            if whole.startswith(piece, begin):
                at = begin + len(piece)
                found.append((begin, at))
                continue
        found.append((at, at))
    return found, at


def _align(views: Sequence[RichTextView], text: RichText) -> dict[RichTextView, tuple[Span, ...]]:
    whole, at = plain(text), 0
    aligned: dict[RichTextView, tuple[Span, ...]] = {}
    for view in views:
        found, at = spots(tuple(_pieces(view.document())), whole, at)
        aligned[view] = tuple(found)
    return aligned


def _pieces(document: QTextDocument) -> Iterator[str]:
    """Yield what stands at each position of `document`; a picture stands for its description."""
    cursor = QTextCursor(document)
    for place in range(document.characterCount() - 1):
        letter = document.characterAt(place)
        if letter == "\ufffc":
            cursor.setPosition(place + 1)
            letter = cursor.charFormat().toolTip()
        yield letter
