"""Connections to one SQLite file, and SQLAlchemy laid over one of them when a query is worth building."""

import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, overload

from certdeck.core.errors import BusyForNow
from certdeck.store.failures import fail, in_words, words
from certdeck.store.functions import add_functions
from certdeck.store.vocabulary import Vocabulary

if TYPE_CHECKING:
    import sqlalchemy

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
BUSY_SECONDS = 5.0
"""Seconds that who writes waits for another writer."""
HURRIED_SECONDS = 0.012
"""The same for whoever is `hurried`: less than a frame."""
ASK = 3
"""Milliseconds that SQLite waits by itself; who has to wait longer asks anew (see `Link`)."""
CHECKPOINT_PAGES = 4000
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"wal_autocheckpoint={CHECKPOINT_PAGES}")
"""Each change is on disk when it is committed. The log is folded into the file four times less often than SQLite would
by itself: that takes a moment in which a rating has to wait.
"""

CACHE, LARGE_CACHE = 2_000, 64_000
"""KB of the file that SQLite keeps in memory: as it does by itself, and while much is written."""
CRAMPED = 10
"""Pages of the file that are kept in memory while room is made in the log."""

PIECE: Final = 32_768
"""Characters of numbers that are made into objects at one go: each takes five times as much as it does in an array."""

Value = str | int | float | bytes | None
_in_a_hurry: Final[ContextVar[bool]] = ContextVar("in_a_hurry", default=False)

# Of each value that is neither a number nor a text sqlite3 asks anew how SQLite would have it, which takes three times
# longer where nobody has said: half of what a row of the study log takes.
sqlite3.register_adapter(bytes, bytes)
sqlite3.register_adapter(bool, int)
# An empty dictionary finds nothing for nothing, and sooner than a function of ours would return it.
sqlite3.register_adapter(type(None), dict[None, None]().get)


@overload
def stored_time(time: datetime) -> int: ...
@overload
def stored_time(time: datetime | None) -> int | None: ...
def stored_time(time: datetime | None) -> int | None:
    """Write an aware time as whole microseconds since 1970 in UTC. Raises `ValueError` for a naive one."""
    if time is None:
        return None
    if time.tzinfo is None:
        raise ValueError(f"{time} has no time zone")
    return (time - EPOCH) // MICROSECOND


def read_time(stored: int | None) -> datetime | None:
    """Read what `stored_time` wrote, in UTC."""
    return None if stored is None else EPOCH + stored * MICROSECOND


def known_time(stored: int) -> datetime:
    """Read a time that is never missing."""
    return EPOCH + stored * MICROSECOND


Version = tuple[int, int, int]
"""How often others wrote to the file, how many rows this connection changed, and how often that was taken back."""


@contextmanager
def hurried() -> Iterator[None]:
    """Have the first unit of work that this thread begins to write meanwhile wait for another writer for a moment only.

    Those after it are as patient as ever: what was begun is not left half done.
    """
    before = _in_a_hurry.set(True)
    try:
        yield
    finally:
        _in_a_hurry.reset(before)


