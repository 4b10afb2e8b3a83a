"""Opening the database: checks, backup, migration, and units of work."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path

from certdeck.core.errors import UnusableFolder
from certdeck.ports.exporting import Progress
from certdeck.ports.updating import Updating, unannounced
from certdeck.store.connection import hurried
from certdeck.store.failures import words
from certdeck.store.library_file import FILE, migrate, no_folder, refuse_other_files, revision_of
from certdeck.store.log_room import LogRoom
from certdeck.store.schema_version import HEAD, KNOWN
from certdeck.store.transaction import Opening, Pool


class Database:
    """The SQLite database of one data folder (see `certdeck.ports.store.Store`)."""

    def __init__(self, file: Path) -> None:
        self._pool = Pool(file)
        self._room = LogRoom(file)
        self._file = file
        self._watching: sqlite3.Connection | None = None

    def open(self, *, writing: bool = False) -> Opening:
        """Begin a unit of work; see the port for what `writing` means."""
        return Opening(self._pool, self._room.wrote if writing else None)

    def hurried(self) -> AbstractContextManager[None]:
        """Wait for other writers no longer than a moment; see the port."""
        return hurried()

    def connect(self) -> None:
        """Open the file now, so that the first unit of work need not. Raises `StoreError` when that fails."""
        with self.open():
            pass
        self._room.start()

    def written(self) -> int:
        """Return a number that is another one once anybody wrote: a connection that never writes sees all others."""
        with words():
            if self._watching is None:
                # Never as a file that nobody changes, however little lies beside it: that would see nothing.
                address = f"{self._file.absolute().as_uri()}?mode=ro"
                self._watching = sqlite3.connect(address, uri=True, check_same_thread=False)
            (version,) = self._watching.execute("PRAGMA data_version").fetchone()
        return int(version)

    def close(self) -> None:
        """Close all connections."""
        if self._watching is not None:
            self._watching.close()
            self._watching = None
        self._room.end()
        self._pool.close()


def open_database(folder: Path, *, backups: Path, stamp: str, updating: Updating = unannounced) -> Database:
    """Open the database in `folder`, making it if there is none and bringing an older one up to date.

    Before a migration a copy goes to `backups`; `stamp` (a date and time without colons) becomes part of its name.
    `updating` is handed the work, which takes some time where the library is large.
    Raises `ForeignStore`, `NewerStore` or `UnusableFolder`; then nothing was changed.
    """
    file = folder / FILE
    _make_folder(folder)
    refuse_other_files(file)
    revision = revision_of(file)
    if revision is None:
        migrate(file, lambda: None)
    elif revision != HEAD:
        updating(partial(_bring_up_to_date, file, backups / f"certdeck-{revision}-{stamp}.db", revision))
    database = Database(file)
    database.connect()
    return database


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UnusableFolder(no_folder(folder, NotADirectoryError(20, "a file is in its place"))) from error
    except OSError as error:
        raise UnusableFolder(no_folder(folder, error)) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise UnusableFolder(no_folder(folder, PermissionError(13, "no permission to write")))


def _bring_up_to_date(file: Path, backup: Path, revision: str, progress: Progress) -> None:
    """Copy, migrate and pack `file`. Wherever this is cut short, the file is whole: as it was, or up to date."""
    total = len(KNOWN) - KNOWN.index(revision) + 1
    done = count(1)
    progress(0, total)
    _back_up(file, backup)
    progress(next(done), total)
    migrate(file, lambda: progress(next(done), total))
    _give_room_back(file)
    progress(total, total)


def _back_up(file: Path, target: Path) -> None:
    """Copy `file`; what has the name of `target` is a whole copy."""
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _removed_on_failure(part):
            with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
            part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise UnusableFolder(
            f"The backup {target} could not be written ({error}), so the database was not brought up to date. "
            "Nothing was changed. Free some room and start again."
        ) from error


@contextmanager
def _removed_on_failure(target: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _give_room_back(file: Path) -> None:
    """Make the file as small as what is in it now. Where that can't be done, room is left for what comes."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as packing:
        packing.execute("VACUUM")
