"""The answer of a question in place of its responses: the key, the learner's own, and a reason for each response."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from certdeck.core.deck import Source
from certdeck.core.richtext import Link, Paragraph, RichText, Strong, Text
from certdeck.gui.screens.exam_answer_row import AnswerRow
from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.widgets.ahead import made_ahead
from certdeck.gui.widgets.frames import Flow
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.resting_text import RestingText
from certdeck.gui.widgets.rich_document import TextLook
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.presenters.dates import day_text
from certdeck.presenters.exam_views import AnswerView

_SMALL: Final = TextLook(13)
_GAP: Final = 8


class Background(Flow):
    """What the exam has, what is so today, and the sources, below the responses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examined, self._today = RestingText(_SMALL), RestingText(_SMALL)
        self._heading = label("Sources", "label")
        self._shown: tuple[RichText, RichText, tuple[Source, ...]] | None = None
        self._sources: list[RestingText] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(8)
        for part in (self._examined, self._today, self._heading):
            self._column.addWidget(part)

    def show_background(self, answer: AnswerView) -> None:
        """Show that of `answer`; what it does not have takes no room."""
        if self._shown == (shown := (answer.examined, answer.today, answer.sources)):
            return
        self._shown = shown
        _say(self._examined, _led("As the exam has it. ", answer.examined) if answer.examined else (), _SMALL)
        _say(self._today, _led("Today. ", answer.today) if answer.today else (), _SMALL)
        self._heading.setVisible(bool(answer.sources))
        self._show_sources(answer.sources)

    def views(self) -> tuple[RichTextView, ...]:
        """Return the running texts from top to bottom."""
        texts = (self._examined, self._today, *self._sources)
        return tuple(view for text in texts for view in text.views())

    def _show_sources(self, sources: tuple[Source, ...]) -> None:
        """Show each in a text of its own, so that Tab leads from one to the next as it does between controls."""
        while len(self._sources) < len(sources):
            self._sources.append(RestingText(_SMALL))
            self._column.addWidget(self._sources[-1])
        for place, text in enumerate(self._sources):
            _say(text, (_named(sources[place]),) if place < len(sources) else (), _SMALL)


class AnswerBoard(Flow):
    """All responses with their reasons, what has changed since the exam was written, and the sources."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: AnswerView | None = None
        self._rows: list[AnswerRow] = []
        self._count = 0
        self._background = Background()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(_GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addLayout(self._lines)
        column.addWidget(self._background)

    def fill(self, answer: AnswerView) -> Iterator[None]:
        """Show `answer`, one row a step to make and one to fill; one that is shown already is left alone."""
        if answer == self._shown:
            return
        self._shown = None
        yield from made_ahead(lambda: len(self._rows), self._add_row, len(answer.lines))
        self._count = len(answer.lines)
        for row, line in zip(self._rows, answer.lines, strict=False):
            row.show_line(line)
            yield
        # Only now: rows that are filled where they can be seen already leave their page too high.
        for place, row in enumerate(self._rows):
            row.setVisible(place < self._count)
        self._background.show_background(answer)
        self._shown = answer

    def rows(self) -> tuple[AnswerRow, ...]:
        """Return the rows in use, from top to bottom."""
        return tuple(self._rows[: self._count])

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order: the rows, then links."""
        texts = (*(view for row in self.rows() for view in row.views()), *self._background.views())
        return (*self.rows(), *(view for view in texts if view.focusPolicy() & Qt.FocusPolicy.TabFocus))

    def focus_first(self) -> None:
        """Put the focus on the first row."""
        self._rows[0].setFocus()

    def move_focus(self, step: int) -> None:
        """Move the focus `step` rows down, and round at the ends."""
        rows = self.rows()
        now = next((index for index, row in enumerate(rows) if row.hasFocus()), None)
        row = rows[0 if now is None else (now + step) % len(rows)]
        row.setFocus()
        # Later, because a board that has just been shown is not laid out yet.
        QTimer.singleShot(0, row, lambda: keep_in_sight(row))

    def _add_row(self) -> AnswerRow:
        row = AnswerRow()
        row.hide()
        self._rows.append(row)
        self._lines.addWidget(row)
        return row


def _say(place: RestingText, text: RichText, look: TextLook) -> None:
    """Show `text`, or nothing where there is none."""
    place.show_text(text, look)
    place.setVisible(bool(text))


def _named(source: Source) -> Paragraph:
    return Paragraph((Link(source.url, (Text(source.title),)), Text(f", checked {day_text(source.checked)}")))


def _led(words: str, text: RichText) -> RichText:
    """Put `words` before the first paragraph of `text`."""
    first, *rest = text
    if isinstance(first, Paragraph):
        return (Paragraph((Strong((Text(words),)), *first.spans)), *rest)
    return (Paragraph((Strong((Text(words),)),)), *text)
