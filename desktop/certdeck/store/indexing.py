"""The full-text indexes, brought up to date with the items that changed.

Triggers note what changed in `unindexed`; the indexes are written from there at one go. Row by row that takes three
times as long, because a trigger has FTS5 put on disk what it holds back.
"""

from typing import Final

from certdeck.store.connection import Link

ANY: Final = "SELECT entry FROM unindexed LIMIT 1"
FORGET: Final = """
    INSERT INTO {0} ({0}, rowid, text) SELECT 'delete', entry, known FROM unindexed WHERE known IS NOT NULL
    ORDER BY entry
"""
ENTER: Final = """
    INSERT INTO {0} (rowid, text) SELECT unindexed.entry, item.text
    FROM unindexed CROSS JOIN entry ON entry.key = unindexed.entry CROSS JOIN item ON item.id = entry.item_id
    ORDER BY unindexed.entry
"""
"""In rising order: at each row that comes before another one FTS5 puts on disk what it holds back."""
NAMES: Final = ("word_index", "part_index")


def index_texts(link: Link) -> None:
    """Have the indexes know every item as it is now. Costs next to nothing when none has changed."""
    if link.row(ANY) is None:
        return
    for name in NAMES:
        link.run(FORGET.format(name))
        link.run(ENTER.format(name))
    link.run("DELETE FROM unindexed")
