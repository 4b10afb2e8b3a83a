"""Texts: what an item says stands under the number of its entry, and nothing else stands with it.

Id, deck, kind, form and position of an item stood in its entry as well, with a second index of each: a tenth of a large
library, written twice for each new card and kept alike by a trigger. Now they stand in the entry alone. Scenarios have
no entry, and are nothing that is learnt: they get a table of their own.

What belongs to an item or to a deck and named it as a foreign key goes with it by triggers now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

OF_ITEMS = ("item_left", "item_moved", "item_rewritten", "item_covered", "item_uncovered")
SCENARIOS = """
    INSERT INTO scenario (id, deck_id, position, content, revised_at)
    SELECT id, deck_id, position, content, revised_at FROM item WHERE kind = 'scenario' ORDER BY deck_id, position
"""
TEXTS = """
    INSERT INTO item_text (key, title, text, content, revised_at)
    SELECT entry.key, item.title, item.text, item.content, item.revised_at
    FROM entry CROSS JOIN item ON item.id = entry.item_id WHERE item.kind != 'scenario' ORDER BY entry.key
"""
VIEW = """
    CREATE VIEW entry_text AS
    SELECT item.key AS key, folded(item.title || char(10) || item.text) AS text FROM item
"""
REWRITTEN = """
    CREATE TRIGGER item_rewritten AFTER UPDATE OF title, text ON item
        WHEN new.title IS NOT old.title OR new.text IS NOT old.text BEGIN
        INSERT OR IGNORE INTO unindexed (entry, known) VALUES (old.key, old.title || char(10) || old.text);
    END
"""
LEFT = """
    CREATE TRIGGER item_left AFTER DELETE ON item BEGIN
        INSERT OR IGNORE INTO unindexed (entry, known) VALUES (old.key, old.title || char(10) || old.text);
        DELETE FROM coverage WHERE item_id = (SELECT item_id FROM entry WHERE key = old.key);
        DELETE FROM item_link WHERE item_id = (SELECT item_id FROM entry WHERE key = old.key);
        DELETE FROM confusion_card WHERE item_id = (SELECT item_id FROM entry WHERE key = old.key);
        UPDATE face_state SET entry = NULL WHERE face BETWEEN old.key << 12 AND old.key << 12 | 4095;
        UPDATE entry SET deck_id = NULL WHERE key = old.key;
    END
"""
DECK_LEFT = """
    CREATE TRIGGER deck_left AFTER DELETE ON deck BEGIN
        DELETE FROM item WHERE key IN (SELECT key FROM entry WHERE deck_id = old.id);
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


def upgrade() -> None:
    """Write the tables of items, and of what hangs on them, anew; what watches them must be away meanwhile."""
    op.execute("DROP VIEW entry_text")
    for trigger in OF_ITEMS:
        op.execute(f"DROP TRIGGER {trigger}")
    # As long as they name items as a foreign key, they go with the old table.
    _make_coverage()
    _make_links()
    _make_confusions()
    _make_scenarios()
    _make_items()
    for statement in (VIEW, REWRITTEN, LEFT, DECK_LEFT, COVERED, UNCOVERED):
        op.get_bind().exec_driver_sql(statement)


def _make_coverage() -> None:
    op.create_table(
        "free_coverage",
        sa.Column("blueprint_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("bullet_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("blueprint_id", "item_id", "bullet_id", name=op.f("pk_coverage")),
        sqlite_with_rowid=False,
    )
    _take_over("coverage", "blueprint_id, item_id, bullet_id, rank")
    op.create_index(op.f("ix_coverage_item_id"), "coverage", ["item_id"], unique=False)


def _make_links() -> None:
    op.create_table(
        "free_item_link",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("linked_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "linked_id", name=op.f("pk_item_link")),
        sqlite_with_rowid=False,
    )
    _take_over("item_link", "item_id, linked_id")
    op.create_index(op.f("ix_item_link_linked_id"), "item_link", ["linked_id"], unique=False)


def _make_confusions() -> None:
    op.create_table(
        "free_confusion_card",
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("card_id", "item_id", name=op.f("pk_confusion_card")),
        sqlite_with_rowid=False,
    )
    _take_over("confusion_card", "card_id, item_id, member")
    op.create_index(op.f("ix_confusion_card_item_id"), "confusion_card", ["item_id"], unique=False)


def _take_over(table: str, columns: str) -> None:
    op.execute(f"INSERT INTO free_{table} ({columns}) SELECT {columns} FROM {table}")
    op.drop_table(table)
    op.rename_table(f"free_{table}", table)


def _make_scenarios() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deck_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revised_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["deck_id"], ["deck.id"], name=op.f("fk_scenario_deck_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.execute(SCENARIOS)


def _make_items() -> None:
    op.create_table(
        "item_text",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revised_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_item")),
    )
    op.execute(TEXTS)
    op.drop_table("item")
    op.rename_table("item_text", "item")
