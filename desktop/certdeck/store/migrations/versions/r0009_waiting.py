"""Waiting: the index by which a day's faces are found says as well whether they are left out."""

from alembic import op

revision = "0009"
down_revision = "0008"

OLD = "ix_face_state_deck_id_phase_due_position"
NEW = "ix_face_state_waiting"


def upgrade() -> None:
    """Put a wider index in the place of the old one."""
    op.create_index(
        op.f(NEW),
        "face_state",
        ["deck_id", "phase", "due", "position", "suspended", "buried_until", "entry"],
        unique=False,
    )
    op.drop_index(op.f(OLD), table_name="face_state")
