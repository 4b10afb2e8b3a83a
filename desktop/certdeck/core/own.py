"""What the learner adds to a deck: edits of its cards, notes, own tags, and text that is not saved yet.

It is kept apart from what the deck's author wrote, so that an update of the deck changes neither.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from certdeck.core.card_parts import CardChoice, Grid, Occlusion
from certdeck.core.deck import Card, CardKind, Coverage
from certdeck.core.ids import ItemId

LONGEST_TAG: Final = 60
"""Characters."""
_TAG_SIGNS: Final = re.compile(r"[^\w.:/-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """What a card asks and answers, apart from where it belongs: the part of a shipped card that can be edited."""

    kind: CardKind = CardKind.BASIC
    front: str = ""
    back: str = ""
    answer: str = ""
    choices: tuple[CardChoice, ...] = ()
    grid: Grid | None = None
    occlusion: Occlusion | None = None


def text_of(card: Card) -> CardText:
    """Return what `card` asks and answers."""
    return CardText(
        kind=card.kind,
        front=card.front,
        back=card.back,
        answer=card.answer,
        choices=card.choices,
        grid=card.grid,
        occlusion=card.occlusion,
    )


def with_text(card: Card, text: CardText) -> Card:
    """Return `card` asking and answering `text`; id, coverage, sources and tags stay."""
    return replace(
        card,
        kind=text.kind,
        front=text.front,
        back=text.back,
        answer=text.answer,
        choices=text.choices,
        grid=text.grid,
        occlusion=text.occlusion,
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """The learner's text of a shipped card, and the deck's own text that it was made from or last compared with."""

    mine: CardText
    base: CardText

    def outdated_by(self, shipped: Card) -> bool:
        """Tell whether the deck's text has changed since: `shipped` is the card as the deck has it now."""
        return text_of(shipped) != self.base

    def kept(self, shipped: Card) -> "Edit":
        """Return the edit compared with the deck's present text and kept."""
        return Edit(self.mine, text_of(shipped))


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the editor and is not saved. `covers` are bullets; `made_of` is the item a new card is made of."""

    text: CardText
    covers: tuple[Coverage, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    made_of: ItemId | None = None


def tags_in(text: str) -> tuple[str, ...]:
    """Return the tags that `text` names, each once: in lower case, parted by spaces or commas, without a leading #.

    Letters of any script, digits and `- _ . : /` stay; other signs become a hyphen.
    """
    words = (_TAG_SIGNS.sub("-", word.lower()).strip("-") for word in re.split(r"[\s,;]+", text))
    return tuple(dict.fromkeys(word[:LONGEST_TAG] for word in words if word))
