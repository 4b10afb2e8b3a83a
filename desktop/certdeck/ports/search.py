"""What searching needs from the database: finding items by a query, and saved searches."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from certdeck.core.scheduling.forgetting import DECAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId
    from certdeck.core.search.query import Query
    from certdeck.ports.rows import ItemRow


class Order(StrEnum):
    """What found items are sorted by; those without a value stand last either way. `NONE` is quickest."""

    NONE = "none"
    DECK = "deck"
    FRONT = "front"
    TASK = "task"
    DUE = "due"
    RECALL = "recall"


class Facet(StrEnum):
    """What found items are counted by."""

    DOMAIN = "domain"
    KIND = "kind"
    DECK = "deck"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the options of a deck say to a search: from how many lapses on a card is a leech (0 never), FSRS's w20."""

    leech_after: int = 8
    decay: float = DECAY


@dataclass(frozen=True, slots=True)
class Frame:
    """What a query is judged by: the time, the bounds of the learner's day (aware UTC), the exam that domains are of.

    With `narrow` only items of `exam` are found, and those that belong to no exam at all. `rules` hold for decks that
    `rules_of` does not name. Of more than `most` texts that hold a word only the first so many are looked at; 0 sets no
    bound. `faulty` holds the keys of the cards that are to be mended, where a query asks for them.
    """

    now: datetime
    day_starts: datetime
    day_ends: datetime
    exam: BlueprintId | None = None
    narrow: bool = False
    most: int = 0
    rules: Rules = Rules()
    rules_of: Mapping[DeckId, Rules] = field(default_factory=dict)
    faulty: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query that the learner has given a name."""

    id: int
    name: str
    query: str


class Search(Protocol):
    """Finds items. Each has a number, its key, that stays the same for ever.

    Where very many items have come in one unit of work, those after it can't be found by their words yet: `index` makes
    them so, and who looks for words makes sure first that there is none `left`.
    """

    def left(self) -> int:
        """Return how many items can't be found by their words as they are now."""
        ...

    def index(self, most: int) -> int:
        """Have at most `most` of these found as well, and return how many they were."""
        ...

    def keys(self, query: Query, frame: Frame, order: Order = Order.DECK, *, descending: bool = False) -> Sequence[int]:
        """Return the keys of every item that `query` finds, in order."""
        ...

    def best(self, query: Query, frame: Frame, words: Sequence[str], most: int) -> Sequence[int]:
        """Return the keys of at most `most` items of each kind, those with the most of `words` in the title first.

        `words` are folded; one after a space begins a word of the title.
        """
        ...

    def count(self, query: Query, frame: Frame, up_to: int | None = None) -> int:
        """Return how many items `query` finds; no more than `up_to` are counted."""
        ...

    def tally(self, query: Query, frame: Frame, facet: Facet) -> Mapping[str, int]:
        """Return how many of the items that `query` finds each domain, kind or deck has."""
        ...

    def rows(self, keys: Sequence[int], exam: BlueprintId | None) -> tuple[ItemRow, ...]:
        """Return the items of `keys` in that order, as lists show them; those that are gone are left out."""
        ...

    def key_of(self, item: ItemId) -> int | None:
        """Return the key of `item`, or None when it is in no deck."""
        ...

    def faces(self, keys: Sequence[int]) -> tuple[FaceId, ...]:
        """Return every face of the cards of `keys`, in that order."""
        ...

    def items(self, keys: Sequence[int]) -> tuple[ItemId, ...]:
        """Return the ids of `keys` in that order; those that are gone are left out."""
        ...

    def tags(self) -> Mapping[str, int]:
        """Return every tag that items have, by name, with how many have it."""
        ...


class SavedSearches(Protocol):
    """Queries with names."""

    def all(self) -> tuple[SavedSearch, ...]:
        """Return every saved search by name."""
        ...

    def add(self, name: str, query: str) -> int:
        """Save a query and return its number."""
        ...

    def put(self, saved: SavedSearch) -> None:
        """Change name and query of one that is there."""
        ...

    def remove(self, number: int) -> None:
        """Take one away."""
        ...
