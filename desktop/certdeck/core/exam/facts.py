"""The fact card of a question: what it asks and the answer in one, for a deck that has no card of its own on it."""

from typing import Final

from certdeck.core.deck import Card, CardKind, ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.ids import ItemId

OWN_PREFIX: Final = "own-"


def fact_card_id(question: ItemId) -> ItemId:
    """Return the id of the card made of `question`: the same each time, so that it is made once."""
    return ItemId(f"{OWN_PREFIX}{question}")


def fact_card(question: Question) -> Card:
    """Make a card of `question`: its stem in front, the key with its reasons on the back."""
    return Card(
        id=fact_card_id(question.id),
        covers=question.covers,
        sources=question.sources,
        tags=("from-exam",),
        links=(question.id,),
        examined=question.examined,
        today=question.today,
        kind=CardKind.BASIC,
        front=question.stem,
        back=_back(question),
    )


def _back(question: Question) -> str:
    match question:
        case ChoiceQuestion():
            keys = [option for option in question.options if option.key]
            return "\n\n".join(f"**{option.text}**\n\n{option.rationale}" for option in keys)
        case OrderingQuestion():
            return "\n".join(f"{place}. {step.text}" for place, step in enumerate(question.steps, start=1))
        case MatchingQuestion():
            texts = {response.id: response.text for response in question.responses}
            rows = [f"| {_cell(prompt.text)} | {_cell(texts[prompt.key])} |" for prompt in question.prompts]
            return "\n".join(("| Prompt | Response |", "| --- | --- |", *rows))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
