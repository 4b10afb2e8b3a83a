"""Copies of the library's file in a folder beside it: made while it is in use, and put back the same way."""

from __future__ import annotations

import errno
import gzip
import os
import re
import shutil
import sqlite3
import zlib
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from certdeck.core.backups import Backup
from certdeck.core.errors import DamagedStore, ForeignStore, NewerStore, StoreError
from certdeck.ports.exchange import WENT_BACK
from certdeck.ports.exporting import Cancelled
from certdeck.store.connection import BUSY_SECONDS
from certdeck.store.library_file import migrate, revision_of
from certdeck.store.schema_version import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certdeck.ports.exporting import Progress

NAME: Final = re.compile(r"certdeck-(?:(\d{4})-)?(\d{8}-\d{6})\.db(?:\.gz)?", re.ASCII)
"""Names of backups. One that was made before an update has the old revision in it, and is not packed."""
STAMP: Final = "%Y%m%d-%H%M%S"
MAKING: Final = "making-"
"""What the names of folders begin with in which a backup is being made or unpacked."""
YEARS: Final = range(1970, 9999)
"""Years in which any moment has a day in every time zone."""
STALE: Final = 24 * 3600
"""Seconds after which nobody is at work in such a folder any more: the program was killed."""
PAGES: Final = 1000
"""Pages that are copied at one go, four megabytes: between two of them the work can be cancelled."""
PIECE: Final = 1 << 20
LEVEL: Final = 3
"""How hard a copy is packed: to a third or a quarter of its size, as quickly as it is read."""
WAIT: Final = 0.05
"""Seconds between two tries where another program is writing."""


