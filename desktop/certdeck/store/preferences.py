"""Settings in the database."""

from collections.abc import Mapping

from certdeck.store.connection import Link


class PreferenceTable:
    """Settings (see `certdeck.ports.store.Preferences`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def all(self) -> Mapping[str, str]:
        """Return every setting that was ever changed."""
        return {row["name"]: row["value"] for row in self._link.rows("SELECT name, value FROM setting")}

    def put(self, name: str, value: str) -> None:
        """Store one setting."""
        self._link.run(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value,
        )

    def remove(self, name: str) -> None:
        """Forget one setting; one that was never stored is none the less."""
        self._link.run("DELETE FROM setting WHERE name = ?", name)
