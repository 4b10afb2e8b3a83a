"""The start page: what to do next, and how close to passing the learner is."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.gui import theme
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.screen import Page, Screen
from certdeck.gui.screens.today_backlog import BacklogCard
from certdeck.gui.screens.today_cards import CardsCard, FactsCard, ResultCard
from certdeck.gui.screens.today_standing import DomainsCard, Headed, StatusCard
from certdeck.gui.screens.today_steps import StepList
from certdeck.gui.widgets.frames import MARGIN, ScrollPage
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import EmptyState
from certdeck.gui.widgets.pair import Pair
from certdeck.gui.widgets.search_field import SearchField
from certdeck.presenters.today import StepKind, StepView, TodayPresenter, TodayView
from certdeck.services.changes import Changes

if TYPE_CHECKING:
    from certdeck.gui.screens.today_countdown import CountdownCard

_LEFT: Final = 376
_LEFT_NARROW: Final = 336
_WIDE_FROM: Final = 1040
_BESIDE_FROM: Final = 880
"""Pixels of the page at 100 % text: from there on columns stand side by side."""
_SEARCH: Final = 256
_SECTION: Final = 24
_UPPER: Final = 156
_LOWER: Final = 240
"""Least height of the upper row, greatest of the lower."""


class SearchOpener(SearchField):
    """Looks like the search field it leads to: a click, Enter or the first letter opens the palette."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Search", "Search pages, cards, questions, sheets and commands", "Ctrl K", parent)
        self.setReadOnly(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the palette."""
        event.accept()
        self.asked.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the palette on Enter or Space, and hand on what was typed; leave other keys alone."""
        typed = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit("")
        elif typed.isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.asked.emit(typed)
        else:
            event.ignore()


class TodayScreen(Screen):
    """Two columns above and below, between them the list of what to do next, with the page's one primary button."""

    def make(self) -> Iterator[None]:
        """Make the cards and the list between them."""
        shell = self.shell
        yield
        self.view: TodayView | None = None
        self.presenter = TodayPresenter(shell.services)
        self.day = label("", "muted")
        self.search = SearchOpener()
        self.search.asked.connect(self.shell.open_palette)
        self.cards, self.facts, self.result = CardsCard(), FactsCard(), ResultCard()
        self.countdown: CountdownCard | None = None
        self.result.opened.connect(shell.open_report)
        self.backlog = BacklogCard()
        self.backlog.agreed.connect(lambda: self._settle_backlog(self.presenter.agree))
        self.backlog.declined.connect(lambda: self._settle_backlog(self.presenter.decline))
        self.steps = StepList()
        self.steps.asked.connect(self._take)
        self.status, self.domains = StatusCard(), DomainsCard()
        self._next = Headed(self.steps, "Next")
        self._exam = Headed(self.status)
        self._standing = Headed(self.domains, "Domains")
        self._upper, self._lower = Pair(), Pair()
        self._page = ScrollPage(spacing=0)
        self._stack = QStackedWidget()
        self._build()
        theme.current().follow(self.arrange)

    def reload(self) -> None:
        """Read how things stand and show it."""
        try:
            view = self.presenter.view()
        except CertdeckError as error:
            self._show_empty(str(error))
            return
        focused = QApplication.focusWidget()
        on_step = focused is not None and self.steps.isAncestorOf(focused)
        before, self.view = self.view, view
        if view != before:
            self._show(view)
        self._stack.setCurrentWidget(self._page)
        if on_step and self.isVisible():
            self.focus_first()

    def show_page(self) -> None:
        """Load if stale, take the focus, and begin at the top: in a low window that button may be out of sight."""
        super().show_page()
        for ring in self.window().findChildren(FocusRing, options=Qt.FindChildOption.FindDirectChildrenOnly):
            ring.look_now()
        self._page.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        """Put the focus on the next thing to do."""
        button = self.steps.primary() or self.search
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, view: TodayView) -> None:
        self.day.setText(view.day)
        self.cards.show_cards(view.cards)
        self._show_countdown(view)
        self.facts.setVisible(view.facts is not None)
        self.result.setVisible(view.result is not None)
        if view.facts is not None:
            self.facts.show_facts(view.facts)
        if view.result is not None:
            self.result.show_result(view.result)
        self.backlog.show_backlog(view.backlog)
        self._next.note.setText(view.time_note)
        self.steps.show_steps(view.steps)
        self._exam.title.setText(view.status.code)
        self._exam.note.setText(f"checked {view.status.checked}")
        self.status.show_status(view.status)
        self._standing.note.setText(view.domains.note)
        self.domains.show_domains(view.domains)
        self.arrange()

    def _show_countdown(self, view: TodayView) -> None:
        """Show how far the exam is away instead of the cards, which the list below has as well."""
        if view.countdown is not None:
            if self.countdown is None:
                from certdeck.gui.screens.today_countdown import CountdownCard

                self.countdown = CountdownCard()
                self._upper.left.addWidget(self.countdown)
            self.countdown.show_countdown(view.countdown)
        self.cards.setVisible(view.countdown is None)
        if self.countdown is not None:
            self.countdown.setVisible(view.countdown is not None)

    def _show_empty(self, text: str) -> None:
        empty = EmptyState("layers", "Nothing to study yet", text)
        self._stack.addWidget(empty)
        self._stack.setCurrentWidget(empty)

    def _take(self, step: StepView) -> None:
        acts: dict[StepKind, Callable[[], None]] = {
            StepKind.RESUME: lambda: self._resume(step),
            StepKind.REVIEW: self.shell.study,
            StepKind.EXAM: lambda: self.shell.go(Page.EXAMS),
            StepKind.SHEET: lambda: self._read(step),
        }
        acts[step.kind]()

    def _settle_backlog(self, act: Callable[[], Changes]) -> None:
        self.shell.attempt(lambda: self._settled(act()))

    def _settled(self, changes: Changes) -> None:
        self.shell.changed(changes)
        self.focus_first()

    def _resume(self, step: StepView) -> None:
        from certdeck.gui.screens.exam_start import resume

        if step.sitting is not None:
            resume(self.shell, step.sitting)

    def _read(self, step: StepView) -> None:
        if step.sheet is not None:
            self.shell.open_item(step.sheet)

    def _build(self) -> None:
        self._upper.left.addWidget(self.cards)
        self._upper.right.addWidget(self.facts)
        self._upper.right.addWidget(self.result)
        self._lower.left.addWidget(self._exam)
        self._lower.right.addWidget(self._standing)
        column = self._page.column
        column.setContentsMargins(MARGIN, 20, MARGIN, MARGIN)
        column.addLayout(self._header())
        column.addSpacing(16)
        column.addWidget(self._upper)
        column.addSpacing(_SECTION)
        column.addWidget(self.backlog)
        column.addWidget(self._next)
        column.addSpacing(_SECTION)
        column.addWidget(self._lower, 1000)
        column.addStretch(1)
        self._stack.addWidget(self._page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _header(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label("Today", "h1"))
        self.day.setContentsMargins(0, 5, 0, 0)
        head.addWidget(self.day)
        head.addStretch()
        # All the room there is goes to the field until it is as wide as designed.
        head.addWidget(self.search, 1)
        return head

    def arrange(self) -> None:
        """Stand columns side by side, or one below the other."""
        look = theme.current()
        room = self.width() / look.scale
        beside = room >= _BESIDE_FROM
        width = look.px(_LEFT if room >= _WIDE_FROM else _LEFT_NARROW) if beside else None
        self._upper.set_left_width(width)
        self._lower.set_left_width(width, stacked_gap=_SECTION)
        self.result.drop_trend(dropped=room < _WIDE_FROM)
        self.search.setMaximumWidth(look.px(_SEARCH))
        self._upper.setMinimumHeight(look.px(_UPPER) if beside else 0)
        self._lower.setMaximumHeight(look.px(_LOWER) if beside else 16_777_215)