class Link:
    """One connection, in a transaction from `begin` to `roll_back`. Errors of the disk come as `StoreError`.

    Left to itself SQLite asks ever more rarely whether a lock is free, down to ten times a second. Who begins to write
    asks often instead: otherwise each of the short moments that a long sync leaves to others would be missed. Any other
    statement has SQLite wait as long as it takes, but that is only told to it where there is something to wait for.
    """

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(
            file, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS, cached_statements=256
        )
        self._connection.row_factory = sqlite3.Row
        # What returns no rows needs no cursor of its own, and half of what a rating runs does not.
        self._silent, self._asking = self._connection.cursor(), self._connection.cursor()
        self._asking.row_factory = None
        add_functions(self._connection)
        self.vocabulary = Vocabulary(self._connection)
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        self._wait_shortly()
        self._engine: sqlalchemy.Engine | None = None
        self._built: sqlalchemy.Connection | None = None
        self._roomy = self._folds_later = False
        self.has_had_room = False
        """Whether it has written a great deal since it was made."""
        self._in_use = False
        self._begun = False
        self._changes = 0
        self._undone = 0
        self._seen: int | None = None

    def begin(self, *, writing: bool = False) -> None:
        """Begin a transaction. One that reads before it writes must say so now: SQLite lets no reader wait later.

        One that only reads begins by its first statement, and sees what there is then. Many ask no more than `version`.
        """
        self._in_use = True
        self._seen = None
        if writing:
            try:
                self._begin_writing()
            except BusyForNow:
                self._in_use = False
                raise
            except sqlite3.DatabaseError as error:
                self._in_use = False
                fail(error)
            self._begun = True
        self._changes = self._connection.total_changes

    def _begin_writing(self) -> None:
        """Begin, or wait for the turn."""
        in_a_hurry = _in_a_hurry.get()
        patience = HURRIED_SECONDS if in_a_hurry else BUSY_SECONDS
        for left in range(int(patience * 1000) // ASK, -1, -1):
            try:
                self._silent.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not _is_locked(error):
                    raise
                if not left and in_a_hurry:
                    raise BusyForNow(str(in_words(error))) from error
                if not left:
                    raise
            else:
                _in_a_hurry.set(False)
                return

    def _wait_shortly(self) -> None:
        """Have SQLite come back soon where another connection is in the way."""
        self._connection.execute(f"PRAGMA busy_timeout={min(ASK, int(BUSY_SECONDS * 1000))}")

    def _wait_long(self) -> None:
        """Have SQLite wait for another connection as long as it takes."""
        self._connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")

    def _run(
        self, by: sqlite3.Connection | sqlite3.Cursor, statement: str, values: Sequence[Value] = ()
    ) -> sqlite3.Cursor:
        """Run a statement, after a wait where another connection is in the way. A connection makes a cursor for it."""
        try:
            return by.execute(statement, values)
        except sqlite3.OperationalError as error:
            if not _is_locked(error):
                raise
        with self._patient():
            return by.execute(statement, values)

    @contextmanager
    def _patient(self) -> Iterator[None]:
        """Have SQLite wait long for a while."""
        self._wait_long()
        try:
            yield
        finally:
            self._wait_shortly()

    def commit(self) -> None:
        """Make the transaction durable. What follows is in the next one."""
        if not self._begun:
            self._go_on()
        try:
            self._silent.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            fail(error)
        self._begun = False
        self.vocabulary.settle()

    def fold_log(self) -> bool:
        """Write what is in the log into the file, as far as nobody reads what was before; call it between two units.

        Return whether nothing is left of it, so that who writes next begins it anew.
        """
        with words():
            # The first takes long enough for somebody to write meanwhile, and tells of that nothing.
            first, second = (self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone() for _ in range(2))
        return bool(first["log"] == second["log"] == second["checkpointed"])

    def roll_back(self) -> None:
        """Undo what was not committed."""
        self._in_use = False
        if self._built is not None:
            self._built.close()
            self._built = None
            self._wait_shortly()
        if self._begun:
            self._begun = False
            self._undone += self.has_written()
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        self.vocabulary.settle()
        if self._folds_later:
            self._folds_later = False
            self._connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        if self._roomy:
            self._roomy = False
            self._connection.execute(f"PRAGMA cache_size=-{CACHE}")
            self.shrink()

    def rows(self, statement: str, *values: Value) -> list[sqlite3.Row]:
        """Run a prepared statement and return all of its rows."""
        if not self._begun:
            self._go_on()
        try:
            return self._run(self._connection, statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            fail(error)

    def tuples(self, statement: str, *values: Value) -> list[tuple[Any, ...]]:
        """Run a prepared statement and return all of its rows, without the names of their columns: quicker for many."""
        if not self._begun:
            self._go_on()
        with words():
            cursor = self._run(self._connection, statement, values)
            cursor.row_factory = None
            return cursor.fetchall()

    def row(self, statement: str, *values: Value) -> sqlite3.Row | None:
        """Run a prepared statement and return its first row, or None."""
        if not self._begun:
            self._go_on()
        try:
            found: sqlite3.Row | None = self._run(self._connection, statement, values).fetchone()
        except sqlite3.DatabaseError as error:
            fail(error)
        return found

    def column(self, statement: str, *values: Value) -> Iterator[Any]:
        """Run a prepared statement and yield the first column of its rows."""
        if not self._begun:
            self._go_on()
        with words():
            for row in self._run(self._connection, statement, values):
                yield row[0]

    def numbers(self, statement: str, *values: Value) -> "array[int]":
        """Run a statement that selects whole numbers as `key`, and return them in its order, however many there are."""
        # One row that holds them all is read several times quicker than a row for each.
        row = self.row(f"SELECT group_concat(key) FROM ({statement})", *values)
        return read_numbers("" if row is None or row[0] is None else row[0])

    def run(self, statement: str, *values: Value) -> int:
        """Run a prepared statement and return the row id of what it inserted."""
        if not self._begun:
            self._go_on()
        try:
            return self._run(self._silent, statement, values).lastrowid or 0
        except sqlite3.DatabaseError as error:
            fail(error)

    def change(self, statement: str, *values: Value) -> int:
        """Run a prepared statement and return how many rows it changed."""
        if not self._begun:
            self._go_on()
        try:
            return self._run(self._silent, statement, values).rowcount
        except sqlite3.DatabaseError as error:
            fail(error)

    def run_many(self, statement: str, values: Sequence[Sequence[Value]]) -> None:
        """Run a prepared statement once for each of `values`."""
        if not self._begun:
            self._go_on()
        with words(), self._patient():
            self._connection.executemany(statement, values)

    def make_room(self, size: int = LARGE_CACHE) -> None:
        """Keep more of the file in memory until `roll_back`: many rows in any order would have it written again.

        `size` is in KiB.
        """
        self._roomy = self.has_had_room = True
        with words():
            self._connection.execute(f"PRAGMA cache_size=-{size}")

    def fold_later(self) -> None:
        """Have this transaction fold no log into the file when it is committed, however long that has become by it.

        That takes as long again as the commit, and whoever keeps room in the log does it right after (see `LogRoom`).
        """
        self._folds_later = True
        with words():
            self._connection.execute("PRAGMA wal_autocheckpoint=0")

    def shrink(self) -> None:
        """Keep nothing of the file in memory; to be used outside of a transaction."""
        self._connection.execute("PRAGMA shrink_memory")

    @contextmanager
    def cramped(self) -> Iterator[None]:
        """Keep next to nothing of the file in memory for a while; to be used outside of a transaction."""
        self._connection.execute(f"PRAGMA cache_size={CRAMPED}")
        try:
            yield
        finally:
            self._connection.execute(f"PRAGMA cache_size=-{CACHE}")

    def built(self) -> "sqlalchemy.Connection":
        """Return SQLAlchemy's view of this connection, inside the same transaction."""
        if not self._begun:
            self._go_on()
        if self._built is None:
            # What SQLAlchemy runs goes past `_run`.
            self._wait_long()
            self._built = self._sqlalchemy().connect()
        return self._built

    def close(self) -> None:
        """Close the connection."""
        self.roll_back()
        self._connection.close()

    def version(self) -> Version:
        """Return a value that is another one as soon as anything was written, here or by another connection."""
        if self._seen is None:
            # A transaction sees what there was when it began: to ask once is enough.
            self._seen = self._seen_now()
        return (self._seen, self._connection.total_changes, self._undone)

    def _seen_now(self) -> int:
        """Ask SQLite how often others wrote. That needs no transaction: the one that may follow asks anew."""
        self._check_in_use()
        try:
            seen: int = self._run(self._asking, "PRAGMA data_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            fail(error)
        return seen

    def has_written(self) -> bool:
        """Tell whether this transaction changed a row."""
        return self._connection.total_changes != self._changes

    def rows_written(self) -> int:
        """Return how many rows this connection has written since it was made, what was taken back among them."""
        return self._connection.total_changes

    def undone(self) -> None:
        """Have `version` be another one: what was written and read again was taken back."""
        self._undone += 1

    def _go_on(self) -> None:
        """Begin what only reads so far, or the transaction after the one that was committed."""
        self._check_in_use()
        try:
            self._silent.execute("BEGIN")
        except sqlite3.DatabaseError as error:
            fail(error)
        self._begun = True
        # Somebody may have written since `version` was asked.
        self._seen = None
        self._changes = self._connection.total_changes

    def _check_in_use(self) -> None:
        if not self._in_use:
            raise RuntimeError("A transaction is used outside of its `with`.")

    def _sqlalchemy(self) -> "sqlalchemy.Engine":
        if self._engine is None:
            from certdeck.store.engine import borrowed

            self._engine = borrowed(self._connection)
        return self._engine


def _is_locked(error: sqlite3.OperationalError) -> bool:
    return "locked" in str(error)


def read_numbers(text: str, piece: int = PIECE) -> "array[int]":
    """Return the whole numbers that are in `text` with commas between them, read in pieces of `piece` characters."""
    found, begin = array("q"), 0
    while begin < len(text):
        end = text.find(",", begin + piece)
        if end < 0:
            end = len(text)
        found.fromlist(json.loads(f"[{text[begin:end]}]"))
        begin = end + 1
    return found
