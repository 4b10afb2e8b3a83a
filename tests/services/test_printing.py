"""What is printed for the exam that is studied for, on a real library."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from certdeck.core.errors import ExamError, ExportError, QueryError
from certdeck.core.exam.bubbles import key_marks
from certdeck.core.ids import BlueprintId, FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.exporters.pdf.ink import MARGIN
from certdeck.importers.native import NativeReader
from certdeck.ports.printing import CardOptions, PrintOptions
from certdeck.services.catalogue import Services
from tests.builders import EXAM, blueprint, covers, deck, sheet
from tests.clock import FixedClock
from tests.exporters import sample
from tests.exporters.pdf.reading import pages_of
from tests.library import open_library


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, sample.DECK, FixedClock()) as opened:
        yield opened


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[Services]:
    deck = NativeReader().read(Path(__file__).parents[2] / "decks" / "aws-mla")
    with open_library(tmp_path, deck, FixedClock()) as opened:
        yield opened


def text_of(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def test_every_set_that_is_offered_can_be_printed(services: Services, tmp_path: Path) -> None:
    names = [name for name, _ in services.printing.sets()]
    assert names[:2] == ["everything", "all"]
    assert {"3", "3.1", "inference"} <= set(names)
    for name in names:
        target = tmp_path / f"{name}.pdf"
        assert services.printing.sheets(name, target, PrintOptions()).pages >= 1
        assert target.stat().st_size > 1000


def test_a_sheet_of_another_exam_is_printed_with_that_one(tmp_path: Path) -> None:
    other = BlueprintId("exam-2")
    mine = sheet("s-mine", covers=covers(exam=other))
    both = sheet("s-both", covers=(*covers(exam=other), *covers()))
    exams = (blueprint(), blueprint(id=other, code="TWO-C01"))
    with open_library(tmp_path, deck(blueprints=exams, sheets=(mine, both)), FixedClock()) as services:
        books = [services.printing.book(name) for name in ("s-mine", "s-both")]
    assert [(book.sheets, book.blueprint.id) for book in books] == [((mine,), other), ((both,), EXAM)]
    assert books[0].deck == replace(
        deck(blueprints=exams), cards=(), questions=(), sheets=(), digest=books[0].deck.digest
    )


@pytest.mark.parametrize("name", ["c-basic", "q-choice"])
def test_what_is_not_a_sheet_is_not_printed_as_one(services: Services, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=f"called {name}. Nothing was written."):
        services.printing.sheets(name, tmp_path / "x.pdf", PrintOptions())
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("name", ["sheet-inference", "inference"])
def test_a_sheet_is_found_by_its_id_with_or_without_its_first_word(services: Services, name: str) -> None:
    assert services.printing.sheets(name, None, PrintOptions()).pages == 1


def test_what_there_is_not_is_refused_in_words(services: Services, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no sheet, domain, task or topic called"):
        services.printing.sheets("9.9", tmp_path / "x.pdf", PrintOptions())
    with pytest.raises(ExportError, match="Nothing is weak yet"):
        services.printing.weak_points(tmp_path / "x.pdf", PrintOptions())
    with pytest.raises(ExportError, match="No card was found"):
        services.printing.cards(tmp_path / "x.pdf", CardOptions(), query="tag:none")
    assert not (tmp_path / "x.pdf").exists()


def test_cards_are_those_that_a_search_finds(services: Services, tmp_path: Path) -> None:
    target = tmp_path / "cards.pdf"
    services.printing.cards(target, CardOptions(), query="id:c-basic or id:c-typed")
    text = text_of(target)
    assert "Asynchronous" in text
    assert "Which metric wakes it?" in text
    assert "Data Wrangler" not in text


def test_a_search_that_closes_what_it_did_not_open_prints_nothing(services: Services, tmp_path: Path) -> None:
    with pytest.raises(QueryError) as refused:
        services.printing.cards(tmp_path / "x.pdf", CardOptions(), query="c-basic) or (c-typed")
    assert (refused.value.start, refused.value.end) == (7, 8)


def test_weak_points_hold_what_was_forgotten_with_the_day(services: Services, tmp_path: Path) -> None:
    services.study.rate(FaceId("c-basic/1"), Rating.AGAIN, milliseconds=2000)
    target = tmp_path / "weak.pdf"
    assert services.printing.weak_points(target, PrintOptions()).pages == 1
    text = text_of(target)
    assert "My weak points" in text
    assert "3.1.k1" in text
    assert "You would recall" in text


def test_an_exam_sat_on_paper_becomes_a_sitting_with_a_report(shipped: Services, tmp_path: Path) -> None:
    code, printout = shipped.paper_exams.print(tmp_path / "exam.pdf", PrintOptions(), seed=7)
    assert printout.pages > 10
    form = shipped.exams.draw(seed=7)
    marks = " ".join(key_marks(item) for item in form.items)
    sitting, report = shipped.exams.report(shipped.paper_exams.grade(str(code), marks).id)
    assert sitting.ending is not None
    assert report.overall.right == report.overall.total


def test_a_code_with_a_slip_stores_nothing(shipped: Services, tmp_path: Path) -> None:
    code, _ = shipped.paper_exams.print(tmp_path / "exam.pdf", PrintOptions(), seed=7)
    with pytest.raises(ExamError, match="can't be graded"):
        shipped.paper_exams.grade(str(code).replace("7-", "8-", 1), "A B C")
    assert shipped.exams.heads() == ()


def test_a_sheet_that_ends_early_is_graded_only_when_it_may_be_incomplete(shipped: Services, tmp_path: Path) -> None:
    code, _ = shipped.paper_exams.print(tmp_path / "exam.pdf", PrintOptions(), seed=7)
    form = shipped.exams.draw(seed=7)
    marks = [key_marks(item) for item in form.items]
    with pytest.raises(ExamError, match="63 of 65 questions have neither letters nor a dash"):
        shipped.paper_exams.grade(str(code), " ".join(marks[:2]))
    with pytest.raises(ExamError, match=r"1 of 65 .* \(question 65\)"):
        shipped.paper_exams.grade(str(code), " ".join(marks[:64]))
    assert shipped.exams.heads() == ()
    _, report = shipped.exams.report(shipped.paper_exams.grade(str(code), " ".join(marks[:2]), incomplete=True).id)
    assert report.overall.right <= 2


def test_progress_is_told_by_domain_and_task_with_charts(services: Services, tmp_path: Path) -> None:
    services.study.rate(FaceId("c-basic/1"), Rating.GOOD, milliseconds=2000)
    target = tmp_path / "progress.pdf"
    assert services.printing.progress(target, PrintOptions()).pages == 1
    text = text_of(target)
    for words in ("My progress", "3.1 Select deployment infrastructure", "What you did", "What is coming"):
        assert words in text
    (page,) = pages_of(target)
    assert (page.outside(MARGIN), page.overlapping()) == ([], [])
