"""The answer of a question in place of its responses: the key, the learner's own, and a reason for each response."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.deck import Source
from certdeck.core.richtext import Link, Paragraph, RichText, Strong, Text, plain
from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM, REGULAR
from certdeck.gui.screens.exam_page import keep_in_sight
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.dates import day_text
from certdeck.presenters.exam_views import AnswerView
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.response_lines import LineView

_MARK_LEFT: Final = 18
_MARK_ROOM: Final = 31
_LETTER_ROOM: Final = 30
_LINE: Final = 26
_TONES: Final[Mapping[Outcome, Tone]] = {
    Outcome.RIGHT: "good",
    Outcome.WRONG: "bad",
    Outcome.NEITHER: "neutral",
}
_ICONS: Final = {Outcome.RIGHT: "circle-check", Outcome.WRONG: "circle-x", Outcome.NEITHER: "circle"}
_SMALL_ICONS: Final = {Outcome.RIGHT: "check", Outcome.WRONG: "x", Outcome.NEITHER: ""}
_INK: Final = {Outcome.RIGHT: "good", Outcome.WRONG: "bad", Outcome.NEITHER: "control"}


class AnswerRow(QWidget):
    """One response where it stood, with what it was as icon, tint and word, and its reason below."""

    def __init__(self, line: LineView) -> None:
        super().__init__()
        self.line = line
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", 8)
        self.setAccessibleName(_spoken(line))
        self._grid = QGridLayout(self)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(2, 1)
        self._lay_out()
        theme.current().follow(self._measure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the board and the room."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box: tinted and edged for what was right or wrong."""
        tokens, outcome = theme.current().tokens, self.line.outcome
        plain_box = outcome is Outcome.NEITHER
        fill = tokens.surface if plain_box else tokens.fill(_TONES[outcome])
        line = tokens.line if plain_box else tokens.ink(_TONES[outcome])
        rounded(smooth(self), self.rect(), 8, fill=fill, line=line)

    def _lay_out(self) -> None:
        line, top = self.line, Qt.AlignmentFlag.AlignTop
        ink = _INK[line.outcome]
        self._grid.addWidget(IconLabel(_ICONS[line.outcome], 18, ink, stroke=2.0, line=_LINE), 0, 0, top)
        self._grid.addWidget(label(line.mark, "strong"), 0, 1, top)
        self._grid.addLayout(_beside(_text(line), _chip(line)), 0, 2)
        if line.note:
            self._grid.addWidget(label(line.note, "note-strong", wrap=True), 1, 2)
        if line.reason:
            reason = RichTextPane(size=14)
            reason.set_text(line.reason)
            self._grid.addWidget(reason, 2, 2)

    def _measure(self) -> None:
        px = theme.current().px
        self._grid.setContentsMargins(px(_MARK_LEFT), px(13), 15, px(14))
        self._grid.setColumnMinimumWidth(0, px(_MARK_ROOM))
        self._grid.setColumnMinimumWidth(1, px(_LETTER_ROOM))
        self._grid.setVerticalSpacing(px(5))


class AnswerBoard(QWidget):
    """All responses with their reasons, what has changed since the exam was written, and the sources."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: AnswerView | None = None
        self._rows: tuple[AnswerRow, ...] = ()
        self._parts: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_answer(self, answer: AnswerView) -> None:
        """Show `answer`; one that is shown already is left alone."""
        if answer == self._shown:
            return
        self._shown = answer
        for old in self._parts:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = tuple(AnswerRow(line) for line in answer.lines)
        self._parts = [*self._rows, _background(answer)]
        for part in self._parts:
            self._column.addWidget(part)

    def rows(self) -> tuple[AnswerRow, ...]:
        """Return the rows from top to bottom."""
        return self._rows

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order: the rows, then links."""
        links = [view for view in self.findChildren(RichTextView) if view.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return (*self._rows, *(view for view in links if any(part.isAncestorOf(view) for part in self._parts)))

    def focus_first(self) -> None:
        """Put the focus on the first row."""
        self._rows[0].setFocus()

    def move_focus(self, step: int) -> None:
        """Move the focus `step` rows down, and round at the ends."""
        now = next((index for index, row in enumerate(self._rows) if row.hasFocus()), None)
        row = self._rows[0 if now is None else (now + step) % len(self._rows)]
        row.setFocus()
        # Later, because a board that has just been shown is not laid out yet.
        QTimer.singleShot(0, row, lambda: keep_in_sight(row))


def _beside(text: QWidget, chip: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
    if chip is not None:
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
    return row


def _text(line: LineView) -> RichTextView:
    view = RichTextView(size=16, weight=MEDIUM if line.outcome is Outcome.RIGHT else REGULAR)
    view.set_text(line.text)
    return view


def _chip(line: LineView) -> Chip | None:
    return Chip(line.words, _TONES[line.outcome], _SMALL_ICONS[line.outcome]) if line.words else None


def _background(answer: AnswerView) -> QWidget:
    """Return what the exam has, what is so today, and the sources."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(8)
    for words, text in (("As the exam has it. ", answer.examined), ("Today. ", answer.today)):
        if text:
            column.addWidget(_pane(_led(words, text)))
    if answer.sources:
        column.addWidget(label("Sources", "label"))
    for source in answer.sources:
        column.addWidget(_pane((_named(source),)))
    return box


def _pane(text: RichText) -> RichTextPane:
    pane = RichTextPane(size=13)
    pane.set_text(text)
    return pane


def _named(source: Source) -> Paragraph:
    return Paragraph((Link(source.url, (Text(source.title),)), Text(f", checked {day_text(source.checked)}")))


def _led(words: str, text: RichText) -> RichText:
    """Put `words` before the first paragraph of `text`."""
    first, *rest = text
    if isinstance(first, Paragraph):
        return (Paragraph((Strong((Text(words),)), *first.spans)), *rest)
    return (Paragraph((Strong((Text(words),)),)), *text)


def _spoken(line: LineView) -> str:
    parts = (f"{line.mark}, {plain(line.text)}", line.words, line.note, plain(line.reason))
    return ". ".join(part.rstrip(".") for part in parts if part)
