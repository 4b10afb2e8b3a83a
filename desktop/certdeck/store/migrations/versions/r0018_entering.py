"""Items are entered by who puts them: a trigger that asked of each whether it was took as long as the item itself."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Do without the trigger."""
    op.execute("DROP TRIGGER item_entered")
