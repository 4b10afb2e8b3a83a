"""What the learner adds to decks: edits of shipped cards, notes, tags, and drafts."""

import sqlalchemy as sa
from alembic import op

from certdeck.store.columns import Utc

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "own_edit",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("outdated", sa.Boolean(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_own_edit")),
    )
    op.create_table(
        "own_note",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_own_note")),
    )
    op.create_table(
        "own_tag",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "tag", name=op.f("pk_own_tag")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_draft")),
    )
