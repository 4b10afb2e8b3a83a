"""Tags of items, as searches look for them. The learner's own ones are those of `own_tag`; triggers keep both alike."""

from collections.abc import Sequence
from typing import Final

from certdeck.core.ids import ItemId
from certdeck.store.connection import Link

PUT_TAG: Final = "INSERT INTO tag (name, folded) VALUES (?, ?) ON CONFLICT (folded) DO NOTHING"
PUT_ENTRY: Final = """
    INSERT OR IGNORE INTO entry_tag (tag_id, entry, own)
    SELECT tag.id, entry.key, 0 FROM tag JOIN entry ON entry.item_id = ? WHERE tag.folded = ?
"""
FORGET: Final = """
    DELETE FROM entry_tag
    WHERE tag_id IN (SELECT id FROM tag) AND entry = (SELECT key FROM entry WHERE item_id = ?) AND NOT own
"""
"""The table stands in the order of tags; a look below each of them costs less than an index by items would."""


def put_author_tags(link: Link, item: ItemId, tags: Sequence[str]) -> None:
    """Give an item the tags that its author wrote, and no others of that sort."""
    forget_author_tags(link, item)
    link.run_many(PUT_TAG, [(tag, tag.lower()) for tag in tags])
    link.run_many(PUT_ENTRY, [(item, tag.lower()) for tag in tags])


def forget_author_tags(link: Link, item: ItemId) -> None:
    """Take the tags away that the author of an item wrote."""
    link.run(FORGET, item)
