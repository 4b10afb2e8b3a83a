"""What services need from the database for what the learner adds to decks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from certdeck.core.deck import Card, CardKind
    from certdeck.core.ids import ItemId
    from certdeck.core.own import Draft, Edit


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an item is the learner's: the whole card, an edit (perhaps of a text the deck has changed), a note."""

    own: bool = False
    edited: bool = False
    outdated: bool = False
    noted: bool = False


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft and when it was kept last, aware UTC."""

    draft: Draft
    at: datetime


class OwnContent(Protocol):
    """Edits, notes, tags and drafts. They hang on ids and stay, whatever becomes of the deck."""

    def shipped(self, card: ItemId) -> Card | None:
        """Return a card as its deck has it, whatever the learner made of it; None where no deck has it."""
        ...

    def edit(self, card: ItemId) -> Edit | None:
        """Return the learner's edit of a shipped card, or None."""
        ...

    def put_edit(self, card: ItemId, edit: Edit | None, now: datetime) -> None:
        """Have `edit` stand in for the deck's text, or bring that back with None. Progress stays."""
        ...

    def note(self, item: ItemId) -> str:
        """Return the learner's note on an item, empty if there is none."""
        ...

    def put_note(self, item: ItemId, text: str, now: datetime) -> None:
        """Put a note on an item; an empty text takes it away."""
        ...

    def tags(self, item: ItemId) -> tuple[str, ...]:
        """Return the learner's own tags of an item, in alphabetical order."""
        ...

    def put_tags(self, item: ItemId, tags: tuple[str, ...]) -> None:
        """Give an item exactly these tags of the learner's, beside those of its deck."""
        ...

    def touch(self, items: Iterable[ItemId], now: datetime) -> None:
        """Have items count as changed `now`, so that other devices take them anew: what shows with them is another."""
        ...

    def standings(self) -> Mapping[ItemId, Standing]:
        """Return what is the learner's of every item that has anything of theirs."""
        ...

    def fronts(self) -> tuple[tuple[ItemId, CardKind, str], ...]:
        """Return id, kind and first field of every card, as they are asked."""
        ...

    def fronts_mark(self) -> tuple[int, int]:
        """Return two numbers that are others once `fronts` has changed."""
        ...

    def draft(self, name: str) -> KeptDraft | None:
        """Return the draft kept under `name`, or None."""
        ...

    def put_draft(self, name: str, draft: Draft | None, now: datetime) -> None:
        """Keep a draft, or forget it with None."""
        ...
