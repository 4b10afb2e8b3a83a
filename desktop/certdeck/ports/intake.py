"""Taking many cards in, with what was learnt of them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from certdeck.core.deck import Card, CardKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certdeck.core.ids import DeckId, ItemId
    from certdeck.core.scheduling.schedule import Bare, FaceState
    from certdeck.ports.study_log import StudyEntry


@dataclass(frozen=True, slots=True)
class Entrant:
    """A card that comes in. `states` are those that its faces come with, `entries` what the log shall say of them."""

    card: Card
    states: tuple[FaceState, ...] = ()
    entries: tuple[StudyEntry, ...] = ()


class Plain(NamedTuple):
    """A card of a deck that came from a file: a front, a back and tags, and nothing else."""

    id: ItemId
    front: str
    back: str
    tags: tuple[str, ...]


class BareEntry(NamedTuple):
    """A line of the study log in numbers: `at` in microseconds since 1970."""

    kind: str
    at: int
    rating: int | None
    milliseconds: int
    before: Bare
    after: Bare


class Course(NamedTuple):
    """What the only face of a card comes with: its state, and what the log shall say of it as part of `change`."""

    state: Bare
    suspended: bool
    flag: int
    entries: Sequence[BareEntry]
    change: int


class PlainEntrant(NamedTuple):
    """An `Entrant` that is a front, a back and tags: many thousand come at once."""

    card: Plain
    course: Course | None = None


def card_in(entrant: Entrant | PlainEntrant) -> Card:
    """Return the card that comes in."""
    if isinstance(entrant, Entrant):
        return entrant.card
    name, front, back, tags = entrant.card
    return Card(id=name, covers=(), sources=(), tags=tags, kind=CardKind.BASIC, front=front, back=back)


class Intake(Protocol):
    """Takes cards in piece by piece, so that however many come, few are in memory."""

    def known(self, items: Sequence[ItemId]) -> Mapping[ItemId, tuple[DeckId, Card]]:
        """Return those of `items` that are cards of decks, as these bring them, with their decks."""
        ...

    def unchanged(self, cards: Sequence[Plain]) -> Mapping[ItemId, DeckId]:
        """Return those of `cards` that decks bring word for word so, with their decks: quicker than `known`."""
        ...

    def compare(self, cards: Sequence[Plain]) -> tuple[Mapping[ItemId, DeckId], frozenset[ItemId]]:
        """Return what `unchanged` does, and those of `cards` that decks bring in other words."""
        ...

    def put(self, deck: DeckId, title: str, entrants: Sequence[Entrant | PlainEntrant], now: datetime) -> None:
        """Put cards behind the others of a deck, which is made with that title if there is none.

        A card that the deck has already is replaced where it stands; its states and log stay, and so does the
        learner's edit of it.
        """
        ...

    def take_away(self, deck: DeckId, items: Sequence[ItemId]) -> None:
        """Take cards of a deck away; states, log and all that is the learner's stay. An empty deck goes with them."""
        ...
