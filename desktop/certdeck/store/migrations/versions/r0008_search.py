"""Search: a short row and a lasting number for each item, two full-text indexes over it, tags, saved searches.

The indexes are filled by revision 0016, which makes them in another way.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from certdeck.store.columns import Utc

revision = "0008"
down_revision = "0007"

TEXT = "CREATE VIEW entry_text AS SELECT entry.key AS key, item.text AS text FROM entry JOIN item ON item.id = item_id"
WORDS = """
    CREATE VIRTUAL TABLE word_index
    USING fts5(text, content='entry_text', content_rowid='key', tokenize="unicode61 remove_diacritics 2",
        prefix='2 3')
"""
PARTS = """
    CREATE VIRTUAL TABLE part_index
    USING fts5(text, content='entry_text', content_rowid='key', tokenize='trigram', detail=none)
"""
NAMES = ("word_index", "part_index")
ENTER = """
    INSERT INTO entry (item_id, deck_id, kind, form, position, covered, added_at)
    VALUES (new.id, new.deck_id, new.kind, new.form, new.position, 0, new.revised_at)
    ON CONFLICT (item_id) DO UPDATE SET deck_id = excluded.deck_id, kind = excluded.kind, form = excluded.form,
        position = excluded.position, covered = 0;
"""
INDEX = "".join(
    f"INSERT INTO {name} (rowid, text) SELECT key, new.text FROM entry WHERE item_id = new.id;" for name in NAMES
)
FORGET = "".join(
    f"INSERT INTO {name} ({name}, rowid, text) SELECT 'delete', key, old.text FROM entry WHERE item_id = old.id;"
    for name in NAMES
)
RETAG = """
    INSERT OR IGNORE INTO entry_tag (tag_id, entry, own)
    SELECT tag.id, entry.key, 1 FROM own_tag JOIN tag ON tag.folded = lower(own_tag.tag)
    JOIN entry ON entry.item_id = own_tag.item_id WHERE own_tag.item_id = new.id;
"""
ENTERED = (
    f"CREATE TRIGGER item_entered AFTER INSERT ON item WHEN new.kind != 'scenario' BEGIN {ENTER} {INDEX} {RETAG} END"
)
MOVED = """
    CREATE TRIGGER item_moved AFTER UPDATE OF deck_id, kind, form, position ON item BEGIN
        UPDATE entry SET deck_id = new.deck_id, kind = new.kind, form = new.form, position = new.position
        WHERE item_id = new.id;
    END
"""
REWRITTEN = f"""
    CREATE TRIGGER item_rewritten AFTER UPDATE OF text ON item
    WHEN new.text IS NOT old.text AND new.kind != 'scenario' BEGIN {FORGET} {INDEX} END
"""
LEFT = f"""
    CREATE TRIGGER item_left AFTER DELETE ON item WHEN old.kind != 'scenario' BEGIN
        {FORGET}
        DELETE FROM entry_tag WHERE entry = (SELECT key FROM entry WHERE item_id = old.id);
        UPDATE entry SET deck_id = NULL WHERE item_id = old.id;
    END
"""
COVERED = """
    CREATE TRIGGER item_covered AFTER INSERT ON coverage BEGIN
        UPDATE entry SET covered = 1 WHERE item_id = new.item_id AND NOT covered;
    END
"""
UNCOVERED = """
    CREATE TRIGGER item_uncovered AFTER DELETE ON coverage BEGIN
        UPDATE entry SET covered = EXISTS (SELECT 1 FROM coverage WHERE item_id = old.item_id)
        WHERE item_id = old.item_id;
    END
"""
TAGGED = """
    CREATE TRIGGER own_tag_given AFTER INSERT ON own_tag BEGIN
        INSERT INTO tag (name, folded) VALUES (new.tag, lower(new.tag)) ON CONFLICT (folded) DO NOTHING;
        INSERT OR IGNORE INTO entry_tag (tag_id, entry, own)
        SELECT tag.id, entry.key, 1 FROM tag JOIN entry ON entry.item_id = new.item_id
        WHERE tag.folded = lower(new.tag);
    END
