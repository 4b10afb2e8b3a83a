"""An exam on paper."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from pypdf import PdfReader

from certdeck.core.deck import Deck, Question
from certdeck.core.exam.bubbles import code_of, key_marks
from certdeck.core.exam.draw import draw
from certdeck.core.exam.form import Form, FormItem, shuffled
from certdeck.core.ids import TaskId
from certdeck.exporters.pdf.ink import MARGIN
from certdeck.exporters.pdf.paper import PdfPaperPrinter
from certdeck.importers.native import NativeReader
from certdeck.markup.markdown import Markdown
from certdeck.markup.math import svg
from certdeck.ports.exporting import Paper
from certdeck.ports.printing import ExamPaper, PrintOptions
from tests.builders import order_of
from tests.exporters import sample
from tests.exporters.pdf.reading import outline_of, pages_of, sizes_of

ROOT = Path(__file__).parents[3]
PRINTER = PdfPaperPrinter(Markdown(), ROOT / "resources" / "fonts", svg)
QUESTIONS: tuple[Question, ...] = (sample.CHOICE, sample.RESPONSE, sample.ORDERING, sample.MATCHING)


def small() -> Form:
    dice = Random(4)
    items = tuple(FormItem(one, TaskId("3.1"), scored=True, order=shuffled(one, dice)) for one in QUESTIONS)
    return Form(sample.EXAM, 4, items, scenarios=(sample.CASE,))


def printed(folder: Path, form: Form, deck: Deck = sample.DECK, paper: Paper = Paper.A4) -> Path:
    target = folder / "exam.pdf"
    exam = ExamPaper("Practice exam", form, str(code_of(form)), deck, deck.blueprints[0])
    assert PRINTER.exam(exam, target, PrintOptions(paper=paper)).problems == ()
    return target


def test_questions_answer_sheet_and_key_follow_one_another(tmp_path: Path) -> None:
    form = small()
    target = printed(tmp_path, form)
    questions, sheet, key = (" ".join(page.extract_text().split()) for page in PdfReader(target).pages)
    assert outline_of(target) == ["Practice exam", "Answer sheet", "Key with reasons"]
    for words in ("Case: A case", "A company transcribes", "lowest cost", "Give each number its letter", "A decoy"):
        assert words in questions
    assert "Reason 1" not in questions
    assert f"certdeck exam grade {code_of(form)}" in sheet
    for item in form.items:
        assert f"{key_marks(item)} {item.question.title}" in key
    assert all(f"Reason {at}" in key for at in range(4))


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    first = printed(tmp_path, small()).read_bytes()
    assert printed(tmp_path, small()).read_bytes() == first


def test_a_question_longer_than_a_page_is_made_smaller_and_named_not_cut(tmp_path: Path) -> None:
    stem = " ".join(f"word{at}" for at in range(2500))
    asked = replace(sample.CHOICE, stem=stem)
    items = tuple(FormItem(one, TaskId("3.1"), scored=True, order=order_of(one)) for one in (*QUESTIONS, asked))
    form = Form(sample.EXAM, 4, items, scenarios=(sample.CASE,))
    target = tmp_path / "exam.pdf"
    paper = ExamPaper("Practice exam", form, str(code_of(form)), sample.DECK, sample.DECK.blueprints[0])
    problems = PRINTER.exam(paper, target, PrintOptions()).problems
    assert [str(one) for one in problems] == ["Practice exam: question 5 is longer than a page and was made smaller"]
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(target).pages).split())
    assert stem in text
    for number, page in enumerate(pages_of(target), 1):
        assert (number, page.outside(MARGIN), page.overlapping()) == (number, [], [])


@pytest.mark.parametrize("paper", list(Paper))
def test_a_whole_exam_of_the_shipped_deck_is_clean(tmp_path: Path, paper: Paper) -> None:
    deck = NativeReader().read(ROOT / "decks" / "aws-mla")
    form = draw(deck.blueprints[0], deck.questions, seed=7)
    target = printed(tmp_path, form, deck, paper)
    assert min(sizes_of(target)) >= 7
    for number, page in enumerate(pages_of(target), 1):
        assert (number, page.outside(MARGIN), page.overlapping()) == (number, [], [])
