"""The study log checks no foreign key: no line of it is ever taken away, so that one that another undoes is there.

As long as it checked one, SQLite kept for each statement that put many lines how every page had been before: several
times as many bytes as the lines have.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

COLUMNS = (
    *("id", "kind", "face", "at", "rating", "milliseconds", "before", "after", "undoes", "change_id", "phase"),
    *("interval", "elapsed", "stability", "origin"),
)
LINES = f"INSERT INTO free_log ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} FROM study_log ORDER BY id"


def upgrade() -> None:
    """Write the log anew."""
    op.create_table(
        "free_log",
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_log")),
    )
    op.execute(LINES)
    op.drop_table("study_log")
    op.rename_table("free_log", "study_log")
    op.create_index(op.f("ix_study_log_face"), "study_log", ["face"], unique=False)
    undoing, rated = sa.text("undoes IS NOT NULL"), sa.text("kind = 'rate'")
    added = sa.text("kind IN ('add', 'make')")
    op.create_index(op.f("ix_study_log_undoes"), "study_log", ["undoes"], unique=False, sqlite_where=undoing)
    op.create_index("ix_study_log_rated", "study_log", ["at"], unique=False, sqlite_where=rated)
    op.create_index("ix_study_log_added", "study_log", ["at"], unique=False, sqlite_where=added)
