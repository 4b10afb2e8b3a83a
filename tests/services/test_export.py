"""Handing reports and disputes to the exporters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from certdeck.core.errors import ExamError, ExportError
from certdeck.core.exam.events import Ending
from certdeck.core.exam.quiz import Selection
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import BlueprintId, ItemId, SittingId
from certdeck.ports.exporting import (
    DisputedItem,
    Paper,
    ResultContent,
)
from certdeck.ports.printing import PaperPrinter, PrintOptions, Printout
from certdeck.services.export import ExportService
from tests.builders import blueprint, deck
from tests.services.parts import Parts

OTHER = BlueprintId("exam-2")


@dataclass
class Disputes:
    """Keeps the disputes that it is told to write."""

    written: list[tuple[Sequence[DisputedItem], Path]] = field(default_factory=list)

    def write(self, disputed: Sequence[DisputedItem], target: Path) -> None:
        self.written.append((disputed, target))


@dataclass
class Reports(PaperPrinter):
    """Keeps what it is told to report."""

    printed: list[tuple[ResultContent, Path | None, PrintOptions]] = field(default_factory=list)

    def report(self, content: ResultContent, target: Path | None, options: PrintOptions) -> Printout:
        self.printed.append((content, target, options))
        return Printout(3)


@dataclass
class Office:
    """The export service with what it writes to."""

    parts: Parts
    disputes: Disputes = field(default_factory=Disputes)
    reports: Reports = field(default_factory=Reports)

    @property
    def export(self) -> ExportService:
        return self.with_printer(lambda: self.reports)

    def with_printer(self, printer: Callable[[], PaperPrinter]) -> ExportService:
        parts = self.parts
        return ExportService(
            parts.store,
            parts.library,
            printer,
            exams=parts.exams,
            results=parts.results,
            clock=parts.clock,
            disputes=lambda: self.disputes,
        )

    def sit(self) -> Sitting:
        return self.parts.exams.start_quiz(Selection(count=2), seed=1)


@pytest.fixture
def office(parts: Parts) -> Office:
    parts.install(deck(blueprints=(blueprint(), blueprint(id=OTHER)), digest="1" * 64))
    return Office(parts)


def test_disputes_are_written_with_the_question_as_it_is_now(office: Office) -> None:
    office.parts.results.dispute(ItemId("q-choice"), "Wrong.")
    office.parts.results.dispute(ItemId("q-gone"), "Also wrong.")
    assert office.export.disputes(Path("disputes.md")) == 2
    ((disputed, target),) = office.disputes.written
    assert target == Path("disputes.md")
    assert [(entry.dispute.text, entry.item and entry.item.id) for entry in disputed] == [
        ("Wrong.", "q-choice"),
        ("Also wrong.", None),
    ]


def test_without_disputes_nothing_is_written(office: Office) -> None:
    with pytest.raises(ExportError, match="You have disputed no question"):
        office.export.disputes(Path("disputes.md"))
    assert office.disputes.written == []


def test_exporters_are_made_only_when_something_is_exported(office: Office) -> None:
    def heavy() -> PaperPrinter:
        raise AssertionError("reportlab was loaded for disputes")

    office.parts.results.dispute(ItemId("q-choice"), "Wrong.")
    office.with_printer(heavy).disputes(Path("disputes.md"))
    assert len(office.disputes.written) == 1


def test_a_report_holds_the_result_by_the_first_key_and_later_gradings(office: Office) -> None:
    sitting = office.sit()
    office.parts.exams.finish(sitting, Ending.SUBMITTED, 60.0)
    options = PrintOptions(paper=Paper.LETTER)
    assert office.export.report(sitting.id, Path("report.pdf"), options).pages == 3
    ((content, target, how),) = office.reports.printed
    assert (target, how) == (Path("report.pdf"), options)
    assert (content.sitting.id, content.report.overall.total) == (sitting.id, 2)
    assert (content.deck_version, content.language, content.regradings) == ("1.0.0", "en", ())
    assert content.insight.slowest == (1,)


def test_a_running_exam_and_one_that_never_was_have_no_report(office: Office) -> None:
    sitting = office.sit()
    with pytest.raises(ExportError, match="so it has no report yet"):
        office.export.report(sitting.id, Path("report.pdf"), PrintOptions())
    with pytest.raises(ExamError):
        office.export.report(SittingId(99), Path("report.pdf"), PrintOptions())
    assert office.reports.printed == []
