"""Taking many cards in, with what was learnt of them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from certdeck.core.deck import Card, CardKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from certdeck.core.ids import DeckId, ItemId
    from certdeck.core.scheduling.schedule import Bare, FaceState
    from certdeck.ports.study_log import StudyEntry


@dataclass(frozen=True, slots=True)
class Entrant:
    """A card that comes in. `states` are those that its faces come with, `entries` what the log shall say of them.

    `fresh` ones were never in the library, which need not be looked up any more.
    """

    card: Card
    states: tuple[FaceState, ...] = ()
    entries: tuple[StudyEntry, ...] = ()
    fresh: bool = False


class Plain(NamedTuple):
    """A card of a deck that came from a file: a front, a back and tags, and nothing else."""

    id: ItemId
    front: str
    back: str
    tags: tuple[str, ...]

    def as_card(self) -> Card:
        """Return it as any other card."""
        name, front, back, tags = self
        return Card(id=name, covers=(), sources=(), tags=tags, kind=CardKind.BASIC, front=front, back=back)


BareEntry = tuple[str, int, int | None, int, "Bare", "Bare"]
"""A line of the study log in numbers: kind, time (microseconds since 1970), rating, milliseconds, state before and
after. Plain tuples, as a hundred thousand are made and at once written down.
"""


class Course(NamedTuple):
    """What the only face of a card comes with: its state, and what the log shall say of it."""

    state: Bare
    suspended: bool
    flag: int
    entries: Sequence[BareEntry]


Written = Any
"""A `Course` as `Intake.write_down` left it; what that consists of is known to the store alone."""


class PlainRun(NamedTuple):
    """Cards that come one after another, as fresh `Entrant`s do: many thousand may.

    `courses` are what they come with, one for each card, None where nothing was learnt of it; empty where nothing was
    of any. What the log says of that is part of `change`.
    """

    cards: Sequence[Plain]
    courses: Sequence[Written | None] = ()
    change: int = 0


Arriving = tuple["DeckId", str, "Sequence[Entrant | PlainRun]"]
"""A deck, its title, and what comes into it."""


class Intake(Protocol):
    """Takes cards in piece by piece, so that however many come, few are in memory."""

    @property
    def write_down(self) -> Callable[[Course], Written]:
        """What makes of a course what `put` takes. It needs no library and can be sent to another process."""
        ...

    def known(self, items: Sequence[ItemId]) -> Mapping[ItemId, tuple[DeckId, Card]]:
        """Return those of `items` that are cards of decks, as these bring them, with their decks."""
        ...

    def compare(self, cards: Sequence[Plain]) -> tuple[frozenset[ItemId], frozenset[ItemId]]:
        """Return those of `cards` that decks bring word for word so, and those that are, or were, here otherwise.

        Quicker than `known`; all others are fresh.
        """
        ...

    def has_entered(self, prefix: str) -> bool:
        """Tell whether there are or were any items whose ids begin with `prefix`."""
        ...

    def entered(self, items: Iterable[ItemId]) -> frozenset[ItemId]:
        """Return those of `items` that are in the library or were before."""
        ...

    def expecting(self, cards: int) -> AbstractContextManager[None]:
        """Be ready, while this is open, for so many cards or fewer, which are put the quicker."""
        ...

    def put(self, deck: DeckId, title: str, entrants: Sequence[Entrant | PlainRun], now: datetime) -> None:
        """Put cards behind the others of a deck, which is made with that title if there is none.

        A card that the deck has already is replaced where it stands; its states and log stay, and so does the
        learner's edit of it.
        """
        ...

    def put_all(self, arriving: Sequence[Arriving], now: datetime) -> None:
        """Do what `put` does with several decks, which is quicker than one after the other."""
        ...

    def take_away(self, deck: DeckId, items: Sequence[ItemId]) -> None:
        """Take cards of a deck away; states, log and all that is the learner's stay. An empty deck goes with them."""
        ...
