"""A later grading uses the keys as they stand now, where the responses are still the same."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.events import Answered
from certdeck.core.exam.regrade import KeyChange, key_changes, with_current_keys
from certdeck.core.exam.report import report
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import ItemId, OptionId
from tests.builders import blueprint, form, matching, multiple_choice, ordering, sitting

A, B = OptionId("a"), OptionId("b")


def sat(question: Question, answer: Answer | None) -> Sitting:
    return sitting(form([question])).after(Answered(0, answer), 1)


def now(question: Question) -> Mapping[ItemId, Question]:
    return {question.id: question}


CASES: list[tuple[Question, Question, Answer]] = [
    (multiple_choice("q-1", key="a"), multiple_choice("q-1", key="b"), Chosen(frozenset({B}))),
    (
        ordering("q-1", steps="abc", decoys="d"),
        ordering("q-1", steps="bac", decoys="d"),
        Ordered(tuple(map(OptionId, "bacd"))),
    ),
    (
        matching("q-1", keys="abc", left_over=""),
        matching("q-1", keys="bac", left_over=""),
        Matched(frozenset(zip(map(OptionId, ("p1", "p2", "p3")), map(OptionId, "bac"), strict=True))),
    ),
]


@pytest.mark.parametrize(("old", "new", "answer"), CASES)
def test_a_corrected_key_is_found_and_may_make_a_wrong_answer_right(
    old: Question, new: Question, answer: Answer
) -> None:
    begun = sat(old, answer)
    assert key_changes(begun, now(new)) == (KeyChange(1, ItemId("q-1"), before=False, now=True),)
    assert report(with_current_keys(begun, now(new)), blueprint()).overall.right == 1
    assert report(begun, blueprint()).overall.right == 0


def test_a_reworded_question_with_the_same_key_is_no_change() -> None:
    begun = sat(multiple_choice("q-1"), Chosen(frozenset({A})))
    assert key_changes(begun, now(multiple_choice("q-1", stem="Reworded?"))) == ()


def test_a_question_that_is_gone_keeps_its_result() -> None:
    begun = sat(multiple_choice("q-1"), Chosen(frozenset({A})))
    assert key_changes(begun, {}) == ()
    assert with_current_keys(begun, {}) == begun


@pytest.mark.parametrize(
    "new",
    [
        ordering("q-1"),
        replace(multiple_choice("q-1", key="b"), options=multiple_choice("q-1", key="b").options[:3]),
    ],
    ids=["another kind", "other responses"],
)
def test_a_question_that_can_no_longer_be_compared_keeps_its_result(new: Question) -> None:
    begun = sat(multiple_choice("q-1"), Chosen(frozenset({A})))
    assert key_changes(begun, now(new)) == ()
    assert with_current_keys(begun, now(new)).form == begun.form


def test_an_unanswered_question_stays_wrong() -> None:
    begun = sat(multiple_choice("q-1"), None)
    assert key_changes(begun, now(multiple_choice("q-1", key="b"))) == (KeyChange(1, ItemId("q-1"), False, False),)


def test_the_kinds_compared_are_all_there_are() -> None:
    assert {type(old) for old, _, _ in CASES} == {ChoiceQuestion, OrderingQuestion, MatchingQuestion}
