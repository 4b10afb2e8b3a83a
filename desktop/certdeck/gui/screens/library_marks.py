"""Trying the formulas of the cards that the library shows, off the GUI thread."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from certdeck.gui.tasks import Task, start
from certdeck.presenters.library_marks import FaultMarks

_RUNNING: Final[set[Task[Mapping[str, bool]]]] = set()


class MarkMaker(QObject):
    """Has what `marks` wants tried, one batch at a time, and calls `show` when a mark has to be painted."""

    def __init__(self, marks: FaultMarks, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._marks = marks
        self._show = show
        self._task: Task[Mapping[str, bool]] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._begin)

    def look(self) -> None:
        """Begin once what is being painted is done, if there is anything to try."""
        if self._marks.wanted and self._task is None:
            self._soon.start()

    def _begin(self) -> None:
        formulas = self._marks.wanted
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
