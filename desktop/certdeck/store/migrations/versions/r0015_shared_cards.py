"""Imported cards and pictures go with a sync: which of them were told of, and by which operation."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables. They stay empty until the library is synced."""
    op.create_table(
        "sync_card",
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("replica", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("time", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("revised_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["replica"], ["sync_replica.key"], name=op.f("fk_sync_card_replica")),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_sync_card")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_picture",
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sync_picture")),
        sqlite_with_rowid=False,
    )
