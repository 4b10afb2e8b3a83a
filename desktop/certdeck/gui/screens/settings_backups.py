"""The setting that copies the library, and goes back to a copy."""

from certdeck.core.backups import Backup
from certdeck.core.errors import CertdeckError
from certdeck.gui.screen import Running, Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.settings_fields import SettingRow, beside
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.fields import ComboBox
from certdeck.presenters.backups import (
    GO_BACK,
    MAKE,
    NAME,
    WARNING,
    BackupsPresenter,
    BackupsView,
    choices,
    made_words,
    went_back_words,
)
from certdeck.services.backups import WentBack


class BackupsRow(SettingRow):
    """How the backups stand, a button that makes one now, and one that goes back to one.

    Both work off the GUI thread; the window shows how far they are, and can cancel them.
    """

    def __init__(self, shell: Shell) -> None:
        self.make = QuietButton(MAKE, "copy")
        self.go_back = QuietButton("Go back", "history")
        super().__init__(NAME, "", beside(self.make, self.go_back), below=True)
        self._shell = shell
        self._backups = shell.services.backups
        self._presenter = BackupsPresenter(self._backups)
        self._working: Running = lambda: False
        self.make.setAccessibleName(MAKE)
        self.go_back.setAccessibleName(GO_BACK)
        self.make.clicked.connect(self._make)
        self.go_back.clicked.connect(self._ask_where_there_are_any)

    @property
    def settled(self) -> bool:
        """Whether nothing is under way that needs the row at its end."""
        return not self._working()

    def show_standing(self) -> None:
        """Show which backup is the last one, and how many there are."""
        try:
            view, error = self._presenter.view(), ""
        except CertdeckError as refused:
            view, error = BackupsView("", ()), str(refused)
        self.set_note(view.note)
        if error != self.error():
            self.set_error(error)
        self.make.setAccessibleDescription(view.note or error)
        self.go_back.setEnabled(bool(view.choices))

    def ask(self) -> Ask:
        """Ask to which backup the library shall go back."""
        backups = ComboBox("Backup")
        for name, words in choices(self._backups):
            backups.addItem(words, name)
        asked = Ask(
            self,
            f"{GO_BACK}?",
            WARNING,
            agree="Go back",
            decline="Cancel",
            then=lambda: self._go_back(backups.currentData()),
            body=(backups,),
            careful=True,
        )
        asked.ask()
        return asked

    def _ask_where_there_are_any(self) -> None:
        # They may have gone since the page was shown, and their folder with them.
        self.show_standing()
        if self.go_back.isEnabled():
            self.ask()

    def _make(self) -> None:
        self._working = self._shell.run(MAKE, self._backups.make, self._made)

    def _made(self, backup: Backup) -> None:
        self.show_standing()
        self._shell.toast(made_words(backup, self._backups.zone))

    def _go_back(self, name: str) -> None:
        self._working = self._shell.run(
            "Going back to a backup", lambda progress: self._backups.go_back(name, progress), self._went_back
        )

    def _went_back(self, done: WentBack) -> None:
        try:
            self._shell.changed(self._shell.services.elsewhere.renew())
            self._install_later_decks()
        except CertdeckError as error:
            self._shell.refuse(error)
        self.show_standing()
        self._shell.toast(went_back_words(done, self._backups.zone))

    def _install_later_decks(self) -> None:
        """Bring the decks of the app up to date: the backup may have come from an earlier version of it."""
        library = self._shell.services.library
        folders = library.outdated()
        if folders:
            self._shell.run(
                "Installing the decks of this version",
                lambda progress: library.install_all(folders, progress=progress),
                self._shell.changed,
            )
