"""Taking sheets, score reports and disputes away."""

from collections.abc import Callable
from pathlib import Path

from certdeck.core.deck import Deck, Sheet
from certdeck.core.errors import ExportError
from certdeck.core.ids import ItemId, SittingId
from certdeck.ports.clock import Clock
from certdeck.ports.exporting import (
    DisputedItem,
    DisputeExporter,
    Paper,
    ReportPrinter,
    ResultContent,
    SheetPrinter,
)
from certdeck.ports.store import Store
from certdeck.services.exams import ExamService
from certdeck.services.library import Exam, LibraryService
from certdeck.services.results import ResultService


class ExportService:
    """Writes sheets and score reports as PDF and disputes as Markdown, each whole or not at all.

    The exporters come as functions that make them: their libraries are heavy, and most days nothing is exported.
    """

    def __init__(
        self,
        store: Store,
        library: LibraryService,
        printer: Callable[[], SheetPrinter],
        *,
        exams: ExamService,
        results: ResultService,
        clock: Clock,
        reports: Callable[[], ReportPrinter],
        disputes: Callable[[], DisputeExporter],
    ) -> None:
        self._store = store
        self._library = library
        self._printer = printer
        self._disputes = disputes
        self._exams = exams
        self._results = results
        self._clock = clock
        self._reports = reports

    def to_pdf(self, sheet: ItemId, target: Path, *, paper: Paper = Paper.A4) -> int:
        """Write a sheet to the PDF file `target` and return its number of pages.

        Raises `ExportError` when there is no such sheet or the file can't be written.
        """
        with self._store.open() as work:
            found = work.content.item(sheet)
        if not isinstance(found, Sheet):
            raise ExportError(f"There is no sheet called {sheet}. Nothing was written.")
        exam = self._exam_of(found)
        return self._printer().write(found, _head_only(exam), exam.blueprint, target, paper)

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

    def report_to_pdf(self, sitting: SittingId, target: Path, *, paper: Paper = Paper.A4) -> int:
        """Write the score report of a finished sitting to the PDF file `target` and return its number of pages.

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
        return self._reports().write(content, target, paper)

    def _exam_of(self, sheet: Sheet) -> Exam:
        preferred = self._library.exam()
        if sheet.coverage(preferred.blueprint.id):
            return preferred
        return self._library.exam(sheet.covers[0].blueprint)


def _head_only(exam: Exam) -> Deck:
    """Return the deck without its items: all that a sheet's footer needs."""
    head = exam.deck
    return Deck(
        id=head.id,
        title=head.title,
        version=head.version,
        language=head.language,
        licence=head.licence,
        notice=head.notice,
        blueprints=head.blueprints,
        digest=head.digest,
    )
