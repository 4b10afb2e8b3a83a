"""The report of a finished exam."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import SittingId
from certdeck.gui import theme
from certdeck.gui.screen import Screen, Shell
from certdeck.gui.screens.report_cards import DomainsCard, ScoreCard, TimeCard
from certdeck.gui.screens.report_list import QuestionList
from certdeck.gui.widgets.buttons import PrimaryButton
from certdeck.gui.widgets.choices import Segmented
from certdeck.gui.widgets.frames import ScrollPage
from certdeck.gui.widgets.labels import ElidedLabel
from certdeck.presenters.report import Part, ReportPresenter
from certdeck.services.changes import Changes

_LEFT: Final = 388
_LEFT_NARROW: Final = 336
_GUTTER: Final = 16
_WIDE_FROM: Final = 1040
_BESIDE_FROM: Final = 860
"""Widths of the page in design pixels: from the latter on, result and questions stand side by side."""
_SCORE, _QUESTIONS = "score", "questions"
_EMPTY: Final = {
    Part.MISSED: "You missed no question.",
    Part.FLAGGED: "You flagged no question.",
    Part.ALL: "This exam had no questions.",
}


class ReportScreen(Screen):
    """Score, domains and time at the left, the questions at the right; where room is scarce, one or the other."""

    reloads_for = Changes(content=True)

    def __init__(self, shell: Shell, sitting: SittingId) -> None:
        super().__init__(shell)
        self._sitting = sitting
        self._presenter: ReportPresenter | None = None
        self.questions: QuestionList | None = None
        self.again = PrimaryButton("Take another")
        self.again.clicked.connect(self._take_another)
        self._title = ElidedLabel("", "h1")
        self._when = ElidedLabel("", "muted")
        self.side = Segmented(((_SCORE, "Result"), (_QUESTIONS, "Questions")), "Show")
        self.side.chosen.connect(lambda _side: self._fit())
        self.filter = Segmented(tuple((part.value, part.value.capitalize()) for part in Part), "Questions")
        self.filter.chosen.connect(lambda _part: self._filter())
        self._left = ScrollPage(margin=0, spacing=16)
        self._right = QWidget()
        self._lay_out()
        self._left.verticalScrollBar().rangeChanged.connect(self._make_gutter)
        theme.current().changed.connect(self._fit)

    def reload(self) -> None:
        """Read the report and show it."""
        try:
            presenter = ReportPresenter(self.shell.services, self._sitting)
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        self._presenter = presenter
        view = presenter.view
        self._title.setText(view.title)
        self._when.setText(view.when)
        time = TimeCard(view)
        self._fill_left(
            (ScoreCard(view.score, timed_out=view.timed_out), DomainsCard(view.domains, view.pass_share), time)
        )
        questions = QuestionList(view.rows, presenter.detail)
        questions.opened.connect(time.chart.show_open)
        self._replace_list(questions)
        for part in Part:
            self.filter.set_words(part.value, f"{part.value.capitalize()} {len(view.part(part))}")
        self._filter()
        self._fit()

    def focus_first(self) -> None:
        """Put the focus on the first question shown, or on the primary button."""
        rows = self.questions.rows() if self.questions is not None and self._right.isVisible() else ()
        (rows[0] if rows else self.again).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show both sides, or one of them."""
        super().resizeEvent(event)
        self._fit()

    def _filter(self) -> None:
        if self._presenter is None or self.questions is None:
            return
        part = Part(self.filter.value())
        self.questions.show_numbers(tuple(row.number for row in self._presenter.view.part(part)), _EMPTY[part])

    def _take_another(self) -> None:
        if self._presenter is None:
            return
        self.shell.start_exam(self._presenter.sitting.form.blueprint)

    def _fit(self) -> None:
        look = theme.current()
        beside = self.width() >= look.px(_BESIDE_FROM)
        self.side.setVisible(not beside)
        self._left.setVisible(beside or self.side.value() == _SCORE)
        self._right.setVisible(beside or self.side.value() == _QUESTIONS)
        if beside:
            wide = self.width() >= look.px(_WIDE_FROM)
            self._left.setFixedWidth(look.px(_LEFT if wide else _LEFT_NARROW) + _GUTTER)
        else:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        self._make_gutter()

    def _make_gutter(self) -> None:
        """Let the scroll bar stand in the room between the two sides, so that the cards keep their width."""
        bar = self._left.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        gutter = _GUTTER if self.side.isHidden() else 0
        self._left.column.setContentsMargins(0, 0, max(0, gutter - taken), 0)

    def _fill_left(self, cards: tuple[QWidget, ...]) -> None:
        while self._left.column.count():
            item = self._left.column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for card in cards:
            self._left.column.addWidget(card)
        self._left.column.addStretch(1)

    def _replace_list(self, questions: QuestionList) -> None:
        if self.questions is not None:
            self._list.removeWidget(self.questions)
            self.questions.hide()
            self.questions.deleteLater()
        self.questions = questions
        self._list.addWidget(questions, 1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._when, 1)
        head.addWidget(self.again)
        tools = QHBoxLayout()
        tools.addWidget(self.filter)
        tools.addStretch(1)
        self._list = QVBoxLayout(self._right)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)
        self._list.addLayout(tools)
        sides = QHBoxLayout()
        sides.setSpacing(0)
        sides.addWidget(self._left)
        sides.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.side)
        column.addLayout(sides, 1)
