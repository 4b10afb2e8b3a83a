"""Taking score reports and disputes away."""

from collections.abc import Callable
from pathlib import Path

from certdeck.core.errors import ExportError
from certdeck.core.ids import SittingId
from certdeck.ports.clock import Clock
from certdeck.ports.exporting import (
    DisputedItem,
    DisputeExporter,
    ResultContent,
)
from certdeck.ports.printing import PaperPrinter, PrintOptions, Printout
from certdeck.ports.store import Store
from certdeck.services.exams import ExamService
from certdeck.services.library import LibraryService
from certdeck.services.results import ResultService


class ExportService:
    """Writes score reports as PDF and disputes as Markdown, each whole or not at all.

    The exporters come as functions that make them: their libraries are heavy, and most days nothing is exported.
    """

    def __init__(
        self,
        store: Store,
        library: LibraryService,
        printer: Callable[[], PaperPrinter],
        *,
        exams: ExamService,
        results: ResultService,
        clock: Clock,
        disputes: Callable[[], DisputeExporter],
    ) -> None:
        self._store = store
        self._library = library
        self._printer = printer
        self._disputes = disputes
        self._exams = exams
        self._results = results
        self._clock = clock

    def disputes(self, target: Path) -> int:
        """Write what the learner holds against questions to the Markdown file `target`; return how many there are.

        Raises `ExportError` when there are none or the file can't be written.
        """
        with self._store.open() as work:
            said = work.results.disputes()
            disputed = [DisputedItem(dispute, work.content.item(dispute.item)) for dispute in said]
        if not disputed:
            raise ExportError("You have disputed no question. Nothing was written.")
        self._disputes().write(disputed, target)
        return len(disputed)

    def report(self, sitting: SittingId, target: Path | None, options: PrintOptions) -> Printout:
        """Print the score report of a finished sitting to `target`, or make pictures of its pages when that is None.

        Raises `ExamError` when there is no such sitting, and `ExportError` when it still runs or the file can't be
        written.
        """
        found, report = self._exams.report(sitting)
        if found.ending is None:
            raise ExportError(f"{found.title} still runs, so it has no report yet. Nothing was written.")
        head = self._exams.head(sitting)
        language = next((deck.language for deck in self._library.heads() if deck.id == head.deck), "")
        content = ResultContent(
            sitting=found,
            report=report,
            insight=self._results.insight(found, report),
            regradings=self._results.regradings(sitting),
            blueprint=self._exams.blueprint_of(found),
            deck_version=head.deck_version,
            language=language,
            zone=self._clock.zone(),
        )
        return self._printer().report(content, target, options)
