"""What the learner does that is written down: at once, or as soon as somebody else has done writing."""

from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from certdeck.core.errors import BusyForNow, CertdeckError
from certdeck.gui.screen import Running
from certdeck.ports.store import Store

AGAIN: Final = 40
"""Milliseconds between two tries."""
SAID: Final = 400
"""Milliseconds after which the learner is told what is waited for."""
PATIENCE: Final = 60_000
"""Milliseconds: a large import on a slow machine writes for half of that."""


class _Attempt(NamedTuple):
    act: Callable[[], object]
    refuse: Callable[[CertdeckError], None]


class Attempts(QObject):
    """Does what writes to `store` without standing still while another writer is at work: the event loop turns.

    The database has one writer at a time, and an import writes for seconds. What has to wait is tried again, in the
    order in which it was asked for.
    """

    waits = Signal()
    """Something has been waiting for so long that the learner should know."""

    def __init__(self, parent: QObject, store: Store) -> None:
        super().__init__(parent)
        self._store = store
        self._waiting: deque[_Attempt] = deque()
        self._since = QElapsedTimer()
        self._told = False
        self._again = QTimer(self, interval=AGAIN)
        self._again.timeout.connect(self._go_on)

    def make(self, act: Callable[[], object], refuse: Callable[[CertdeckError], None]) -> Running:
        """Do `act`, again and again while its first unit of work is kept waiting; tell `refuse` if it can't be done.

        Returns what tells whether it waits.
        """
        attempt = _Attempt(act, refuse)
        # What waits already goes first.
        if self._waiting or not self._came_to_an_end(attempt):
            self._waiting.append(attempt)
        return lambda: any(attempt is other for other in self._waiting)

    def is_any(self) -> bool:
        """Tell whether something waits."""
        return bool(self._waiting)

    def finish(self) -> None:
        """Do now what waits, and stand still for that: there will be no other time."""
        self._again.stop()
        while self._waiting:
            attempt = self._waiting.popleft()
            try:
                attempt.act()
            except CertdeckError as error:
                attempt.refuse(error)

    def _go_on(self) -> None:
        while self._waiting:
            attempt = self._waiting.popleft()
            if not self._came_to_an_end(attempt):
                self._waiting.appendleft(attempt)
                return
            self._since.restart()
        self._again.stop()

    def _came_to_an_end(self, attempt: _Attempt) -> bool:
        try:
            with self._store.hurried():
                attempt.act()
        except BusyForNow as error:
            if self._is_patient():
                return False
            attempt.refuse(error)
        except CertdeckError as error:
            attempt.refuse(error)
        return True

    def _is_patient(self) -> bool:
        """Wait, if it has not been too long."""
        if not self._again.isActive():
            self._again.start()
            self._since.start()
            self._told = False
        waited = self._since.elapsed()
        if waited >= SAID and not self._told:
            self._told = True
            self.waits.emit()
        return waited < PATIENCE
