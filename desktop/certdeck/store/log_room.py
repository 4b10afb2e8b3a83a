"""The write-ahead log, kept so that no click has to wait for it.

Where the log grows, the disk has to note its new length at each commit besides what was written: that takes as long
again as all else that a rating does. Where it has its length already, only what was written is flushed. And the commit
that finds the log full folds it into the file, which takes as long as a click may: so that is done before.
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
    from collections.abc import Callable
    from pathlib import Path

    from certdeck.store.connection import Link
    from certdeck.store.transaction import Pool

QUIET: Final = 0.3
"""Seconds after opening, because the first page comes first, and between two units of work of a learner who thinks."""
PAGE: Final = 4096
FOLD_AFTER: Final = 200
"""Units of work that write. Those of a learner fill less than half of the log; larger ones fold it themselves."""
FILL: Final = "INSERT INTO setting (name, value) VALUES ('', zeroblob(?))"


class LogRoom:
    """Makes the log as long as it will be, and folds it into the file now and then, in a thread of its own.

    Of a small file it becomes no longer than that.
    """

    def __init__(self, pool: Pool, file: Path) -> None:
        self._pool = pool
        self._file = file
        self._log = file.with_name(f"{file.name}-wal")
        self._lock = Lock()
        self._stop = Event()
        self._thread: Thread | None = None
        self._written = 0

    def start(self) -> None:
        """Begin after a while."""
        self._begin(self._make)

    def wrote(self) -> None:
        """Count a unit of work that writes; fold the log after many, once the learner rests."""
        self._written += 1
        if not self._written % FOLD_AFTER:
            self._begin(self._fold)

    def end(self) -> None:
        """Wait for what is under way; begin nothing any more."""
        self._stop.set()
        with self._lock:
            if self._thread is not None:
                self._thread.join()

    def _begin(self, work: Callable[[], None]) -> None:
        """Do `work` in a thread, unless there is one at work already."""
        with self._lock:
            if not self._stop.is_set() and (self._thread is None or not self._thread.is_alive()):
                self._thread = Thread(target=work, name="room in the log", daemon=True)
                self._thread.start()

    def _make(self) -> None:
        if not self._stop.wait(QUIET):
            self._connected(lambda link: make_room(link, self._log, self._size()))

    def _size(self) -> int:
        return min(self._file.stat().st_size, CHECKPOINT_PAGES * PAGE)

    def _fold(self) -> None:
        """Wait until nobody has written for a while, who would have to wait for the disk meanwhile."""
        before = -1
        while before != self._written:
            before = self._written
            if self._stop.wait(QUIET):
                return
        self._connected(lambda link: link.fold_log())

    def _connected(self, act: Callable[[Link], None]) -> None:
        """Do `act` with a connection. Nothing was promised: where it fails, all goes on as without."""
        with suppress(StoreError, OSError, sqlite3.Error):
            work = self._pool.take()
            try:
                act(work.link)
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
