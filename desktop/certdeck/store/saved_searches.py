"""Saved searches in the database."""

from typing import Final

from certdeck.ports.search import SavedSearch
from certdeck.store.connection import Link

ALL: Final = "SELECT id, name, query FROM saved_search ORDER BY folded(name), id"
ADD: Final = "INSERT INTO saved_search (name, query) VALUES (?, ?)"


class SavedSearchTable:
    """Queries with names (see `certdeck.ports.search.SavedSearches`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def all(self) -> tuple[SavedSearch, ...]:
        """Return every saved search by name."""
        return tuple(SavedSearch(row["id"], row["name"], row["query"]) for row in self._link.rows(ALL))

    def add(self, name: str, query: str) -> int:
        """Save a query and return its number."""
        return self._link.run(ADD, name, query)

    def put(self, saved: SavedSearch) -> None:
        """Change name and query of one that is there."""
        self._link.run("UPDATE saved_search SET name = ?, query = ? WHERE id = ?", saved.name, saved.query, saved.id)

    def remove(self, number: int) -> None:
        """Take one away."""
        self._link.run("DELETE FROM saved_search WHERE id = ?", number)
