"""The collection inside an Anki package, read as what a stranger may have written.

It is opened read-only and unchangeable, its schema is not trusted, and SQLite is told to read a few tables and nothing
else: no view, no trigger, no virtual table, no function. Every value is cast, so that wrong types do no harm.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from operator import methodcaller
from pathlib import Path
from typing import Any, Final

from certdeck.importers import protobuf
from certdeck.importers.text_file import refused

NEWEST_SCHEMA: Final = 18
_FIRST_TABLES: Final = 15
LONGEST_VALUE: Final = 20_000_000
"""Bytes of a field, or of all note types together."""
SEPARATOR: Final = "\x1f"
"""Between the fields of a note, and between the names in the path of a deck."""
_TABLES: Final = frozenset(
    ("col", "notes", "cards", "revlog", "notetypes", "fields", "templates", "decks", "deck_config")
)
_NEEDED: Final = frozenset(("col", "notes", "cards", "revlog"))
_NUMBERED: Final = frozenset(("notes", "cards"))
"""Tables that others are joined to by `id`: were that not unique, few rows could make more than fit on a disk."""
_ALLOWED: Final = frozenset((sqlite3.SQLITE_SELECT,))
_AT_A_TIME: Final = 10
"""Rows: enough to be quick, and of the longest values still few enough for the memory."""
_UNREADABLE: Final = (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError)
"""What comes of JSON that is none, or none of Anki's; a number may be infinite in it."""
_MORE_THAN_NEW: Final = {"cards.type": "!= 0", "queue": "< 0", "cards.flags": "> 0"}
_READABLE: Final = methodcaller("decode", "utf-8", "replace")
_CLOZE: Final = 1
"""Anki's word, in note types, for those whose cards are gaps."""


def _whole(*names: str) -> str:
    """Return columns as whole numbers, whatever is in them."""
    return ", ".join(f"coalesce(CAST({name} AS INTEGER), 0)" for name in names)


def _text(*names: str) -> str:
    """Return columns as texts, whatever is in them."""
    return ", ".join(f"coalesce(CAST({name} AS TEXT), '')" for name in names)


_HOME: Final = "CASE WHEN odid != 0 THEN odid ELSE did END"
_TOLD: Final = " OR ".join(f"{_whole(name)} {what}" for name, what in _MORE_THAN_NEW.items())
NOTES: Final = f"""
    SELECT {_whole("notes.id")}, {_text("guid")}, {_whole("mid")}, {_text("tags", "flds")},
        {_whole("ord", _HOME)}, {_TOLD}
    FROM notes LEFT JOIN cards ON cards.nid = notes.id ORDER BY notes.id
"""
"""Each note with each of its cards, whose deck is the one where it is at home; a note without has one numbered 0.

At the end stands whether there is more to say of a card than that it is new.
"""
_SCHEDULE: Final = _whole("type", "queue", "due", "ivl", "lapses", "left", "odue", "odid", "flags")
CARDS: Final = f"""
    SELECT {_whole("nid", "id", "ord")}, {_SCHEDULE}, {_text("data")} FROM cards
    WHERE {_TOLD} OR id IN (SELECT cid FROM revlog) ORDER BY nid, id
"""
"""What is known of each card of which there is more to say than that it is new, or which was reviewed.

It is read only where somebody asks for it.
"""
NOTES_BY_TYPE: Final = f"SELECT {_whole('mid')}, count(*) FROM notes GROUP BY 1"
_RATED: Final = _whole(*(f"revlog.{name}" for name in ["id", "ease", "factor", "time", "type"]))
REVIEWS: Final = f"""
    SELECT {_whole("nid", "cid")}, {_RATED} FROM cards CROSS JOIN revlog ON revlog.cid = cards.id
    ORDER BY nid, cards.id, revlog.id
"""
"""With the notes of their cards, so that they can be read beside these.

Card by card they come in this order by the indexes that Anki has; else all would be sorted before the first is read.
"""
_DECKS: Final = f"SELECT {_whole('id')}, {_text('name')} FROM decks"
_FIELDS: Final = f"SELECT {_whole('ntid')}, {_text('name')} FROM fields ORDER BY ntid, ord"
_CONFIG: Final = "coalesce(CAST(config AS BLOB), x'')"
_TEMPLATES: Final = f"SELECT {_whole('ntid')}, {_text('name')}, {_CONFIG} FROM templates ORDER BY ntid, ord"
_TYPES: Final = f"SELECT {_whole('id')}, {_text('name')}, {_CONFIG} FROM notetypes"
DECKS_IN_USE: Final = f"SELECT DISTINCT {_whole(_HOME, 'mid')} FROM cards JOIN notes ON notes.id = cards.nid"
"""Each deck in which cards are at home, with each of the note types of these."""
DECK_KINDS: Final = f"SELECT {_whole('id')}, coalesce(CAST(kind AS BLOB), x'') FROM decks"
OPTIONS: Final = f"SELECT {_whole('id')}, {_text('name')}, {_CONFIG} FROM deck_config"
OLD_DECKS: Final = f"SELECT {_text('decks')} FROM col"
OLD_OPTIONS: Final = f"SELECT {_text('dconf')} FROM col"
_HEAD: Final = f"SELECT {_whole('ver', 'crt')} FROM col LIMIT 1"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A sort of cards of a note type: the HTML of both sides, with `{{fields}}`."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class Model:
    """A note type as Anki has it."""

    id: int
    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    cloze: bool


