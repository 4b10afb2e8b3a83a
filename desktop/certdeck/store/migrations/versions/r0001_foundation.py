"""Foundation: decks, items, study states and log, sittings, settings."""

import sqlalchemy as sa
from alembic import op

from certdeck.store.columns import Utc

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "deck",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("installed_at", Utc(), nullable=False),
        sa.Column("blueprints", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deck")),
    )
    op.create_table(
        "face_state",
        sa.Column("face_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("difficulty", sa.Float(), nullable=True),
        sa.Column("due", Utc(), nullable=True),
        sa.Column("last_review", Utc(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("flag", sa.Integer(), nullable=False),
        sa.Column("buried_until", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("face_id", name=op.f("pk_face_state")),
    )
    op.create_index(op.f("ix_face_state_phase_due"), "face_state", ["phase", "due"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deck_id", sa.String(), nullable=False),
        sa.Column("blueprint_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("form", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", Utc(), nullable=False),
        sa.Column("seconds_allowed", sa.Float(), nullable=False),
        sa.Column("elapsed", sa.Float(), nullable=False),
        sa.Column("finished_at", Utc(), nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        sa.Column("scaled", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "study_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("face_id", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["study_log.id"], name=op.f("fk_study_log_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_log")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_study_log_at"), "study_log", ["at"], unique=False)
    op.create_index(op.f("ix_study_log_face_id"), "study_log", ["face_id"], unique=False)
    op.create_index(op.f("ix_study_log_undoes"), "study_log", ["undoes"], unique=False)
    op.create_table(
        "item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deck_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revised_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["deck_id"], ["deck.id"], name=op.f("fk_item_deck_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
    )
    op.create_index(op.f("ix_item_deck_id_position"), "item", ["deck_id", "position"], unique=False)
    op.create_table(
        "sitting_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("elapsed", sa.Float(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_event_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sitting_event_sitting_id"), "sitting_event", ["sitting_id"], unique=False)
    op.create_table(
        "sitting_item",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_item_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", "position", name=op.f("pk_sitting_item")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sitting_item_item_id"), "sitting_item", ["item_id"], unique=False)
    op.create_table(
        "coverage",
        sa.Column("blueprint_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("bullet_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_coverage_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("blueprint_id", "item_id", "bullet_id", name=op.f("pk_coverage")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_coverage_item_id"), "coverage", ["item_id"], unique=False)
    op.create_table(
        "face",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("deck_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deck_id"], ["deck.id"], name=op.f("fk_face_deck_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_face_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face")),
    )
    op.create_index(op.f("ix_face_deck_id_position"), "face", ["deck_id", "position"], unique=False)
    op.create_index(op.f("ix_face_item_id"), "face", ["item_id"], unique=False)
