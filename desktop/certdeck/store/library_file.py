"""The file of a library: whether it is ours, whole, and of which revision; bringing it up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from certdeck.core.errors import ForeignStore, NewerStore, StoreError, UnusableFolder
from certdeck.store import connection
from certdeck.store.connection import Link
from certdeck.store.failures import words
from certdeck.store.schema_version import APPLICATION_ID, HEAD, KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "certdeck.db"
HEADER = b"SQLite format 3\0"


def no_folder(folder: Path, error: OSError) -> str:
    """Say that `folder` can't be used."""
    return (
        f"The data folder {folder} can't be used: {error.strerror}. Nothing was changed. "
        "Choose another folder with --data-dir, or mend its permissions."
    )


def refuse_other_files(file: Path) -> None:
    """Raise `ForeignStore` where `file` is no database, `UnusableFolder` where it can't be read. Changes nothing."""
    try:
        with file.open("rb") as stream:
            header = stream.read(len(HEADER))
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnusableFolder(no_folder(file, error)) from error
    if header and header != HEADER:
        raise ForeignStore(_foreign(file, "it is not a database"))


def _foreign(file: Path, reason: str) -> str:
    return (
        f"{file} can't be used: {reason}. It was left as it is. "
        "Move it away, or choose another data folder with --data-dir."
    )


def revision_of(file: Path) -> str | None:
    """Return the schema revision of `file`; None if there is no database yet.

    Raises `NewerStore` where this program doesn't know it, `ForeignStore` where it can't be read.
    """
    if not file.exists() or not file.stat().st_size:
        return None
    try:
        revision = _read_revision(file)
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"{file} can't be read now ({error}). It was left as it is. "
            "Close other programs that use it and start again, or choose another data folder with --data-dir."
        ) from error
    except sqlite3.DatabaseError as error:
        raise ForeignStore(_foreign(file, f"it is damaged ({error})")) from error
    if revision is not None and revision not in KNOWN:
        raise NewerStore(
            f"{file} was written by a later version of Certdeck (schema {revision}, this version knows {HEAD}). "
            "It was left as it is. Install the later version, or choose another data folder with --data-dir."
        )
    return revision


def _read_revision(file: Path) -> str | None:
    with closing(sqlite3.connect(_read_only(file), uri=True, timeout=connection.BUSY_SECONDS)) as reader:
        (application,) = reader.execute("PRAGMA application_id").fetchone()
        names = {name for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if application != APPLICATION_ID and names:
            raise ForeignStore(_foreign(file, "another program wrote it"))
        if "alembic_version" not in names:
            return None
        row = reader.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if row is None else str(row[0])


def _read_only(file: Path) -> str:
    """Return an address under which nothing changes: an ordinary connection folds a write-ahead log into the file."""
    logs = [file.with_name(file.name + ending) for ending in ("-wal", "-journal")]
    # Without a log nobody is writing, and only an immutable file is read without making an empty log.
    mode = "mode=ro" if any(log.exists() for log in logs) else "immutable=1"
    return f"{file.absolute().as_uri()}?{mode}"


def migrate(file: Path, applied: Callable[[], None]) -> None:
    """Bring `file` up to date, or make it; `applied` is called after each migration. Whole or not at all."""
    from certdeck.store.migrations.run import upgrade

    with words():
        link = Link(file)
    try:
        # Of two programs that start at the same moment one waits here, and then finds nothing left to do.
        link.begin(writing=True)
        link.make_room()
        upgrade(link.built(), applied)
        link.commit()
    finally:
        link.close()
