"""One index: parts of words are found by the words that hold them, and faces stand in one table.

The index of parts of words was as large as all texts together, and writing it took longer than all else that a new item
brings. All words of a library are some ten thousand: those with a part in them are found among them, and the index of
words leads from there to the texts. It knows beginnings of two letters no longer, which made it twice as large.

The table of faces said of each what its state says as well.

The index of the study log for the figures held nearly all that the log does and was hardly quicker. Tags are found by
their names. Of a card with front, back and tags only the tags are left in its content.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BATCH = 10_000

WORDS = """
    CREATE VIRTUAL TABLE word_index USING fts5(
        text, content='entry_text', content_rowid='key', tokenize="unicode61 remove_diacritics 2", columnsize=0
    )
"""
VOCABULARY = "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(word_index, row)"
LEFT = """
    CREATE TRIGGER item_left AFTER DELETE ON item WHEN old.kind != 'scenario' BEGIN
        INSERT OR IGNORE INTO unindexed (entry, known)
        SELECT key, old.title || char(10) || old.text FROM entry WHERE item_id = old.id;
        UPDATE face_state SET entry = NULL WHERE entry = (SELECT key FROM entry WHERE item_id = old.id);
        UPDATE entry SET deck_id = NULL WHERE item_id = old.id;
    END
"""


def upgrade() -> None:
    """Drop what is known twice, and write the index of words anew."""
    op.execute("DROP TABLE part_index")
    op.drop_table("unparted")
    op.execute("DROP TABLE word_index")
    op.execute(WORDS)
    op.execute("INSERT INTO word_index (word_index) VALUES ('rebuild')")
    op.execute(VOCABULARY)
    op.execute(
        "UPDATE face_state SET entry = NULL WHERE entry IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM face WHERE face.id = face_state.face_id)"
    )
    op.drop_table("face")
    op.drop_index("ix_study_log_figures", table_name="study_log")
    op.create_index(op.f("ix_study_log_kind_at"), "study_log", ["kind", "at"], unique=False)
    op.drop_index(op.f("ix_entry_tag_entry"), table_name="entry_tag")
    _shorten_cards()
    op.execute("DROP TRIGGER item_left")
    op.get_bind().exec_driver_sql(LEFT)


def _shorten_cards() -> None:
    put = sa.text("UPDATE item SET content = :content WHERE rowid = :number")
    connection = op.get_bind()
    for batch in _batches(connection):
        if batch:
            connection.execute(put, batch)


def _batches(connection: sa.Connection) -> Iterator[list[dict[str, object]]]:
    """Yield the cards whose tags are all that their content holds, so many at a time."""
    get = sa.text(
        "SELECT rowid AS number, content FROM item WHERE kind = 'card' AND rowid > :last ORDER BY rowid LIMIT :batch"
    )
    last = 0
    while rows := connection.execute(get, {"last": last, "batch": BATCH}).all():
        shortened = ((row.number, _shortened(row.content)) for row in rows)
        yield [{"number": number, "content": content} for number, content in shortened if content is not None]
        last = rows[-1].number


def _shortened(content: bytes) -> bytes | None:
    card = json.loads(content)
    if not card.keys() <= {"id", "tags"}:
        return None
    given: list[str] = card.get("tags", [])
    tags = "\n".join(given)
    return b"#" + tags.encode() if (tags.split("\n") if tags else []) == given else None
