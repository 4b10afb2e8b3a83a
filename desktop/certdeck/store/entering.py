"""Entering new items at one go, in the list that searches go through, before the items themselves are put.

No trigger does it: row by row that takes longer than all else that a new item writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from certdeck.store.pouring import pour

if TYPE_CHECKING:
    from certdeck.store.connection import Link


class Entry(NamedTuple):
    """A row of `entry`; `added_at` in microseconds since 1970."""

    item_id: str
    deck_id: str
    kind: str
    form: str
    position: int
    added_at: int | None


ENTERED_BEFORE: Final = (
    "DO UPDATE SET deck_id = excluded.deck_id, kind = excluded.kind, form = excluded.form, "
    "position = excluded.position, covered = 0, "
    "added_at = iif(entry.form = '', excluded.added_at, entry.added_at)"
)
"""An item that was there before keeps its key, and when it was added. Of one without a form only faces were known."""
ENTER: Final = (
    "INSERT INTO entry (item_id, deck_id, kind, form, position, covered, added_at) VALUES (?, ?, ?, ?, ?, 0, ?) "
    f"ON CONFLICT (item_id) {ENTERED_BEFORE}"
)
ENTERED: Final = """
    FROM entry WHERE deck_id = ?1 AND position >= ?2 AND NOT EXISTS (SELECT 1 FROM item WHERE item.key = entry.key)
"""
NOTE: Final = f"INSERT OR IGNORE INTO unindexed (entry) SELECT key {ENTERED}"
ANY_OWN_TAG: Final = "SELECT 1 FROM own_tag LIMIT 1"
TAG: Final = f"""
    INSERT OR IGNORE INTO entry_tag (tag_id, entry, own)
    SELECT tag.id, entered.key, 1 FROM (SELECT key, item_id {ENTERED}) AS entered
    JOIN own_tag ON own_tag.item_id = entered.item_id JOIN tag ON tag.folded = lower(own_tag.tag)
"""
"""The learner's own tags of an item outlive it."""
PUT_ITEM: Final = "INSERT INTO item (key, title, text, content, revised_at) VALUES (?, ?, ?, ?, ?)"
PUT_NEW: Final = (
    "INSERT INTO face_state (face, phase, step, reps, lapses, suspended, flag, deck_id, position, entry) "
    "VALUES (?, 'new', 0, 0, 0, 0, 0, ?, ?, ?)"
)
AGAIN: Final = " ON CONFLICT (face) DO UPDATE SET "
KEEP_STATE: Final = AGAIN + ", ".join(f"{name} = excluded.{name}" for name in ("deck_id", "position", "entry"))
"""What is known of a face stays, wherever it stands now."""


def enter(link: Link, deck: str, entries: Iterable[Entry], first: int = 0) -> None:
    """Enter new items of `deck`, none of which stands before position `first`; then they are to be put at once."""
    pour(link, ENTER, list(entries))
    link.run(NOTE, deck, first)
    if link.row(ANY_OWN_TAG) is not None:
        link.run(TAG, deck, first)
