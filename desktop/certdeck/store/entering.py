"""Entering new items at one go, in the list that searches go through, before the items themselves are put.

No trigger does it: row by row that takes longer than all else that a new item writes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from certdeck.store.pouring import pour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from certdeck.store.connection import Link, Value


class Entry(NamedTuple):
    """A row of `entry`; `added_at` in microseconds since 1970."""

    key: int
    item_id: str
    deck_id: str
    kind: str
    form: str
    position: int
    added_at: int | None


LAST_ENTRY: Final = "SELECT coalesce(max(seq), 0) AS seq FROM sqlite_sequence WHERE name = 'entry'"
ENTERED_BEFORE: Final = (
    "DO UPDATE SET deck_id = excluded.deck_id, kind = excluded.kind, form = excluded.form, "
    "position = excluded.position, covered = 0, "
    "added_at = iif(entry.form = '', excluded.added_at, entry.added_at)"
)
"""An item that was there before keeps its key, and when it was added. Of one without a form only faces were known."""
ENTER: Final = (
    "INSERT INTO entry (key, item_id, deck_id, kind, form, position, covered, added_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?)"
)
ENTER_AGAIN: Final = f"{ENTER} ON CONFLICT (key) {ENTERED_BEFORE}"
NOTE: Final = """
    INSERT OR IGNORE INTO unindexed (entry)
    SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.key = value)
"""
"""A trigger tells of the texts that an item had before."""
ANY_OWN_TAG: Final = "SELECT 1 FROM own_tag LIMIT 1"
OWN_TAGS: Final = """
    INSERT OR IGNORE INTO entry_tag (tag_id, entry, own)
    SELECT tag.id, entry.key, 1 FROM json_each(?) AS wanted
    CROSS JOIN entry ON entry.item_id = wanted.value
    JOIN own_tag ON own_tag.item_id = entry.item_id JOIN tag ON tag.folded = lower(own_tag.tag)
"""
"""The learner's own tags of an item outlive it."""
PUT_ITEM: Final = "INSERT INTO item (key, title, text, content, revised_at) VALUES (?, ?, ?, ?, ?)"
NEW_STATE: Final = "face, phase, step, reps, lapses, suspended, flag, deck_id, position, entry"
PUT_NEW: Final = f"INSERT INTO face_state ({NEW_STATE}) VALUES (?, 'new', 0, 0, 0, 0, 0, ?, ?, ?)"
AGAIN: Final = " ON CONFLICT (face) DO UPDATE SET "
KEEP_STATE: Final = AGAIN + ", ".join(f"{name} = excluded.{name}" for name in ("deck_id", "position", "entry"))
"""What is known of a face stays, wherever it stands now."""


def keys_for(link: Link, items: Sequence[str], entered: Mapping[str, int]) -> list[int]:
    """Return the keys of `items`: of those that were `entered` before the same ones, of all others the next in order.

    Nobody else gives any away until this transaction ends, as it writes.
    """
    last: int = next(link.column(LAST_ENTRY))
    if not entered:
        return list(range(last + 1, last + 1 + len(items)))
    keys = []
    for item in items:
        key = entered.get(item)
        if key is None:
            last += 1
        keys.append(last if key is None else key)
    return keys


def enter(link: Link, entries: Sequence[Sequence[Value]], *, again: bool) -> None:
    """Enter new items, each with the values of an `Entry`; then they are to be put at once.

    `again` says that some may have been here before.
    """
    pour(link, ENTER_AGAIN if again else ENTER, entries)
    link.run(NOTE, json.dumps([entry[0] for entry in entries]))
    if link.row(ANY_OWN_TAG) is not None:
        link.run(OWN_TAGS, json.dumps([entry[1] for entry in entries]))
