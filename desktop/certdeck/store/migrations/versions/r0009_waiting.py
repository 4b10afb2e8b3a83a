"""Waiting: the index by which a day's faces are found says as well whether they are left out.

Each rating writes to two indexes of the log less: few entries undo another one, and the index of the figures finds
them by time as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

OLD = "ix_face_state_deck_id_phase_due_position"
NEW = "ix_face_state_waiting"


def upgrade() -> None:
    """Put a wider index in the place of the old one, and a narrower one of what was undone; drop that by time."""
    op.create_index(
        op.f(NEW),
        "face_state",
        ["deck_id", "phase", "due", "position", "suspended", "buried_until", "entry"],
        unique=False,
    )
    op.drop_index(op.f(OLD), table_name="face_state")
    op.drop_index(op.f("ix_study_log_at"), table_name="study_log")
    op.drop_index(op.f("ix_study_log_undoes"), table_name="study_log")
    op.create_index(
        op.f("ix_study_log_undoes"),
        "study_log",
        ["undoes"],
        unique=False,
        sqlite_where=sa.text("undoes IS NOT NULL"),
    )
