"""Exam room: kinds and rules of sittings, graded items, reasons for misses, later gradings, disputes, fixed forms."""

import sqlalchemy as sa
from alembic import op

from certdeck.store.columns import Utc

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables; what is there stays as it is."""
    op.add_column("deck", sa.Column("forms", sa.LargeBinary(), nullable=True))
    for column in (
        sa.Column("kind", sa.String(), nullable=False, server_default="exam"),
        sa.Column("form_name", sa.String(), nullable=False, server_default=""),
        sa.Column("conduct", sa.LargeBinary(), nullable=True),
        sa.Column("deck_version", sa.String(), nullable=False, server_default=""),
        sa.Column("ticked_at", Utc(), nullable=True),
        sa.Column("right_count", sa.Integer(), nullable=True),
        sa.Column("scored_count", sa.Integer(), nullable=True),
        sa.Column("survey", sa.LargeBinary(), nullable=True),
    ):
        op.add_column("sitting", column)
    op.create_table(
        "graded_item",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("scored", sa.Boolean(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_graded_item_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", "position", name=op.f("pk_graded_item")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_graded_item_item_id"), "graded_item", ["item_id"], unique=False)
    op.create_table(
        "miss_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_miss_reason_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miss_reason")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_miss_reason_sitting_id"), "miss_reason", ["sitting_id"], unique=False)
    op.create_table(
        "regrading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("deck_version", sa.String(), nullable=False),
        sa.Column("scaled", sa.Integer(), nullable=True),
        sa.Column("right_count", sa.Integer(), nullable=False),
        sa.Column("scored_count", sa.Integer(), nullable=False),
        sa.Column("changed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_regrading_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrading")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_regrading_sitting_id"), "regrading", ["sitting_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("deck_version", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_dispute_item_id"), "dispute", ["item_id"], unique=False)
