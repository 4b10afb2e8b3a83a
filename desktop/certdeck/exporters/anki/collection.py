"""The SQLite file inside an .apkg, in the form that every Anki reads (schema 11)."""

import errno
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, Final, NamedTuple

from certdeck.core.anki import SHAPES, ordinal_of
from certdeck.core.deck import CardKind
from certdeck.core.ids import DeckId, FaceId
from certdeck.exporters.anki.fields import SEPARATOR
from certdeck.exporters.anki.schedule import Scheduling, new_card
from certdeck.ports.outgoing import PlainReview, PlainState, ReviewColumns, StateColumns

_BASIC: Final = SHAPES[CardKind.BASIC]
_BATCH: Final = 2_000
"""Notes whose rows are in memory at a time."""
_NOTE: Final = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_PLAIN_NOTE: Final = _NOTE.replace("?, ?, ?", f"?, ?, {_BASIC.id}", 1)
_NEW_CARD: Final = "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"
_CARD: Final = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)"
_REVIEW: Final = "INSERT OR IGNORE INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_QUICK: Final = ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-16000")
"""A file that is thrown away when anything fails needs no journal."""


class Note(NamedTuple):
    """A note: `revised` in seconds since 1970, `cards` the ordinals (from 0) of its cards, `deck` where they go.

    `owner` is the deck that brings the item; `states` and `reviews` are those of its faces.
    """

    guid: str
    note_type: int
    deck: int
    owner: DeckId
    revised: int
    tags: str
    fields: tuple[str, ...]
    cards: tuple[int, ...]
    states: Sequence[PlainState] = ()
    reviews: Sequence[PlainReview] = ()


class PlainNotes(NamedTuple):
    """Notes of cards that are a front and a back, by columns: `fields` as Anki stores them, `fronts` the first of each.

    The rest is as in `Note`; `states` and `reviews` are as in `certdeck.ports.outgoing.PlainRun`.
    """

    guids: Sequence[str]
    decks: Sequence[int]
    owners: Sequence[DeckId]
    revised: Sequence[int]
    tags: Sequence[str]
    fields: Sequence[str]
    fronts: Sequence[str]
    states: Sequence[StateColumns] = ()
    reviews: Sequence[ReviewColumns] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What was written."""

    notes: int
    cards: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Heads:
    """Note types and decks as Anki's JSON, by id. Which decks are needed is known only when all notes are written."""

    models: dict[str, Any]
    decks: Callable[[], dict[str, Any]]


