"""The SQLite file inside an .apkg, in the form that every Anki reads (schema 11)."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

_SEPARATOR: Final = "\x1f"
_NOTE: Final = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_CARD: Final = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"


@dataclass(frozen=True, slots=True)
class Note:
    """A note: `revised` in seconds since 1970, `cards` the ordinals (from 0) of its cards, `deck` where they go."""

    guid: str
    note_type: int
    deck: int
    revised: int
    tags: str
    fields: tuple[str, ...]
    cards: tuple[int, ...]


def collection(notes: Iterable[Note], models: dict[str, Any], decks: dict[str, Any], first_id: int) -> bytes:
    """Return the bytes of a collection; ids count up from `first_id`, so that equal content gives equal bytes."""
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(APKG_SCHEMA)
        base.executescript(APKG_COL)
        known = json.loads(base.execute("SELECT decks FROM col").fetchone()[0])
        base.execute("UPDATE col SET models = ?, decks = ?", (json.dumps(models), json.dumps(known | decks)))
        note_rows, card_rows = _rows(notes, first_id)
        base.executemany(_NOTE, note_rows)
        base.executemany(_CARD, card_rows)
        base.commit()
        return base.serialize()


_Rows = list[tuple[Any, ...]]


def _rows(notes: Iterable[Note], first_id: int) -> tuple[_Rows, _Rows]:
    # Cards have their own ids: a second column counts on from where it began, as the two tables don't share theirs.
    note_rows: _Rows = []
    card_rows: _Rows = []
    for place, note in enumerate(notes):
        note_id = first_id + place
        fields = _SEPARATOR.join(field.replace(_SEPARATOR, " ") for field in note.fields)
        note_rows.append((note_id, note.guid, note.note_type, note.revised, note.tags, fields, note.fields[0]))
        card_rows.extend(_cards(note, note_id, first_id + len(card_rows), place + 1))
    return note_rows, card_rows


def _cards(note: Note, note_id: int, card_id: int, position: int) -> Iterator[tuple[Any, ...]]:
    for offset, ordinal in enumerate(note.cards):
        yield card_id + offset, note_id, note.deck, ordinal, note.revised, position
