"""Numbers: faces go by number in the tables, no longer by their ids.

The id of a face stood in its state, in each line of the log, and once more in the index of either: a quarter of what a
large library with a long log holds beside its texts. Each rating and each new card wrote to all of them.

Now a face has the number `key << 12 | ordinal`, `key` being that of its item in `entry`. Items of which only faces are
known get a row there, in no deck and of no form. What is no id of a face with an ordinal from 1 to 4095 counts as the
id of an item whose face has the ordinal 0: nobody asks it any more, and nothing of it is lost.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

BATCH = 10_000
BITS = 12
LAST_ORDINAL = 4095
STATE = (
    *("phase", "step", "stability", "difficulty", "due", "last_review", "reps", "lapses", "suspended", "flag"),
    *("buried_until", "deck_id", "position"),
)
LINE = (
    *("at", "rating", "milliseconds", "before", "after", "undoes", "change_id", "phase", "interval", "elapsed"),
    *("stability", "origin"),
)
NAMED = "CREATE TEMP TABLE named (face_id TEXT PRIMARY KEY, item_id TEXT, ordinal INTEGER) WITHOUT ROWID"
ALL_NAMES = "SELECT face_id FROM face_state UNION SELECT face_id FROM study_log"
NAME = "INSERT INTO named (face_id, item_id, ordinal) VALUES (:face_id, :item_id, :ordinal)"
STRANGERS = """
    INSERT INTO entry (item_id, deck_id, kind, form, position, covered, added_at)
    SELECT DISTINCT item_id, NULL, 'card', '', 0, 0, 0 FROM named WHERE item_id NOT IN (SELECT item_id FROM entry)
    ORDER BY item_id
"""
NUMBERED = "CREATE TEMP TABLE numbered (face_id TEXT PRIMARY KEY, face INTEGER) WITHOUT ROWID"
NUMBER = f"""
    INSERT INTO numbered (face_id, face)
    SELECT named.face_id, entry.key << {BITS} | named.ordinal
    FROM named CROSS JOIN entry ON entry.item_id = named.item_id ORDER BY named.face_id
"""
STATES = f"""
    INSERT INTO numbered_state (face, {", ".join(STATE)}, entry)
    SELECT numbered.face, {", ".join(STATE)},
        iif(numbered.face > entry << {BITS} AND numbered.face >> {BITS} = entry, entry, NULL)
    FROM face_state JOIN numbered ON numbered.face_id = face_state.face_id ORDER BY numbered.face
"""
LINES = f"""
    INSERT INTO numbered_log (id, kind, face, {", ".join(LINE)})
    SELECT id, kind, numbered.face, {", ".join(LINE)}
    FROM study_log CROSS JOIN numbered ON numbered.face_id = study_log.face_id ORDER BY id
"""
LAST_LINE = """
    INSERT INTO sqlite_sequence (name, seq) SELECT 'numbered_log', seq FROM sqlite_sequence WHERE name = 'study_log'
"""
LEFT = f"""
    CREATE TRIGGER item_left AFTER DELETE ON item WHEN old.kind != 'scenario' BEGIN
        INSERT OR IGNORE INTO unindexed (entry, known)
        SELECT key, old.title || char(10) || old.text FROM entry WHERE item_id = old.id;
        UPDATE face_state SET entry = NULL WHERE face BETWEEN (SELECT key FROM entry WHERE item_id = old.id) << {BITS}
            AND (SELECT key FROM entry WHERE item_id = old.id) << {BITS} | {LAST_ORDINAL};
        UPDATE entry SET deck_id = NULL WHERE item_id = old.id;
    END
"""


def upgrade() -> None:
    """Number all faces, and write their states and the log anew."""
    op.execute("DROP TRIGGER item_left")
    _number()
    _make_states()
    _make_log()
    for table in ("named", "numbered"):
        op.execute(f"DROP TABLE {table}")
    op.get_bind().exec_driver_sql(LEFT)


def _number() -> None:
    connection = op.get_bind()
    op.execute(NAMED)
    for batch in _batches(connection):
        connection.execute(sa.text(NAME), batch)
    for statement in (STRANGERS, NUMBERED, NUMBER):
        op.execute(statement)


def _batches(connection: sa.Connection) -> Iterator[list[dict[str, object]]]:
    """Yield the ids of faces with their parts, so many at a time."""
    names = connection.execute(sa.text(ALL_NAMES))
    while rows := names.fetchmany(BATCH):
        yield [_parts(row.face_id) for row in rows]


def _parts(face: str) -> dict[str, object]:
    item, _, last = face.rpartition("/")
    if item and last.isascii() and last.isdecimal() and last[0] != "0" and len(last) <= len(str(LAST_ORDINAL)):
        ordinal = int(last)
        if ordinal <= LAST_ORDINAL:
            return {"face_id": face, "item_id": item, "ordinal": ordinal}
    return {"face_id": face, "item_id": face, "ordinal": 0}


def _make_states() -> None:
    op.create_table(
        "numbered_state",
        sa.Column("face", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("difficulty", sa.Float(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("last_review", sa.BigInteger(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("flag", sa.Integer(), nullable=False),
        sa.Column("buried_until", sa.BigInteger(), nullable=True),
        sa.Column("deck_id", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("face", name=op.f("pk_face_state")),
    )
    op.execute(STATES)
    op.drop_table("face_state")
    op.rename_table("numbered_state", "face_state")
    waiting = ("deck_id", "phase", "due", "position", "suspended", "buried_until", "entry", "last_review", "stability")
    op.create_index("ix_face_state_waiting", "face_state", list(waiting), unique=False)


def _make_log() -> None:
    op.create_table(
        "numbered_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("face", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("phase", sa.String(), nullable=True),
        sa.Column("interval", sa.Integer(), nullable=True),
        sa.Column("elapsed", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["numbered_log.id"], name=op.f("fk_study_log_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_log")),
        sqlite_autoincrement=True,
    )
    op.execute(LAST_LINE)
    op.execute(LINES)
    op.drop_table("study_log")
    op.rename_table("numbered_log", "study_log")
    op.create_index(op.f("ix_study_log_face"), "study_log", ["face"], unique=False)
    undoing, rated = sa.text("undoes IS NOT NULL"), sa.text("kind = 'rate'")
    added = sa.text("kind IN ('add', 'make')")
    op.create_index(op.f("ix_study_log_undoes"), "study_log", ["undoes"], unique=False, sqlite_where=undoing)
    op.create_index("ix_study_log_rated", "study_log", ["at"], unique=False, sqlite_where=rated)
    op.create_index("ix_study_log_added", "study_log", ["at"], unique=False, sqlite_where=added)
