"""Searches that the learner has given a name: the menu that they are chosen from, and what can be done with them."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from certdeck.gui import theme
from certdeck.gui.screen import Shell
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.widgets.menu_words import menu_words
from certdeck.ports.search import SavedSearch
from certdeck.presenters.library import Wish


class SavedMenu(QMenu):
    """The searches that were saved. `chosen` carries one, `save_asked` and the others what shall be done."""

    chosen = Signal(object)
    save_asked = Signal()
    rename_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, over: QWidget, saved: tuple[SavedSearch, ...], *, can_save: bool) -> None:
        super().__init__(over)
        self.setAccessibleName("Saved searches")
        look = theme.current()
        for one in saved:
            entry = self.addAction(look.icon("search", 16, look.tokens.muted), menu_words(one.name))
            entry.setToolTip(one.query)
            entry.triggered.connect(lambda _on, one=one: self.chosen.emit(one))
        if not saved:
            self.addAction("No search is saved yet").setEnabled(False)
        self.addSeparator()
        self.save = self.addAction(look.icon("bookmark", 16, look.tokens.muted), "Save this search…")
        self.save.setEnabled(can_save)
        self.save.triggered.connect(self.save_asked)
        if saved:
            self.renaming = self._submenu("Rename", "pencil", saved, self.rename_asked.emit)
            self.removing = self._submenu("Delete", "trash-2", saved, self.remove_asked.emit)

    def _submenu(
        self, words: str, icon: str, saved: tuple[SavedSearch, ...], act: Callable[[SavedSearch], None]
    ) -> QMenu:
        look = theme.current()
        menu = self.addMenu(look.icon(icon, 16, look.tokens.muted), words)
        for one in saved:
            menu.addAction(menu_words(one.name)).triggered.connect(lambda _on, one=one: act(one))
        return menu


class SavedSearches:
    """The saved searches behind `button`. `wish` tells what is listed now, `show` lists what a query finds."""

    def __init__(self, button: QWidget, shell: Shell, wish: Callable[[], Wish], show: Callable[[str], None]) -> None:
        self._button = button
        self._shell = shell
        self._wish = wish
        self._show = show

    def menu(self) -> SavedMenu:
        """Return the menu of saved searches."""
        menu = SavedMenu(self._button, self._shell.services.search.saved(), can_save=self._wish().fault is None)
        menu.chosen.connect(lambda saved: self._show(saved.query))
        menu.save_asked.connect(self.save)
        menu.rename_asked.connect(self.rename)
        menu.remove_asked.connect(self.remove)
        return menu

    def open(self) -> None:
        """Show the menu below the button."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height())))

    def save(self) -> AskLine:
        """Ask for a name, and save what is listed now under it."""
        query = self._wish().text
        return self._ask(
            "", query or "This search lists everything.", "Save search", lambda name: self._keep(name, query)
        )

    def rename(self, saved: SavedSearch) -> AskLine:
        """Ask for another name."""
        finder = self._shell.services.search
        return self._ask(
            saved.name, saved.query, "Rename", lambda name: self._shell.changed(finder.rename(saved.id, name))
        )

    def remove(self, saved: SavedSearch) -> None:
        """Delete a saved search."""
        self._shell.changed(self._shell.services.search.remove(saved.id))
        self._shell.toast(f"Search {saved.name} deleted", undo=lambda: self._keep(saved.name, saved.query))

    def _keep(self, name: str, query: str) -> None:
        self._shell.changed(self._shell.services.search.save(name, query))

    def _ask(self, start: str, text: str, agree: str, take: Callable[[str], None]) -> AskLine:
        asked = AskLine(self._button, "Saved search", text, name="Name", agree=agree, take=take, start=start)
        asked.ask()
        return asked