class Collection:
    """What is read of an Anki collection."""

    def __init__(self, connection: sqlite3.Connection, package: Path, schema: int, created: int) -> None:
        self._connection = connection
        self._connection.text_factory = str
        self._package = package
        self._schema = schema
        self.created = created

    @property
    def in_tables(self) -> bool:
        """Tell whether note types, decks and options are in tables of their own, not in JSON."""
        return self._schema >= _FIRST_TABLES

    def models(self) -> tuple[Model, ...]:
        """Return the note types."""
        try:
            return tuple(self._models_in_tables() if self.in_tables else self._models())
        except _UNREADABLE as error:
            raise refused(self._package, "its note types can't be read") from error

    def decks(self) -> dict[int, str]:
        """Return the paths of decks, such as `AWS::Storage`, by number."""
        if self.in_tables:
            found = self.rows(_DECKS)
            return {number: name.replace(SEPARATOR, "::") for number, name in found}
        try:
            stored = json.loads(self.text(OLD_DECKS))
            return {int(number): _writable(deck["name"]) for number, deck in stored.items()}
        except _UNREADABLE as error:
            raise refused(self._package, "its decks can't be read") from error

    def rows(self, statement: str) -> Iterator[Row]:
        """Return the rows of one of the statements of this module, read as they are asked for.

        Texts that are not UTF-8 come with signs in place of what is wrong. Nearly none is: to look for that in each
        takes as long as all else, so the rows are read anew from the first such text on.
        """
        done = 0
        try:
            found = self._connection.execute(statement)
            while rows := found.fetchmany(_AT_A_TIME):
                yield from rows
                done += len(rows)
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
            self._connection.text_factory = _READABLE
            yield from islice(self._connection.execute(statement), done, None)

    def text(self, statement: str) -> str:
        """Return the only value of a statement of this module, empty where there is none."""
        row = next(self.rows(statement), None)
        return "" if row is None else str(row[0])

    def _models(self) -> Iterator[Model]:
        stored = json.loads(self.text(f"SELECT {_text('models')} FROM col"))
        for number, model in stored.items():
            fields = sorted(model["flds"], key=lambda field: int(field["ord"]))
            templates = sorted(model["tmpls"], key=lambda template: int(template["ord"]))
            yield Model(
                int(number),
                _writable(model["name"]),
                tuple(_writable(field["name"]) for field in fields),
                tuple(Template(*(_writable(one[key]) for key in ("name", "qfmt", "afmt"))) for one in templates),
                int(model["type"]) == _CLOZE,
            )

    def _models_in_tables(self) -> Iterator[Model]:
        fields: dict[int, list[str]] = {}
        for number, name in self.rows(_FIELDS):
            fields.setdefault(number, []).append(name)
        templates: dict[int, list[Template]] = {}
        for number, name, config in self.rows(_TEMPLATES):
            made = Template(name, protobuf.text_in(config, 1), protobuf.text_in(config, 2))
            templates.setdefault(number, []).append(made)
        for number, name, config in self.rows(_TYPES):
            cloze = protobuf.number_in(config, 1) == _CLOZE
            yield Model(number, name, tuple(fields.get(number, ())), tuple(templates.get(number, ())), cloze)


def _writable(value: object) -> str:
    """Return `value` as a text that can be written again: JSON may hold halves of characters."""
    return str(value).encode("utf-8", "replace").decode("utf-8")


@contextmanager
def open_collection(database: Path, package: Path) -> Iterator[Collection]:
    """Open the collection in the file `database`, which came out of `package`. Raises `ImportRefused`."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            _guard(connection, package)
            version, created = connection.execute(_HEAD).fetchone() or (None, None)
            if version is None:
                raise refused(package, "its collection is empty")
            if version > NEWEST_SCHEMA:
                fix = "Export it from Anki with “Support older Anki versions”."
                raise refused(package, f"a newer Anki wrote it (schema {version}, known is {NEWEST_SCHEMA})", fix)
            yield Collection(connection, package, version, created or 0)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # SQLite quotes what it stumbles over, and Python can't always read that.
        why = str(error) if isinstance(error, sqlite3.Error) else "its schema is no text"
        raise refused(package, f"its collection is damaged or no collection of Anki ({why})") from error


def _guard(connection: sqlite3.Connection, package: Path) -> None:
    """Leave nothing open but reading the tables that are known."""
    connection.text_factory = _READABLE
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_collation("unicase", lambda left, right: (left > right) - (left < right))
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    known = {
        name: (kind, sql or "")
        for name, kind, sql in connection.execute("SELECT name, type, CAST(sql AS TEXT) FROM sqlite_master")
        if name in _TABLES
    }
    if not known.keys() >= _NEEDED:
        raise refused(package, "it holds no collection of Anki")
    for name, (kind, sql) in known.items():
        plain = " ".join(sql.upper().split())
        if kind != "table" or not plain.startswith("CREATE TABLE") or not _is_stored(connection, name):
            raise refused(package, f"{name} in its collection is no plain table, as if to trick its reader")
    connection.set_authorizer(_permit)


def _is_stored(connection: sqlite3.Connection, table: str) -> bool:
    """Tell whether all columns of `table` are stored, none reckoned when it is read, and its ids unique if need be."""
    columns = connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
    keys = [(name, kind.upper()) for _, name, kind, _, _, key, _ in columns if key]
    unique = table not in _NUMBERED or keys == [("id", "INTEGER")]
    return unique and not any(hidden for *_, hidden in columns)


def _permit(action: int, first: str | None, second: str | None, _base: str | None, inside: str | None) -> int:
    """Tell SQLite whether a statement may do what it is about to."""
    if inside is None and action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if inside is None and action == sqlite3.SQLITE_READ and first in _TABLES:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second in ("coalesce", "count"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
