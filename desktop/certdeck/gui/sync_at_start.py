"""Syncing when the app opens, if the learner wants that and the shared folder is there."""

from functools import partial

from certdeck.gui.screen import Shell
from certdeck.ports.exporting import Progress
from certdeck.presenters.syncing import TITLE, SyncPresenter, summary
from certdeck.services.changes import Changes
from certdeck.services.syncing import SyncReport

Synced = tuple[Changes, SyncReport] | None


def sync_at_start(shell: Shell) -> None:
    """Sync off the GUI thread where the settings say so.

    A folder that is not there, such as a stick that is not plugged in, is no error then.
    """
    folder = SyncPresenter(shell.services).folder()
    if folder is None or not shell.services.preferences.settings.sync_at_start:
        return

    def work(progress: Progress) -> Synced:
        # Looked for here: on a network it may take a while to find out.
        return shell.services.syncing.sync(folder, progress=progress) if folder.is_dir() else None

    shell.run(TITLE, work, partial(_tell, shell))


def _tell(shell: Shell, done: Synced) -> None:
    if done is None:
        return
    changes, report = done
    if changes:
        shell.changed(changes)
    if report.came.total or report.problems:
        trouble = " Sync now in Settings tells what is to be mended." if report.problems else ""
        shell.toast(f"Synced. {summary(report)}{trouble}")
