"""Words for results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered, is_right
from certdeck.core.exam.conduct import Conduct, ExtraTime, Mode, conduct
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.report import QuestionResult, Share
from certdeck.core.exam.sitting import ItemState
from certdeck.core.exam.wording import (
    ShortAnswer,
    clock_words,
    conduct_words,
    idea_words,
    percent,
    range_words,
    short_answer,
)
from certdeck.core.ids import OptionId, TaskId
from tests.builders import matching, multiple_response, order_of, ordering


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (Conduct(), "Exam mode"),
        (conduct(Mode.REHEARSAL, extra=ExtraTime.HALF), "Rehearsal, time × 1.5"),
        (conduct(Mode.PRACTICE, extra=ExtraTime.ESL), "Practice, 30 minutes more"),
        (conduct(Mode.REVIEW), "Review mode, no time limit"),
    ],
)
def test_mode_and_extra_time_are_said(rules: Conduct, words: str) -> None:
    assert conduct_words(rules) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("real-time-for-everything", "Real time for everything"),
        ("scripts-are-iac", "Scripts are IaC"),
        ("s3-is-slow", "S3 is slow"),
        ("", ""),
    ],
)
def test_the_names_of_wrong_ideas_are_made_readable(name: str, words: str) -> None:
    assert idea_words(name) == words


@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,5}", fullmatch=True))
def test_no_letter_of_a_wrong_idea_is_lost(name: str) -> None:
    assert idea_words(name).lower() == name.replace("-", " ")


def test_times_and_shares_are_written_short() -> None:
    assert clock_words(151) == "2:31"
    assert clock_words(9.4) == "0:09"
    assert percent(0.857) == "86 %"
    assert range_words(Share(12, 14)) == "74 to 93 %"


def chosen(names: str) -> Chosen:
    return Chosen(frozenset(OptionId(name) for name in names))


@pytest.mark.parametrize(("answer", "yours"), [(chosen("ae"), "AE"), (chosen("c"), "C"), (None, "–")])
def test_letters_follow_the_order_of_the_sitting(answer: Answer | None, yours: str) -> None:
    question = multiple_response(keys="ac")
    order = tuple(OptionId(name) for name in "ebcda")
    item = FormItem(question, TaskId("1.1"), scored=True, order=order)
    result = QuestionResult(1, item, ItemState(answer), is_right(question, answer))
    assert short_answer(result) == ShortAnswer(yours, "CE", counted=False)


@pytest.mark.parametrize(
    ("answer", "yours"), [(Ordered(tuple(OptionId(name) for name in "acbd")), "1"), (None, "–"), (Ordered(()), "0")]
)
def test_places_are_counted(answer: Answer | None, yours: str) -> None:
    question = ordering()
    item = FormItem(question, TaskId("1.1"), scored=True, order=order_of(question))
    assert short_answer(QuestionResult(1, item, ItemState(answer), right=False)) == ShortAnswer(
        yours, "3", counted=True
    )


def test_pairs_are_counted() -> None:
    question = matching()
    item = FormItem(question, TaskId("1.1"), scored=True, order=order_of(question))
    answer = Matched(frozenset({(OptionId("p1"), OptionId("a")), (OptionId("p2"), OptionId("c"))}))
    result = QuestionResult(1, item, ItemState(answer), right=False)
    assert short_answer(result) == ShortAnswer("1", "3", counted=True)