"""
UNTAGGED = """
    CREATE TRIGGER own_tag_taken AFTER DELETE ON own_tag BEGIN
        DELETE FROM entry_tag WHERE own AND tag_id = (SELECT id FROM tag WHERE folded = lower(old.tag))
            AND entry = (SELECT key FROM entry WHERE item_id = old.item_id);
    END
"""
FILL = """
    INSERT INTO entry (item_id, deck_id, kind, form, position, covered, added_at)
    SELECT item.id, item.deck_id, item.kind, item.form, item.position,
        EXISTS (SELECT 1 FROM coverage WHERE item_id = item.id), deck.installed_at
    FROM item JOIN deck ON deck.id = item.deck_id WHERE item.kind != 'scenario' ORDER BY item.deck_id, item.position
"""
STATES = """
    UPDATE face_state SET entry =
        (SELECT entry.key FROM face JOIN entry ON entry.item_id = face.item_id WHERE face.id = face_state.face_id)
"""


def upgrade() -> None:
    """Add tables, indexes and triggers; enter what is there."""
    _add_tables()
    op.execute(TEXT)
    op.execute(WORDS)
    op.execute(PARTS)
    op.execute(FILL)
    op.execute(STATES)
    _fill_tags()
    for statement in (ENTERED, MOVED, REWRITTEN, LEFT, COVERED, UNCOVERED, TAGGED, UNTAGGED):
        op.get_bind().exec_driver_sql(statement)


def _add_tables() -> None:
    op.create_table(
        "entry",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("deck_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("added_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_entry")),
        sa.UniqueConstraint("item_id", name=op.f("uq_entry_item_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_entry_deck_id_position"), "entry", ["deck_id", "position"], unique=False)
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("folded", name=op.f("uq_tag_folded")),
    )
    op.create_table(
        "entry_tag",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_entry_tag_tag_id")),
        sa.ForeignKeyConstraint(["entry"], ["entry.key"], name=op.f("fk_entry_tag_entry")),
        sa.PrimaryKeyConstraint("tag_id", "entry", "own", name=op.f("pk_entry_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_entry_tag_entry"), "entry_tag", ["entry"], unique=False)
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sqlite_autoincrement=True,
    )
    op.add_column("face_state", sa.Column("entry", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_face_state_entry"), "face_state", ["entry"], unique=False)


def _fill_tags() -> None:
    connection = op.get_bind()
    items = connection.execute(sa.text("SELECT entry.key, item.content FROM entry JOIN item ON item.id = item_id"))
    given = [(name, key, 0) for key, content in items.fetchall() for name in _tags(content)]
    own = connection.execute(sa.text("SELECT tag, entry.key FROM own_tag JOIN entry USING (item_id)"))
    given += [(name, key, 1) for name, key in own.fetchall()]
    numbers: dict[str, int] = {}
    for name, _, _ in given:
        if name.lower() not in numbers:
            numbers[name.lower()] = len(numbers) + 1
            values = {"id": numbers[name.lower()], "name": name, "folded": name.lower()}
            connection.execute(sa.text("INSERT INTO tag (id, name, folded) VALUES (:id, :name, :folded)"), values)
    for tag, key, whose in sorted({(numbers[name.lower()], key, whose) for name, key, whose in given}):
        values = {"tag": tag, "entry": key, "own": whose}
        connection.execute(sa.text("INSERT INTO entry_tag (tag_id, entry, own) VALUES (:tag, :entry, :own)"), values)


def _tags(content: bytes) -> Iterator[str]:
    """Yield the tags of an item, which stand at the top, or below `value` or `item` for some kinds."""
    whole = json.loads(content)
    for part in (whole, whole.get("value"), whole.get("item")):
        if isinstance(part, dict) and isinstance(part.get("tags"), list):
            yield from part["tags"]
