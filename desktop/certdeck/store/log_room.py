"""The write-ahead log, kept so that no click has to wait for it.

Where the log grows, the disk has to note its new length at each commit besides what was written: that takes as long
again as all else that a rating does. Where it has its length already, only what was written is flushed. And the commit
that finds the log full folds it into the file, which takes as long as a click may: so that is done before.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final

from certdeck.core.errors import StoreError
from certdeck.store.connection import CHECKPOINT_PAGES, Link

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUIET: Final = 0.3
"""Seconds after opening, because the first page comes first, and between two units of work of a learner who thinks."""
PAGE: Final = 4096
FOLD_AFTER: Final = 200
FOLD_AT_LATEST: Final = 300
"""Units of work that write: after so many the log is folded once the learner rests, and after so many without a rest.

Those of a learner put up to ten pages each into the log, so that three quarters of it are full at the latest.
"""
ROWS: Final = 10
"""Rows that count as much as another unit of work: installing a deck fills the log at one go."""
FILL: Final = "INSERT INTO setting (name, value) VALUES ('', zeroblob(?))"


class LogRoom:
    """Makes the log as long as it will be, and folds it into the file now and then, in a thread of its own.

    Of a small file it becomes no longer than that. Nobody who writes meanwhile has to wait for it: the thread has a
    connection of its own, and folding is in nobody's way.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._log = file.with_name(f"{file.name}-wal")
        self._lock = Lock()
        self._stop = Event()
        self._wake = Event()
        self._thread: Thread | None = None
        self._written = 0
        self._folded = 0

    def start(self) -> None:
        """Begin after a while."""
        self._begin(self._make)

    def wrote(self, rows: int) -> None:
        """Count a unit of work that has written `rows`; after many fold the log, before one of them has to do it."""
        self._written += 1 + rows // ROWS
        if self._is_pressing():
            self._wake.set()
        if self._written - self._folded >= FOLD_AFTER:
            self._begin(self._fold)

    def end(self) -> None:
        """Wait for what is under way; begin nothing any more."""
        self._stop.set()
        self._wake.set()
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
        """Fold the log once nobody has written for a while, or when it may not wait any longer."""
        self._wake.clear()
        before = -1
        while before != self._written and not self._is_pressing() and not self._stop.is_set():
            before = self._written
            self._wake.wait(QUIET)
        if not self._stop.is_set():
            self._connected(self._fold_with)

    def _fold_with(self, link: Link) -> None:
        written = self._written
        # Where somebody wrote meanwhile, or reads what was before, the log goes on: the next unit has it tried anew.
        if link.fold_log():
            self._folded = written

    def _is_pressing(self) -> bool:
        return self._written - self._folded >= FOLD_AT_LATEST

    def _connected(self, act: Callable[[Link], None]) -> None:
        """Do `act` with a connection. Nothing was promised: where it fails, all goes on as without."""
        with suppress(StoreError, OSError, sqlite3.Error), closing(Link(self._file)) as link:
            act(link)


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
