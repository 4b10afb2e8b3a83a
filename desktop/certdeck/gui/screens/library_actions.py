"""What can be done with the selected items of the library: the menu, the keys, and the questions that some need."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.gui import theme
from certdeck.gui.screen import Shell
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.screens.library_table import LibraryTable
from certdeck.gui.turning import turn_history
from certdeck.gui.widgets.flags import flag_icon
from certdeck.gui.widgets.menu_words import menu_words
from certdeck.ports.rows import ItemRow
from certdeck.presenters.dates import counted
from certdeck.presenters.library_cram import chosen_cards, cram_words, crammed
from certdeck.presenters.library_edit import MANY, Done, LibraryEdits
from certdeck.presenters.printing import CARDS, Begin, print_words
from certdeck.services.changes import Changes


class LibraryActions:
    """Acts on the selected rows of `table`, each time as one change that can be undone; `after` shows the new state.

    `searched` returns the query behind the list.
    """

    def __init__(
        self,
        page: QWidget,
        shell: Shell,
        table: LibraryTable,
        after: Callable[[], None],
        searched: Callable[[], str] = str,
    ) -> None:
        self._page = page
        self._shell = shell
        self._table = table
        self._after = after
        self._searched = searched
        self._edits = LibraryEdits(shell.services)
        self._keys_of_menu = {
            "S": self.toggle_suspended,
            "B": self.toggle_buried,
            "D": self.ask_due,
            "T": self.ask_tags,
            "C": self.cram,
            "P": self.print_cards,
        }

    # --- Keys

    def hit(self, key: str) -> None:
        """Do what the letter `key` stands for."""
        if key in self._keys_of_menu:
            self._keys_of_menu[key]()
        elif key == "F":
            self.toggle_flag()

    def flag(self, flag: int) -> None:
        """Give the selected cards a flag, or none with 0; all of them lose one that the current card has already."""
        row = self._current()
        wanted = 0 if row is not None and row.flag == flag else flag
        self._do(lambda keys: self._edits.flag(keys, wanted))

    def toggle_flag(self) -> None:
        """Flag the selected cards, or take the flags away if the current card has one."""
        row = self._current()
        self._do(lambda keys: self._edits.flag(keys, 0 if row is not None and row.flag else 1))

    def toggle_suspended(self) -> None:
        """Leave the selected cards out, or take them in again if the current one is left out."""
        row = self._current()
        self._do(lambda keys: self._edits.suspend(keys, on=not (row is not None and row.suspended)))

    def toggle_buried(self) -> None:
        """Leave the selected cards out until tomorrow, or bring them back if the current one is buried."""
        on = not self._is_buried()
        self._do(lambda keys: self._edits.bury(keys, on=on))

    def forget(self) -> None:
        """Make the selected cards new again."""
        self._do(self._edits.forget)

    def ask_due(self) -> None:
        """Ask for a day, and have the selected cards asked then."""
        self._ask(
            "Set due date",
            "In how many days shall {} be asked? What is known of your memory stays.",
            "Days or date",
            "3, a range such as 3-7, or a date such as 2026-12-01",
            self._edits.set_due,
        )

    def ask_tags(self) -> None:
        """Ask for tags and give them to the selected items."""
        self._ask("Add tags", "Tags for {}.", "Tags", "weak, or storage::s3; several with spaces", self._edits.add_tags)

    def ask_tags_away(self) -> None:
        """Ask for tags and take them from the selected items."""
        title, text = "Remove tags", "Tags to be taken from {}. Tags of a deck stay."
        self._ask(title, text, "Tags", "Several with spaces", self._edits.remove_tags)

    def cram(self) -> None:
        """Cram the selected cards, or all that are listed when one alone is selected. The schedule stays."""
        keys = crammed(self._table.selected_keys(), self._table.listed_keys())
        if len(keys) < MANY:
            self._cram_now(keys)
        else:
            services = self._shell.services
            self._shell.run("Looking for the cards", lambda _progress: chosen_cards(services, keys), self._shell.study)

    def _cram_now(self, keys: Sequence[int]) -> None:
        try:
            wish = chosen_cards(self._shell.services, keys)
        except CertdeckError as error:
            self._shell.refuse(error)
            return
        self._shell.study(wish)

    def print_cards(self) -> None:
        """Show on paper the selected cards, or all that the search finds when one alone is selected."""
        from certdeck.gui.screens.print_dialog import open_print

        open_print(self._shell, self._page, self._to_print())

    def _to_print(self) -> Begin:
        keys = self._table.selected_keys()
        if len(keys) > 1:
            return Begin(what=CARDS, keys=tuple(keys))
        return Begin(what=CARDS, query=self._searched().strip())

    def undo(self) -> None:
        """Take the last change back."""
        self._shell.attempt(partial(turn_history, self._shell, undo=True, done=self._undone))

    def _undone(self, changes: Changes, _change: object) -> None:
        self._shell.changed(changes)
        self._after()

    # --- Menu

    def menu(self) -> QMenu:
        """Return the menu for the selected items."""
        menu = QMenu(self._page)
        menu.setAccessibleName("Actions for the selected items")
        count, row = len(self._table.selected_keys()), self._current()
        if count > 1:
            menu.addAction(f"{count:,} selected").setEnabled(False)
            menu.addSeparator()
        self._add_flags(menu)
        words, icon = ("Resume", "play") if row is not None and row.suspended else ("Suspend", "pause")
        self._add(menu, words, icon, "S", self.toggle_suspended)
        words, icon = ("Bring back today", "sun") if self._is_buried() else ("Bury until tomorrow", "moon")
        self._add(menu, words, icon, "B", self.toggle_buried)
        self._add(menu, "Set due date…", "calendar", "D", self.ask_due)
        self._add(menu, "Forget", "rotate-ccw", "", self.forget)
        menu.addSeparator()
        self._add(menu, "Add tags…", "tag", "T", self.ask_tags)
        self._add(menu, "Remove tags…", "x", "", self.ask_tags_away)
        menu.addSeparator()
        words = cram_words(self._table.selected_keys(), self._table.listed_keys())
        self._add(menu, words, "zap", "C", self.cram)
        self._add(menu, print_words(self._table.selected_keys()), "printer", "P", self.print_cards)
        self._add(menu, "Select all", "list-checks", "Ctrl+A", self._table.selectAll)
        return menu

    def _add_flags(self, menu: QMenu) -> None:
        row = self._current()
        flags = menu.addMenu(theme.current().icon("flag", 16, theme.current().tokens.muted), "Flag")
        names = self._shell.services.preferences.settings.flag_names()
        for number, name in enumerate(names, start=1):
            entry = flags.addAction(flag_icon(number), f"{number}  {menu_words(name)}\tAlt+{number}")
            entry.setCheckable(True)
            entry.setChecked(row is not None and row.flag == number)
            entry.triggered.connect(partial(self._flag_from_menu, number))
        flags.addSeparator()
        flags.addAction("No flag\tAlt+0").triggered.connect(partial(self._flag_from_menu, 0))

    def _flag_from_menu(self, flag: int, _checked: bool = False) -> None:
        self.flag(flag)

    def _add(self, menu: QMenu, words: str, icon: str, key: str, act: Callable[[], object]) -> QAction:
        look = theme.current()
        entry = menu.addAction(look.icon(icon, 16, look.tokens.muted), f"{words}\t{key}" if key else words)
        entry.triggered.connect(lambda _checked=False: act())
        return entry

    # --- Doing it

    def _current(self) -> ItemRow | None:
        """Return the current row as the database has it now."""
        row = self._table.current_row()
        return None if row is None else self._shell.services.search.row(row.id)

    def _is_buried(self) -> bool:
        row = self._current()
        return row is not None and self._edits.is_buried(row)

    def _ask(self, title: str, text: str, name: str, hint: str, act: Callable[[Sequence[int], str], Done]) -> None:
        keys = self._table.selected_keys()
        if not keys:
            return
        which = "this item" if len(keys) == 1 else counted(len(keys), "item")
        AskLine(
            self._page,
            title,
            text.format(which),
            name=name,
            hint=hint,
            agree=title,
            take=lambda typed: self._carry_out(keys, lambda: act(keys, typed)),
        ).ask()

    def _do(self, act: Callable[[Sequence[int]], Done]) -> None:
        keys = self._table.selected_keys()
        if keys:
            self._shell.attempt(lambda: self._carry_out(keys, lambda: act(keys)))

    def _carry_out(self, keys: Sequence[int], act: Callable[[], Done]) -> None:
        """Run `act`, off the GUI thread where it takes long. Raises `CertdeckError` where it does not."""
        if len(keys) < MANY:
            self._tell(act())
        else:
            self._shell.run(f"Changing {counted(len(keys), 'item')}", lambda _progress: act(), self._tell)

    def _tell(self, done: Done) -> None:
        if not done.changes:
            self._shell.toast("It was so already; nothing was changed")
            return
        self._shell.changed(done.changes)
        self._after()
        self._shell.toast(done.words, undo=self.undo)
