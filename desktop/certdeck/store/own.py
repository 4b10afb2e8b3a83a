"""What the learner adds to decks, in the database: edits of shipped cards, notes, own tags, drafts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from certdeck.core.deck import Card, CardKind, Item
from certdeck.core.ids import ItemId
from certdeck.core.own import Draft, Edit, with_text
from certdeck.core.scheduling.faces import face_ids
from certdeck.ports.own import KeptDraft, Standing
from certdeck.store import codec
from certdeck.store.connection import Link, known_time, stored_time
from certdeck.store.entering import KEEP_STATE, PUT_NEW
from certdeck.store.face_numbers import KEY, number, of_item
from certdeck.store.own_cards import OWN
from certdeck.store.wording import wording

SHIPPED: Final = f"""
    SELECT item.content, item.title, item.text FROM entry JOIN item ON item.key = entry.key
    WHERE entry.item_id = ? AND entry.kind = 'card' AND entry.deck_id != '{OWN}'
"""
EDIT: Final = "SELECT content FROM own_edit WHERE item_id = ?"
PUT_EDIT: Final = (
    "INSERT INTO own_edit (item_id, content, outdated, at) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (item_id) DO UPDATE SET content = excluded.content, outdated = excluded.outdated, at = excluded.at"
)
SHOW: Final = f"UPDATE item SET title = ?, text = ?, content = ?, revised_at = ? WHERE key = ({KEY})"
SHOW_FORM: Final = "UPDATE entry SET form = ? WHERE item_id = ?"
PLACE: Final = f"""
    SELECT state.entry, state.deck_id, min(state.position) AS position
    FROM entry CROSS JOIN face_state AS state ON state.face {of_item("entry.key")} AND state.entry IS NOT NULL
    WHERE entry.item_id = ? GROUP BY state.deck_id
"""
LEAVE_FACES: Final = (
    f"UPDATE face_state SET entry = NULL WHERE face {of_item('(SELECT key FROM entry WHERE item_id = ?1)')}"
)
NOTE: Final = "SELECT text FROM own_note WHERE item_id = ?"
PUT_NOTE: Final = (
    "INSERT INTO own_note (item_id, text, at) VALUES (?, ?, ?) "
    "ON CONFLICT (item_id) DO UPDATE SET text = excluded.text, at = excluded.at"
)
TAGS: Final = "SELECT tag FROM own_tag WHERE item_id = ? ORDER BY tag"
PUT_TAG: Final = "INSERT OR IGNORE INTO own_tag (item_id, tag) VALUES (?, ?)"
TOUCH: Final = f"UPDATE item SET revised_at = max(revised_at, ?) WHERE key = ({KEY})"
STANDINGS: Final = f"""
    SELECT item_id AS id, 1 AS own, 0 AS edited, 0 AS outdated, 0 AS noted FROM entry WHERE deck_id = '{OWN}'
    UNION ALL SELECT item_id, 0, 1, outdated, 0 FROM own_edit
    UNION ALL SELECT item_id, 0, 0, 0, 1 FROM own_note
"""
FRONTS: Final = """
    SELECT entry.item_id AS id, entry.form, item.title FROM entry JOIN item ON item.key = entry.key
    WHERE entry.kind = 'card'
"""
FRONTS_MARK: Final = "SELECT count(*) AS items, coalesce(sum(revised_at & 4294967295), 0) AS revised FROM item"
"""The times of all revisions, without the digits that would not fit into a number together. Of all items, not only of
cards: to tell them apart takes longer, and the others seldom change.
"""
DRAFT: Final = "SELECT content, at FROM draft WHERE name = ?"
PUT_DRAFT: Final = (
    "INSERT INTO draft (name, content, at) VALUES (?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET content = excluded.content, at = excluded.at"
)
ADDED: Final = (
    "(SELECT own_edit.content FROM own_edit WHERE own_edit.item_id = entry.item_id) AS edit, "
    "(SELECT group_concat(own_tag.tag, ' ') FROM own_tag WHERE own_tag.item_id = entry.item_id) AS own_tags"
)
"""Columns to be read beside an item's own, so that it can be shown with what the learner added to it."""


