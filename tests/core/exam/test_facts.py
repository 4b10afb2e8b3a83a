"""The card made of a question holds what it asks and the whole answer."""

import pytest

from certdeck.core.deck import Card, CardKind, Question
from certdeck.core.deck_rules import faults
from certdeck.core.exam.facts import fact_card, fact_card_id
from certdeck.core.ids import ItemId
from tests.builders import matching, multiple_choice, multiple_response, ordering


@pytest.mark.parametrize(
    ("question", "back"),
    [
        (multiple_choice("q-1", key="b"), "**Option b**\n\nWhy b."),
        (multiple_response("q-1", keys="ac"), "**Option a**\n\nWhy a.\n\n**Option c**\n\nWhy c."),
        (ordering("q-1", steps="cab"), "1. Step c\n2. Step a\n3. Step b"),
        (
            matching("q-1", keys="ba", left_over="c"),
            "| Prompt | Response |\n| --- | --- |\n| Prompt 1 | Response b |\n| Prompt 2 | Response a |",
        ),
    ],
)
def test_the_back_holds_the_key(question: Question, back: str) -> None:
    made = fact_card(question)
    assert (made.front, made.back, made.kind) == (question.stem, back, CardKind.BASIC)


def test_it_is_the_same_card_each_time_and_fits_the_rules_of_cards() -> None:
    made = fact_card(multiple_choice("q-1"))
    assert made.id == fact_card_id(ItemId("q-1")) == "own-q-1"
    assert made == fact_card(multiple_choice("q-1"))
    assert isinstance(made, Card)
    assert list(faults(made)) == []
    assert (made.covers, made.sources, made.links) == (
        multiple_choice("q-1").covers,
        multiple_choice("q-1").sources,
        ("q-1",),
    )


def test_a_pipe_in_a_prompt_breaks_no_table() -> None:
    question = matching("q-1", keys="ab")
    prompts = tuple(type(prompt)(prompt.id, "one | two", prompt.key, prompt.rationale) for prompt in question.prompts)
    made = fact_card(matching("q-1", keys="ab", prompts=prompts))
    assert "| one \\| two | Response a |" in made.back
