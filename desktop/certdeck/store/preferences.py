"""Settings in the database."""

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from certdeck.store import tables


class PreferenceTable:
    """Settings (see `certdeck.ports.store.Preferences`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Mapping[str, str]:
        """Return every setting that was ever changed."""
        return {row.name: row.value for row in self._connection.execute(select(tables.setting))}

    def put(self, name: str, value: str) -> None:
        """Store one setting."""
        statement = insert(tables.setting).values(name=name, value=value)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
