"""The study log numbers its lines by itself.

No line of it is ever taken away, so that the next number is always above the last one. That SQLite wrote this down
apart from the log was one page more on disk for each rating.

Changes that are one rating are told by their line from now on and are written down many at once: how far that has come
stands where SQLite keeps the last number of a change, also before there is any.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

COLUMNS = (
    *("id", "kind", "face", "at", "rating", "milliseconds", "before", "after", "undoes", "change_id", "phase"),
    *("interval", "elapsed", "stability", "origin"),
)
LINES = f"INSERT INTO plain_log ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} FROM study_log ORDER BY id"
LAST_CHANGE = """
    INSERT INTO sqlite_sequence (name, seq)
    SELECT 'change', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'change')
"""


def upgrade() -> None:
    """Write the log anew."""
    op.create_table(
        "plain_log",
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
        sa.ForeignKeyConstraint(["undoes"], ["plain_log.id"], name=op.f("fk_study_log_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_log")),
    )
    op.execute(LINES)
    op.drop_table("study_log")
    op.rename_table("plain_log", "study_log")
    op.create_index(op.f("ix_study_log_face"), "study_log", ["face"], unique=False)
    undoing, rated = sa.text("undoes IS NOT NULL"), sa.text("kind = 'rate'")
    added = sa.text("kind IN ('add', 'make')")
    op.create_index(op.f("ix_study_log_undoes"), "study_log", ["undoes"], unique=False, sqlite_where=undoing)
    op.create_index("ix_study_log_rated", "study_log", ["at"], unique=False, sqlite_where=rated)
    op.create_index("ix_study_log_added", "study_log", ["at"], unique=False, sqlite_where=added)
    op.execute(LAST_CHANGE)
