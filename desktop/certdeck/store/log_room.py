"""Room in the write-ahead log, made before it is needed.

Where the log grows, the disk has to note its new length at each commit besides what was written: that takes as long
again as all else that a rating does. Where it has its length already, only what was written is flushed.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final

from certdeck.core.errors import StoreError
from certdeck.store.connection import CHECKPOINT_PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from certdeck.store.connection import Link
    from certdeck.store.transaction import Pool

QUIET: Final = 0.3
"""Seconds after opening: the first page comes first."""
PAGE: Final = 4096
FILL: Final = "INSERT INTO setting (name, value) VALUES ('', zeroblob(?))"


class LogRoom:
    """Makes the log as long as it will be when it is folded into the file, once and in a thread of its own.

    Of a small file it becomes no longer than that.
    """

    def __init__(self, pool: Pool, file: Path) -> None:
        self._pool = pool
        self._file = file
        self._log = file.with_name(f"{file.name}-wal")
        self._lock = Lock()
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin after a while."""
        with self._lock:
            if self._thread is None and not self._stop.is_set():
                self._thread = Thread(target=self._run, name="room in the log", daemon=True)
                self._thread.start()

    def end(self) -> None:
        """Wait for what is under way; begin nothing any more."""
        self._stop.set()
        with self._lock:
            if self._thread is not None:
                self._thread.join()

    def _run(self) -> None:
        if self._stop.wait(QUIET):
            return
        # Nothing was promised: without it all goes on as it did.
        with suppress(StoreError, OSError, sqlite3.Error):
            work = self._pool.take()
            try:
                make_room(work.link, self._log, min(self._file.stat().st_size, CHECKPOINT_PAGES * PAGE))
            finally:
                work.link.roll_back()
                self._pool.give_back(work)


def make_room(link: Link, log: Path, size: int) -> None:
    """Make `log`, that of `link`, about `size` bytes long. Nothing in the database changes."""
    if log.exists() and log.stat().st_size >= size:
        return
    with link.cramped():
        link.begin(writing=True)
        # What does not fit into memory is written to the log, and stays part of its length when it is taken back.
        link.run(FILL, size)
        link.roll_back()
    with log.open("r+b") as written:
        # By now and not by the first commit, which would have to wait for it.
        os.fsync(written.fileno())
