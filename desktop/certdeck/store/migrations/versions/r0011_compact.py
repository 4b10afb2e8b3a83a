"""Compact: what a rating and a new item write is less, and the full-text indexes are written at one go.

A trigger that writes into a full-text index has it put on disk row by row: that took most of the time of installing a
deck. Now triggers only note what changed. The index of words knows beginnings of two letters, no longer those of three,
which made it half as large again and which it finds quickly without. States in the log become short arrays.
Revision 0016 fills the index.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

BATCH = 10_000
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
PHASES = ("new", "learning", "review", "relearning")
WORDS = """
    CREATE VIRTUAL TABLE word_index
    USING fts5(text, content='entry_text', content_rowid='key', tokenize="unicode61 remove_diacritics 2", prefix='2')
"""
ENTER = """
    INSERT INTO entry (item_id, deck_id, kind, form, position, covered, added_at)
    VALUES (new.id, new.deck_id, new.kind, new.form, new.position, 0, new.revised_at)
    ON CONFLICT (item_id) DO UPDATE SET deck_id = excluded.deck_id, kind = excluded.kind, form = excluded.form,
        position = excluded.position, covered = 0;
"""
RETAG = """
    INSERT OR IGNORE INTO entry_tag (tag_id, entry, own)
    SELECT tag.id, entry.key, 1 FROM own_tag JOIN tag ON tag.folded = lower(own_tag.tag)
    JOIN entry ON entry.item_id = own_tag.item_id WHERE own_tag.item_id = new.id;
"""


def _noted(item: str, known: str) -> str:
    """Return what notes that the text of `item` changed; the first note of a transaction holds."""
    return f"INSERT OR IGNORE INTO unindexed (entry, known) SELECT key, {known} FROM entry WHERE item_id = {item};"


TRIGGERS = {
    "item_entered": f"""
        CREATE TRIGGER item_entered AFTER INSERT ON item WHEN new.kind != 'scenario' BEGIN
            {ENTER} {_noted("new.id", "NULL")} {RETAG}
        END
    """,
    "item_rewritten": f"""
        CREATE TRIGGER item_rewritten AFTER UPDATE OF text ON item
        WHEN new.text IS NOT old.text AND new.kind != 'scenario' BEGIN {_noted("new.id", "old.text")} END
    """,
    "item_left": f"""
        CREATE TRIGGER item_left AFTER DELETE ON item WHEN old.kind != 'scenario' BEGIN
            {_noted("old.id", "old.text")}
            DELETE FROM entry_tag WHERE entry = (SELECT key FROM entry WHERE item_id = old.id);
            UPDATE entry SET deck_id = NULL WHERE item_id = old.id;
        END
    """,
}


def upgrade() -> None:
    """Change indexes and triggers, write the states of the log anew."""
    _note_texts()
    _index_faces()
    _mark_changes()
    _shorten_log()


def _note_texts() -> None:
    op.create_table(
        "unindexed",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("known", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_unindexed")),
    )
    op.execute("DROP TABLE word_index")
    op.execute(WORDS)
    for name, statement in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name}")
        op.get_bind().exec_driver_sql(statement)


def _index_faces() -> None:
    """Have the index of what waits hold what tells how faded it is; drop the one by phase, which nothing needs now."""
    columns = ("deck_id", "phase", "due", "position", "suspended", "buried_until", "entry", "last_review", "stability")
    op.drop_index(op.f("ix_face_state_waiting"), table_name="face_state")
    op.create_index(op.f("ix_face_state_waiting"), "face_state", list(columns), unique=False)
    op.drop_index(op.f("ix_face_state_phase_due"), table_name="face_state")


def _mark_changes() -> None:
    """Say where in the log each change begins, in the place of an index by change."""
    op.add_column("change", sa.Column("log_before", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE change SET log_before = coalesce((SELECT min(id) - 1 FROM study_log WHERE change_id = change.id), 0)"
    )
    op.drop_index(op.f("ix_study_log_change_id"), table_name="study_log")
    op.create_index("ix_change_undone", "change", ["undone"], unique=False, sqlite_where=sa.text("undone"))


def _shorten_log() -> None:
    put = sa.text("UPDATE study_log SET before = :before, after = :after WHERE id = :id")
    connection = op.get_bind()
    for batch in _batches(connection):
        connection.execute(put, batch)


def _batches(connection: sa.Connection) -> Iterator[list[dict[str, object]]]:
    get = sa.text("SELECT id, before, after FROM study_log WHERE id > :last ORDER BY id LIMIT :batch")
    last = 0
    while rows := connection.execute(get, {"last": last, "batch": BATCH}).all():
        yield [{"id": row.id, "before": _shortened(row.before), "after": _shortened(row.after)} for row in rows]
        last = rows[-1].id


def _shortened(content: bytes) -> bytes:
    """Write a state as an array: phase, step, stability, difficulty, due, last review, reps, lapses, and by hand."""
    state = json.loads(content)
    schedule = state["schedule"]
    memory = schedule["memory"] or {"stability": None, "difficulty": None}
    return msgspec.msgpack.encode(
        (
            PHASES.index(schedule["phase"]),
            schedule["step"],
            memory["stability"],
            memory["difficulty"],
            _moment(schedule["due"]),
            _moment(schedule["last_review"]),
            schedule["reps"],
            schedule["lapses"],
            state["suspended"],
            state["flag"],
            _moment(state["buried_until"]),
        )
    )


def _moment(text: str | None) -> int | None:
    """Read a time as microseconds since 1970."""
    return None if text is None else (datetime.fromisoformat(text) - EPOCH) // MICROSECOND
