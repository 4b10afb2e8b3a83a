"""The answer of a question, shown in place."""

import pytest

from certdeck.core.deck import Question
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.sitting import ItemState
from certdeck.core.ids import OptionId
from certdeck.core.richtext import Paragraph, RichText, Text, plain
from certdeck.presenters.exam_answer import answer_view
from certdeck.presenters.exam_views import AnswerView, Result
from certdeck.presenters.outcome import Outcome
from tests.builders import SOURCE, form, matching, multiple_response, ordering
from tests.sitting import right_answer


def read(text: str) -> RichText:
    return (Paragraph((Text(text),)),) if text else ()


def shown(question: Question, answer: Answer | None) -> AnswerView:
    return answer_view(form([question]).items[0], ItemState(answer), read)


def ids(names: str) -> tuple[OptionId, ...]:
    return tuple(OptionId(name) for name in names)


def lines(view: AnswerView) -> list[tuple[str, Outcome, str]]:
    return [(line.mark, line.outcome, line.words) for line in view.lines]


@pytest.mark.parametrize("question", [multiple_response(), ordering(), matching()])
def test_the_right_answer_is_right_and_every_response_has_its_reason(question: Question) -> None:
    view = shown(question, right_answer(question))
    assert view.result is Result.RIGHT
    assert not [line for line in view.lines if line.outcome is Outcome.WRONG]
    assert all(line.reason for line in view.lines)
    assert view.sources == (SOURCE,)


@pytest.mark.parametrize("question", [multiple_response(), ordering(), matching()])
def test_no_answer_is_said_to_be_none(question: Question) -> None:
    assert shown(question, None).result is Result.OPEN


def test_one_of_two_is_no_whole_answer() -> None:
    view = shown(multiple_response(), Chosen(frozenset(ids("b"))))
    assert view.result is Result.OPEN
    assert [line.words for line in view.lines] == ["key", "your answer", "key", "", ""]


def test_an_order_says_where_each_row_belongs() -> None:
    view = shown(ordering(), Ordered(ids("acdb")))
    assert view.result is Result.WRONG
    assert lines(view) == [
        ("1", Outcome.RIGHT, "right place"),
        ("2", Outcome.WRONG, "belongs at place 3"),
        ("3", Outcome.WRONG, "belongs nowhere"),
        ("–", Outcome.WRONG, "belongs at place 2"),
    ]


def test_where_no_order_was_given_the_right_one_is_shown() -> None:
    assert lines(shown(ordering(), None)) == [
        ("1", Outcome.RIGHT, "key"),
        ("2", Outcome.RIGHT, "key"),
        ("3", Outcome.RIGHT, "key"),
        ("–", Outcome.NEITHER, "left out"),
    ]


def test_what_belongs_nowhere_is_rightly_left_out() -> None:
    assert lines(shown(ordering(), Ordered(ids("abcd"))))[-1] == ("–", Outcome.NEITHER, "rightly left out")


def test_a_pair_says_what_was_chosen_and_what_belongs_there() -> None:
    pairs = frozenset({(OptionId("p1"), OptionId("a")), (OptionId("p2"), OptionId("d"))})
    view = shown(matching(), Matched(pairs))
    assert lines(view) == [
        ("1", Outcome.RIGHT, "right"),
        ("2", Outcome.WRONG, "wrong"),
        ("3", Outcome.NEITHER, "no response"),
        ("–", Outcome.NEITHER, "left over"),
    ]
    assert view.lines[1].note == "You chose Response d."
    assert plain(view.lines[1].text) == "Prompt 2 → Response b"
