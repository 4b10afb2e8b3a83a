"""What the learner adds to decks, in dicts (see `certdeck.ports.own.OwnContent`)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from certdeck.core.deck import Card, CardKind, Deck, Item
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.own import Draft, Edit, with_text
from certdeck.ports.own import KeptDraft, Standing


@dataclass
class Desk:
    """Edits, notes, tags and drafts by name."""

    edits: dict[ItemId, Edit] = field(default_factory=dict)
    notes: dict[ItemId, str] = field(default_factory=dict)
    tags: dict[ItemId, tuple[str, ...]] = field(default_factory=dict)
    drafts: dict[str, KeptDraft] = field(default_factory=dict)
    noted: dict[ItemId, datetime] = field(default_factory=dict)

    def copy(self) -> "Desk":
        return Desk(dict(self.edits), dict(self.notes), dict(self.tags), dict(self.drafts), dict(self.noted))

    def shown(self, item: Item) -> Item:
        """Return an item of a deck as the learner has it."""
        if isinstance(item, Card) and item.id in self.edits:
            item = with_text(item, self.edits[item.id].mine)
        added = [tag for tag in self.tags.get(item.id, ()) if tag not in item.tags]
        return replace(item, tags=(*item.tags, *added)) if added else item

    def edited(self, deck: Deck) -> Deck:
        """Return `deck` with the edited cards as they are asked."""
        return replace(deck, cards=tuple(card for card in map(self.shown, deck.cards) if isinstance(card, Card)))


class FakeOwn:
    """Looks cards up in the decks and in the own ones."""

    def __init__(
        self,
        desk: Desk,
        decks: Mapping[DeckId, Deck],
        own: Mapping[ItemId, Card],
        edited: Callable[[ItemId, datetime], None],
    ) -> None:
        self._desk = desk
        self._decks = decks
        self._own = own
        self._edited = edited

    def shipped(self, card: ItemId) -> Card | None:
        return next((found for deck in self._decks.values() for found in deck.cards if found.id == card), None)

    def edit(self, card: ItemId) -> Edit | None:
        return self._desk.edits.get(card)

    def put_edit(self, card: ItemId, edit: Edit | None, now: datetime) -> None:
        if edit is None:
            self._desk.edits.pop(card, None)
        else:
            self._desk.edits[card] = edit
        self._edited(card, now)

    def note(self, item: ItemId) -> str:
        return self._desk.notes.get(item, "")

    def put_note(self, item: ItemId, text: str, now: datetime) -> None:
        self._desk.notes[item] = text
        self._desk.noted[item] = now
        if not text:
            del self._desk.notes[item], self._desk.noted[item]

    def tags(self, item: ItemId) -> tuple[str, ...]:
        return self._desk.tags.get(item, ())

    def put_tags(self, item: ItemId, tags: tuple[str, ...]) -> None:
        self._desk.tags[item] = tuple(sorted(set(tags)))

    def touch(self, items: Iterable[ItemId], now: datetime) -> None:
        for item in items:
            self._edited(item, now)

    def standings(self) -> Mapping[ItemId, Standing]:
        names = {*self._own, *self._desk.edits, *self._desk.notes}
        return {name: self._standing(name) for name in names}

    def fronts(self) -> tuple[tuple[ItemId, CardKind, str], ...]:
        decks = (self._desk.edited(deck) for deck in self._decks.values())
        cards = (*(card for deck in decks for card in deck.cards), *self._own.values())
        return tuple((card.id, card.kind, card.front) for card in cards)

    def fronts_mark(self) -> tuple[int, int]:
        return len(self.fronts()), hash(self.fronts())

    def draft(self, name: str) -> KeptDraft | None:
        return self._desk.drafts.get(name)

    def put_draft(self, name: str, draft: Draft | None, now: datetime) -> None:
        if draft is None:
            self._desk.drafts.pop(name, None)
        else:
            self._desk.drafts[name] = KeptDraft(draft, now)

    def _standing(self, name: ItemId) -> Standing:
        edit, shipped = self._desk.edits.get(name), self.shipped(name)
        outdated = edit is not None and shipped is not None and edit.outdated_by(shipped)
        return Standing(name in self._own, edit is not None, outdated, name in self._desk.notes)
