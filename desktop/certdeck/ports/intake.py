"""Taking many cards in, with what was learnt of them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certdeck.core.deck import Card
    from certdeck.core.ids import DeckId, ItemId
    from certdeck.core.scheduling.schedule import FaceState
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


class Intake(Protocol):
    """Takes cards in piece by piece, so that however many come, few are in memory."""

    def known(self, items: Sequence[ItemId]) -> Mapping[ItemId, tuple[DeckId, Card]]:
        """Return those of `items` that are cards of decks, as these bring them, with their decks."""
        ...

    def unchanged(self, cards: Sequence[Plain]) -> Mapping[ItemId, DeckId]:
        """Return those of `cards` that decks bring word for word so, with their decks: quicker than `known`."""
        ...

    def put(self, deck: DeckId, title: str, entrants: Sequence[Entrant], now: datetime) -> None:
        """Put cards behind the others of a deck, which is made with that title if there is none.

        A card that the deck has already is replaced where it stands; its states and log stay, and so does the
        learner's edit of it.
        """
        ...

    def take_away(self, deck: DeckId, items: Sequence[ItemId]) -> None:
        """Take cards of a deck away; states, log and all that is the learner's stay. An empty deck goes with them."""
        ...
