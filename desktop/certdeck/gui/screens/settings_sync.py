"""The settings of sync: the folder shared with other computers, syncing now, and what came of it."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from certdeck.core.errors import CertdeckError
from certdeck.gui.screen import Running, Shell
from certdeck.gui.screens.settings_fields import Section, SettingRow, beside
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.choices import CheckBox
from certdeck.presenters.syncing import HOW, TITLE, SyncPresenter
from certdeck.services.changes import Changes
from certdeck.services.syncing import SyncReport

FOLDER = "Shared folder"
NOW = "Sync now"
BREAK = "\N{ZERO WIDTH SPACE}"


class SyncSection(Section):
    """Which folder is shared, a button that syncs now, how that went, and whether it is done at the start."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("Sync")
        self._shell = shell
        self._presenter = SyncPresenter(shell.services)
        self._filling = False
        self._syncing: Running = lambda: False
        self.choose = QuietButton("Choose a folder", "folder-open")
        self.stop = QuietButton("Stop syncing", "x")
        self.sync_now = QuietButton(NOW, "refresh-ccw")
        self.at_start = CheckBox("")
        self.folder_row = SettingRow(FOLDER, HOW, beside(self.choose, self.stop), below=True)
        self.now_row = SettingRow("Last sync", "", self.sync_now, below=True)
        self.start_row = SettingRow(
            "Sync when Certdeck opens", "If the shared folder is there at that moment.", self.at_start
        )
        self.rows = (self.folder_row, self.now_row, self.start_row)
        for row in self.rows:
            self.add_row(row)
        self.sync_now.setAccessibleName(NOW)
        self.choose.clicked.connect(self._choose)
        self.stop.clicked.connect(partial(self._share, ""))
        self.sync_now.clicked.connect(self.sync)
        self.at_start.toggled.connect(self._at_start)

    @property
    def settled(self) -> bool:
        """Whether nothing is told that would be lost with the page."""
        return self._presenter.settled and not self._syncing()

    def show_standing(self) -> None:
        """Show how things stand, or what came of the last sync."""
        view = self._presenter.view()
        self._filling = True
        # A long path may be broken behind each of its folders.
        self.folder_row.set_note(view.folder.replace("/", f"/{BREAK}").replace("\\", f"\\{BREAK}") or HOW)
        self.choose.setText("Change" if view.folder else "Choose a folder")
        self.choose.setAccessibleName("Change the shared folder" if view.folder else "Choose a shared folder")
        self.choose.refresh()
        self.stop.setVisible(bool(view.folder))
        self.now_row.set_note(view.standing)
        self.now_row.set_error("\n".join(view.problems))
        self.sync_now.setEnabled(view.can_sync)
        self.sync_now.setAccessibleDescription(" ".join((view.standing, *view.problems)))
        self.at_start.setChecked(view.at_start)
        self.at_start.setEnabled(view.can_sync)
        self._filling = False

    def sync(self) -> None:
        """Sync off the GUI thread; the window shows how far it is, and can cancel it."""
        folder = self._presenter.folder()
        if folder is None:
            return
        syncing = self._shell.services.syncing
        self._presenter.settle()
        self._syncing = self._shell.run(TITLE, lambda progress: syncing.sync(folder, progress=progress), self._synced)

    def _synced(self, done: tuple[Changes, SyncReport]) -> None:
        changes, report = done
        self._presenter.tell(report)
        if changes:
            self._shell.changed(changes)
        self.show_standing()

    def _choose(self) -> None:
        before = self._shell.services.preferences.settings.sync_folder
        chosen = QFileDialog.getExistingDirectory(self, "Choose a folder that your computers share", before)
        if chosen:
            self._share(str(Path(chosen)))

    def _share(self, folder: str) -> None:
        self._presenter.settle()
        self._change(sync_folder=folder)

    def _at_start(self, on: bool) -> None:
        if not self._filling:
            self._change(sync_at_start=on)

    def _change(self, **values: object) -> None:
        try:
            changes = self._shell.services.preferences.change(**values)
        except CertdeckError as error:
            self._shell.refuse(error)
            return
        self.show_standing()
        self._shell.changed(changes)
