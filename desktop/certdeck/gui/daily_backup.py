"""A backup once a day, made while the learner does something else."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from certdeck.core.backups import Backup
from certdeck.core.errors import CertdeckError
from certdeck.gui.main_window import MainWindow
from certdeck.gui.tasks import Task, start
from certdeck.ports.exporting import Progress

FIRST: Final = 20_000
"""Milliseconds after the start: whoever opens the app wants to use it first."""
AGAIN: Final = 600_000
"""Milliseconds until it is looked anew whether one is due: a window may stay open for days."""


class DailyBackup(QObject):
    """Makes a backup where there is none of today, never while an exam or an editor has the window.

    It says nothing unless it fails, and then not again until the next start.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._task: Task[Backup | None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    def look(self) -> None:
        """Make one if it is due, and look again later."""
        self._timer.start(AGAIN)
        if self._window.is_covered or self._task is not None:
            return
        self._task = task = Task(self._work)
        task.signals.succeeded.connect(self._over)
        task.signals.cancelled.connect(self._over)
        task.signals.refused.connect(self._refused)
        task.signals.failed.connect(self._failed)
        start(task)

    def stop(self) -> None:
        """Make none any more; one that is half made goes."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _work(self, progress: Progress) -> Backup | None:
        backups = self._window.services.backups
        return backups.make(progress) if backups.is_due() else None

    def _over(self, _made: object = None) -> None:
        self._task = None

    def _refused(self, error: CertdeckError) -> None:
        self.stop()
        self._over()
        self._window.refuse(error)

    def _failed(self, error: BaseException) -> None:
        self.stop()
        self._over()
        raise error