class OwnTables:
    """Edits, notes, tags and drafts (see `certdeck.ports.own.OwnContent`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def shipped(self, card: ItemId) -> Card | None:
        """Return a card as its deck has it; None where no deck has it."""
        row = self._link.row(SHIPPED, card)
        found = None if row is None else codec.decode_row(card, "card", row["content"], row["title"], row["text"])
        return found if isinstance(found, Card) else None

    def edit(self, card: ItemId) -> Edit | None:
        """Return the learner's edit of a shipped card, or None."""
        row = self._link.row(EDIT, card)
        return None if row is None else codec.decode_edit(row["content"])

    def put_edit(self, card: ItemId, edit: Edit | None, now: datetime) -> None:
        """Have `edit` stand in for the deck's text, or bring that back with None. Progress stays."""
        shipped = self.shipped(card)
        if edit is None:
            self._link.run("DELETE FROM own_edit WHERE item_id = ?", card)
        else:
            outdated = shipped is not None and edit.outdated_by(shipped)
            self._link.run(PUT_EDIT, card, codec.encode_edit(edit), outdated, stored_time(now))
        if shipped is not None:
            self.show(shipped, shipped if edit is None else with_text(shipped, edit.mine), now)

    def note(self, item: ItemId) -> str:
        """Return the learner's note on an item, empty if there is none."""
        row = self._link.row(NOTE, item)
        return "" if row is None else str(row["text"])

    def put_note(self, item: ItemId, text: str, now: datetime) -> None:
        """Put a note on an item; an empty text takes it away."""
        if text:
            self._link.run(PUT_NOTE, item, text, stored_time(now))
        else:
            self._link.run("DELETE FROM own_note WHERE item_id = ?", item)

    def tags(self, item: ItemId) -> tuple[str, ...]:
        """Return the learner's own tags of an item, in alphabetical order."""
        return tuple(row["tag"] for row in self._link.rows(TAGS, item))

    def put_tags(self, item: ItemId, tags: tuple[str, ...]) -> None:
        """Give an item exactly these tags of the learner's."""
        self._link.run("DELETE FROM own_tag WHERE item_id = ?", item)
        self._link.run_many(PUT_TAG, [(item, tag) for tag in tags])

    def touch(self, items: Iterable[ItemId], now: datetime) -> None:
        """Have items count as changed `now` (see the port)."""
        self._link.run_many(TOUCH, [(stored_time(now), item) for item in items])

    def standings(self) -> Mapping[ItemId, Standing]:
        """Return what is the learner's of every item that has anything of theirs."""
        found: dict[ItemId, Standing] = {}
        for row in self._link.rows(STANDINGS):
            item = ItemId(row["id"])
            before = found.get(item, Standing())
            found[item] = Standing(
                before.own or bool(row["own"]),
                before.edited or bool(row["edited"]),
                before.outdated or bool(row["outdated"]),
                before.noted or bool(row["noted"]),
            )
        return found

    def fronts(self) -> tuple[tuple[ItemId, CardKind, str], ...]:
        """Return id, kind and first field of every card, as they are asked."""
        return tuple((ItemId(row["id"]), CardKind(row["form"]), row["title"]) for row in self._link.rows(FRONTS))

    def fronts_mark(self) -> tuple[int, int]:
        """Return two numbers that are others once `fronts` has changed."""
        row = self._link.row(FRONTS_MARK)
        return (0, 0) if row is None else (row["items"], row["revised"])

    def draft(self, name: str) -> KeptDraft | None:
        """Return the draft kept under `name`, or None."""
        row = self._link.row(DRAFT, name)
        return None if row is None else KeptDraft(codec.decode_draft(row["content"]), known_time(row["at"]))

    def put_draft(self, name: str, draft: Draft | None, now: datetime) -> None:
        """Keep a draft, or forget it with None."""
        if draft is None:
            self._link.run("DELETE FROM draft WHERE name = ?", name)
        else:
            self._link.run(PUT_DRAFT, name, codec.encode_draft(draft), stored_time(now))

    def show(self, shipped: Card, card: Card, now: datetime) -> None:
        """Have lists, search and the queue know `shipped` as it is asked now: as `card`."""
        place = self._link.row(PLACE, card.id)
        self._link.run(LEAVE_FACES, card.id)
        self._link.run(SHOW_FORM, card.kind.value, card.id)
        self._link.run(SHOW, *wording(shipped, card), stored_time(now), card.id)
        if place is not None:
            key = place["entry"]
            where = (place["deck_id"], place["position"], key)
            self._link.run_many(PUT_NEW + KEEP_STATE, [(number(key, face), *where) for face in face_ids(card)])


def with_added(item: Item, edit: bytes | None, own_tags: str | None) -> Item:
    """Return `item` as the learner has it: with their edit in place of the deck's text, and their tags."""
    if edit is not None and isinstance(item, Card):
        item = with_text(item, codec.decode_edit(edit).mine)
    if own_tags:
        item = replace(item, tags=(*item.tags, *(tag for tag in sorted(own_tags.split()) if tag not in item.tags)))
    return item
