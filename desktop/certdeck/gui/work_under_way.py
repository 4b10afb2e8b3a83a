"""Work off the GUI thread that the learner began, and that they see and can stop."""

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from certdeck.gui import heap
from certdeck.gui.garbage import collect_after_work
from certdeck.gui.message_column import MessageColumn
from certdeck.gui.screen import Running
from certdeck.gui.tasks import Task, start
from certdeck.gui.widgets.messages import ProgressRow
from certdeck.ports.exporting import Progress

T = TypeVar("T")

SOON: Final = 200
"""Milliseconds. Work that takes longer shows its progress."""
_SETTLED: Final = 400
"""Milliseconds in which the pages take in what work has brought: some of them ask the database in another thread."""


class WorkUnderWay(QObject):
    """All that is under way for `window`; what takes long stands in `messages` with its progress and Cancel.

    `refused` brings the error of what could not be done, `cancelled` the title of what was stopped.
    """

    refused = Signal(object)
    cancelled = Signal(str)

    def __init__(self, window: QWidget, messages: MessageColumn) -> None:
        super().__init__(window)
        self._messages = messages
        self._tasks: set[Task[object]] = set()
        self._trimming: Task[None] | None = None
        self._tidying = QTimer(self, singleShot=True, interval=_SETTLED)
        self._tidying.timeout.connect(self._tidy)
        self._over: list[ProgressRow] = []
        self._clearing = QTimer(self, singleShot=True, interval=0)
        self._clearing.timeout.connect(self._clear)

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        otherwise: Callable[[], None] | None = None,
    ) -> Running:
        """Do `work`, and call `done` with its result on the GUI thread, or `otherwise` where it has none.

        Returns what tells whether it is still under way.
        """
        task: Task[T] = Task(work)
        row, since = ProgressRow(title), QElapsedTimer()
        since.start()
        row.cancelled.connect(task.cancel)
        task.signals.progress.connect(partial(_show_progress, row))
        task.signals.succeeded.connect(done)
        task.signals.refused.connect(self.refused)
        task.signals.cancelled.connect(partial(self._say_cancelled, title))
        task.signals.failed.connect(_raise)
        for closing in (task.signals.succeeded, task.signals.refused, task.signals.cancelled, task.signals.failed):
            closing.connect(partial(self._end, task, row, since))
        if otherwise is not None:
            for failing in (task.signals.refused, task.signals.cancelled, task.signals.failed):
                failing.connect(partial(_tell, otherwise))
        late = QTimer(self, singleShot=True, interval=SOON)
        late.timeout.connect(partial(self._show_late, task, row))
        late.timeout.connect(late.deleteLater)
        late.start()
        self._tasks.add(task)  # type: ignore[arg-type]  # kept alive only; its result type does not matter here
        start(task)
        return lambda: task in self._tasks

    def is_any(self) -> bool:
        """Tell whether anything is under way, or about to be tidied up after while there is a window."""
        return bool(self._tasks) or (isValid(self) and (bool(self._over) or self._is_tidying()))

    def cancel(self) -> None:
        """Stop all that can be stopped."""
        for task in self._tasks:
            task.cancel()

    def _show_late(self, task: Task[T], row: ProgressRow) -> None:
        """Show how far `task` is, if it is still under way."""
        if task in self._tasks:
            self._messages.add(row)

    def _say_cancelled(self, title: str) -> None:
        if isValid(self):
            self.cancelled.emit(title)

    def _end(self, task: Task[T], row: ProgressRow, since: QElapsedTimer, *_result: object) -> None:
        self._tasks.discard(task)
        task.forget()
        # Work may end when its window is gone already.
        if isValid(self):
            # The pages take in what came of the work in this turn: to lay out and paint them anew fills one of its own.
            self._over.append(row)
            self._clearing.start()
            if since.elapsed() >= SOON:
                self._tidying.start()

    def _clear(self) -> None:
        """Take away what has shown how far work was that is over."""
        while self._over:
            self._messages.drop(self._over.pop())

    def _is_tidying(self) -> bool:
        return self._tidying.isActive() or self._trimming is not None

    def _tidy(self) -> None:
        """Hand back what long work has left, now that the window has taken in what came of it."""
        if not collect_after_work():
            self._tidying.start()
            return
        self._trimming = Task(lambda _progress: heap.give_back())
        self._trimming.signals.succeeded.connect(self._trimmed)
        start(self._trimming)

    def _trimmed(self, _nothing: object) -> None:
        self._trimming = None


def _show_progress(row: ProgressRow, done: int, total: int) -> None:
    if isValid(row):  # the work may outlive its window
        row.set_progress(done, total, f"{done:,} of {total:,}")


def _tell(otherwise: Callable[[], None], *_why: object) -> None:
    otherwise()


def _raise(error: BaseException) -> None:
    raise error
