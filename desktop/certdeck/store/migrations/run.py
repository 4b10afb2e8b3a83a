"""Bringing a database up to date."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from certdeck.store.schema_version import APPLICATION_ID


def upgrade(connection: Connection, applied: Callable[[], None]) -> None:
    """Run every missing migration in the transaction of `connection` and mark the file as ours.

    `applied` is called after each of them.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["applied"] = lambda **_: applied()
    # First, so that no crash can leave tables in a file that is not marked as ours.
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    command.upgrade(config, "head")
