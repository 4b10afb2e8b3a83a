"""Cards that look alike, and cards that tell them apart."""

import re
from collections.abc import Iterable
from typing import Final

from certdeck.core.deck import Card, CardKind, ConfusionSet
from certdeck.core.ids import ItemId
from certdeck.core.likeness import words_of
from certdeck.core.own import CardText, Draft

MOST_ALIKE: Final = 3
SHORTEST: Final = 4
"""Letters. Shorter words are mostly those that every text has."""
_GAP: Final = re.compile(r"\{\{c\d+::((?:(?!\}\}|::).)*)(?:::(?:(?!\}\}).)*)?\}\}", re.DOTALL)
_BLOCK: Final = re.compile(r"^\s*(?:\||[-*+]\s|\d+[.)]\s|```|\$\$|>|#)", re.MULTILINE)
"""Where something begins that can't be written in a line: a table, a list, code, a formula, a quotation, a heading."""


def alike(card: Card, others: Iterable[Card]) -> tuple[Card, ...]:
    """Return the cards that share most words with `card`, the likest first, at most `MOST_ALIKE`; none without any."""
    mine = _telling(card)
    shared = [(len(mine & _telling(other)), other) for other in others if other.id != card.id]
    ranked = sorted(shared, key=lambda pair: (-pair[0], pair[1].id))
    return tuple(other for count, other in ranked[:MOST_ALIKE] if count)


def contrast_of_cards(card: Card, other: Card) -> Draft:
    """Return an own card that asks what tells two cards apart; its answer is made of theirs."""
    front = f"What tells these two apart?\n\n1. {_asked(card)}\n2. {_asked(other)}"
    back = f"1. {_answered(card)}\n2. {_answered(other)}"
    return Draft(CardText(kind=CardKind.BASIC, front=front, back=back), card.covers, made_of=card.id)


def contrast_of_set(card: Card, confusion: ConfusionSet) -> Draft:
    """Return an own card that asks how the members of `confusion` differ; its answer is the set's own sentence."""
    names = [member.name for member in confusion.members]
    asked = f"How do {', '.join(names[:-1])} and {names[-1]} differ?"
    cues = "\n".join(f"- **{member.name}**: {member.cue}" for member in confusion.members)
    return Draft(
        CardText(kind=CardKind.BASIC, front=asked, back=f"{confusion.apart}\n\n{cues}"), card.covers, made_of=card.id
    )


def members_of(card: ItemId, confusion: ConfusionSet) -> tuple[ItemId, ...]:
    """Return the cards that teach the other members of a set, one for each."""
    return tuple(member.cards[0] for member in confusion.members if member.cards and card not in member.cards)


def _telling(card: Card) -> frozenset[str]:
    words = words_of(f"{card.front} {card.back} {card.answer}")
    return frozenset(word for word in words if len(word) >= SHORTEST)


def _asked(card: Card) -> str:
    if not card.front and card.occlusion is not None:
        return f"![]({card.occlusion.picture})"
    return _in_a_line(_GAP.sub("…", card.front) if card.kind is CardKind.CLOZE else card.front)


def _answered(card: Card) -> str:
    """Return what a card teaches in a line: of a cloze card the whole sentence, of choices the right ones."""
    match card.kind:
        case CardKind.CLOZE:
            text = _GAP.sub(r"\1", card.front)
        case CardKind.CHOICE:
            text = "; ".join(choice.text for choice in card.choices if choice.right)
        case _:
            text = card.answer or card.back or card.front
    return _in_a_line(text)


def _in_a_line(text: str) -> str:
    """Return what comes before a table, a list and the like; all of it where nothing does."""
    block = _BLOCK.search(text)
    before = text[: block.start()] if block else text
    return " ".join((before if before.strip() else text).split())
