"""Grading against an oracle: every answer that a question of each kind can be given, and the few that earn the point.

The oracle is a table written by hand; it shares no code with the rules.
"""

from collections.abc import Iterator
from itertools import combinations, permutations, product

import pytest

from certdeck.core.deck import Question
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered, is_right
from certdeck.core.exam.events import Answered, Ended, Ending
from certdeck.core.exam.report import report
from certdeck.core.ids import OptionId
from tests.builders import blueprint, form, matching, multiple_choice, multiple_response, ordering, sitting
from tests.sitting import fits

Written = frozenset[str] | str | tuple[str, ...]


def choices(names: str) -> Iterator[Written]:
    """Yield every set of options, too many ones included."""
    for count in range(len(names) + 1):
        yield from map(frozenset, combinations(names, count))


def orders(names: str) -> Iterator[Written]:
    """Yield every order of all responses."""
    return ("".join(order) for order in permutations(names))


def pairings(prompts: int, responses: str) -> Iterator[Written]:
    """Yield every way to give each prompt a response or none (`.`)."""
    return product(f"{responses}.", repeat=prompts)


def answer(written: Written) -> Answer:
    match written:
        case frozenset():
            return Chosen(frozenset(map(OptionId, written)))
        case str():
            return Ordered(tuple(map(OptionId, written)))
        case _:
            given = ((OptionId(f"p{number}"), OptionId(name)) for number, name in enumerate(written, start=1))
            return Matched(frozenset(pair for pair in given if pair[1] != "."))


ORACLE: list[tuple[str, Question, list[Written], set[Written]]] = [
    ("multiple choice", multiple_choice(key="c"), list(choices("abcd")), {frozenset("c")}),
    ("two of five", multiple_response(keys="be"), list(choices("abcde")), {frozenset("be")}),
    ("three of five", multiple_response(keys="abd"), list(choices("abcde")), {frozenset("abd")}),
    ("ordering", ordering(steps="cab", decoys=""), list(orders("abc")), {"cab"}),
    ("ordering with a decoy", ordering(steps="bca", decoys="d"), list(orders("abcd")), {"bcad"}),
    ("ordering with two decoys", ordering(steps="ba", decoys="cd"), list(orders("abcd")), {"bacd", "badc"}),
    ("matching", matching(keys="bac", left_over="d"), list(pairings(3, "abcd")), {("b", "a", "c")}),
    ("matching with reuse", matching(keys="aab", left_over="c"), list(pairings(3, "abc")), {("a", "a", "b")}),
]


@pytest.mark.parametrize(("question", "written", "right"), [row[1:] for row in ORACLE], ids=[row[0] for row in ORACLE])
def test_exactly_the_answers_of_the_oracle_earn_the_point(
    question: Question, written: list[Written], right: set[Written]
) -> None:
    assert {entry for entry in written if is_right(question, answer(entry))} == right


@pytest.mark.parametrize(("question", "written", "right"), [row[1:] for row in ORACLE], ids=[row[0] for row in ORACLE])
def test_a_whole_sitting_is_graded_the_same_all_or_nothing(
    question: Question, written: list[Written], right: set[Written]
) -> None:
    for entry in written:
        given = answer(entry)
        if fits(question, given):
            ended = sitting(form([question])).after(Answered(0, given), 1).after(Ended(Ending.SUBMITTED), 2)
            share = report(ended, blueprint()).overall
            assert (share.right, share.total) == (int(entry in right), 1), entry


@pytest.mark.parametrize("question", [row[1] for row in ORACLE], ids=[row[0] for row in ORACLE])
def test_no_answer_is_wrong_like_any_other(question: Question) -> None:
    ended = sitting(form([question])).after(Ended(Ending.SUBMITTED), 1)
    assert report(ended, blueprint()).overall.right == 0
