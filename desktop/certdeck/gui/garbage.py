"""When the garbage collector goes through all that there is: while nobody waits for the window."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_REST: Final = 3_000
"""Milliseconds without a click after which the learner is taken to read."""
_WORTH: Final = 10
"""Younger collections since the last whole one: as many as Python itself would wait for."""
_LATEST: Final = 1_000
"""Younger collections after which all is gone through even though nobody rests."""
_USUAL: Final = gc.get_threshold()


class RestfulCollector(QObject):
    """Keeps whole collections of garbage out of clicks, for as long as it lives.

    Such a collection stands in the way of the window for several frames: an exam keeps thousands of widgets. Young
    garbage is collected as ever.
    """

    def __init__(self, parent: QObject, *, rest: int = _REST) -> None:
        """Take `rest` milliseconds without a click for a rest."""
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=rest)
        self._timer.timeout.connect(collect_if_worth)
        self.destroyed.connect(_collect_as_usual)
        gc.set_threshold(*_USUAL[:2], _LATEST)

    def put_off(self) -> None:
        """Wait for the next rest: something was done just now."""
        self._timer.start()


def collect_if_worth() -> None:
    """Go through all that there is if there may be garbage, and no work in another thread wants it left lying."""
    if gc.isenabled() and gc.get_count()[2] >= _WORTH:
        gc.collect()


def _collect_as_usual() -> None:
    gc.set_threshold(*_USUAL)
