"""The window shown while a library is brought up to date, or goes back to a backup, before the app can open it."""

from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from certdeck.gui import theme
from certdeck.gui.tasks import Task, start
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import ThinBar
from certdeck.ports.updating import Update

TITLE = "Bringing your library up to date"
HOW = (
    "A new version of Certdeck keeps it in another form. A copy of it as it was is kept beside it. "
    "This happens once and takes a moment."
)
WIDTH = 480


class UpdateWindow(QDialog):
    """Does `update` off the GUI thread. It closes by itself: the work is one transaction, and can't be stopped."""

    def __init__(self, update: Update, title: str = TITLE, how: str = HOW) -> None:
        super().__init__()
        self.error: BaseException | None = None
        self._over = False
        self._bar = ThinBar(title)
        self.setWindowTitle("Certdeck")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(title, "h2"))
        column.addWidget(label(how, "text", wrap=True))
        column.addSpacing(8)
        column.addWidget(self._bar)
        width = theme.current().px(WIDTH)
        self.setFixedSize(width, column.heightForWidth(width))
        self._task: Task[None] = Task(update)
        self._task.signals.progress.connect(self._show_progress)
        self._task.signals.succeeded.connect(lambda _result: self._end())
        self._task.signals.refused.connect(self._end)
        self._task.signals.failed.connect(self._end)

    @staticmethod
    def show_while(app: QApplication, resources: Path, update: Update, title: str = TITLE, how: str = HOW) -> None:
        """Do `update` with the window open, and raise what it raises."""
        theme.install(app, resources)
        window = UpdateWindow(update, title, how)
        start(window._task)
        window.exec()
        window.deleteLater()
        if window.error is not None:
            raise window.error

    def reject(self) -> None:
        """Stay open until the work is done."""
        if self._over:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay open until the work is done."""
        event.setAccepted(self._over)

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _end(self, error: BaseException | None = None) -> None:
        self.error, self._over = error, True
        self.accept()
