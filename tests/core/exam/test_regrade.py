"""A later grading uses the keys as they stand now, where the responses are still the same."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered, is_right
from certdeck.core.exam.events import Answered
from certdeck.core.exam.regrade import KeyChange, key_changes, with_current_keys
from certdeck.core.exam.report import report
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import ItemId, OptionId
from tests.builders import blueprint, form, matching, multiple_choice, multiple_response, order_of, ordering, sitting

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
    (change,) = key_changes(begun, now(new))
    assert (change.number, change.item, change.before, change.now) == (1, "q-1", False, True)
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
    new = multiple_choice("q-1", key="b")
    assert key_changes(begun, now(new)) == (KeyChange(1, new, before=False, now=False),)


def renamed(question: Question, names: Mapping[str, str]) -> Question:
    """Return `question` with other letters for its responses, in the order of these letters; it says what it said."""

    def name(old: str) -> OptionId:
        return OptionId(names[old])

    match question:
        case ChoiceQuestion():
            options = tuple(replace(option, id=name(option.id)) for option in question.options)
            return replace(question, options=tuple(sorted(options, key=lambda option: option.id)))
        case OrderingQuestion():
            steps, decoys = (
                tuple(replace(step, id=name(step.id)) for step in part) for part in (question.steps, question.decoys)
            )
            return replace(question, steps=steps, decoys=decoys)
        case MatchingQuestion():
            prompts = tuple(replace(entry, id=name(entry.id), key=name(entry.key)) for entry in question.prompts)
            responses = tuple(replace(entry, id=name(entry.id)) for entry in question.responses)
            return replace(question, prompts=prompts, responses=tuple(sorted(responses, key=lambda entry: entry.id)))


def names_of(question: Question) -> tuple[str, ...]:
    prompts = tuple(prompt.id for prompt in question.prompts) if isinstance(question, MatchingQuestion) else ()
    return (*prompts, *order_of(question))


@st.composite
def reletterings(draw: st.DrawFn, question: Question) -> Mapping[str, str]:
    """Give each response another letter: the same ones in another order, or partly new ones."""
    names = names_of(question)
    pool = [*names, *(f"new-{name}" for name in names)]
    return dict(zip(names, draw(st.permutations(pool)), strict=False))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Question, Question]:
    """Return a question and the same one with another key, or with the same."""
    match draw(st.integers(0, 2)):
        case 0:
            keys = st.sets(st.sampled_from("abcde"), min_size=2, max_size=2)
            return multiple_response("q-1", keys="".join(draw(keys))), multiple_response(
                "q-1", keys="".join(draw(keys))
            )
        case 1:
            orders = st.permutations("abcd")
            one, other = draw(orders), draw(orders)
            return ordering("q-1", steps="".join(one[:3]), decoys=one[3]), ordering(
                "q-1", steps="".join(other[:3]), decoys=other[3]
            )
        case _:
            orders = st.permutations("abc")
            return matching("q-1", keys="".join(draw(orders))), matching("q-1", keys="".join(draw(orders)))


def any_answer(question: Question) -> st.SearchStrategy[Answer]:
    names = order_of(question)
    match question:
        case ChoiceQuestion():
            return st.builds(
                lambda chosen: Chosen(frozenset(chosen)), st.sets(st.sampled_from(names), min_size=1, max_size=2)
            )
        case OrderingQuestion():
            return st.builds(lambda order: Ordered(tuple(order)), st.permutations(names))
        case MatchingQuestion():
            prompts = [prompt.id for prompt in question.prompts]
            return st.builds(
                lambda order: Matched(frozenset(zip(prompts, order, strict=False))), st.permutations(names)
            )


@given(st.data(), questions())
def test_other_letters_change_nothing_whatever_was_answered(
    data: st.DataObject, pair: tuple[Question, Question]
) -> None:
    asked, _ = pair
    begun = sat(asked, data.draw(any_answer(asked)))
    relettered = now(renamed(asked, data.draw(reletterings(asked))))
    assert key_changes(begun, relettered) == ()
    assert with_current_keys(begun, relettered) == begun


@given(st.data(), questions())
def test_another_key_is_graded_the_same_with_any_letters(data: st.DataObject, pair: tuple[Question, Question]) -> None:
    asked, corrected = pair
    begun = sat(asked, data.draw(any_answer(asked)))
    relettered = now(renamed(corrected, data.draw(reletterings(corrected))))
    found = key_changes(begun, relettered)
    plainly = key_changes(begun, now(corrected))
    assert [(change.before, change.now) for change in found] == [(change.before, change.now) for change in plainly]
    assert all(change.now == is_right(corrected, begun.states[0].answer) for change in found)
    assert with_current_keys(begun, relettered) == with_current_keys(begun, now(corrected))


def option_texts(question: ChoiceQuestion, **texts: str) -> ChoiceQuestion:
    return replace(
        question, options=tuple(replace(entry, text=texts.get(entry.id, entry.text)) for entry in question.options)
    )


def test_two_options_that_change_places_with_the_key_are_no_change() -> None:
    begun = sat(multiple_choice("q-1", key="a"), Chosen(frozenset({A})))
    swapped = option_texts(multiple_choice("q-1", key="b"), a="Option b", b="Option a")
    assert key_changes(begun, now(swapped)) == ()


def test_a_key_that_says_what_another_option_said_is_another_key_under_the_same_letter() -> None:
    swapped = option_texts(multiple_choice("q-1", key="a"), a="Option b", b="Option a")
    for answer, before in ((A, True), (B, False)):
        begun = sat(multiple_choice("q-1", key="a"), Chosen(frozenset({answer})))
        (change,) = key_changes(begun, now(swapped))
        assert (change.before, change.now) == (before, not before)
        assert isinstance(change.question, ChoiceQuestion)
        assert change.question.keys == {B}


def test_words_that_nobody_could_choose_leave_the_result_as_it_is() -> None:
    begun = sat(multiple_choice("q-1", key="a"), Chosen(frozenset({A})))
    reworded = option_texts(multiple_choice("q-1", key="a"), a="Option a, in better words")
    assert key_changes(begun, now(reworded)) == ()
    assert with_current_keys(begun, now(reworded)) == begun


def test_a_key_that_moves_to_a_reworded_option_is_another_key() -> None:
    begun = sat(multiple_choice("q-1", key="a"), Chosen(frozenset({B})))
    corrected = option_texts(multiple_choice("q-1", key="b"), b="Option b, in better words")
    assert [(change.before, change.now) for change in key_changes(begun, now(corrected))] == [(False, True)]


def test_a_response_that_gave_way_to_another_under_another_letter_can_not_be_compared() -> None:
    begun = sat(multiple_choice("q-1", key="a"), Chosen(frozenset({A})))
    mixed = option_texts(multiple_choice("q-1", key="b"), a="Option b", b="Something new")
    assert key_changes(begun, now(mixed)) == ()


def test_how_a_text_is_broken_into_lines_says_nothing() -> None:
    begun = sat(multiple_choice("q-1", key="a"), Chosen(frozenset({A})))
    broken = option_texts(multiple_choice("q-1", key="b"), a="Option\n  b", b=" Option a\n")
    assert key_changes(begun, now(broken)) == ()


def test_the_kinds_compared_are_all_there_are() -> None:
    assert {type(old) for old, _, _ in CASES} == {ChoiceQuestion, OrderingQuestion, MatchingQuestion}
