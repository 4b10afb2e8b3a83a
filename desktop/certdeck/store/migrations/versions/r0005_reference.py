"""Confusion sets, glossary and plans: which cards a set points to, and the plans of a deck."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add a column and a table; what is there stays as it is."""
    op.add_column("deck", sa.Column("plans", sa.LargeBinary(), nullable=True))
    op.create_table(
        "confusion_card",
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_confusion_card_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("card_id", "item_id", name=op.f("pk_confusion_card")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_confusion_card_item_id"), "confusion_card", ["item_id"], unique=False)
