"""Opening the database: checks, backup, migration, and units of work."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from certdeck.core.errors import ForeignStore, NewerStore, StoreError, UnusableFolder
from certdeck.ports.store import Content, Preferences, Sittings, Study
from certdeck.store.content import ContentTables
from certdeck.store.preferences import PreferenceTable
from certdeck.store.schema_version import APPLICATION_ID, HEAD, KNOWN
from certdeck.store.sittings import SittingTables
from certdeck.store.study import StudyTables

FILE = "certdeck.db"
HEADER = b"SQLite format 3\0"


class Transaction:
    """One transaction (see `certdeck.ports.store.UnitOfWork`). Leaving without `commit` rolls back."""

    content: Content
    study: Study
    sittings: Sittings
    preferences: Preferences

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def commit(self) -> None:
        """Make everything durable. Raises `StoreError` when the disk is full or fails; then nothing was changed."""
        if self._connection is None:
            raise RuntimeError("commit outside of `with`")
        try:
            self._connection.commit()
        except exc.OperationalError as error:
            raise _in_words(error) from error

    def __enter__(self) -> Self:
        """Begin."""
        self._connection = connection = self._engine.connect()
        self.content = ContentTables(connection)
        self.study = StudyTables(connection)
        self.sittings = SittingTables(connection)
        self.preferences = PreferenceTable(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed and give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if isinstance(error, exc.OperationalError):
            raise _in_words(error) from error


class Database:
    """The SQLite database of one data folder (see `certdeck.ports.store.Store`)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self) -> Transaction:
        """Begin a unit of work."""
        return Transaction(self._engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def open_database(folder: Path, *, backups: Path, stamp: str) -> Database:
    """Open the database in `folder`, making it if there is none and bringing an older one up to date.

    Before a migration a copy goes to `backups`; `stamp` (a date and time without colons) becomes part of its name. Raises `ForeignStore`,
    `NewerStore` or `UnusableFolder`; then nothing was changed.
    """
    file = folder / FILE
    _make_folder(folder)
    _refuse_other_files(file)
    revision = _revision(file)
    if revision != HEAD:
        if revision is not None:
            _back_up(file, backups / f"certdeck-{revision}-{stamp}.db")
        _migrate(file)
    return Database(_engine(file))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFolder(_no_folder(folder, error)) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise UnusableFolder(_no_folder(folder, PermissionError(13, "no permission to write")))


def _no_folder(folder: Path, error: OSError) -> str:
    return (
        f"The data folder {folder} can't be used: {error.strerror}. Nothing was changed. "
        "Choose another folder with --data-dir, or mend its permissions."
    )


def _refuse_other_files(file: Path) -> None:
    try:
        with file.open("rb") as stream:
            header = stream.read(len(HEADER))
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnusableFolder(_no_folder(file, error)) from error
    if header and header != HEADER:
        raise ForeignStore(_foreign(file, "it is not a database"))


def _foreign(file: Path, reason: str) -> str:
    return (
        f"{file} can't be used: {reason}. It was left as it is. "
        "Move it away, or choose another data folder with --data-dir."
    )


def _revision(file: Path) -> str | None:
    """Return the schema revision of `file`; None if there is no database yet."""
    if not file.exists() or not file.stat().st_size:
        return None
    try:
        with closing(sqlite3.connect(file)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if application != APPLICATION_ID and names:
                raise ForeignStore(_foreign(file, "another program wrote it"))
            if "alembic_version" not in names:
                return None
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise ForeignStore(_foreign(file, f"it is damaged ({error})")) from error
    if row is None:
        return None
    if row[0] not in KNOWN:
        raise NewerStore(
            f"{file} was written by a later version of Certdeck (schema {row[0]}, this version knows {HEAD}). "
            "It was left as it is. Install the later version, or choose another data folder with --data-dir."
        )
    return str(row[0])


def _back_up(file: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise UnusableFolder(
            f"The backup {target} could not be written ({error}), so the database was not brought up to date. "
            "Nothing was changed. Free some room and start again."
        ) from error


def _migrate(file: Path) -> None:
    from certdeck.store.migrations.run import upgrade

    try:
        upgrade(_engine(file))
    except exc.OperationalError as error:
        raise _in_words(error) from error


def _engine(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _in_words(error: exc.OperationalError) -> StoreError:
    said = str(error.orig)
    if "full" in said:
        return StoreError("The disk is full. The last change was not kept; everything before it was. Free some room.")
    if "locked" in said:
        return StoreError(
            "Another program is using the database. The last change was not kept; everything before it was. "
            "Close other windows of Certdeck and try again."
        )
    return StoreError(f"The database could not be written ({said}). The last change was not kept; all before it was.")
