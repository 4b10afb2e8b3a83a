"""Origin: a line of the study log says where it came from, so that reviews brought home stand at their own time."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; all that is in the log was given here."""
    op.add_column("study_log", sa.Column("origin", sa.String(), nullable=True))
