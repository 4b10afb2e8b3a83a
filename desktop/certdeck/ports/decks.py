"""Reading decks from folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from certdeck.core.deck import Deck
    from certdeck.core.errors import Problem


class DeckReader(Protocol):
    """Reads decks in the project's own format."""

    def digest(self, folder: Path) -> str:
        """Return a hash over the deck's files: names and bytes. Raises `DeckError` when the folder can't be read."""
        ...

    def read(self, folder: Path) -> Deck:
        """Read the deck in `folder`. Raises `DeckError` with every problem of every file."""
        ...

    def pictures(self, folder: Path) -> Mapping[str, str]:
        """Return a hash of each picture of the deck, by name. Raises `DeckError` when one can't be read."""
        ...

    def check(self, folder: Path, *, strict_on: date | None = None) -> tuple[Problem, ...]:
        """Return every problem in `folder` by file and line, lint included; empty when all is well.

        With a day in `strict_on` the deck is held to the strict standard as well, sources judged by that day.
        """
        ...
