"""Reading what a candidate marked on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import Question
from certdeck.core.errors import ExamError, NotInForm, UnfitAnswer
from certdeck.core.exam.answers import is_right
from certdeck.core.exam.bubbles import (
    Fit,
    code_of,
    judged,
    key_marks,
    most_marks,
    read_code,
    read_marks,
    read_sheet,
    sheet_text,
    unmentioned,
)
from certdeck.core.exam.form import Form, FormItem, shuffled
from certdeck.core.ids import TaskId
from tests.exporters import sample

QUESTIONS: tuple[Question, ...] = (sample.CHOICE, sample.RESPONSE, sample.ORDERING, sample.MATCHING)


def form(seed: int) -> Form:
    from random import Random

    dice = Random(seed)
    items = tuple(FormItem(one, TaskId("3.1"), scored=True, order=shuffled(one, dice)) for one in QUESTIONS)
    return Form(sample.EXAM, seed, items)


@given(st.integers(0, 10**9))
def test_the_letters_of_the_key_are_read_as_the_right_answers(seed: int) -> None:
    drawn = form(seed)
    answers = read_sheet(drawn, " ".join(key_marks(item) for item in drawn.items))
    assert all(is_right(item.question, answers[item.question.id]) for item in drawn.items)


@pytest.mark.parametrize("text", ["B AC - CAB", "1B 2AC 4CAB", "1: b\n2. a,c\n3 -\n4) cab", "4CAB 1B 2 AC"])
def test_all_ways_to_write_the_same_marks_are_read_alike(text: str) -> None:
    drawn = form(3)
    assert read_sheet(drawn, text) == read_sheet(drawn, "B AC - CAB")
    assert len(read_sheet(drawn, text)) == 3


@pytest.mark.parametrize(
    ("text", "numbers"), [("B AC - CAB", ()), ("B AC", (3, 4)), ("4CAB 2AC", (1, 3)), ("", (1, 2, 3, 4))]
)
def test_a_question_with_neither_letters_nor_a_dash_is_found(text: str, numbers: tuple[int, ...]) -> None:
    assert unmentioned(form(3), text) == numbers


def test_a_prompt_may_be_left_out() -> None:
    item = form(1).items[3]
    answer = read_marks(item, "-A-")
    assert answer is not None
    assert not is_right(item.question, answer)
    assert read_marks(item, "---") is None


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("9A", NotInForm, "no question 9; the exam has 4"),
        ("A B C D E", NotInForm, "no question 5"),
        ("1Z", UnfitAnswer, "Question 1: it has responses A to D, not Z"),
        ("1AB", UnfitAnswer, "Question 1: The question asks for 1"),
        ("3AA", UnfitAnswer, "Question 3:"),
        ("4ABCDA", UnfitAnswer, "Question 4: it has 3 prompts"),
        ("1A 2AC 1B", UnfitAnswer, "Question 1 stands twice"),
        ("A 1B", UnfitAnswer, "Question 1 stands twice"),
        ("2AC 2-", UnfitAnswer, "Question 2 stands twice"),
        ("1B !?", UnfitAnswer, "!\\? is neither a number nor letters"),
    ],
)
def test_marks_that_make_no_sense_are_refused_in_words(text: str, kind: type[ExamError], words: str) -> None:
    with pytest.raises(kind, match=words):
        read_sheet(form(2), text)


@given(st.text(max_size=30))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        read_sheet(form(2), text)
    except ExamError:
        return


def test_a_code_leads_back_and_changes_with_the_order_of_the_options() -> None:
    code = code_of(form(2), "A")
    assert read_code(f" {str(code).lower()} ") == code
    assert code_of(form(3), "A").check != code.check
    with pytest.raises(ExamError, match="no code of a printed exam"):
        read_code("hello")


ITEMS = form(1).items
"""One of four responses, two of five, an order of some, and prompts."""


@pytest.mark.parametrize(
    ("item", "marks", "fit", "words"),
    [
        (0, "", Fit.BLANK, ""),
        (0, " - ", Fit.BLANK, ""),
        (0, "b", Fit.WHOLE, ""),
        (0, "E", Fit.UNFIT, "no E, only A to D"),
        (0, "AB", Fit.UNFIT, "2 letters, 1 at most"),
        (0, "AA", Fit.UNFIT, "A stands twice"),
        (1, "A", Fit.SHORT, "1 of 2"),
        (1, "CA", Fit.WHOLE, ""),
        (2, "A", Fit.SHORT, f"1 of {most_marks(ITEMS[2])}"),
        (3, "A-", Fit.SHORT, f"1 of {most_marks(ITEMS[3])}"),
        (3, "ABCDA", Fit.UNFIT, ""),
    ],
)
def test_letters_are_judged_while_they_are_typed(item: int, marks: str, fit: Fit, words: str) -> None:
    found = judged(ITEMS[item], marks)
    assert found.fit is fit
    assert words in found.words


@given(st.integers(0, 10**6), st.text("ABCDEF-", max_size=6))
def test_what_is_judged_impossible_is_refused_and_what_is_whole_or_short_is_read(seed: int, marks: str) -> None:
    for item in form(seed).items:
        if judged(item, marks).fit in (Fit.WHOLE, Fit.SHORT):
            assert read_marks(item, marks) is not None
        elif judged(item, marks).fit is Fit.BLANK:
            assert read_marks(item, marks) is None


@given(st.integers(0, 10**6))
def test_the_letters_of_all_questions_are_written_as_they_are_read(seed: int) -> None:
    drawn = form(seed)
    marks = [key_marks(item) for item in drawn.items]
    assert len(read_sheet(drawn, sheet_text(marks))) == len(marks)
    marks[1] = ""
    assert len(read_sheet(drawn, sheet_text(marks))) == len(marks) - 1
