"""Printed score reports: marked as practice, complete, embedded, bookmarked, and the same bytes each time."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certdeck.core.deck import Question
from certdeck.core.errors import ExportError
from certdeck.core.exam.answers import Chosen
from certdeck.core.exam.conduct import ExtraTime, Mode, SittingKind, conduct
from certdeck.core.exam.events import Confidence, Ending
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.insight import insight
from certdeck.core.exam.report import Share, report
from certdeck.core.exam.sitting import ItemState, Sitting
from certdeck.core.ids import OptionId, SittingId
from certdeck.exporters.pdf.fonts import register
from certdeck.exporters.pdf.paper import PdfPaperPrinter
from certdeck.exporters.pdf.score_report import ReportLayout
from certdeck.markup.markdown import Markdown
from certdeck.ports.exporting import Paper, ResultContent
from certdeck.ports.printing import PrintOptions
from certdeck.ports.sittings import Regrading
from tests.builders import bank, blueprint, form, multiple_choice, sitting
from tests.conftest import Golden
from tests.sitting import right_answer

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
PRINTER = PdfPaperPrinter(Markdown(), FONTS)
EXAM = blueprint()
WRONG = Chosen(frozenset({OptionId("b")}))


def content(kind: SittingKind = SittingKind.EXAM, *, per_task: int = 2) -> ResultContent:
    """Return a result with everything that a report can tell: every fifth question wrong, the last one open."""
    questions = (_with_idea(), *bank(EXAM, per_task))
    asked = form(questions)
    items = tuple(
        FormItem(item.question, item.task, number % 6 > 0, item.order) for number, item in enumerate(asked.items, 1)
    )
    states = tuple(_state(number, question) for number, question in enumerate(questions, 1))
    rules = conduct(Mode.PRACTICE, extra=ExtraTime.HALF)
    made = sitting(replace(asked, items=items), seconds_allowed=11700.0)
    ended = replace(
        made, states=(*states[:-1], ItemState()), conduct=rules, kind=kind, elapsed=6060.0, ending=Ending.SUBMITTED
    )
    return _content(ended)


def _content(ended: Sitting) -> ResultContent:
    graded = report(ended, EXAM)
    return ResultContent(
        sitting=ended,
        report=graded,
        insight=insight(graded, EXAM, ended.seconds_allowed),
        regradings=(),
        blueprint=EXAM,
        deck_version="1.1.0",
        language="en",
        zone=UTC,
    )


def _with_idea() -> Question:
    question = multiple_choice("q-idea")
    ideas = (replace(option, misconception="" if option.key else "scripts-are-iac") for option in question.options)
    return replace(question, options=tuple(ideas))


def _state(number: int, question: Question) -> ItemState:
    if number == 1:
        return ItemState(WRONG, seen=True, seconds=400.0, confidence=Confidence.SURE, trail=(WRONG,))
    answer = None if number % 5 == 0 else right_answer(question)
    trail = (WRONG, answer) if number == 2 and answer is not None else ()
    felt = Confidence.GUESS if number % 4 == 0 and answer else None
    return ItemState(answer, seen=True, seconds=60.0 + number, confidence=felt, trail=trail)


def printed(result: ResultContent, folder: Path, paper: Paper = Paper.A4) -> tuple[Path, int]:
    target = folder / f"report-{paper}.pdf"
    return target, PRINTER.report(result, target, PrintOptions(paper=paper)).pages


def tool(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def text_of(pdf: Path) -> str:
    return " ".join(tool("pdftotext", "-raw", str(pdf), "-").split())


def test_the_whole_text_of_a_report_is_as_it_was(tmp_path: Path, golden: Golden) -> None:
    golden("score-report.txt", tool("pdftotext", "-raw", str(printed(content(), tmp_path)[0]), "-"))


@pytest.mark.parametrize("paper", list(Paper))
def test_every_page_says_that_it_is_practice(tmp_path: Path, paper: Paper) -> None:
    pdf, pages = printed(content(per_task=5), tmp_path, paper)
    assert pages > 1
    for number in range(1, pages + 1):
        page = tool("pdftotext", "-raw", "-f", str(number), "-l", str(number), str(pdf), "-")
        assert "Practice result. Not an official score report." in page
        assert f"page {number} of {pages}" in page


def test_every_question_stands_with_answer_key_and_time(tmp_path: Path) -> None:
    text = text_of(printed(content(), tmp_path)[0])
    assert "1 Title of q-idea 1.1 B A wrong 6:40" in text
    assert re.search(r"25 Title of q-4.3-1 4.3 – all 3 not answered –", text)
    assert "6 Title of q-1.3-0 1.3 A A right, unscored 1:06" in text


def test_range_verdict_and_the_way_of_estimating_are_told(tmp_path: Path) -> None:
    text = text_of(printed(content(), tmp_path)[0])
    for words in (
        "Estimated scaled score",
        "pass line 720",
        "Practice, time × 1.5. 101 min of 195 min used, submitted.",
        "Our estimate; AWS does not publish its scale.",
        "too few items",
        "Scripts are IaC question 1",
        "Changed from wrong to right question 2",
        "Sure and wrong question 1",
    ):
        assert words in text


def test_a_later_grading_stands_beside_the_first(tmp_path: Path) -> None:
    first = content()
    changed = (first.sitting.form.items[0].question.id,)
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    later = Regrading(SittingId(1), at, "1.2.0", 742, Share(36, 50), changed)
    text = text_of(printed(replace(first, regradings=(later,)), tmp_path)[0])
    assert "Graded again on 26 Nov 2026 with deck 1.2.0: 742" in text
    assert "wrong, key corrected" in text
    quiz = replace(first, regradings=(replace(later, scaled=None),))
    assert "with deck 1.2.0: 36 of 50" in text_of(printed(quiz, tmp_path)[0])


def test_a_quiz_has_no_scaled_score(tmp_path: Path) -> None:
    text = text_of(printed(content(SittingKind.QUIZ), tmp_path)[0])
    assert "A quiz has no scaled score." in text
    assert "Estimated scaled score" not in text


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    bare = replace(content().sitting, states=tuple(ItemState() for _ in content().sitting.states))
    result = replace(_content(replace(bare, seconds_allowed=None)), deck_version="", language="")
    pdf, _ = printed(result, tmp_path)
    titles = re.findall(rb"/Title \(([^)]*)\)", pdf.read_bytes())
    assert b"Domains" in titles
    assert not {b"Time", b"Answers", b"Wrong ideas behind the options chosen"} & set(titles)
    assert "deck version" not in text_of(pdf)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, "595.276 x 841.89 pts (A4)"), (Paper.LETTER, "612 x 792 pts")])
def test_the_paper_is_the_one_asked_for_and_the_document_says_what_it_is(
    tmp_path: Path, paper: Paper, size: str
) -> None:
    about = tool("pdfinfo", str(printed(content(), tmp_path, paper)[0]))
    assert size in about
    assert "Practice exam 1, 14 Mar 2026 (EX-1)" in about
    assert re.search(r"Subject:\s+Practice result. Not an official score report.\n", about)


def test_only_our_own_faces_are_used_and_all_are_embedded(tmp_path: Path) -> None:
    lines = tool("pdffonts", str(printed(content(), tmp_path)[0])).splitlines()[2:]
    assert lines
    assert all(re.match(r"[A-Z]{6}\+IBMPlexSans", line) for line in lines)
    assert all(re.search(r"yes yes yes\s+\d+\s+0$", line) for line in lines)


def test_the_outline_leads_to_every_part(tmp_path: Path) -> None:
    titles = set(re.findall(rb"/Title \(([^)]*)\)", printed(content(), tmp_path)[0].read_bytes()))
    assert {b"Practice exam 1", b"Result", b"Domains", b"Time", b"Answers", b"Questions"} <= titles


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    first = printed(content(), tmp_path)[0].read_bytes()
    assert printed(content(), tmp_path)[0].read_bytes() == first


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("per_task", [1, 5, 12])
def test_nothing_reaches_into_the_footer(paper: Paper, per_task: int) -> None:
    register(FONTS)
    layout = ReportLayout(content(per_task=per_task), PrintOptions(paper=paper))
    for number, page in enumerate(layout.pages, 1):
        assert page.spots
        for spot in page.spots:
            assert spot.top <= layout.frame.top(number) + 0.01
            assert spot.top - spot.box.height >= layout.frame.bottom - 0.01


def test_the_head_of_the_questions_is_repeated_on_each_page(tmp_path: Path) -> None:
    pdf, pages = printed(content(per_task=12), tmp_path)
    assert pages > 2
    assert text_of(pdf).count("No Question Task You Key Result Time") >= pages - 1


def test_a_place_that_cannot_be_written_is_an_export_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Nothing was changed"):
        printed(content(), tmp_path / "missing")
