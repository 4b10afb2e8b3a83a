"""What syncing needs, in the database: the operations that are known."""

import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from sqlite3 import Row
from typing import Final

import msgspec

from certdeck.core.ids import FaceId
from certdeck.core.sync.merge import Register, latest
from certdeck.core.sync.operations import (
    CARDS,
    Body,
    Fate,
    Line,
    Operation,
    OperationId,
    Record,
    Value,
    face_of,
    subject_of,
)
from certdeck.core.sync.pictures import pictures_in
from certdeck.core.sync.plain import from_plain, to_plain
from certdeck.core.sync.stamp import Stamp
from certdeck.ports.exchange import Known, KnownFile, KnownRange, Pending
from certdeck.store.connection import Link
from certdeck.store.shared_cards import SharedCardTables
from certdeck.store.shared_exams import SharedExamTables
from certdeck.store.shared_values import SharedValueTables

KINDS: Final = {Line: "line", Fate: "fate", Value: "value", Record: "record"}
DECISION: Final = "decision"
"""The kind of a value that is about a face."""
LARGE: Final = 2_000
"""Bytes from which on it is worth while to make content smaller. It begins with a list then, and never as zlib does."""
COMPRESSED: Final = b"\x78"
OPERATION: Final = (
    "SELECT sync_replica.name, number, time, count, content, row, stands FROM sync_operation "
    "JOIN sync_replica ON sync_replica.key = sync_operation.replica "
)
ADD: Final = (
    "INSERT OR IGNORE INTO sync_operation (replica, number, kind, subject, time, count, content, row, stands) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
PLACE: Final = "UPDATE sync_operation SET row = ?, stands = ? WHERE replica = ? AND number = ?"
ABOUT: Final = OPERATION + "WHERE subject = ? ORDER BY sync_replica.name, number"
DECISIONS: Final = OPERATION + "WHERE subject = ? AND kind = ?"
LINE_OF: Final = OPERATION + "WHERE row = ? AND kind = 'line'"
FOREIGN: Final = "(kind = 'line' AND hex(substr(content, -1)) = 'C3')"
"""The last thing that a line says is whether it came from another program: true, in MessagePack."""
LAST_LINE: Final = (
    "SELECT sync_replica.name, time, count FROM sync_operation "
    "JOIN sync_replica ON sync_replica.key = sync_operation.replica "
    f"WHERE subject = ? AND kind = 'line' AND NOT {FOREIGN} "
    "ORDER BY time DESC, count DESC, sync_replica.name DESC LIMIT 1"
)
ELSEWHERE: Final = f"SELECT 1 FROM sync_operation WHERE subject = ? AND (replica != ? OR {FOREIGN}) LIMIT 1"
REGISTERS: Final = OPERATION + "WHERE kind = 'value'"
BETWEEN: Final = OPERATION + "WHERE sync_operation.replica = ? AND number BETWEEN ? AND ? ORDER BY number"
RECORD_ROWS: Final = OPERATION + "WHERE kind = 'record' AND subject = ? ORDER BY sync_replica.name, number"
RANGES: Final = (
    "SELECT name, count(number) AS count, coalesce(max(number), 0) AS last FROM sync_replica "
    "LEFT JOIN sync_operation ON sync_operation.replica = sync_replica.key GROUP BY sync_replica.key"
)
LAST: Final = (
    "SELECT coalesce(max(number), 0) AS last FROM sync_operation "
    "WHERE replica = (SELECT key FROM sync_replica WHERE name = ?)"
)
SIZES: Final = (
    "SELECT number, length(content) AS size FROM sync_operation WHERE replica = ? AND number > ? ORDER BY number"
)
PUT_PICTURE: Final = "INSERT OR IGNORE INTO sync_picture (name) VALUES (?)"
FACES: Final = "SELECT DISTINCT subject FROM sync_operation WHERE kind = 'line' ORDER BY subject"
FILES: Final = (
    "SELECT name, first, last, header FROM sync_file JOIN sync_replica ON sync_replica.key = sync_file.replica "
    "ORDER BY name, first, last"
)
KEY: Final = "SELECT key FROM sync_replica WHERE name = ?"
PUT_FILE: Final = "INSERT OR REPLACE INTO sync_file (replica, first, last, header) VALUES (?, ?, ?, ?)"
PUT_PENDING: Final = "INSERT INTO sync_pending (key, held, placed) VALUES (?, ?, ?)"
PUT_MARK: Final = (
    "INSERT INTO sync_mark (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


class ExchangeTables:
    """What syncing needs (see `certdeck.ports.exchange.Exchange`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    @cached_property
    def operations(self) -> "OperationTables":
        """The operations that are known."""
        return OperationTables(self._link)

    @cached_property
    def values(self) -> SharedValueTables:
        """What registers stand for."""
        return SharedValueTables(self._link)

    @cached_property
    def cards(self) -> SharedCardTables:
        """Cards of imported decks."""
        return SharedCardTables(self._link)

    @cached_property
    def exams(self) -> SharedExamTables:
        """Exams that have ended."""
        return SharedExamTables(self._link)


class OperationTables:
    """Operations, files and marks (see `certdeck.ports.exchange.Operations`)."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._keys: dict[str, int] = {}

    def replica(self) -> str:
        """Return the name of this replica, empty until it has one."""
        row = self._link.row("SELECT name FROM sync_replica WHERE own ORDER BY key DESC LIMIT 1")
        return "" if row is None else row["name"]

    def own(self) -> frozenset[str]:
        """Return the names that this replica has and had."""
        return frozenset(row["name"] for row in self._link.rows("SELECT name FROM sync_replica WHERE own"))

    def become(self, replica: str) -> None:
        """Give this replica a name, or another one."""
        self._link.run("INSERT INTO sync_replica (name, own) VALUES (?, 1)", replica)

    def ranges(self) -> Mapping[str, KnownRange]:
        """Return what is known of each replica."""
        return {row["name"]: KnownRange(row["count"], row["last"]) for row in self._link.rows(RANGES)}

    def last(self, replica: str) -> int:
        """Return the number of the last operation of a replica that is known, 0 if none is."""
        row = self._link.row(LAST, replica)
        return 0 if row is None else row["last"]

    def sizes(self, replica: str, behind: int) -> Sequence[tuple[int, int]]:
        """Return number and size of the operations of a replica behind number `behind`."""
        return [(row["number"], row["size"]) for row in self._link.rows(SIZES, self._key(replica), behind)]

    def add(self, operation: Operation, row: int | None = None, *, stands: bool = False) -> bool:
        """Add an operation; tell whether it was not known before."""
        body, stamp = operation.body, operation.stamp
        key, number = self._key(operation.id.replica), operation.id.number
        known = self._link.row("SELECT 1 FROM sync_operation WHERE replica = ? AND number = ?", key, number)
        if known is not None:
            return False
        content = _packed(msgspec.msgpack.encode(to_plain(body)))
        kind, subject = _kind(body), subject_of(body)
        self._link.run(ADD, key, number, kind, subject, stamp.time, stamp.count, content, row, stands)
        if isinstance(body, Record) and body.kind == CARDS:
            self._link.run_many(PUT_PICTURE, [(name,) for name in sorted(pictures_in(body.content))])
        return True

    def place(self, operation: OperationId, row: int | None, *, stands: bool = False) -> None:
        """Say which row stands for an operation, and whether a line of the log holds."""
        self._link.run(PLACE, row, stands, self._key(operation.replica), operation.number)

    def about(self, subject: str) -> tuple[Known, ...]:
        """Return the operations about a face, a register, or a kind of record."""
        return tuple(map(_known, self._link.rows(ABOUT, subject)))

    def last_line(self, face: FaceId) -> Stamp | None:
        """Return the stamp of the latest line of a face, apart from those of other programs; None without any."""
        row = self._link.row(LAST_LINE, face)
        return None if row is None else Stamp(row["time"], row["count"], row["name"])

    def is_told_elsewhere(self, face: FaceId, replica: str) -> bool:
        """Tell whether any replica but `replica`, or another program, told something of a face."""
        return self._link.row(ELSEWHERE, face, self._key(replica)) is not None

    def decisions(self, face: FaceId) -> tuple[Operation, ...]:
        """Return the values of the registers of a face."""
        return tuple(_known(row).operation for row in self._link.rows(DECISIONS, face, DECISION))

    def line_of(self, row: int) -> Known | None:
        """Return the operation of a row of the study log, or None."""
        found = self._link.row(LINE_OF, row)
        return None if found is None else _known(found)

    def record_rows(self, kind: str) -> Mapping[OperationId, int | None]:
        """Return the row of each record of `kind`, None of those that could not be put yet."""
        rows = self._link.rows(RECORD_ROWS, kind)
        return {OperationId(row["name"], row["number"]): row["row"] for row in rows}

    def registers(self) -> Mapping[str, Register]:
        """Return what each register that is not about a face holds by the operations known."""
        return latest(_known(row).operation for row in self._link.rows(REGISTERS))

    def has_lines(self) -> bool:
        """Tell whether any line of a study log is known."""
        return self._link.row("SELECT 1 FROM sync_operation WHERE kind = 'line' LIMIT 1") is not None

    def faces(self) -> tuple[FaceId, ...]:
        """Return the faces that have lines."""
        return tuple(FaceId(row["subject"]) for row in self._link.rows(FACES))

    def between(self, replica: str, first: int, last: int) -> tuple[Operation, ...]:
        """Return the operations of a replica from one number to another."""
        rows = self._link.rows(BETWEEN, self._key(replica), first, last)
        return tuple(_known(row).operation for row in rows)

    def pending(self) -> Mapping[str, Pending]:
        """Return the registers whose value is not what the library holds."""
        rows = self._link.rows("SELECT key, held, placed FROM sync_pending")
        return {row["key"]: Pending(row["held"], bool(row["placed"])) for row in rows}

    def put_pending(self, key: str, pending: Pending | None) -> None:
        """Say that the library does not hold the value of a register, or, with None, that it does."""
        self._link.run("DELETE FROM sync_pending WHERE key = ?", key)
        if pending is not None:
            self._link.run(PUT_PENDING, key, pending.held, pending.placed)

    def files(self, replica: str | None = None) -> tuple[KnownFile, ...]:
        """Return the files that were written or read, or those of one replica."""
        every = (KnownFile(row["name"], row["first"], row["last"], row["header"]) for row in self._link.rows(FILES))
        return tuple(file for file in every if replica is None or file.replica == replica)

    def put_file(self, file: KnownFile) -> None:
        """Remember that a file was read, or is to be written."""
        self._link.run(PUT_FILE, self._key(file.replica), file.first, file.last, file.header)

    def pictures(self) -> frozenset[str]:
        """Return the names of the pictures that cards of imported decks show by the operations known."""
        return frozenset(self._link.column("SELECT name FROM sync_picture"))

    def mark(self, name: str) -> str:
        """Return what was noted under `name`, empty if nothing was."""
        row = self._link.row("SELECT value FROM sync_mark WHERE name = ?", name)
        return "" if row is None else row["value"]

    def put_mark(self, name: str, value: str) -> None:
        """Note something."""
        self._link.run(PUT_MARK, name, value)

    def _key(self, replica: str) -> int:
        if replica not in self._keys:
            # Looked for first: who only reads must not begin to write, and keep others from it.
            row = self._link.row(KEY, replica)
            if row is None:
                self._link.run("INSERT INTO sync_replica (name, own) VALUES (?, 0)", replica)
                row = self._link.row(KEY, replica)
            self._keys[replica] = 0 if row is None else row["key"]
        return self._keys[replica]


def _kind(body: Body) -> str:
    return DECISION if isinstance(body, Value) and face_of(body.key) is not None else KINDS[type(body)]


def _known(row: Row) -> Known:
    content = row["content"]
    plain = msgspec.msgpack.decode(zlib.decompress(content) if content.startswith(COMPRESSED) else content)
    identity = OperationId(row["name"], row["number"])
    stamp = Stamp(row["time"], row["count"], identity.replica)
    return Known(Operation(identity, stamp, from_plain(plain)), row["row"], bool(row["stands"]))


def _packed(content: bytes) -> bytes:
    return content if len(content) < LARGE else zlib.compress(content, 6)
