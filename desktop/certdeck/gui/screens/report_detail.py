"""A question of the report, opened: every response with its reason, and where the facts come from."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.richtext import Link, Paragraph, RichText, Strong, Text
from certdeck.gui.fonts import MEDIUM
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.presenters.dates import day_text
from certdeck.presenters.report import DetailView, LineView, Outcome

_ICONS: Final = {
    Outcome.RIGHT: ("circle-check", "good"),
    Outcome.WRONG: ("circle-x", "bad"),
    Outcome.NEITHER: ("circle", "control"),
}
_TONES: Final[dict[Outcome, Tone]] = {Outcome.RIGHT: "good", Outcome.WRONG: "bad"}
_WORDS: Final = {Outcome.RIGHT: "good", Outcome.WRONG: "bad", Outcome.NEITHER: "note"}
_SMALL_ICONS: Final = {Outcome.RIGHT: "check", Outcome.WRONG: "x"}


class ResponseLine(QWidget):
    """One response: its state as icon, tint and word, its text, its reason."""

    def __init__(self, line: LineView) -> None:
        super().__init__()
        self.line = line
        box = _box(line.outcome)
        row = QHBoxLayout()
        row.setSpacing(12)
        icon, colour = _ICONS[line.outcome]
        row.addWidget(IconLabel(icon, 18, colour, stroke=2.0, line=20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(_words(line), 1)
        box.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(box)


class QuestionDetail(QWidget):
    """Stem, responses, what has changed since the exam was written, sources. As high as its content."""

    def __init__(self, detail: DetailView) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(38, 4, 12, 14)
        self._column.setSpacing(4)
        if detail.scenario:
            self._add_text(detail.scenario, 14)
        self._add_text(detail.stem, 14)
        self._column.addSpacing(4)
        self.lines = tuple(ResponseLine(line) for line in detail.lines)
        for line in self.lines:
            self._column.addWidget(line)
        for words, text in (("As the exam has it. ", detail.examined), ("Today. ", detail.today)):
            if text:
                self._add_text(_led(words, text), 13)
        for source in detail.sources:
            link = Paragraph((Link(source.url, (Text(source.title),)), Text(f", checked {day_text(source.checked)}")))
            self._add_text((link,), 13)

    def _add_text(self, text: RichText, size: float) -> None:
        pane = RichTextPane(size=size)
        pane.set_text(text)
        row = QHBoxLayout()
        row.setContentsMargins(12, 2, 12, 2)
        row.addWidget(pane)
        self._column.addLayout(row)


def _box(outcome: Outcome) -> Card:
    if outcome is Outcome.NEITHER:
        box = Card("neutral", margins=(12, 6, 12, 6), spacing=0)
        box.setProperty("cls", "bare")
        return box
    return Card(_TONES[outcome], margins=(12, 8, 12, 8), spacing=0)


def _words(line: LineView) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(label(line.mark, "strong"), 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(_view(line.text, 14, "text", MEDIUM if line.outcome is Outcome.RIGHT else 400), 1)
    if line.words:
        head.addLayout(_verdict(line))
    column.addLayout(head)
    if line.note:
        column.addWidget(label(line.note, _WORDS[line.outcome], wrap=True))
    if line.reason:
        column.addWidget(_view(line.reason, 13, "muted" if line.outcome is Outcome.NEITHER else "text"))
    return column


def _verdict(line: LineView) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    if line.outcome in _SMALL_ICONS:
        row.addWidget(IconLabel(_SMALL_ICONS[line.outcome], 14, _WORDS[line.outcome], line=20))
    row.addWidget(label(line.words, _WORDS[line.outcome]))
    holder = QVBoxLayout()
    holder.addLayout(row)
    holder.addStretch(1)
    outer = QHBoxLayout()
    outer.addLayout(holder)
    return outer


def _view(text: RichText, size: float, colour: str, weight: int = 400) -> RichTextView:
    view = RichTextView(size=size, colour=colour, weight=weight)
    view.set_text(text)
    return view


def _led(words: str, text: RichText) -> RichText:
    """Put `words` before the first paragraph of `text`."""
    first, *rest = text
    if isinstance(first, Paragraph):
        return (Paragraph((Strong((Text(words),)), *first.spans)), *rest)
    return (Paragraph((Strong((Text(words),)),)), *text)
