"""A learner who reads a report: hands the presenter what it needs and keeps what it shows."""

from certdeck.core.ids import SittingId
from certdeck.presenters.report import ReportPresenter
from certdeck.presenters.report_views import DetailView, Part, ReportView
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes


class Reader:
    """Looks at one report. `views` are all that were shown, `changes` all that was told."""

    def __init__(self, services: Services, sitting: SittingId) -> None:
        self.views: list[ReportView] = []
        self.changes: list[Changes] = []
        self.presenter = ReportPresenter(services, sitting, render=self.views.append, changed=self.changes.append)
        self.presenter.show()

    @property
    def view(self) -> ReportView:
        """What is shown now."""
        return self.views[-1]

    def part(self, part: Part) -> tuple[int, ...]:
        """Choose `part` and return the numbers in the list."""
        self.presenter.choose(part)
        return self.view.shown

    def detail(self, number: int) -> DetailView:
        """Open question `number` unless it is open, and return what is shown of it."""
        opened = [detail for detail in self.view.opened if detail.number == number]
        if not opened:
            self.presenter.toggle(number)
            return self.view.opened[-1]
        return opened[0]
