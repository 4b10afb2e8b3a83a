"""Writing the index of parts of words after many items came, in a thread of its own and a few items at a time."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final

from certdeck.core.errors import StoreError
from certdeck.store.indexing import index_parts

if TYPE_CHECKING:
    from certdeck.store.transaction import Pool

AT_A_TIME: Final = 150
"""Items in one transaction: whoever wants to write meanwhile waits for a fiftieth of a second."""
QUIET: Final = 2.0
"""Seconds before the first: what brings many items often brings more of them, and who searches often goes on."""
PAUSE: Final = 0.02
"""Seconds between two, in which others can write."""


class CatchingUp:
    """Writes what the index of parts lacks, until nothing is left or it is told to stop. What is left stays noted."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lock = Lock()
        self._stop = Event()
        self._again = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin after a while; what is under way waits as long."""
        self._again.set()
        with self._lock:
            if self._stop.is_set() or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = Thread(target=self._run, name="index of parts", daemon=True)
            self._thread.start()

    def finish(self) -> None:
        """Write all of it now. Raises `StoreError`."""
        while self._step():
            pass

    def end(self) -> None:
        """Stop after the transaction that is under way, for good."""
        self._stop.set()
        with self._lock:
            if self._thread is not None:
                self._thread.join()

    def _run(self) -> None:
        try:
            wait = QUIET
            while not self._stop.wait(wait) and (self._again.is_set() or self._step()):
                wait = QUIET if self._again.is_set() else PAUSE
                self._again.clear()
        except StoreError:
            # Searches find everything without it; the next one begins it again.
            return

    def _step(self) -> bool:
        work = self._pool.take()
        link = work.link
        try:
            link.begin(writing=True)
            more = index_parts(link, AT_A_TIME)
            link.commit()
        finally:
            link.roll_back()
            self._pool.give_back(work)
        return more