class CollectionFile:
    """Writes a collection into a file, note by note. Ids count up, so that equal content gives equal bytes."""

    def __init__(self, file: Path, scheduling: Scheduling | None) -> None:
        self._file = file
        self._scheduling = scheduling
        self._first = 0
        self._notes = self._cards = self._reviews = 0

    def write(self, notes: Iterable[Note | PlainNotes], heads: Heads) -> Counts:
        """Write `notes`, then what `heads` says of note types and decks, which is known only when all notes are.

        Raises `OSError` when the disk takes no more.
        """
        from genanki.apkg_col import APKG_COL
        from genanki.apkg_schema import APKG_SCHEMA

        with _as_of_the_system(), closing(sqlite3.connect(self._file, isolation_level=None)) as base:
            for pragma in _QUICK:
                base.execute(f"PRAGMA {pragma}")
            base.executescript(_tables(APKG_SCHEMA) + APKG_COL)
            base.execute("BEGIN")
            for batch in _batches(notes):
                if isinstance(batch, PlainNotes):
                    self._put_plain(base, batch)
                else:
                    self._put(base, batch)
            base.execute("COMMIT")
            self._put_heads(base, heads)
        return Counts(self._notes, self._cards, self._reviews)

    def _put_plain(self, base: sqlite3.Connection, notes: PlainNotes) -> None:
        self._first = self._first or 1000 * notes.revised[0]
        count, first, card = len(notes.guids), self._first + self._notes, self._first + self._cards
        ids, cards, place = range(first, first + count), range(card, card + count), self._notes + 1
        _, guids, decks, owners, revised, tags, fields, fronts, states, reviews = (ids, *notes)
        base.executemany(_PLAIN_NOTE, zip(ids, guids, revised, tags, fields, fronts, strict=True))
        places = range(place, place + count)
        if self._scheduling is None or not states:
            base.executemany(_NEW_CARD, zip(cards, ids, decks, revised, places, strict=True))
        else:
            columns = map(self._scheduling.card, states, owners, places)
            heads = zip(cards, ids, decks, repeat(0), revised)
            base.executemany(_CARD, [(*head, *rest) for head, rest in zip(heads, columns, strict=True)])
            base.executemany(_REVIEW, [self._scheduling.review(review, cards[review[0]]) for review in reviews])
            self._reviews += len(reviews)
        self._notes += count
        self._cards += count

    def _put(self, base: sqlite3.Connection, batch: Sequence[Note]) -> None:
        # Anki's ids are milliseconds since 1970: begin with the first note's own time, for there is no clock here.
        self._first = self._first or 1000 * batch[0].revised
        note_rows: list[tuple[Any, ...]] = []
        card_rows: list[tuple[Any, ...]] = []
        review_rows: list[tuple[int, ...]] = []
        for note in batch:
            number, fields = self._first + self._notes, note.fields
            written = SEPARATOR.join(fields)
            if written.count(SEPARATOR) >= len(fields):
                fields = tuple([field.replace(SEPARATOR, " ") for field in fields])
                written = SEPARATOR.join(fields)
            note_rows.append((number, note.guid, note.note_type, note.revised, note.tags, written, fields[0]))
            self._notes += 1
            first = self._first + self._cards
            self._cards += len(note.cards)
            if not (note.states or note.reviews):
                new = new_card(self._notes)
                for place, ordinal in enumerate(note.cards):
                    card_rows.append((first + place, number, note.deck, ordinal, note.revised, *new))
                continue
            ids = {ordinal: first + place for place, ordinal in enumerate(note.cards)}
            card_rows.extend(self._card_rows(note, number, ids))
            if self._scheduling is not None:
                for review in note.reviews:
                    card = ids.get(ordinal_of(FaceId(review.face)))
                    if card is not None:
                        review_rows.append(self._scheduling.review(review, card))
        base.executemany(_NOTE, note_rows)
        base.executemany(_CARD, card_rows)
        base.executemany(_REVIEW, review_rows)
        self._reviews += len(review_rows)

    def _card_rows(self, note: Note, number: int, ids: dict[int, int]) -> Iterator[tuple[Any, ...]]:
        states = {ordinal_of(FaceId(state.face)): state for state in note.states}
        for ordinal, card in ids.items():
            state = states.get(ordinal)
            if state is None or self._scheduling is None:
                columns = new_card(self._notes)
            else:
                columns = self._scheduling.card(state, note.owner, self._notes)
            yield (card, number, note.deck, ordinal, note.revised, *columns)

    def _put_heads(self, base: sqlite3.Connection, heads: Heads) -> None:
        row = base.execute("SELECT decks, dconf, conf, crt FROM col").fetchone()
        decks, options, config = map(json.loads, row[:3])
        created = row[3]
        if self._scheduling is not None:
            options |= self._scheduling.options()
            config |= self._scheduling.config()
            created = self._scheduling.created()
        texts = map(json.dumps, (heads.models, decks | heads.decks(), options, config))
        base.execute("UPDATE col SET models = ?, decks = ?, dconf = ?, conf = ?, crt = ?", (*texts, created))


def _batches(notes: Iterable[Note | PlainNotes]) -> Iterator[Sequence[Note] | PlainNotes]:
    """Yield plain notes as they come, others a batch at a time."""
    batch: list[Note] = []
    for note in notes:
        if isinstance(note, PlainNotes):
            if batch:
                yield batch
                batch = []
            yield note
            continue
        batch.append(note)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _tables(schema: str) -> str:
    """Return the tables of `schema` without its indexes: who imports a package reads it from end to end."""
    statements = (statement.strip() for statement in schema.split(";"))
    return ";\n".join(statement for statement in statements if statement.startswith("CREATE TABLE")) + ";\n"


@contextmanager
def _as_of_the_system() -> Iterator[None]:
    """Have what SQLite says of the disk raised as the system says it: as an `OSError`."""
    try:
        yield
    except sqlite3.OperationalError as error:
        number = errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(number, os.strerror(number)) from error
