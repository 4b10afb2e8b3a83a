"""The full-text indexes, brought up to date with the items that changed.

Triggers note what changed in `unindexed`; the indexes are written from there at one go. Row by row that takes three
times as long, because a trigger has FTS5 put on disk what it holds back.

The index of parts of words takes three times as long as all else that a new item writes. Where many come at once it is
written afterwards, a few of them at a time (see `certdeck.store.catching_up`); until then `unparted` names them, and a
search reads their text.
"""

from typing import Final

from certdeck.store.connection import Link

MANY: Final = 300
"""Items that change at once from which on the index of parts is written afterwards."""
ANY: Final = "SELECT entry FROM unindexed LIMIT 1"
MORE: Final = f"SELECT count(*) > {MANY} AS many FROM (SELECT 1 FROM unindexed LIMIT {MANY + 1})"
FORGET: Final = """
    INSERT INTO {0} ({0}, rowid, text) SELECT 'delete', entry, folded(known) FROM unindexed
    WHERE known IS NOT NULL {1} ORDER BY entry
"""
UNKNOWN: Final = "AND entry NOT IN (SELECT entry FROM unparted)"
TEXTS: Final = """
    INSERT INTO {0} (rowid, text) SELECT changed.entry, folded(item.title || char(10) || item.text)
    FROM {1} AS changed CROSS JOIN entry ON entry.key = changed.entry CROSS JOIN item ON item.id = entry.item_id
    ORDER BY changed.entry
"""
"""In rising order: at each row that comes before another one FTS5 puts on disk what it holds back."""
NO_LONGER_LATE: Final = "DELETE FROM unparted WHERE entry IN (SELECT entry FROM unindexed)"
HOLD_BACK: Final = "INSERT INTO word_index (word_index, rank) VALUES ('hashsize', ?)"
USUAL, LARGE = 1 << 20, 16 << 20
"""Bytes of words that FTS5 holds back before it writes them: as it does by itself, and for many items, which halves the
time that they take: the fewer parts there are, the fewer have to be merged.
"""
LATER: Final = """
    INSERT INTO unparted (entry) SELECT entry FROM unindexed
    WHERE EXISTS (SELECT 1 FROM entry JOIN item ON item.id = entry.item_id WHERE entry.key = unindexed.entry)
"""
ANY_LATE: Final = "SELECT entry FROM unparted LIMIT 1"
SOME: Final = "SELECT entry FROM unparted ORDER BY entry LIMIT ?"
DONE: Final = f"DELETE FROM unparted WHERE entry IN ({SOME})"


def index_texts(link: Link) -> bool:
    """Have every search find each item as it is now; tell whether any has changed. Costs next to nothing if not."""
    if link.row(ANY) is None:
        return False
    row = link.row(MORE)
    many = row is not None and bool(row["many"])
    link.run(FORGET.format("word_index", ""))
    _index_words(link, many=many)
    link.run(FORGET.format("part_index", UNKNOWN))
    link.run(NO_LONGER_LATE)
    link.run(LATER if many else TEXTS.format("part_index", "unindexed"))
    link.run("DELETE FROM unindexed")
    return True


def _index_words(link: Link, *, many: bool) -> None:
    if many:
        link.run(HOLD_BACK, LARGE)
    link.run(TEXTS.format("word_index", "unindexed"))
    if many:
        link.run(HOLD_BACK, USUAL)


def is_behind(link: Link) -> bool:
    """Tell whether there are items that the index of parts does not know yet."""
    return link.row(ANY_LATE) is not None


def index_parts(link: Link, most: int) -> bool:
    """Have the index of parts know at most `most` items that it does not know yet; tell whether there were any."""
    if not is_behind(link):
        return False
    link.run(TEXTS.format("part_index", f"({SOME})"), most)
    link.run(DONE, most)
    return True
