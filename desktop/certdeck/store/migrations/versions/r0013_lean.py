"""Lean: a large library needs a quarter less room, and many new items are there sooner.

Front and back of most cards stood in a row three times: as title, in the text that searches look in, and in the
content. Now the content lacks them, and the text goes on where the title ends; both are as they were written, so what
searches compare is folded when it is compared. The indexes are written anew, by revision 0016.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

BATCH = 10_000
TEXT = """
    CREATE VIEW entry_text AS
    SELECT entry.key AS key, folded(item.title || char(10) || item.text) AS text
    FROM entry JOIN item ON item.id = item_id
"""
WORDS = """
    CREATE VIRTUAL TABLE word_index
    USING fts5(text, content='entry_text', content_rowid='key', tokenize="unicode61 remove_diacritics 2", prefix='2')
"""
PARTS = """
    CREATE VIRTUAL TABLE part_index
    USING fts5(text, content='entry_text', content_rowid='key', tokenize='trigram', detail=none)
"""
NOTED = """
    INSERT OR IGNORE INTO unindexed (entry, known)
    SELECT key, old.title || char(10) || old.text FROM entry WHERE item_id = old.id;
"""
TRIGGERS = {
    "item_rewritten": f"""
        CREATE TRIGGER item_rewritten AFTER UPDATE OF title, text ON item
        WHEN (new.title IS NOT old.title OR new.text IS NOT old.text) AND new.kind != 'scenario' BEGIN {NOTED} END
    """,
    "item_left": f"""
        CREATE TRIGGER item_left AFTER DELETE ON item WHEN old.kind != 'scenario' BEGIN
            {NOTED}
            DELETE FROM entry_tag WHERE entry = (SELECT key FROM entry WHERE item_id = old.id);
            UPDATE entry SET deck_id = NULL WHERE item_id = old.id;
        END
    """,
}
OTHER_TEXTS = ("answer", "choices", "grid", "examined", "today")
"""Fields of a card with text beside front and back."""


def upgrade() -> None:
    """Take out what stands there twice, and write the index of words anew."""
    op.create_table(
        "unparted",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_unparted")),
    )
    for name in ("word_index", "part_index"):
        op.execute(f"DROP TABLE {name}")
    op.execute("DROP VIEW entry_text")
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    _shorten_cards()
    for statement in (TEXT, WORDS, PARTS, *TRIGGERS.values()):
        op.get_bind().exec_driver_sql(statement)


def _shorten_cards() -> None:
    put = sa.text("UPDATE item SET title = :title, text = :text, content = :content WHERE id = :id")
    connection = op.get_bind()
    for batch in _batches(connection):
        if shorter := [card for card in batch if card is not None]:
            connection.execute(put, shorter)


def _batches(connection: sa.Connection) -> Iterator[list[dict[str, object] | None]]:
    """Yield what cards become that the learner has as they were written, so many at a time."""
    get = sa.text(
        "SELECT rowid AS number, id, content FROM item WHERE kind = 'card' AND rowid > :last "
        "AND id NOT IN (SELECT item_id FROM own_edit) ORDER BY rowid LIMIT :batch"
    )
    last = 0
    while rows := connection.execute(get, {"last": last, "batch": BATCH}).all():
        yield [_shortened(row.id, row.content) for row in rows]
        last = rows[-1].number


def _shortened(name: str, content: bytes) -> dict[str, object] | None:
    """Return the row of a card that is a front and a back, None for others: they stay as they are."""
    card = json.loads(content)
    if any(card.get(field) for field in OTHER_TEXTS):
        return None
    front, back = card.pop("front"), card.pop("back")
    unusual = {field: value for field, value in card.items() if value and (field, value) != ("kind", "basic")}
    packed = json.dumps(unusual, ensure_ascii=False, separators=(",", ":"))
    return {"id": name, "title": front, "text": back, "content": packed.encode()}