class FolderOfBackups:
    """The backups of `file` in `folder` (see `certdeck.ports.backups.BackupFolder`)."""

    def __init__(self, file: Path, folder: Path) -> None:
        self._file = file
        self._folder = folder

    def all(self) -> tuple[Backup, ...]:
        """Return the backups that there are, the newest first; files of other names are let be."""
        try:
            found = [_backup(path) for path in self._folder.iterdir()] if self._folder.is_dir() else []
        except OSError as error:
            raise StoreError(f"The backups in {self._folder} can't be listed: {error.strerror}.") from error
        return tuple(sorted(filter(None, found), key=lambda backup: (backup.made, backup.name), reverse=True))

    def make(self, at: datetime, progress: Progress) -> Backup:
        """Copy the library, see whether the copy is whole, and pack it."""
        if not self._file.exists():
            raise DamagedStore(f"There is no library in {self._file.parent}, so no backup of it was made.")
        try:
            with self._room() as room:
                copy, packed = room / "copy.db", room / "copy.db.gz"
                self._copy(copy, _part(progress, 0, 40))
                _pack(copy, packed, _part(progress, 50, 100))
                target = self._free(at)
                packed.replace(target)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"No backup could be made in {self._folder} ({_reason(error)}). Your library and its earlier backups "
                "are as they were. Free some room, or mend the permissions of that folder."
            ) from error
        made = _backup(target)
        if made is None:
            raise AssertionError(f"{target} has a name that no backup has")
        return made

    def remove(self, backup: Backup) -> None:
        """Remove `backup`."""
        try:
            (self._folder / backup.name).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"The backup {backup.name} could not be removed: {error.strerror}.") from error

    def put_back(self, backup: Backup, progress: Progress) -> None:
        """Unpack a copy, see whether it is whole, bring it up to date, and write it over the library in one go."""
        try:
            with self._room() as room:
                copy = room / "copy.db"
                self._unpack(self._folder / backup.name, copy, _part(progress, 0, 30))
                _make_usable(copy, backup)
                progress(50, 100)
                if self._is_beyond_use():
                    _sync(copy)
                    self._move_aside()
                    copy.replace(self._file)
                else:
                    self._write_over(copy, _part(progress, 50, 100))
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"The backup {backup.name} could not be put back ({_reason(error)}). Your library is as it was. "
                "Free some room, close other windows of Certdeck, and try again."
            ) from error

    def keep_damaged(self, progress: Progress) -> None:
        """Copy the library page by page, whatever is in them. One beyond use is kept when another takes its place."""
        try:
            if not self._is_beyond_use():
                with self._room() as room:
                    copy = room / "copy.db"
                    with closing(_opened(self._file)) as source, closing(sqlite3.connect(copy)) as target:
                        _transfer(source, target, progress)
                    copy.replace(self._aside())
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"Your library is damaged, and what is left of it could not be kept ({_reason(error)}). Nothing was "
                f"changed. Free some room, or move {self._file} away yourself, and try again."
            ) from error

    # --- Making

    @contextmanager
    def _room(self) -> Iterator[Path]:
        """Give a folder for what is half done, which is removed again; what a killed program has left goes, too."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise NotADirectoryError(errno.ENOTDIR, "a file is in its place") from error
        with TemporaryDirectory(prefix=MAKING, dir=self._folder, ignore_cleanup_errors=True) as room:
            self._clear_up(Path(room).stat().st_mtime - STALE)
            yield Path(room)

    def _clear_up(self, before: float) -> None:
        """Remove what programs that were killed have left."""
        for left in self._folder.glob(f"{MAKING}*"):
            with suppress(OSError):
                if left.stat().st_mtime < before:
                    shutil.rmtree(left)

    def _copy(self, target: Path, progress: Progress) -> None:
        with closing(_opened(self._file)) as source, closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA synchronous=OFF")
            try:
                # Held to the end: a copy of what others change meanwhile would begin anew at each of their changes.
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                _transfer(source, copy, progress)
                # A file of its own, without a log beside it.
                copy.execute("PRAGMA journal_mode=DELETE")
                found = _damage(copy)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                found = str(error)
        if found:
            raise DamagedStore(
                f"Your library is damaged ({found}), so no backup was made of it; the earlier ones are kept. "
                "Go back to one of them."
            )

    def _free(self, at: datetime) -> Path:
        """Return the name for a backup of this second, or of the next one that has none."""
        while True:
            target = self._folder / f"certdeck-{at.astimezone(UTC):{STAMP}}.db.gz"
            if not target.exists():
                return target
            at += timedelta(seconds=1)

    # --- Putting back

    def _unpack(self, source: Path, target: Path, progress: Progress) -> None:
        size = max(1, source.stat().st_size)
        try:
            with source.open("rb") as packed, target.open("wb") as copy:
                read = gzip.GzipFile(fileobj=packed).read if source.suffix == ".gz" else packed.read
                while piece := read(PIECE):
                    copy.write(piece)
                    progress(packed.tell(), size)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise DamagedStore(_damaged(source.name, str(error))) from error

    def _is_beyond_use(self) -> bool:
        """Tell whether there is no library, or one whose file can't even be written over."""
        try:
            return revision_of(self._file) is None
        except NewerStore:
            # Who goes back to an earlier version of Certdeck goes back to what that version can read.
            return False
        except ForeignStore:
            return True

    def _move_aside(self) -> None:
        """Keep what can't be used under another name. Its log must not be taken for that of what comes."""
        for ending in ("", "-wal", "-shm", "-journal"):
            file = self._file.with_name(self._file.name + ending)
            if file.exists():
                file.replace(self._aside(ending))

    def _aside(self, ending: str = "") -> Path:
        return _unused(self._file.with_name(f"{self._file.stem}-damaged{self._file.suffix}{ending}"))

    def _write_over(self, copy: Path, progress: Progress) -> None:
        with closing(sqlite3.connect(copy)) as source, closing(_opened(self._file)) as library:
            library.execute("PRAGMA synchronous=FULL")
            _give_pages_of_size(source, library)
            _transfer(source, library, progress)
            # The log is as long as the library now. Where another program reads it, it is folded later.
            with suppress(sqlite3.OperationalError):
                library.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _backup(path: Path) -> Backup | None:
    found = NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        made = datetime.strptime(found[2], STAMP).replace(tzinfo=UTC)
        kept = path.stat()
        if made.year not in YEARS or not S_ISREG(kept.st_mode):
            return None
        return Backup(path.name, made, kept.st_size, before_update=found[1] is not None)
    except (ValueError, FileNotFoundError):
        # No such day; or removed by another program this moment.
        return None


