"""An answer is right when it is exactly the key; half an answer earns nothing."""

from collections.abc import Iterable
from itertools import combinations, permutations, product

import pytest

from certdeck.core.deck import Question
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered, is_complete, is_right
from certdeck.core.ids import OptionId
from tests.builders import matching, multiple_choice, multiple_response, ordering
from tests.sitting import fits


def chosen(names: Iterable[str]) -> Chosen:
    return Chosen(frozenset(map(OptionId, names)))


def ordered(names: Iterable[str]) -> Ordered:
    return Ordered(tuple(map(OptionId, names)))


def matched(responses: str) -> Matched:
    """Pair p1, p2 … with `responses`; a dot leaves a prompt out."""
    pairs = ((OptionId(f"p{number}"), OptionId(name)) for number, name in enumerate(responses, start=1))
    return Matched(frozenset(pair for pair in pairs if pair[1] != "."))


CHOICE, RESPONSE = multiple_choice(key="c"), multiple_response(keys="ad")
ORDER, MATCH = ordering(steps="abc", decoys="de"), matching(keys="abc", left_over="d")
REUSED = matching(keys="aab", left_over="")
QUESTIONS: tuple[Question, ...] = (CHOICE, RESPONSE, ORDER, MATCH)


def test_of_all_ticks_only_the_keys_are_right() -> None:
    ticks = [chosen(names) for size in range(6) for names in combinations("abcde", size)]
    assert [answer for answer in ticks if is_right(RESPONSE, answer)] == [chosen("ad")]
    assert [answer for answer in ticks if is_right(CHOICE, answer)] == [chosen("c")]


def test_of_all_orders_only_the_key_with_decoys_behind_is_right() -> None:
    right = [answer for answer in map(ordered, permutations("abcde")) if is_right(ORDER, answer)]
    assert right == [ordered("abcde"), ordered("abced")]


def test_of_all_pairings_only_the_key_is_right() -> None:
    right = [
        answer
        for answer in (matched("".join(names)) for names in product("abcd.", repeat=3))
        if is_right(MATCH, answer)
    ]
    assert right == [matched("abc")]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kind)
def test_no_answer_is_wrong_and_incomplete(question: Question) -> None:
    assert not is_right(question, None)
    assert not is_complete(question, None)


@pytest.mark.parametrize(
    ("question", "answer"),
    [(CHOICE, ordered("c")), (CHOICE, matched("c")), (ORDER, chosen("abc")), (MATCH, chosen("abc"))],
)
def test_an_answer_of_another_kind_is_wrong_incomplete_and_does_not_fit(question: Question, answer: Answer) -> None:
    assert not is_right(question, answer)
    assert not is_complete(question, answer)
    assert not fits(question, answer)


@pytest.mark.parametrize(
    ("question", "answer", "complete"),
    [
        (CHOICE, chosen("a"), True),
        (RESPONSE, chosen("a"), False),
        (RESPONSE, chosen("be"), True),
        (ORDER, ordered("edcba"), True),
        (MATCH, matched("ab."), False),
        (MATCH, matched("cba"), True),
    ],
)
def test_an_answer_is_complete_with_as_many_parts_as_asked(question: Question, answer: Answer, complete: bool) -> None:
    assert is_complete(question, answer) is complete
    assert fits(question, answer)


UNFIT: list[tuple[Question, Answer]] = [
    (CHOICE, chosen("ab")),
    (CHOICE, chosen("x")),
    (RESPONSE, chosen("abc")),
    (ORDER, ordered("abc")),
    (ORDER, ordered("abcdd")),
    (ORDER, ordered("abcdx")),
    (MATCH, matched("abx")),
    (MATCH, matched("aa.")),
    (MATCH, matched("...a")),
    (MATCH, Matched(matched("ab.").pairs | matched("b..").pairs)),
]


@pytest.mark.parametrize(("question", "answer"), UNFIT)
def test_an_answer_that_names_strange_or_too_many_responses_does_not_fit(question: Question, answer: Answer) -> None:
    assert not fits(question, answer)


def test_a_response_may_serve_several_prompts_where_reuse_is_allowed() -> None:
    assert fits(REUSED, matched("aab"))
    assert fits(REUSED, matched("bbb"))
    assert is_right(REUSED, matched("aab"))


@pytest.mark.parametrize(
    ("question", "empty", "fitting"),
    [(CHOICE, chosen(""), True), (RESPONSE, chosen(""), True), (ORDER, ordered(""), False), (MATCH, matched(""), True)],
)
def test_nothing_chosen_fits_unless_the_parts_have_to_be_arranged(
    question: Question, empty: Answer, fitting: bool
) -> None:
    assert fits(question, empty) is fitting


def test_a_pairing_tells_the_response_to_each_prompt() -> None:
    assert matched("b.a").response_to(OptionId("p3")) == "a"
    assert matched("b.a").response_to(OptionId("p2")) is None
