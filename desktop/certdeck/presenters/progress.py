"""The Progress page without Qt: which figures are asked for, and how they are shown."""

from collections.abc import Callable
from datetime import date

from certdeck.core.statistics.report import EVERYTHING, MONTH, QUARTER, YEAR, Statistics
from certdeck.ports.exporting import Progress
from certdeck.presenters.exam_day import exam_day_of
from certdeck.presenters.progress_now import (
    coverage_view,
    days_view,
    difficulty_plot,
    forecast_plot,
    recall_plot,
    stability_plot,
    today_facts,
)
from certdeck.presenters.progress_past import calibration_plot, hours_plot, ratings_plot, retention_plot, time_plot
from certdeck.presenters.progress_views import ProgressView
from certdeck.services.catalogue import Services
from certdeck.services.statistics import ScopeChoice

PERIODS = {
    "month": (MONTH, "Month"),
    "quarter": (QUARTER, "3 months"),
    "year": (YEAR, "Year"),
    "all": (EVERYTHING, "All"),
}
"""Every period that can be asked for, and its word."""


class ProgressPresenter:
    """Keeps what is asked for, and the figures that came last."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._scopes: tuple[ScopeChoice, ...] = ()
        self._chosen = ""
        self._found: Statistics | None = None
        self.period = "quarter"
        self.skip = False

    def scopes(self) -> tuple[str, ...]:
        """Return the names of what can be asked for. Raises `CertdeckError` when no deck is installed."""
        self._scopes = self._services.statistics.scopes()
        return self.names

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what could be asked for when `scopes` was called."""
        return tuple(choice.name for choice in self._scopes)

    @property
    def scope(self) -> int:
        """The place of the chosen scope; the first one when the chosen one is gone."""
        return next((place for place, choice in enumerate(self._scopes) if choice.name == self._chosen), 0)

    def choose_scope(self, place: int) -> None:
        """Ask for the scope at `place`."""
        self._chosen = self._scopes[place].name

    def work(self) -> Callable[[Progress], Statistics]:
        """Return what reckons the figures asked for: work for another thread."""
        scope, period, report = (
            self._scopes[self.scope].scope,
            PERIODS[self.period][0],
            self._services.statistics.report,
        )
        return lambda say: report(scope, period, progress=say)

    def arrived(self, found: Statistics) -> ProgressView:
        """Take new figures and return the page."""
        self._found = found
        return self.view()

    def set_skip(self, *, on: bool) -> ProgressView | None:
        """Show the coming days with or without three days off; None while there are no figures."""
        self.skip = on
        return None if self._found is None else self.view()

    def view(self) -> ProgressView:
        """Return the page. Raises RuntimeError before the first figures came."""
        found = self._found
        if found is None:
            raise RuntimeError("There are no figures yet.")
        return ProgressView(
            today=today_facts(found.today),
            coverage=coverage_view(found.coverage),
            days=days_view(found, self._exam_day()),
            calibration=calibration_plot(found.calibration),
            forecast=forecast_plot(found, skip=self.skip, exam=self._exam_day()),
            ratings=ratings_plot(found),
            time=time_plot(found),
            retention=retention_plot(found.retention),
            stability=stability_plot(found.memories),
            difficulty=difficulty_plot(found.memories),
            recall=recall_plot(found.memories),
            hours=hours_plot(found.hours),
        )

    def _exam_day(self) -> date | None:
        """Return the day of the exam that is asked about; a whole deck is no exam."""
        scope = self._scopes[self.scope].scope if self._scopes else None
        return None if scope is None or scope.exam is None else exam_day_of(self._services, scope.exam)
