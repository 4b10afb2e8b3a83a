"""The exams: which can be sat, the one under way, and those sat before."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import BlueprintId
from certdeck.gui import theme
from certdeck.gui.screen import Screen
from certdeck.gui.screens.exam_start import resume
from certdeck.gui.screens.exams_parts import DraftRow, ExamCard, PaperRow, PastRow, QuickRow, RunningCard
from certdeck.gui.screens.exams_trend import TrendCard
from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.gui.widgets.messages import EmptyState
from certdeck.presenters.exam_list import (
    DraftView,
    ExamCardView,
    ExamsView,
    PastView,
    QuickView,
    RunningView,
    exams_view,
)
from certdeck.presenters.exam_start import Wish
from certdeck.presenters.printing import EXAM, Begin
from certdeck.services.changes import Changes

_BESIDE_FROM: Final = 760
"""Width of the page in design pixels from which the exams stand side by side."""


class ExamsScreen(Screen):
    """One primary button: to go on with the running exam, or else to start the one studied for."""

    reloads_for = Changes(content=True, exams=True, settings=True)
    reads_ahead = True

    def make(self) -> Iterator[None]:
        """Make the page around what is read when it is shown."""
        yield
        self._page = LevelPage(above=20, spacing=0)
        self._body = QWidget()
        self._exams = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.primary: QPushButton | None = None
        self._trend: TrendCard | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self._page.column.addWidget(label("Exams", "h1"))
        self._page.column.addSpacing(16)
        self._page.column.addWidget(self._body)
        self._page.column.addStretch(1)
        theme.current().changed.connect(self.arrange)

    def reload(self) -> None:
        """Read the exams and the sittings and show them."""
        try:
            view = exams_view(self.shell.services)
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        self._show(view)

    def focus_first(self) -> None:
        """Put the focus on the primary button."""
        if self.primary is not None:
            self.primary.setFocus()

    def _show(self, view: ExamsView) -> None:
        self.primary, self._trend = None, None
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if view.running is not None:
            column.addWidget(self._running(view.running))
            column.addSpacing(16)
        self._exams = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._exams.setSpacing(16)
        for exam in view.exams:
            self._exams.addWidget(self._exam(exam, primary=exam.studied and view.running is None), 1)
        column.addLayout(self._exams)
        if view.quick:
            column.addSpacing(24)
            column.addWidget(label("Short practice", "h2"))
            column.addSpacing(8)
            column.addWidget(self._quick(view.quick))
        column.addSpacing(24)
        column.addWidget(label("On paper", "h2"))
        column.addSpacing(8)
        column.addWidget(self._paper(view.drafts))
        if view.trend is not None:
            self._trend = TrendCard(view.trend)
            column.addSpacing(24)
            column.addWidget(self._trend)
        column.addSpacing(24)
        column.addWidget(label("Exams you sat", "h2"))
        column.addSpacing(8)
        column.addWidget(self._past(view.past))
        self._page.column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self.arrange()

    def _running(self, running: RunningView) -> QWidget:
        card = RunningCard(running)
        self.primary = card.button
        card.button.clicked.connect(lambda: resume(self.shell, running.id))
        return card

    def _exam(self, exam: ExamCardView, *, primary: bool) -> QWidget:
        card = ExamCard(exam, primary=primary)
        if primary:
            self.primary = card.button
        card.button.clicked.connect(partial(self._start, exam.id, None))
        return card

    def _quick(self, offers: tuple[QuickView, ...]) -> QWidget:
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        studied = self.shell.services.library.exam().blueprint.id
        for index, offer in enumerate(offers):
            if index:
                card.column.addWidget(HairLine())
            row = QuickRow(offer)
            row.button.clicked.connect(partial(self._start, studied, offer.wish))
            card.column.addWidget(row)
        return card

    def _paper(self, drafts: tuple[DraftView, ...]) -> QWidget:
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        row = PaperRow()
        row.print_button.clicked.connect(self._print)
        row.type_button.clicked.connect(self._ask_for_code)
        card.column.addWidget(row)
        for draft in drafts:
            card.column.addWidget(HairLine())
            entry = DraftRow(draft)
            entry.button.clicked.connect(partial(self._go_on, draft.code))
            card.column.addWidget(entry)
        return card

    def _print(self) -> None:
        from certdeck.gui.screens.print_dialog import open_print

        open_print(self.shell, self, Begin(what=EXAM))

    def _ask_for_code(self) -> None:
        from certdeck.gui.screens.paper_exam import ask_for_code

        ask_for_code(self.shell, self)

    def _go_on(self, code: str, _checked: bool = False) -> None:
        from certdeck.gui.screens.paper_exam import open_code

        try:
            open_code(self.shell, code)
        except CertdeckError as error:
            self.shell.refuse(error)

    def _past(self, past: tuple[PastView, ...]) -> QWidget:
        if not past:
            return EmptyState(
                "timer",
                "No exam submitted yet",
                "After you submit one, its score and a report on every question stay here.",
            )
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        for index, sitting in enumerate(past):
            if index:
                card.column.addWidget(HairLine())
            row = PastRow(sitting)
            row.button.clicked.connect(partial(self._open, sitting))
            card.column.addWidget(row)
        return card

    def _start(self, exam: BlueprintId, wish: Wish | None, _checked: bool = False) -> None:
        self.shell.start_exam(exam, wish)

    def _open(self, sitting: PastView) -> None:
        if sitting.over:
            self.shell.open_report(sitting.id)
        else:
            resume(self.shell, sitting.id)

    def arrange(self) -> None:
        """Put the exams side by side, or one below the other."""
        beside = self.width() >= theme.current().px(_BESIDE_FROM)
        direction = QBoxLayout.Direction
        self._exams.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        if self._trend is not None:
            self._trend.set_narrow(not beside)
