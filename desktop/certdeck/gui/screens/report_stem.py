"""The stem of a question as it was read: with the parts that the learner highlighted in the exam."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from certdeck.core.exam.events import Span
from certdeck.core.richtext import RichText, plain
from certdeck.gui import theme
from certdeck.gui.widgets.rich_text import RichTextPane, RichTextView

_AS_SPACE: Final = str.maketrans(dict.fromkeys("\u2028\u2029\n\u00a0", " "))
"""What a document has where the plain text of a stem has a space: line and paragraph ends."""


class Stem(RichTextPane):
    """Running text with `highlights` (spans of its plain text) tinted and underlined."""

    def __init__(self, text: RichText, highlights: Sequence[Span], *, size: float) -> None:
        super().__init__(size=size)
        self.set_text(text)
        self._highlights = tuple(highlights)
        self._words = tuple(plain(text)[begin:end] for begin, end in highlights)
        if self._words:
            self.setAccessibleDescription(f"You highlighted: {'; '.join(self._words)}")
            theme.current().follow(self._tint)

    def tinted(self) -> tuple[str, ...]:
        """Return the words that are tinted."""
        return tuple(mark.cursor.selectedText() for view in self.views() for mark in view.extraSelections())

    def _tint(self) -> None:
        for view in self.views():
            view.setExtraSelections(list(self._marks(view)))

    def _marks(self, view: RichTextView) -> Iterator[QTextEdit.ExtraSelection]:
        text = view.document().toRawText().translate(_AS_SPACE)
        for (begin, _), words in zip(self._highlights, self._words, strict=True):
            # Formulas and code blocks are longer in one of the two texts: what comes after them is looked for.
            at = begin if text.startswith(words, begin) else text.find(words)
            if at >= 0:
                yield _mark(view, at, at + len(words))


def _mark(view: RichTextView, begin: int, end: int) -> QTextEdit.ExtraSelection:
    tokens = theme.current().tokens
    look = QTextCharFormat()
    look.setBackground(QColor(tokens.warn_soft))
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    look.setUnderlineColor(QColor(tokens.warn))
    cursor = QTextCursor(view.document())
    cursor.setPosition(begin)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    mark = QTextEdit.ExtraSelection()
    mark.cursor = cursor
    mark.format = look
    return mark
