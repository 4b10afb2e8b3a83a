"""Making cards searchable in the background: those of a large import can be studied before."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from certdeck.core.errors import BusyStore
from certdeck.gui.screen import Running
from certdeck.ports.exporting import Progress

if TYPE_CHECKING:
    from certdeck.gui.attempts import Attempts
    from certdeck.gui.work_under_way import WorkUnderWay
    from certdeck.services.catalogue import Services

_TURN: Final = 10
"""Milliseconds."""
NOT_YET: Final = "New cards are being made searchable. What is in them is found in a moment."


class MakingSearchable(QObject):
    """Has the cards of a window's library made searchable that are not, in pieces; `attempts` have their turn between.

    Where the learner stops it the rest is left until cards change again, are searched for, or the app is started.
    """

    def __init__(self, window: QWidget, services: "Services", work: "WorkUnderWay", attempts: "Attempts") -> None:
        super().__init__(window)
        self._services = services
        self._work = work
        self._attempts = attempts
        self._running: Running = _idle
        self._waiting: list[Callable[[], None]] = []

    def look(self, then: Callable[[], None] | None = None) -> None:
        """Begin, where there is anything to do and that is not under way; call `then` once all are searchable."""
        self._waiting += [then] if then else []
        if self._running():
            return
        left = self._services.full_text.left()
        if left:
            title = f"Making {left:,} cards searchable" if left > 1 else "Making a card searchable"
            self._running = self._work.run(title, self._catch_up, self._done)
        else:
            self._tell()

    def _catch_up(self, progress: Progress) -> None:
        # Who writes for so long, such as another import, may leave some as well: it is looked anew then.
        with suppress(BusyStore):
            self._services.full_text.catch_up(progress=partial(self._give_way, progress))

    def _give_way(self, progress: Progress, done: int, total: int) -> None:
        """Tell how far it is, and let what the learner did meanwhile be written first."""
        progress(done, total)
        while self._attempts.is_any():
            QThread.msleep(_TURN)
            progress(done, total)

    def _done(self, _nothing: None) -> None:
        self._running = _idle
        if isValid(self):
            self.look()

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()


def _idle() -> bool:
    return False
