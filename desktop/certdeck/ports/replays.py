"""What playing the study log again needs from the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certdeck.core.ids import DeckId, FaceId
    from certdeck.core.scheduling.schedule import MemoryState, Rating, Schedule


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating in the study log that holds, for playing the log again.

    `start` is set where the ratings before don't tell what was known of the face: at its first one, and after it was
    made new. `id` is its place in the log, which is the order to go by for what was given here: the computer's clock
    may have been changed. What is `foreign` came from elsewhere and stands at its time (`core.scheduling.log_order`).
    """

    id: int
    face: FaceId
    at: datetime
    rating: Rating
    start: Schedule | None = None
    foreign: bool = False


class Replays(Protocol):
    """The ratings of decks, and the memories that they leave. The learner's own cards belong to every deck."""

    def last_id(self) -> int:
        """Return the place of the last entry of the log, 0 while it is empty."""
        ...

    def ratings(self, decks: Sequence[DeckId], face: FaceId | None = None) -> tuple[Rated, ...]:
        """Return the ratings of all faces of `decks`, or of one of them, without those undone.

        The ratings of each face are in the order to go by; all are in that of the log where none is foreign.
        """
        ...

    def touched(self, decks: Sequence[DeckId], after: int) -> tuple[FaceId, ...]:
        """Return the faces of `decks` that have entries behind place `after` of the log."""
        ...

    def deck_of(self, face: FaceId) -> DeckId | None:
        """Return the deck of a face; None for one of the learner's own, and for one that is no longer in any deck."""
        ...

    def put(self, memories: Mapping[FaceId, MemoryState]) -> None:
        """Give faces that were reviewed another memory; nothing is logged."""
        ...
