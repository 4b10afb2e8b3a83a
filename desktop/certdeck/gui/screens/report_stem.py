"""The stem of a question as it was read: with the parts that the learner highlighted in the exam."""

from collections.abc import Sequence

from certdeck.core.exam.events import Span
from certdeck.core.richtext import RichText, plain
from certdeck.gui.widgets.marked_text import MarkedPane


class Stem(MarkedPane):
    """Running text and tables with `highlights` (spans of the plain text) tinted and underlined."""

    def __init__(self, text: RichText, highlights: Sequence[Span], *, size: float) -> None:
        super().__init__(size=size)
        self.set_text(text)
        self.show_highlights(highlights)
        words = [plain(text)[begin:end] for begin, end in highlights]
        if words:
            self.setAccessibleDescription(f"You highlighted: {'; '.join(words)}")

    def tinted(self) -> tuple[str, ...]:
        """Return the words that are tinted."""
        return tuple(mark.cursor.selectedText() for view in self.reading_order() for mark in view.extraSelections())
