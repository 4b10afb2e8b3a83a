"""The full-text index, brought up to date with the items that changed.

Triggers note what changed in `unindexed`; the index is written from there at one go. Row by row that takes three times
as long, because a trigger has FTS5 put on disk what it holds back.
"""

from typing import Final

from certdeck.store.connection import Link

MANY: Final = 300
"""Items that change at once from which on more of their words are held back."""
ANY: Final = "SELECT entry FROM unindexed LIMIT 1"
MORE: Final = f"SELECT count(*) > {MANY} AS many FROM (SELECT 1 FROM unindexed LIMIT {MANY + 1})"
FOLDED: Final = "iif(length(CAST(text AS BLOB)) = length(text), text, folded(text))"
"""As the index gets it: letters of one byte it folds by itself, and sooner than Python."""
FORGET: Final = f"""
    INSERT INTO word_index (word_index, rowid, text) SELECT 'delete', entry, {FOLDED}
    FROM (SELECT entry, known AS text FROM unindexed WHERE known IS NOT NULL) ORDER BY entry
"""
TEXTS: Final = f"""
    INSERT INTO word_index (rowid, text) SELECT key, {FOLDED} FROM (
        SELECT changed.entry AS key, item.title || char(10) || item.text AS text
        FROM unindexed AS changed CROSS JOIN item ON item.key = changed.entry
    ) ORDER BY key
"""
"""In rising order: at each row that comes before another one FTS5 puts on disk what it holds back."""
HOLD_BACK: Final = "INSERT INTO word_index (word_index, rank) VALUES ('hashsize', ?)"
USUAL, LARGE = 1 << 20, 16 << 20
"""Bytes of words that FTS5 holds back before it writes them: as it does by itself, and for many items, which halves the
time that they take: the fewer parts there are, the fewer have to be merged.
"""


def index_texts(link: Link) -> None:
    """Have every search find each item as it is now. Costs next to nothing if none has changed."""
    if link.row(ANY) is None:
        return
    row = link.row(MORE)
    link.run(FORGET)
    _index_words(link, many=row is not None and bool(row["many"]))
    link.run("DELETE FROM unindexed")
    link.vocabulary.change()


def _index_words(link: Link, *, many: bool) -> None:
    if many:
        link.run(HOLD_BACK, LARGE)
    link.run(TEXTS)
    if many:
        link.run(HOLD_BACK, USUAL)
