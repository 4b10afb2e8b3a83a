"""A question of the report, opened: every response with its reason, sources, and what can be done with it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.deck import Source
from certdeck.core.exam.insight import MissReason
from certdeck.core.richtext import Link, Paragraph, RichText, Strong, Text
from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM
from certdeck.gui.screens.exam_page import Wrapping
from certdeck.gui.screens.report_reasons import ReasonButtons
from certdeck.gui.screens.report_stem import Stem
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.buttons import GhostButton, QuietButton
from certdeck.gui.widgets.frames import Card, Flow
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.rich_text import RichTextPane
from certdeck.gui.widgets.rich_view import RichTextView
from certdeck.presenters.dates import day_text
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.report_views import DetailView
from certdeck.presenters.response_lines import LineView

_ICONS: Final = {
    Outcome.RIGHT: ("circle-check", "good"),
    Outcome.WRONG: ("circle-x", "bad"),
    Outcome.NEITHER: ("circle", "control"),
}
_TONES: Final[dict[Outcome, Tone]] = {Outcome.RIGHT: "good", Outcome.WRONG: "bad"}
_WORDS: Final = {Outcome.RIGHT: "good", Outcome.WRONG: "bad", Outcome.NEITHER: "note"}
_SIDE: Final = 12
MEASURE: Final = 720
"""Greatest width of the details in design pixels: about 90 characters a line, in a window however wide."""
_SMALL_ICONS: Final = {Outcome.RIGHT: "check", Outcome.WRONG: "x"}


class ResponseLine(Flow):
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


class QuestionDetail(Flow):
    """Stem, responses, what the learner did, sources, and what can be done. As high as its content.

    It is empty at first: `steps` makes it part by part, ahead of time, and `complete` makes what is still missing.
    `reasoned` carries the reason pressed; `adding` and `disputing` ask for the dialogs of this question, `making`
    for the editor with a card made of it.
    """

    reasoned = Signal(object)
    adding = Signal()
    disputing = Signal()
    making = Signal()

    def __init__(self, detail: DetailView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail = detail
        self._judged: tuple[MissReason | None, str] | None = None
        self.lines: tuple[ResponseLine, ...] = ()
        self.steps = self._make()
        self._column = _MeasuredColumn(self)
        self._column.setContentsMargins(38, 4, 12, 14)
        self._column.setSpacing(4)
        self.reasons = ReasonButtons()
        self.reasons.chosen.connect(self.reasoned)
        self.add = QuietButton("Add to my cards", "layers")
        self.add.setAccessibleName(f"Add question {detail.number} to my cards")
        self.add.clicked.connect(self.adding)
        self.make = GhostButton("Make a card", "pencil")
        self.make.setAccessibleName(f"Make a card of question {detail.number}")
        self.make.setToolTip("Write a card of your own from this question")
        self.make.clicked.connect(self.making)
        self.dispute = GhostButton("Dispute", "flag")
        self.dispute.setToolTip("Say what is wrong with this question (D)")
        self.dispute.clicked.connect(self.disputing)
        self._objection = _Remark("flag", "warn")

    def shows(self, detail: DetailView) -> bool:
        """Tell whether this shows `detail`, whatever the learner holds of it."""
        return self._detail is detail or _fixed(self._detail) == _fixed(detail)

    def complete(self) -> None:
        """Make the parts that are still missing."""
        for _ in self.steps:
            pass

    def _make(self) -> Iterator[None]:
        """Make a part a step, and dress it in the next, which it else is when it is first shown."""
        for _ in self._make_parts(self._detail):
            yield
            for part in self.findChildren(QWidget):
                part.ensurePolished()
            yield

    def _make_parts(self, detail: DetailView) -> Iterator[None]:
        if detail.scenario:
            yield from self._add_case(detail.scenario)
        self._add_question(detail)
        yield
        for line in detail.lines:
            self.lines = (*self.lines, ResponseLine(line))
            self._column.addWidget(self.lines[-1])
            yield
        self._add_background(detail)
        self._add_foot(detail)
        self.show_judgement(detail)
        yield

    def show_judgement(self, detail: DetailView) -> None:
        """Show why the question was missed, and what the learner holds against it."""
        if self._judged == (judged := (detail.reason, detail.dispute)):
            return
        self._judged = judged
        self.reasons.show_reason(detail.reason)
        self._objection.say(f"You object: {detail.dispute}" if detail.dispute else "")
        self.dispute.setText("Edit objection" if detail.dispute else "Dispute")
        self.dispute.setAccessibleName(f"{self.dispute.text()}, question {detail.number}, key D")
        self.dispute.refresh()

    def _add_case(self, case: RichText) -> Iterator[None]:
        """Make the text of a case, the cells of its tables one by one: some have many."""
        pane = RichTextPane(self, size=14)
        sides = self._column.contentsMargins().left() + self._column.contentsMargins().right() + 2 * _SIDE
        yield from pane.prepare(case, _measured((self.parentWidget() or self).width()) - sides)
        pane.set_text(case)
        self._add_pane(pane)
        yield

    def _add_question(self, detail: DetailView) -> None:
        self._add_pane(Stem(detail.stem, detail.highlights, size=14))
        for icon, colour, words in (
            ("history", "muted", detail.history),
            ("sticky-note", "muted", f"Your note: {detail.note}" if detail.note else ""),
            ("rotate-ccw", "warn", detail.correction),
        ):
            if words:
                remark = _Remark(icon, colour)
                self._column.addWidget(remark)
                remark.say(words)
        if detail.own_note:
            self._add_text(_led("Your note in Library. ", detail.own_note), 13)
        self._column.addSpacing(4)

    def _add_background(self, detail: DetailView) -> None:
        for words, text in (("As the exam has it. ", detail.examined), ("Today. ", detail.today)):
            if text:
                self._add_text(_led(words, text), 13)
        self._add_text(tuple(map(_source, detail.sources)), 13)

    def _add_foot(self, detail: DetailView) -> None:
        self._column.addWidget(self._objection)
        self._column.addSpacing(6)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.setSpacing(10)
        foot.addWidget(self.reasons)
        if not detail.missed:
            self.reasons.hide()
        buttons = Wrapping(gap=8)
        buttons.set_members((self.add, self.make, self.dispute))
        foot.addWidget(buttons)
        self._column.addLayout(foot)

    def _add_text(self, text: RichText, size: float) -> None:
        pane = RichTextPane(size=size)
        pane.set_text(text)
        self._add_pane(pane)

    def _add_pane(self, pane: RichTextPane) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 2, _SIDE, 2)
        row.addWidget(pane)
        self._column.addLayout(row)


class _MeasuredColumn(QVBoxLayout):
    """A column at the left of its widget that lines are not too long in."""

    def heightForWidth(self, width: int) -> int:
        """Return the height in the part of `width` that is taken up."""
        return super().heightForWidth(_measured(width))

    def minimumHeightForWidth(self, width: int) -> int:
        """Return the least height in the part of `width` that is taken up."""
        return super().minimumHeightForWidth(_measured(width))

    def setGeometry(self, area: QRect) -> None:
        """Take up the left of `area`."""
        super().setGeometry(QRect(area.topLeft(), QSize(_measured(area.width()), area.height())))


def _measured(width: int) -> int:
    return min(width, theme.current().px(MEASURE))


class _Remark(Flow):
    """A note in a line or more, with an icon; hidden while there is nothing to say."""

    def __init__(self, icon: str, colour: str) -> None:
        super().__init__()
        self._words = label("", "note-text", wrap=True, selectable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, 14, colour, line=18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def say(self, words: str) -> None:
        """Say `words`, or nothing. Call it when the note has its place: shown before, it would be a window."""
        self._words.setText(words)
        self.setVisible(bool(words))


def _source(source: Source) -> Paragraph:
    return Paragraph((Link(source.url, (Text(source.title),)), Text(f", checked {day_text(source.checked)}")))


def _fixed(detail: DetailView) -> DetailView:
    """Return `detail` without what the learner may change while it is open."""
    return replace(detail, reason=None, dispute="")


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
