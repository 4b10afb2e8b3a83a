"""Trying the formulas of the cards that the library shows, off the GUI thread."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from certdeck.gui.tasks import Task, start
from certdeck.presenters.library_marks import FaultMarks

_AT_ONCE: Final = 4
"""Cards, or formulas: a millisecond of work, and some tens of them in another thread."""
_QUIET_MS: Final = 300
_RUNNING: Final[set[Task[Mapping[str, bool]]]] = set()


class MarkMaker(QObject):
    """Has `marks` look at a few cards each time the event loop comes round, and calls `paint` when one has a mark.

    Formulas are tried in another thread, a few at a time and once nothing was painted for a while: two threads of
    Python get in each other's way. `show` is called when one of them is broken.
    """

    def __init__(self, marks: FaultMarks, paint: Callable[[], None], show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._marks = marks
        self._paint = paint
        self._show = show
        self._task: Task[Mapping[str, bool]] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        self._late = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._late.timeout.connect(self._begin)

    def look(self) -> None:
        """Begin once what is being painted is done, if there is anything to look at."""
        if self._marks.unseen:
            self._soon.start()
        elif self._marks.wanted and not self._late.isActive():
            self._late.start()

    def _look(self) -> None:
        if self._marks.look_at(_AT_ONCE):
            self._paint()
        self._late.stop()
        self.look()

    def _begin(self) -> None:
        formulas = self._marks.wanted[:_AT_ONCE]
        if self._task is not None or not formulas:
            return
        marks = self._marks
        self._task = task = Task(lambda _progress: marks.try_out(formulas))
        task.signals.succeeded.connect(self._tried)
        task.signals.failed.connect(self._failed)
        # The page may be gone before all is tried: the task lives until it has told its end.
        for ending in (task.signals.succeeded, task.signals.failed):
            ending.connect(partial(_end, task))
        _RUNNING.add(task)
        start(task)

    def _tried(self, tried: Mapping[str, bool]) -> None:
        self._task = None
        if self._marks.know(tried):
            self._show()
        self.look()

    def _failed(self, error: BaseException) -> None:
        self._task = None
        raise error


def _end(task: Task[Mapping[str, bool]], _result: object) -> None:
    _RUNNING.discard(task)
