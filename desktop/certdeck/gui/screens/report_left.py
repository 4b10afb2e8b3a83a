"""The left side of the report: one section at a time."""

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from certdeck.gui.screens.report_answers import answer_cards
from certdeck.gui.screens.report_cards import DomainsCard, ScoreCard
from certdeck.gui.screens.report_time import DomainTimesCard, SlowestCard, TimeCard
from certdeck.gui.widgets.frames import ScrollPage
from certdeck.presenters.report_views import ReportView, Section

_NO_LIMIT: Final = 16_777_215
_BESIDE_BAR: Final = 4
"""Pixels between the cards and the scroll bar."""


class ReportLeft(ScrollPage):
    """Result, time or answers as cards. `explained` is emitted when the learner asks how the result is estimated.

    `look_up` opens a question by its number.
    """

    explained = Signal()

    def __init__(self, look_up: Callable[[int], None]) -> None:
        super().__init__(margin=0, spacing=16)
        self._look_up = look_up
        self._view: ReportView | None = None
        self._section = Section.RESULT
        self._gutter = 0
        self.score: ScoreCard | None = None
        self.time: TimeCard | None = None
        self.verticalScrollBar().rangeChanged.connect(self._level)

    @property
    def section(self) -> Section:
        """The section shown; never the questions, which stand at the right."""
        return self._section

    def show_view(self, view: ReportView) -> None:
        """Show the section chosen; while that is the questions, the one before stays."""
        section = self._section if view.section is Section.QUESTIONS else view.section
        if section is not self._section or not self._is_fresh(view):
            self._section = section
            self._fill(view)
        self._view = view
        if self.score is not None:
            self.score.show_explanation(view.score.explanation)
        if self.time is not None:
            self.time.chart.show_open(frozenset(detail.number for detail in view.opened))

    def set_beside(self, width: int | None, gutter: int) -> None:
        """Stand beside the questions, `width` pixels wide with a `gutter` to the right, or with None alone."""
        self._gutter = 0 if width is None else gutter
        if width is None:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_NO_LIMIT)
        else:
            self.setFixedWidth(width + gutter)
        self._level()

    def _is_fresh(self, view: ReportView) -> bool:
        """Tell whether the cards show `view` already, but for what can be changed without making them anew."""
        before = self._view
        if before is None:
            return False
        if self._section is Section.RESULT:
            return self.score is not None and self.score.shows(view.score) and before.domains == view.domains
        if self._section is Section.TIME:
            return before.time == view.time
        return before.answers == view.answers

    def _fill(self, view: ReportView) -> None:
        while self.column.count():
            item = self.column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.score = self.time = None
        for card in self._cards(view):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def _cards(self, view: ReportView) -> Iterator[QWidget]:
        match self._section:
            case Section.TIME:
                self.time = TimeCard(view.time, view.rows)
                yield self.time
                if view.time.domains:
                    yield DomainTimesCard(view.time.domains)
                if view.time.slowest:
                    yield SlowestCard(view.time.slowest, self._look_up)
            case Section.ANSWERS:
                yield from answer_cards(view.answers, self._look_up)
            case _:
                self.score = ScoreCard(view.score)
                self.score.explain.clicked.connect(self.explained)
                yield self.score
                yield DomainsCard(view.domains, view.pass_share)

    def _level(self) -> None:
        """Let the scroll bar stand in the gutter, so that the cards keep their width."""
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self.column.setContentsMargins(0, 0, max(_BESIDE_BAR if taken else 0, self._gutter - taken), 0)
