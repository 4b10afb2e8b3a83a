"""Deck options in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from certdeck.core.ids import DeckId
    from certdeck.core.scheduling.options import Options, Preset


class Presets(Protocol):
    """Presets of deck options. The default one is always there; a deck that none was chosen for has it."""

    def all(self) -> tuple[Preset, ...]:
        """Return every preset, the default one first, the others by name."""
        ...

    def add(self, name: str, options: Options) -> int:
        """Add a preset and return its number."""
        ...

    def put(self, preset: Preset) -> None:
        """Store name and options of a preset that is there."""
        ...

    def remove(self, preset: int) -> None:
        """Take a preset away; its decks have the default one then."""
        ...

    def of(self, deck: DeckId) -> Preset:
        """Return the preset of `deck`."""
        ...

    def assign(self, deck: DeckId, preset: int) -> None:
        """Give `deck` a preset."""
        ...
