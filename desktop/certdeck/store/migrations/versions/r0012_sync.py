"""Sync: what replicas of a library tell each other, each change under a number of the one that made it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables. They stay empty until the library is synced: what is to be told is read from it then."""
    op.create_table(
        "sync_replica",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sync_replica")),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "sync_operation",
        sa.Column("replica", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("time", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["replica"], ["sync_replica.key"], name=op.f("fk_sync_operation_replica")),
        sa.PrimaryKeyConstraint("replica", "number", name=op.f("pk_sync_operation")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sync_operation_subject_kind"), "sync_operation", ["subject", "kind"], unique=False)
    op.create_index(
        op.f("ix_sync_operation_row"),
        "sync_operation",
        ["row"],
        unique=False,
        sqlite_where=sa.text("row IS NOT NULL"),
    )
    op.create_table(
        "sync_file",
        sa.Column("replica", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["replica"], ["sync_replica.key"], name=op.f("fk_sync_file_replica")),
        sa.PrimaryKeyConstraint("replica", "first", "last", name=op.f("pk_sync_file")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_mark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sync_mark")),
    )
    op.create_table(
        "sync_pending",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("held", sa.String(), nullable=True),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sync_pending")),
    )
