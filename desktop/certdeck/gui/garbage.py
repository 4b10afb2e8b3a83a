"""When the garbage collector goes through all that there is: while nobody waits for the window."""

import gc
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QObject, QTimer

_REST: Final = 3_000
"""Milliseconds without a click after which the learner is taken to read."""
_WORTH: Final = 10
"""Younger collections since the last whole one: as many as Python itself would wait for."""
_LATEST: Final = 1_000
"""Younger collections after which all is gone through even though nobody rests."""
_USUAL: Final = gc.get_threshold()


class RestfulCollector(QObject):
    """Keeps whole collections of garbage out of clicks, for as long as it or another one lives.

    Such a collection stands in the way of the window for several frames: an exam keeps thousands of widgets, and so
    does its report. Young garbage is collected as ever.
    """

    _timers: ClassVar[list[QTimer]] = []

    def __init__(self, parent: QObject, *, rest: int = _REST) -> None:
        """Take `rest` milliseconds without a click for a rest."""
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=rest)
        self._timer.timeout.connect(collect_if_worth)
        self.destroyed.connect(partial(_end, self._timer, self._timers))
        self._timers.append(self._timer)
        gc.set_threshold(*_USUAL[:2], _LATEST)

    @classmethod
    def is_any(cls) -> bool:
        """Tell whether one lives."""
        return bool(cls._timers)

    def put_off(self) -> None:
        """Wait for the next rest: something was done just now."""
        for timer in self._timers:
            timer.stop()  # of a screen that is covered, too
        self._timer.start()


def collect_after_work() -> bool:
    """Collect what long work has left, and have Python give up the free objects that it keeps for the next ones.

    Scattered as they are, these hold on to megabytes. Where a screen keeps whole collections out of clicks, its next
    rest is soon enough. Returns False where other work is under way and wants garbage left lying: try again later.
    """
    if not gc.isenabled():
        return False
    if not RestfulCollector.is_any():
        gc.collect()
    return True


def _end(timer: QTimer, timers: list[QTimer]) -> None:
    timers.remove(timer)
    if not timers:
        gc.set_threshold(*_USUAL)


def collect_if_worth() -> None:
    """Go through all that there is if there may be garbage, and no work in another thread wants it left lying."""
    if gc.isenabled() and gc.get_count()[2] >= _WORTH:
        gc.collect()
