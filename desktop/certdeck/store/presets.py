"""Presets of deck options in the database."""

from sqlite3 import Row
from typing import Final

from certdeck.core.ids import DeckId
from certdeck.core.scheduling.options import DEFAULT, Options, Preset
from certdeck.store import codec
from certdeck.store.connection import Link

ALL: Final = f"SELECT * FROM preset ORDER BY id != {DEFAULT}, name"
OF_DECK: Final = f"SELECT * FROM preset WHERE id = coalesce((SELECT preset_id FROM deck WHERE id = ?), {DEFAULT})"
NO_DECK: Final = ""
"""Has the default options, as a deck has whose own ones are gone."""
ADD: Final = "INSERT INTO preset (name, content) VALUES (?, ?)"
PUT: Final = "UPDATE preset SET name = ?, content = ? WHERE id = ?"


class PresetTable:
    """Presets by number (see `certdeck.ports.presets.Presets`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def all(self) -> tuple[Preset, ...]:
        """Return every preset, the default one first, the others by name."""
        return tuple(_preset(row) for row in self._link.rows(ALL))

    def add(self, name: str, options: Options) -> int:
        """Add a preset and return its number."""
        return self._link.run(ADD, name, codec.encode_options(options))

    def put(self, preset: Preset) -> None:
        """Store name and options of a preset that is there."""
        self._link.run(PUT, preset.name, codec.encode_options(preset.options), preset.id)

    def remove(self, preset: int) -> None:
        """Take a preset away; its decks have the default one then."""
        self._link.run("UPDATE deck SET preset_id = NULL WHERE preset_id = ?", preset)
        self._link.run("DELETE FROM preset WHERE id = ?", preset)

    def of(self, deck: DeckId) -> Preset:
        """Return the preset of `deck`."""
        row = self._link.row(OF_DECK, deck) or self._link.row(OF_DECK, NO_DECK)
        return Preset(DEFAULT, "Default") if row is None else _preset(row)

    def assign(self, deck: DeckId, preset: int) -> None:
        """Give `deck` a preset."""
        self._link.run("UPDATE deck SET preset_id = ? WHERE id = ?", preset, deck)


def _preset(row: Row) -> Preset:
    return Preset(row["id"], row["name"], codec.decode_options(row["content"]))
