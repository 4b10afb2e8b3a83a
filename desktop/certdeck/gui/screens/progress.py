"""The Progress page: how far the learner has come, and what the coming days bring."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.statistics.report import Statistics
from certdeck.gui import theme
from certdeck.gui.screen import Screen
from certdeck.gui.screens.progress_card import FigureCard, PlotCard
from certdeck.gui.screens.progress_days import DaysCard
from certdeck.gui.screens.progress_heat import CoverageCard
from certdeck.gui.screens.progress_loading import load_beside, loaded
from certdeck.gui.screens.today import SearchOpener
from certdeck.gui.widgets.ahead import Ahead
from certdeck.gui.widgets.bars import Part, SplitBar, Swatch
from certdeck.gui.widgets.buttons import IconButton
from certdeck.gui.widgets.choices import CheckBox, Segmented
from certdeck.gui.widgets.fields import ComboBox
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.gui.widgets.messages import EmptyState
from certdeck.gui.widgets.pair import Pair
from certdeck.ports.exporting import Progress
from certdeck.presenters.printing import PROGRESS, Begin
from certdeck.presenters.progress import PERIODS, ProgressPresenter
from certdeck.presenters.progress_views import PlotView, ProgressView, TodayFactsView
from certdeck.services.changes import Changes

_DAYS: Final = 326
_BESIDE_FROM: Final = 900
"""Pixels of the page at 100 % text: from there on cards stand side by side."""
_WEEKS_BESIDE: Final = 20
"""A longer calendar has a row of its own."""
_SEARCH: Final = 256


class TodayCard(Card):
    """What was done today, by the stage of the cards."""

    def __init__(self) -> None:
        super().__init__(margins=(20, 12, 20, 14), spacing=8)
        self.line = label("", "text")
        self._bar = SplitBar()
        self._legend = QHBoxLayout()
        self._legend.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label("Today", "h2"))
        head.addWidget(self.line, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._bar)
        self.column.addLayout(self._legend)

    def show_facts(self, facts: TodayFactsView) -> None:
        """Show `facts`."""
        self.line.setText(facts.line)
        words = ", ".join(part.words for part in facts.stages)
        self._bar.set_parts([Part(part.count, part.heat, part.words) for part in facts.stages], words)
        self._bar.setVisible(bool(facts.stages))
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, part in enumerate(facts.stages):
            if number:
                self._legend.addSpacing(8)
            self._legend.addWidget(Swatch(part.heat), 0, Qt.AlignmentFlag.AlignVCenter)
            self._legend.addWidget(label(part.words, "note"))
        self._legend.addStretch(1)


@dataclass(frozen=True, slots=True)
class _Left:
    """What a page that was left is made from anew: whom it asked, which cards show a table, how far it was scrolled."""

    presenter: ProgressPresenter
    is_stale: bool
    tables: frozenset[str]
    scrolled: int


class ProgressScreen(Screen):
    """Cards in rows of two; the figures behind them are reckoned off the GUI thread, and drawn one in each turn."""

    reloads_for = Changes(content=True, study=True, exams=True, settings=True)

    def make(self) -> Iterator[None]:
        """Make the cards; their figures follow."""
        shell = self.shell
        self.view: ProgressView | None = None
        self.presenter = ProgressPresenter(shell.services)
        self.scope = ComboBox("Cards that count")
        self.period = Segmented([(name, words) for name, (_, words) in PERIODS.items()], "Period")
        self.period.choose(self.presenter.period)
        self.search = SearchOpener()
        self.skip = CheckBox("If I skip three days")
        self.paper = IconButton("printer", "Print my progress", "Ctrl+P")
        self.paper.clicked.connect(self.print_progress)
        self.today = TodayCard()
        yield
        self.coverage, self.days = CoverageCard(shell), DaysCard(shell)
        self.plots: dict[str, PlotCard] = {}
        for name, title, file in _PLOTS:
            yield
            self.plots[name] = PlotCard(shell, title, file)
        self._rows = [Pair(gap=16) for _ in _PAIRS]
        self._upper = Pair(gap=16)
        self._drawing = Ahead(self)
        self._running = False
        self._again = False
        self._page = LevelPage(above=20, spacing=16)
        self._stack = QStackedWidget()
        yield
        yield from self._build()
        self._connect()
        theme.current().follow(self.arrange)

    def reload(self) -> None:
        """Read what can be asked for, and reckon the figures anew."""
        try:
            self.presenter.scopes()
        except CertdeckError as error:
            self._show_empty(str(error))
            return
        self._fill_scopes()
        self._reckon()

    def give_back(self) -> "_Left | None":
        """Go, and return what was asked for and what came of it; stay while figures are reckoned or drawn."""
        if self.view is None or self.is_drawing:
            return None
        tables = frozenset(name for name, card in self._cards().items() if card.table is not None)
        return _Left(self.presenter, self._stale, tables, self._page.verticalScrollBar().value())

    def take_up(self, left: object, missed: Iterable[Changes]) -> None:
        """Show what was shown when the page was left, until it is reckoned anew if that is not up to date."""
        if not isinstance(left, _Left):
            return
        self.presenter = left.presenter
        self._stale = left.is_stale or any(map(self.is_concerned, missed))
        self._fill_scopes()
        self.period.choose(self.presenter.period)
        with QSignalBlocker(self.skip):
            self.skip.setChecked(self.presenter.skip)
        for name in left.tables:
            self._cards()[name].show_table()
        self._page.scroll_to(left.scrolled)
        self._drawing.do_instead(self._shown(self.presenter.view))

    def focus_first(self) -> None:
        """Put the focus on the period."""
        segment = next(segment for segment in self.period.segments() if segment.isChecked())
        segment.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_progress(self) -> None:
        """Show how far the learner has come on paper."""
        from certdeck.gui.screens.print_dialog import open_print

        open_print(self.shell, self, Begin(what=PROGRESS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Print with Ctrl+P."""
        if event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.print_progress()
        else:
            super().keyPressEvent(event)

    @property
    def is_drawing(self) -> bool:
        """Whether figures are still reckoned or drawn."""
        return self._running or self._drawing.busy()

    # --- Figures

    def _reckon(self) -> None:
        """Reckon the figures, once more at the end if something else was asked for meanwhile."""
        if self._running:
            self._again = True
            return
        self._running = True
        work = self.presenter.work()

        def reckoned(say: Progress) -> Statistics:
            try:
                found = work(say)
                load_beside()
                return found
            finally:
                self._running = False

        self.shell.run("Reckoning your progress", reckoned, self._arrived)

    def _arrived(self, found: Statistics) -> None:
        if self._again:
            self._again = False
            self._reckon()
            return
        self._drawing.do_instead(self._shown(partial(self.presenter.arrived, found)))

    def _shown(self, worded: Callable[[], ProgressView]) -> Iterator[None]:
        """Put the figures into words, show those that stand in the cards, and draw the plots."""
        view = worded()
        yield
        self._show(view)
        yield
        # What was shown may have brought the scroll bar, which takes its room from the columns.
        self.arrange()
        yield from self._drawn()

    def _show(self, view: ProgressView) -> None:
        self.view = view
        self._stack.setCurrentWidget(self._page)
        self._body.show()
        self.today.show_facts(view.today)
        self.coverage.setVisible(view.coverage is not None)
        if view.coverage is not None:
            self.coverage.show_coverage(view.coverage)
        self.days.show_days(view.days)
        self.arrange()

    def _drawn(self) -> Iterator[None]:
        """Make and draw one plot after the other; before the first one, load what draws them."""
        if not all(self._plot(name).empty for name in self.plots):
            yield from loaded()
        for name, card in self.plots.items():
            if card.canvas is None and not self._plot(name).empty:
                card.made()
                yield
            self._draw(name)
            yield

    def _draw(self, name: str) -> None:
        self.plots[name].show_plot(self._plot(name))

    def _plot(self, name: str) -> PlotView:
        plot: PlotView = getattr(self.view, name)
        return plot

    def _cards(self) -> dict[str, FigureCard]:
        return {**self.plots, "coverage": self.coverage, "days": self.days}

    def _fill_scopes(self) -> None:
        self.scope.clear()
        self.scope.addItems(list(self.presenter.names))
        self.scope.setCurrentIndex(self.presenter.scope)

    def _show_empty(self, text: str) -> None:
        self._drawing.stop()
        empty = EmptyState("chart-pie", "No progress to show yet", text)
        self._stack.addWidget(empty)
        self._stack.setCurrentWidget(empty)

    # --- Clicks

    def _connect(self) -> None:
        self.scope.activated.connect(self._choose_scope)
        self.period.chosen.connect(self._choose_period)
        self.skip.toggled.connect(self._set_skip)
        self.search.asked.connect(self.shell.open_palette)

    def _choose_scope(self, place: int) -> None:
        self.presenter.choose_scope(place)
        self._reckon()

    def _choose_period(self, name: str) -> None:
        if name != self.presenter.period:
            self.presenter.period = name
            self._reckon()

    def _set_skip(self, on: bool) -> None:
        view = self.presenter.set_skip(on=on)
        if view is not None:
            self.view = view
            self.plots["forecast"].show_plot(view.forecast)

    # --- Layout

    def _build(self) -> Iterator[None]:
        self.plots["forecast"].head.insertSpacing(2, 8)
        self.plots["forecast"].head.insertWidget(3, self.skip)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._stack.addWidget(self._page)
        column = self._page.column
        column.addLayout(self._header())
        self._body = QWidget()
        self._body.hide()
        column.addWidget(self._body)
        column.addStretch(1)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.today)
        yield
        self._upper.left.addWidget(self.coverage)
        self._upper.right.addWidget(self.days)
        column.addWidget(self._upper)
        yield
        for row, (left, right) in zip(self._rows, _PAIRS, strict=True):
            row.left.addWidget(self.plots[left])
            row.right.addWidget(self.plots[right])
            column.addWidget(row)
            yield
        column.addWidget(self.plots["hours"])
        yield

    def _header(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label("Progress", "h1"))
        head.addStretch()
        head.addWidget(self.search, 1)
        choices = QHBoxLayout()
        choices.setSpacing(12)
        choices.addWidget(self.scope)
        choices.addStretch(1)
        choices.addWidget(self.period)
        choices.addWidget(self.paper)
        whole = QVBoxLayout()
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(choices)
        return whole

    def arrange(self) -> None:
        """Stand cards side by side, or one below the other."""
        look = theme.current()
        room = self.width() / look.scale
        beside = room >= _BESIDE_FROM
        inside = self._page.viewport().width() - 48
        half = (inside - 16) // 2 if beside else None
        for row in self._rows:
            row.set_left_width(half)
        weeks = self.view.days.weeks if self.view is not None else 0
        together = beside and weeks <= _WEEKS_BESIDE and self.coverage.isVisibleTo(self)
        self._upper.set_left_width(inside - 16 - look.px(_DAYS) if together else None)
        self.days.set_wide(not together)
        self.search.setMaximumWidth(look.px(_SEARCH))


_PLOTS: Final = (
    ("calibration", "Predicted and real recall", "calibration"),
    ("forecast", "Coming reviews", "coming-reviews"),
    ("retention", "True retention", "true-retention"),
    ("recall", "Recall now", "recall-now"),
    ("ratings", "Cards rated", "reviews-by-day"),
    ("time", "Time on cards", "time-by-day"),
    ("stability", "Stability", "stability"),
    ("difficulty", "Difficulty", "difficulty"),
    ("hours", "Hours of the day", "hours"),
)
_PAIRS: Final = (
    ("calibration", "forecast"),
    ("retention", "recall"),
    ("ratings", "time"),
    ("stability", "difficulty"),
)
