"""Handing sheets and reports to the exporters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Deck, Sheet
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
from certdeck.services.export import ExportService
from tests.builders import EXAM, blueprint, covers, deck, sheet
from tests.services.parts import Parts

OTHER = BlueprintId("exam-2")


@dataclass
class Printer:
    """Keeps what it is told to print."""

    printed: list[tuple[Sheet, Deck, Blueprint, Path, Paper]] = field(default_factory=list)

    def write(self, sheet: Sheet, deck: Deck, blueprint: Blueprint, target: Path, paper: Paper) -> int:
        self.printed.append((sheet, deck, blueprint, target, paper))
        return 4


@dataclass
class Disputes:
    """Keeps the disputes that it is told to write."""

    written: list[tuple[Sequence[DisputedItem], Path]] = field(default_factory=list)

    def write(self, disputed: Sequence[DisputedItem], target: Path) -> None:
        self.written.append((disputed, target))


@dataclass
class Reports:
    """Keeps what it is told to report."""

    printed: list[tuple[ResultContent, Path, Paper]] = field(default_factory=list)

    def write(self, content: ResultContent, target: Path, paper: Paper) -> int:
        self.printed.append((content, target, paper))
        return 3


@dataclass
class Office:
    """The export service with what it writes to."""

    parts: Parts
    printer: Printer = field(default_factory=Printer)
    disputes: Disputes = field(default_factory=Disputes)
    reports: Reports = field(default_factory=Reports)

    @property
    def export(self) -> ExportService:
        return self.with_printer(lambda: self.printer)

    def with_printer(self, printer: Callable[[], Printer]) -> ExportService:
        parts = self.parts
        return ExportService(
            parts.store,
            parts.library,
            printer,
            exams=parts.exams,
            results=parts.results,
            clock=parts.clock,
            reports=lambda: self.reports,
            disputes=lambda: self.disputes,
        )

    def sit(self) -> Sitting:
        return self.parts.exams.start_quiz(Selection(count=2), seed=1)


@pytest.fixture
def office(parts: Parts) -> Office:
    parts.install(deck(blueprints=(blueprint(), blueprint(id=OTHER)), digest="1" * 64))
    return Office(parts)


def test_a_sheet_is_printed_with_the_head_of_its_deck_and_nothing_else_of_it(office: Office) -> None:
    assert office.export.to_pdf(ItemId("s-1"), Path("sheet.pdf"), paper=Paper.LETTER) == 4
    ((printed, head, exam, target, paper),) = office.printer.printed
    assert (printed, exam.id, target, paper) == (sheet(), EXAM, Path("sheet.pdf"), Paper.LETTER)
    whole = deck(blueprints=(blueprint(), blueprint(id=OTHER)))
    assert head == replace(whole, cards=(), questions=(), sheets=())
    assert head.digest == "1" * 64


@pytest.mark.parametrize("name", ["nowhere", "c-basic", "q-choice"])
def test_what_is_not_a_sheet_is_not_printed(office: Office, name: str) -> None:
    with pytest.raises(ExportError, match=f"There is no sheet called {name}. Nothing was written."):
        office.export.to_pdf(ItemId(name), Path("sheet.pdf"))
    assert office.printer.printed == []


def test_a_sheet_of_another_exam_is_printed_with_that_one(office: Office) -> None:
    mine = sheet("s-mine", covers=covers(exam=OTHER))
    both = sheet("s-both", covers=(*covers(exam=OTHER), *covers()))
    office.parts.install(deck(blueprints=(blueprint(), blueprint(id=OTHER)), sheets=(mine, both)))
    for name in ("s-mine", "s-both"):
        office.export.to_pdf(ItemId(name), Path("sheet.pdf"))
    assert [exam.id for _, _, exam, _, _ in office.printer.printed] == [OTHER, EXAM]


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
    def heavy() -> Printer:
        raise AssertionError("reportlab was loaded for disputes")

    office.parts.results.dispute(ItemId("q-choice"), "Wrong.")
    office.with_printer(heavy).disputes(Path("disputes.md"))
    assert len(office.disputes.written) == 1


def test_a_report_holds_the_result_by_the_first_key_and_later_gradings(office: Office) -> None:
    sitting = office.sit()
    office.parts.exams.finish(sitting, Ending.SUBMITTED, 60.0)
    assert office.export.report_to_pdf(sitting.id, Path("report.pdf"), paper=Paper.LETTER) == 3
    ((content, target, paper),) = office.reports.printed
    assert (target, paper) == (Path("report.pdf"), Paper.LETTER)
    assert (content.sitting.id, content.report.overall.total) == (sitting.id, 2)
    assert (content.deck_version, content.language, content.regradings) == ("1.0.0", "en", ())
    assert content.insight.slowest == (1,)


def test_a_running_exam_and_one_that_never_was_have_no_report(office: Office) -> None:
    sitting = office.sit()
    with pytest.raises(ExportError, match="so it has no report yet"):
        office.export.report_to_pdf(sitting.id, Path("report.pdf"))
    with pytest.raises(ExamError):
        office.export.report_to_pdf(SittingId(99), Path("report.pdf"))
    assert office.reports.printed == []
