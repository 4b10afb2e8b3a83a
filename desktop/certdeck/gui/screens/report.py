"""The report of a finished exam."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import SittingId
from certdeck.gui import theme
from certdeck.gui.garbage import RestfulCollector
from certdeck.gui.screen import Page, Screen, Shell
from certdeck.gui.screens.dispute import ask_for_dispute
from certdeck.gui.screens.report_dialogs import ask_to_add
from certdeck.gui.screens.report_filter import PartFilter
from certdeck.gui.screens.report_left import ReportLeft
from certdeck.gui.screens.report_list import QuestionList
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.choices import Segmented
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.messages import Banner
from certdeck.presenters.printing import REPORT, Begin
from certdeck.presenters.report import ReportPresenter
from certdeck.presenters.report_views import BannerView, PlanView, ReportView, Section
from certdeck.services.changes import Changes

_LEFT: Final = 388
_LEFT_NARROW: Final = 336
_GUTTER: Final = 13
"""Room for the scroll bar of the left side."""
_BETWEEN: Final = 3
_WIDE_FROM: Final = 1040
_BESIDE_FROM: Final = 860
"""Widths of the page in design pixels: from the latter on, result and questions stand side by side."""
_ONE_LINE_FROM: Final = 900
"""Width of the page in design pixels below which the day stands below the title."""
_SECTIONS: Final = tuple((section.value, section.value.capitalize()) for section in Section)


class ReportScreen(Screen):
    """Result, time and answers at the left, the questions at the right; where room is scarce, one of them.

    Ctrl+P shows it on paper. In the list 1 to 4 say why a question was missed, and D disputes it.
    """

    reloads_for = Changes(content=True)

    def __init__(self, shell: Shell, sitting: SittingId) -> None:
        super().__init__(shell)
        self._sitting = sitting
        self.presenter: ReportPresenter | None = None
        self.view: ReportView | None = None
        self.questions: QuestionList | None = None
        self.filter: PartFilter | None = None
        self.banner: Banner | None = None
        self._bannered: BannerView | None = None
        self._collector = RestfulCollector(self)
        self.again = PrimaryButton("Take another")
        self.again.clicked.connect(self._take_another)
        self.print = QuietButton("Print", "printer")
        self.print.setToolTip("Print (Ctrl+P)")
        self.print.clicked.connect(self.open_print)
        self.add = QuietButton("Add missed to my cards", "layers")
        self.add.clicked.connect(self._ask_to_add_missed)
        self._title = ElidedLabel("", "h1")
        self._when = ElidedLabel("", "muted")
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._reasons = label("", "note", wrap=True)
        self.side = Segmented(_SECTIONS, "Show")
        self.tabs = Segmented(_SECTIONS[:-1], "Show at the left")
        for control in (self.side, self.tabs):
            control.chosen.connect(lambda key: self._do(lambda shown: shown.turn_to(Section(key))))
        self.left = ReportLeft(lambda number: self._do(lambda shown: shown.look_up(number)))
        self.left.explained.connect(lambda: self._do(ReportPresenter.explain))
        self._beside, self._right = QWidget(), QWidget()
        self._lay_out()
        theme.current().changed.connect(self.arrange)

    def reload(self) -> None:
        """Read the report and show it."""
        if self.presenter is None:
            try:
                self.presenter = ReportPresenter(
                    self.shell.services, self._sitting, render=self.render_view, changed=self.shell.changed
                )
            except CertdeckError as error:
                self.shell.refuse(error)
                return
        self._do(ReportPresenter.show)

    def render_view(self, view: ReportView) -> None:
        """Show `view`."""
        before, self.view = self.view, view
        self._collector.put_off()
        self.setAccessibleName(view.title)
        self._title.setText(view.title)
        self._when.setText(view.when)
        self._show_banner(view.correction)
        self.left.show_view(view)
        self._show_questions(view)
        self._show_section(view.section)
        self.arrange()
        if view.at is not None and self.questions is not None:
            self.questions.go_to(view.at)
        elif before is None:
            self.focus_first()
        if view.message:
            self.shell.toast(view.message, undo=partial(self._do, ReportPresenter.undo) if view.undoable else None)

    def focus_first(self) -> None:
        """Put the focus on the first question shown, or on the primary button."""
        listed = self.questions is not None and self._right.isVisible() and self.questions.focus_first()
        if not listed:
            self.again.setFocus()

    def open_print(self) -> None:
        """Show the report on paper."""
        from certdeck.gui.screens.print_dialog import open_print

        if self.presenter is not None:
            open_print(self.shell, self, Begin(what=REPORT, sitting=self._sitting))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Print with Ctrl+P."""
        if event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.open_print()
        else:
            super().keyPressEvent(event)

    # --- What the learner does

    def _do(self, act: Callable[[ReportPresenter], None]) -> None:
        """Have the presenter do something, and say why where it can't."""
        if self.presenter is None:
            return
        try:
            act(self.presenter)
        except CertdeckError as error:
            self.shell.refuse(error)

    def _ask_to_add_missed(self) -> None:
        self._ask_to_add()

    def _ask_to_add(self, number: int | None = None) -> None:
        self._do(lambda shown: self._show_plan(shown.plan(number), number))

    def _show_plan(self, plan: PlanView, number: int | None) -> None:
        if plan.needed:
            ask_to_add(self, plan, lambda: self._do(lambda shown: shown.add(number)))
        else:
            self.shell.toast(plan.text)

    def _make_card(self, number: int) -> None:
        if self.presenter is not None:
            self.shell.new_card(self.presenter.card_of(number))

    def _ask_for_dispute(self, number: int) -> None:
        if self.presenter is None:
            return
        ask_for_dispute(
            self,
            f"question {number}",
            self.presenter.dispute_of(number),
            lambda text: self._do(lambda shown: shown.dispute(number, text)),
        )

    def _grade_again(self) -> None:
        self._do(ReportPresenter.grade_again)
        self.focus_first()

    def _take_another(self) -> None:
        """Begin the next exam; what a quiz asks is chosen on the page of exams."""
        if self.presenter is None or self.view is None:
            return
        if not self.view.whole:
            self.shell.go(Page.EXAMS)
            return
        self.shell.start_exam(self.presenter.sitting.form.blueprint)

    # --- Parts

    def _show_banner(self, banner: BannerView | None) -> None:
        if banner == self._bannered:
            return
        self._bannered = banner
        if self.banner is not None:
            self._above.removeWidget(self.banner)
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None
        if banner is not None:
            self.banner = Banner("info", banner.title, banner.text, "Grade again")
            self.banner.acted.connect(self._grade_again)
            self._above.addWidget(self.banner)

    def _show_questions(self, view: ReportView) -> None:
        parts = tuple(entry.part for entry in view.parts)
        if self.filter is None or self.filter.parts() != parts:
            self._make_filter(view)
        if self.questions is None and self.presenter is not None:
            self._make_list(view, self.presenter)
        if self.filter is not None:
            self.filter.show_parts(view.parts, view.part)
        if self.questions is not None:
            self.questions.show_view(view)
        self.add.setVisible(view.missed > 0)
        self._reasons.setText(view.reasons)

    def _make_filter(self, view: ReportView) -> None:
        made = PartFilter(view.parts)
        made.chosen.connect(lambda part: self._do(lambda shown: shown.choose(part)))
        if self.filter is not None:
            self.filter.hide()
            self.filter.deleteLater()
        self.filter = made
        self._list.insertWidget(0, made)

    def _make_list(self, view: ReportView, presenter: ReportPresenter) -> None:
        made = QuestionList(view.rows, view.shown, presenter.detail)
        made.toggled.connect(lambda number: self._do(lambda shown: shown.toggle(number)))
        made.reasoned.connect(
            lambda number, reason: self._do(lambda shown: shown.give_reason(number, reason)),
        )
        made.adding.connect(self._ask_to_add)
        made.disputing.connect(self._ask_for_dispute)
        made.making.connect(self._make_card)
        self.questions = made
        self._list.addWidget(made, 1)

    def _show_section(self, section: Section) -> None:
        for control, chosen in ((self.side, section), (self.tabs, self.left.section)):
            blocked = control.blockSignals(True)
            control.choose(chosen.value)
            control.blockSignals(blocked)

    def arrange(self) -> None:
        """Show both sides, or one of them."""
        look = theme.current()
        beside = self.width() >= look.px(_BESIDE_FROM)
        alone = Section(self.side.value())
        self.side.setVisible(not beside)
        self.tabs.setVisible(beside)
        self._beside.setVisible(beside or alone is not Section.QUESTIONS)
        self._right.setVisible(beside or alone is Section.QUESTIONS)
        if self.banner is not None:
            # It is about the result; where there is little room, it would leave none to the questions.
            self.banner.setVisible(beside or alone is Section.RESULT)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._words.setDirection(across if self.width() >= look.px(_ONE_LINE_FROM) else down)
        self._words.setSpacing(12 if self._words.direction() == across else 0)
        wide = self.width() >= look.px(_WIDE_FROM)
        self.left.set_beside(look.px(_LEFT if wide else _LEFT_NARROW) if beside else None, _GUTTER)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        self._words.setSpacing(12)
        self._words.addWidget(self._title)
        self._words.addWidget(self._when, 1)
        head.addLayout(self._words, 1)
        head.addSpacing(4)
        head.addWidget(self.print)
        head.addWidget(self.again)
        self._above = QVBoxLayout()
        sides = QHBoxLayout()
        sides.setSpacing(_BETWEEN)
        sides.addWidget(self._beside)
        sides.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addLayout(self._above)
        column.addWidget(self.side)
        column.addLayout(sides, 1)
        self._lay_out_sides()

    def _lay_out_sides(self) -> None:
        left = QVBoxLayout(self._beside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(10)
        left.addWidget(self.tabs)
        left.addWidget(self.left, 1)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self._reasons, 1)
        tools.addWidget(self.add)
        self._list = QVBoxLayout(self._right)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)
        self._list.addLayout(tools)
