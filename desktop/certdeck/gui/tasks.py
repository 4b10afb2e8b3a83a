"""The one way off the GUI thread."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import ClassVar, Final, Generic, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from certdeck.core.errors import CertdeckError
from certdeck.gui import heap
from certdeck.ports.exporting import Cancelled, Progress

T = TypeVar("T")
_LONG: Final = 200
"""Milliseconds from which on work leaves memory behind that is worth while handing back."""
TURN: Final = 0.001
"""Seconds that a thread may go on while another one waits for Python: with the usual five, a click that asks Qt for a
dozen things beside an import would wait for each of them."""


class TaskSignals(QObject):
    """What a task says on the GUI thread: progress (done, total), then exactly one of the others."""

    progress = Signal(int, int)
    succeeded = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    cancelled = Signal()


class Task(QRunnable, Generic[T]):
    """Work that runs in a pool thread. Keep a reference until one of its closing signals has come."""

    def __init__(self, work: Callable[[Progress], T]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.signals = TaskSignals()
        self._work: Callable[[Progress], T] | None = work
        self._wish = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._wish.set()

    def forget(self) -> None:
        """Let go of work that is done and of what it holds: who has heard of its end may keep the task for long."""
        self._work = None

    def run(self) -> None:
        """Do the work. A bug in it is handed to the GUI thread, where the crash dialog shows it."""
        try:
            with _Uncollected.kept(), _leaving_nothing():
                assert self._work is not None
                result = self._work(self._report)
        except Cancelled:
            self._say("cancelled")
        except CertdeckError as error:
            self._say("refused", error)
        except BaseException as error:  # noqa: BLE001 (handed on whole, not swallowed)
            self._say("failed", error)
        else:
            self._say("succeeded", result)

    def _report(self, done: int, total: int) -> None:
        if self._wish.is_set() or not self._say("progress", done, total):
            raise Cancelled

    def _say(self, word: str, *values: object) -> bool:
        """Say `word`; return False where nobody can hear it any more, because the app ended before its work did."""
        try:
            getattr(self.signals, word).emit(*values)
        except RuntimeError:
            # Qt has taken the signals away with everything else of the app.
            if isValid(self.signals):
                raise
            return False
        return True


class _Uncollected:
    """Leaves garbage lying while work is under way.

    A collection walks through everything that the work has made so far, and the window stands still meanwhile: a third
    of a second for 100,000 rows.
    """

    _lock: ClassVar[Lock] = Lock()
    _running: ClassVar[int] = 0
    _collects: ClassVar[bool] = True

    @classmethod
    @contextmanager
    def kept(cls) -> Iterator[None]:
        with cls._lock:
            if not cls._running:
                cls._collects = gc.isenabled()
                gc.disable()
            cls._running += 1
        try:
            yield
        finally:
            with cls._lock:
                cls._running -= 1
                if not cls._running and cls._collects:
                    gc.enable()


@contextmanager
def _leaving_nothing() -> Iterator[None]:
    """Hand back to the system what long work has used."""
    since = QElapsedTimer()
    since.start()
    try:
        yield
    finally:
        if since.hasExpired(_LONG):
            heap.give_back()


def start(task: Task[T]) -> None:
    """Run `task` as soon as a thread is free."""
    sys.setswitchinterval(TURN)
    QThreadPool.globalInstance().start(task)
