"""Starting the GUI: the application object, its look, the first page, and what happens when something breaks."""

import gc
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from certdeck.core.errors import StoreError
from certdeck.gui import theme
from certdeck.gui.main_window import MainWindow
from certdeck.gui.screen import Page
from certdeck.ports.exporting import Progress
from certdeck.ports.updating import Update, Updating
from certdeck.services.backups import BackupService
from certdeck.services.catalogue import Services

OpenServices = Callable[[Path | None, Updating], Services]
"""Builds the services on a data folder; None is the user's own. Raises `StoreError`."""
OpenBackups = Callable[[Path | None], BackupService]
"""Gives the backups of the library in a data folder, also where that can't be opened."""


def run_gui(
    open_services: OpenServices,
    open_backups: OpenBackups,
    resources: Path,
    data: Path | None,
    *,
    exit_after_first_paint: bool = False,
) -> int:
    """Open the app and return its exit code once it is closed."""
    app = application()
    services = ask_until_open(app, open_services, open_backups, resources, data)
    if services is None:
        return 1
    install_theme(app, services, resources)
    window = MainWindow(services)
    sys.excepthook = CrashReporter(window)
    window.installEventFilter(FirstPaint(window, then=app.quit if exit_after_first_paint else partial(_wake, window)))
    open_window(window)
    code = app.exec()
    # Work that can't be cancelled is let finish: it writes whole files or whole transactions.
    QThreadPool.globalInstance().waitForDone()
    services.close()
    return code


def application() -> QApplication:
    """Return the application object, made when there is none yet."""
    existing = QApplication.instance()
    # The style is named here: who sets it later has Qt make every type that belongs to styles, 8 ms before the window.
    app = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName("Certdeck")
    app.setApplicationDisplayName("Certdeck")
    app.setDesktopFileName("org.certdeck.Certdeck")
    return app


def install_theme(app: QApplication, services: Services, resources: Path) -> theme.Theme:
    """Give the app its fonts, colours and text size as the settings have them."""
    settings = services.preferences.settings
    installed = theme.install(
        app, resources, math=services.math, mode=settings.appearance.value, scale=settings.text_scale / 100
    )
    installed.pictures = partial(_picture, services)
    installed.code = services.code
    return installed


def _picture(services: Services, name: str) -> Path | None:
    """Find a picture of a card; the service is loaded with the first one."""
    return services.cards.picture(name)


def open_window(window: MainWindow) -> None:
    """Show the window with Today, or with the installation of the shipped decks when they have changed."""
    outdated = window.services.library.outdated()
    if outdated:
        from certdeck.gui.first_start import FirstStart

        first = FirstStart(window, outdated, then=partial(_go_in, window))
        window.cover(first)
        window.show()
        first.begin()
    else:
        window.go(Page.TODAY)
        window.show()


def _go_in(window: MainWindow) -> None:
    window.uncover()
    window.go(Page.TODAY)


def _wake(window: MainWindow) -> None:
    """Do what the first page did not have to wait for.

    Collect garbage, make searchable what is not, settle exams, make the other pages, sync.
    """
    gc.freeze()
    gc.enable()
    # Before others have the connection that is open already.
    window.make_searchable()
    window.settle_exams()
    window.warm_up()
    if window.services.preferences.settings.sync_at_start:
        # Loaded only where it is wanted.
        from certdeck.gui.sync_at_start import sync_at_start

        sync_at_start(window)
    # Loaded once the window is there, too.
    from certdeck.gui.daily_backup import DailyBackup

    DailyBackup(window)


class FirstPaint(QObject):
    """Calls `then` when the window it watches has been painted for the first time."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._then = then

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Wait for the paint event, then for the event loop to come round; no event is taken."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def ask_until_open(
    app: QApplication, open_services: OpenServices, open_backups: OpenBackups, resources: Path, data: Path | None
) -> Services | None:
    """Open the services on `data`; where that can't be done, say why, and try what the learner chooses.

    That is another folder, or a backup that the library goes back to. Returns None when the learner would rather quit.
    """
    back_to = ""
    while True:
        try:
            if back_to:
                _go_back(app, resources, open_backups(data), back_to)
            return open_services(data, partial(_update, app, resources))
        except StoreError as error:
            from certdeck.gui.start_failure import StartFailure
            from certdeck.presenters.backups import choices

            theme.install(app, resources)
            chosen = StartFailure.ask(error, choices(open_backups(data)))
            if chosen is None:
                return None
            data, back_to = (chosen, "") if isinstance(chosen, Path) else (data, chosen.name)


def _go_back(app: QApplication, resources: Path, backups: BackupService, name: str) -> None:
    from certdeck.gui.update_window import UpdateWindow

    def work(progress: Progress) -> None:
        backups.go_back(name, progress)

    UpdateWindow.show_while(app, resources, work, "Going back to a backup", "This takes a moment.")


def _update(app: QApplication, resources: Path, update: Update) -> None:
    from certdeck.gui.update_window import UpdateWindow

    UpdateWindow.show_while(app, resources, update)


class CrashReporter:
    """Shows a bug to the learner instead of hiding it: what was kept, and the text to send.

    One at a time: a bug that comes every second must not bury the window. All are written to standard error.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._showing = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write the traceback to standard error and show it in a dialog."""
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        # A painter that was at work ends with its frame. The window is painted again while the dialog is open.
        traceback.clear_frames(trace)
        if isinstance(error, Exception) and not self._showing:
            self._show(text)

    def _show(self, text: str) -> None:
        from certdeck.gui.crash_dialog import CrashDialog

        dialog = CrashDialog(self._window, text)
        self._showing = True
        try:
            dialog.exec()
        finally:
            self._showing = False
            dialog.deleteLater()
