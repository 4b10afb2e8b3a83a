"""The left side of the report: one section at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from certdeck.gui.screens.report_answers import answer_cards
from certdeck.gui.screens.report_cards import DomainsCard, ScoreCard
from certdeck.gui.screens.report_time import DomainTimesCard, SlowestCard, TimeCard
from certdeck.gui.widgets.ahead import Ahead, lay_out_ahead
from certdeck.gui.widgets.frames import Card, ScrollPage
from certdeck.gui.widgets.labels import label
from certdeck.presenters.report_views import ReportView, Section

_NO_LIMIT: Final = 16_777_215
_BETWEEN: Final = 16
_BESIDE_BAR: Final = 4
"""Pixels between the cards and the scroll bar."""


class _Cards(QWidget):
    """The cards of one section, and what they show; `steps` makes those that are still missing."""

    def __init__(self, parent: QWidget, known: object) -> None:
        super().__init__(parent)
        self.known = known
        self.steps: Iterator[None] = iter(())
        self.score: ScoreCard | None = None
        self.time: TimeCard | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(_BETWEEN)
        self.hide()


class ReportLeft(ScrollPage):
    """Result, time or answers as cards. `explained` is emitted when the learner asks how the result is estimated.

    `look_up` opens a question by its number. The cards of a section are kept while another one is shown, and made
    ahead of time.
    """

    explained = Signal()

    def __init__(self, look_up: Callable[[int], None]) -> None:
        super().__init__(margin=0, spacing=0)
        self._look_up = look_up
        self._section = Section.RESULT
        self._gutter = 0
        self._made: dict[Section, _Cards] = {}
        self._ahead = Ahead(self)
        self.column.addStretch(1)
        self.verticalScrollBar().rangeChanged.connect(self._level)

    @property
    def section(self) -> Section:
        """The section shown; never the questions, which stand at the right."""
        return self._section

    @property
    def score(self) -> ScoreCard | None:
        """The card with the result, while it is shown."""
        return self._made[self._section].score if self._section in self._made else None

    @property
    def time(self) -> TimeCard | None:
        """The card with the time of each question, while it is shown."""
        return self._made[self._section].time if self._section in self._made else None

    def show_view(self, view: ReportView) -> None:
        """Show the section chosen; while that is the questions, the one before stays."""
        section = self._section if view.section is Section.QUESTIONS else view.section
        before = self._made.get(self._section)
        self._section = section
        shown = self._section_of(section, view)
        for _ in shown.steps:
            pass
        for cards in self._made.values():
            cards.setVisible(cards is shown)
        if shown is not before:
            self.verticalScrollBar().setValue(0)
        if shown.score is not None:
            shown.score.show_explanation(view.score.explanation)
        if shown.time is not None:
            shown.time.chart.show_open(frozenset(detail.number for detail in view.opened))
        self._ahead.do_instead(self._make_others(view))

    def set_beside(self, width: int | None, gutter: int) -> None:
        """Stand beside the questions, `width` pixels wide with a `gutter` to the right, or with None alone."""
        self._gutter = 0 if width is None else gutter
        if width is None:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_NO_LIMIT)
        else:
            self.setFixedWidth(width + gutter)
        self._level()

    def _section_of(self, section: Section, view: ReportView) -> _Cards:
        """Return the cards of `section`, which may have to be completed; those that show something else go."""
        known, old = _known(section, view), self._made.get(section)
        if old is not None and old.known == known:
            return old
        if old is not None:
            old.hide()
            old.deleteLater()
        made = _Cards(self.page, known)
        made.steps = self._make(made, section, view)
        self._made[section] = made
        self.column.insertWidget(0, made)
        return made

    def _make_others(self, view: ReportView) -> Iterator[None]:
        yield
        for section in (Section.RESULT, Section.TIME, Section.ANSWERS):
            # Not `yield from`: what is broken off here must be able to go on later.
            cards, width = self._section_of(section, view), self._made[self._section].width()
            for _ in cards.steps:
                yield
            if cards.isHidden() and cards.width() != width:
                yield from lay_out_ahead(cards, width)

    def _make(self, made: _Cards, section: Section, view: ReportView) -> Iterator[None]:
        """Make the cards of `section`, one a step."""
        for card in self._cards(made, section, view):
            made.column.addWidget(card)
            for part in (card, *card.findChildren(QWidget)):
                part.ensurePolished()
            yield

    def _cards(self, made: _Cards, section: Section, view: ReportView) -> Iterator[QWidget]:
        match section:
            case Section.TIME if view.time.empty:
                yield _note(view.time.empty)
            case Section.TIME:
                made.time = TimeCard(view.time, view.rows)
                yield made.time
                if view.time.domains:
                    yield DomainTimesCard(view.time.domains)
                if view.time.slowest:
                    yield SlowestCard(view.time.slowest, self._look_up)
            case Section.ANSWERS:
                yield from answer_cards(view.answers, self._look_up)
            case _:
                made.score = ScoreCard(view.score)
                made.score.explain.clicked.connect(self.explained)
                yield made.score
                yield DomainsCard(view.domains, view.pass_share)

    def _level(self) -> None:
        """Let the scroll bar stand in the gutter, so that the cards keep their width."""
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self.column.setContentsMargins(0, 0, max(_BESIDE_BAR if taken else 0, self._gutter - taken), 0)


def _note(words: str) -> Card:
    card = Card(margins=(20, 14, 20, 14))
    card.column.addWidget(label(words, "muted", wrap=True))
    return card


def _known(section: Section, view: ReportView) -> object:
    """Return what the cards of `section` show, but for what can be changed without making them anew."""
    if section is Section.RESULT:
        return replace(view.score, explanation=None), view.domains
    return view.time if section is Section.TIME else view.answers