def _opened(file: Path) -> sqlite3.Connection:
    """Open `file`, which must be there."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=BUSY_SECONDS)


def _transfer(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress) -> None:
    """Copy page by page in one transaction of `target`. Raises `OperationalError` where others are in the way."""
    waited = 0.0

    def told(status: int, remaining: int, total: int) -> None:
        nonlocal waited
        waited = waited + WAIT if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else 0.0
        if waited > BUSY_SECONDS:
            raise sqlite3.OperationalError("another program is writing")
        # With the last page everything is committed: who cancels then is too late.
        with suppress(Cancelled) if status == sqlite3.SQLITE_DONE else nullcontext():
            progress(total - remaining, max(1, total))

    source.backup(target, pages=PAGES, progress=told, sleep=WAIT)


def _give_pages_of_size(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Write `source` with pages as large as those of `target`, which has to keep its size while it has a log."""
    (size,) = target.execute("PRAGMA page_size").fetchone()
    if source.execute("PRAGMA page_size").fetchone() != (size,):
        source.execute("PRAGMA journal_mode=DELETE")
        source.execute(f"PRAGMA page_size={size}")
        source.execute("VACUUM")


def _make_usable(copy: Path, backup: Backup) -> None:
    """Raise `DamagedStore` where `copy` is not whole; bring it up to date."""
    try:
        revision = revision_of(copy)
    except ForeignStore as error:
        raise DamagedStore(_damaged(backup.name, "it can't be read")) from error
    if revision is None:
        raise DamagedStore(_damaged(backup.name, "it is empty"))
    with closing(sqlite3.connect(copy)) as reading:
        found = _damage(reading)
    if found:
        raise DamagedStore(_damaged(backup.name, found))
    if revision != HEAD:
        migrate(copy, lambda: None)
    # Who is in the midst of a sync sees by this that what it did is gone: the room has another name each time.
    with closing(sqlite3.connect(copy)) as marking, marking:
        marking.execute("INSERT OR REPLACE INTO sync_mark (name, value) VALUES (?, ?)", (WENT_BACK, copy.parent.name))


def _damaged(name: str, reason: str) -> str:
    return f"The backup {name} is damaged ({reason}). Your library is as it was. Go back to another one."


def _damage(connection: sqlite3.Connection) -> str:
    """Return what is wrong with a database first, or nothing."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return "" if found == "ok" else str(found).strip().splitlines()[-1]


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    # Without a code it comes from `_transfer`.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _pack(source: Path, target: Path, progress: Progress) -> None:
    size = max(1, source.stat().st_size)
    with source.open("rb") as reading, target.open("wb") as written:
        with gzip.GzipFile(filename="", fileobj=written, mode="wb", compresslevel=LEVEL) as packing:
            while piece := reading.read(PIECE):
                packing.write(piece)
                progress(reading.tell(), size)
        written.flush()
        os.fsync(written.fileno())


def _sync(file: Path) -> None:
    """Have `file` on disk before its name is given to it."""
    with file.open("r+b") as written:
        os.fsync(written.fileno())


def _unused(path: Path) -> Path:
    """Return `path`, or a name like it that no file has."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _part(progress: Progress, begin: int, end: int) -> Progress:
    """Return what tells the progress of a part of the work, from `begin` to `end` of a hundred."""
    return partial(_tell, progress, begin, end)


def _tell(progress: Progress, begin: int, end: int, done: int, total: int) -> None:
    progress(begin + (end - begin) * done // total, 100)


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
