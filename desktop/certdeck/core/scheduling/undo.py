"""Undo and redo: what the learner did to study data and to cards, one change after the other."""

from dataclasses import dataclass
from datetime import datetime

from certdeck.core.deck import Card, Deck
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.own import Edit

DEPTH = 200
"""Changes that can be taken back one after the other."""

IMPORT = "import"
"""The kind of a change that took over a whole file."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the learner did: it is taken back and done again as one, however many faces it concerned.

    `kind` is a word such as `rate` or `suspend`; `at` is aware UTC; `faces` names the faces concerned, in order.
    """

    id: int
    kind: str
    at: datetime
    faces: tuple[FaceId, ...] = ()


@dataclass(frozen=True, slots=True)
class CardStep:
    """The part of a change that concerns a card of the learner's own: None stands for no card."""

    card: ItemId
    before: Card | None
    after: Card | None


@dataclass(frozen=True, slots=True)
class EditStep:
    """The part of a change that concerns the learner's edit of a shipped card: None stands for the deck's text."""

    card: ItemId
    before: Edit | None
    after: Edit | None


@dataclass(frozen=True, slots=True)
class NoteStep:
    """The part of a change that concerns the learner's note on an item: an empty text is no note."""

    item: ItemId
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TagStep:
    """The part of a change that concerns the learner's own tags of an item."""

    item: ItemId
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeckStep:
    """The part of a change that concerns a whole deck that was imported: None stands for no deck."""

    deck: DeckId
    before: Deck | None
    after: Deck | None


@dataclass(frozen=True, slots=True)
class IntakeStep:
    """The part of a change that concerns cards that came into a deck: those that are new, and the others as they were.

    `after` holds them all as they came, once they were taken away again: until then the deck has them.
    """

    deck: DeckId
    title: str
    added: tuple[ItemId, ...]
    before: tuple[Card, ...]
    after: tuple[Card, ...] = ()


Step = CardStep | EditStep | NoteStep | TagStep | DeckStep | IntakeStep


def items_of(step: Step) -> frozenset[ItemId]:
    """Return the items that `step` is about."""
    match step:
        case CardStep(item) | EditStep(item) | NoteStep(item) | TagStep(item):
            return frozenset((item,))
        case DeckStep(_, before, after):
            return frozenset(card.id for deck in (before, after) if deck is not None for card in deck.cards)
        case IntakeStep(_, _, added, before, after):
            return frozenset((*added, *(card.id for card in (*before, *after))))
