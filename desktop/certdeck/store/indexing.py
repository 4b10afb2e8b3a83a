"""The full-text index, brought up to date with the items that changed.

Triggers note what changed in `unindexed`; the index is written from there at one go. Row by row that takes three times
as long, because a trigger has FTS5 put on disk what it holds back.

The words of very many new items come later, in transactions of their own: by then the items can be studied. What is
left stays in `unindexed`, as durable as the items themselves, and whoever looks for words has it indexed first.
"""

from typing import Final

from certdeck.store.connection import Link, Value

MANY: Final = 300
"""Items that change at once from which on more of their words are held back."""
AT_ONCE: Final = 5_000
"""New items whose words are indexed before they are committed; those of more are left for later."""
ANY: Final = "SELECT entry FROM unindexed LIMIT 1"
LEFT: Final = "SELECT count(*) FROM unindexed"
NEW: Final = "SELECT count(*) FROM (SELECT 1 FROM unindexed WHERE known IS NULL LIMIT ?)"
FIRST: Final = "SELECT count(*) AS total, max(entry) AS last FROM (SELECT entry FROM unindexed ORDER BY entry LIMIT ?)"
ALL: Final = "TRUE"
CHANGED: Final = "known IS NOT NULL"
UP_TO: Final = "entry <= ?"
FOLDED: Final = "iif(length(CAST(text AS BLOB)) = length(text), text, folded(text))"
"""As the index gets it: letters of one byte it folds by itself, and sooner than Python."""
MORE: Final = f"SELECT count(*) > {MANY} AS many FROM (SELECT 1 FROM unindexed WHERE {{}} LIMIT {MANY + 1})"
FORGET: Final = f"""
    INSERT INTO word_index (word_index, rowid, text) SELECT 'delete', entry, {FOLDED}
    FROM (SELECT entry, known AS text FROM unindexed WHERE known IS NOT NULL AND {{}}) ORDER BY entry
"""
TEXTS: Final = f"""
    INSERT INTO word_index (rowid, text) SELECT key, {FOLDED} FROM (
        SELECT unindexed.entry AS key, item.title || char(10) || item.text AS text
        FROM unindexed CROSS JOIN item ON item.key = unindexed.entry WHERE {{}}
    ) ORDER BY key
"""
"""In rising order: at each row that comes before another one FTS5 puts on disk what it holds back."""
DONE: Final = "DELETE FROM unindexed WHERE {}"
HOLD_BACK: Final = "INSERT INTO word_index (word_index, rank) VALUES ('hashsize', ?)"
USUAL, LARGE = 1 << 20, 16 << 20
"""Bytes of words that FTS5 holds back before it writes them: as it does by itself, and for many items, which halves the
time that they take: the fewer parts there are, the fewer have to be merged.
"""


def index_texts(link: Link) -> None:
    """Have every search find each item as it is now. Costs next to nothing if none has changed."""
    if link.row(ANY) is not None:
        _index(link, ALL)


def index_before_commit(link: Link) -> None:
    """Do the same, but leave new items for later where they are very many; those that only changed are none of them."""
    if link.row(ANY) is None:
        return
    few = next(link.column(NEW, AT_ONCE + 1)) <= AT_ONCE
    _index(link, ALL if few else CHANGED)


def index_first(link: Link, most: int) -> int:
    """Index at most `most` of the items that were left for later, and return how many they were."""
    ((total, last),) = link.tuples(FIRST, most)
    if total:
        _index(link, UP_TO, last)
    return int(total)


def left(link: Link) -> int:
    """Return how many items are not in the index as they are now."""
    return int(next(link.column(LEFT)))


def _index(link: Link, which: str, *values: Value) -> None:
    """Index `which` of the items that changed."""
    row = link.row(MORE.format(which), *values)
    many = row is not None and bool(row["many"])
    link.run(FORGET.format(which), *values)
    if many:
        link.run(HOLD_BACK, LARGE)
    link.run(TEXTS.format(which), *values)
    if many:
        link.run(HOLD_BACK, USUAL)
    link.run(DONE.format(which), *values)
    link.vocabulary.change()
