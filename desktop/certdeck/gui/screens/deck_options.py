"""Deck options: presets of everything that decides how much is studied, in which order, and how memory is reckoned."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout
from shiboken6 import isValid

from certdeck.core.ids import DeckId
from certdeck.gui import theme
from certdeck.gui.screen import Page, Screen, Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.screens.deck_options_rows import OPTIONS, EasyDays, OptionRow, fits_beside
from certdeck.gui.screens.settings_fields import Section, SettingRow
from certdeck.gui.widgets.buttons import GhostButton, QuietButton
from certdeck.gui.widgets.fields import ComboBox
from certdeck.gui.widgets.frames import MARGIN
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.presenters.deck_options import DeckOptionsPresenter, DeckOptionsView, Ease
from certdeck.services.changes import Changes

_BAR: Final = 560
_TWO_COLUMNS: Final = 860
"""Design pixels of width below which the buttons stand below each other, and everything in one column."""


class DeckOptionsScreen(Screen):
    """Each change holds at once for every deck that has the preset shown."""

    reloads_for = Changes(content=True, settings=True)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.view: DeckOptionsView | None = None
        self._own_change = False
        self._filling = False
        self.presenter = DeckOptionsPresenter(shell.services, render=self._render, changed=self._tell)
        self.back = GhostButton("Settings", "arrow-left")
        self.preset = ComboBox("Options")
        self.preset.setMinimumContentsLength(16)
        self.copy, self.rename = QuietButton("Add a copy", "copy"), QuietButton("Rename", "pencil")
        self.remove = QuietButton("Remove", "trash-2")
        self.used_by = label("", "note", wrap=True)
        self.rows = {row.option: row for section in OPTIONS for row in (OptionRow(wish) for wish in section.wishes)}
        self.easy_days = EasyDays()
        self._decks = Section("Decks")
        self._deck_rows: list[SettingRow] = []
        self.page = LevelPage(above=8, below=MARGIN)
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns = QHBoxLayout()
        self._lay_out()
        self._connect()
        theme.current().follow(self.arrange)

    def reload(self) -> None:
        """Show the options in force."""
        self.presenter.start()

    def hear(self, changes: Changes) -> None:
        """Overlook what this page has changed itself: it is shown already."""
        if not self._own_change:
            super().hear(changes)

    def focus_first(self) -> None:
        """Focus the choice of the preset."""
        self.preset.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- Showing

    def _render(self, view: DeckOptionsView) -> None:
        if not isValid(self):  # what was changed had to wait, and the page was left meanwhile
            return
        before, self.view = self.view, view
        self._filling = True
        self._fill_presets(view)
        for row in self.rows.values():
            row.show_view(view)
        self.easy_days.show_days(view.easy_days)
        if before is None or [deck.id for deck in before.decks] != [deck.id for deck in view.decks]:
            self._make_deck_rows(view)
        self._fill_decks(view)
        self._filling = False

    def _fill_presets(self, view: DeckOptionsView) -> None:
        self.preset.clear()
        for preset in view.presets:
            self.preset.addItem(preset.name, preset.id)
        self.preset.setCurrentIndex(self.preset.findData(view.chosen.id))
        self.used_by.setText(view.used_by)
        self.remove.setEnabled(view.removable)

    def _make_deck_rows(self, view: DeckOptionsView) -> None:
        for row in self._deck_rows:
            self._decks.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._deck_rows = []
        for deck in view.decks:
            choice = ComboBox()
            choice.setMinimumContentsLength(12)
            choice.activated.connect(partial(self._assign, deck.id, choice))
            row = SettingRow(deck.title, "", choice)
            choice.setAccessibleName(f"Options of {deck.title}")
            self._deck_rows.append(row)
            self._decks.add_row(row)
        self.arrange()

    def _fill_decks(self, view: DeckOptionsView) -> None:
        for deck, row in zip(view.decks, self._deck_rows, strict=True):
            choice = row.control
            assert isinstance(choice, ComboBox)
            choice.clear()
            for preset in view.presets:
                choice.addItem(preset.name, preset.id)
            choice.setCurrentIndex(choice.findData(deck.preset))

    # --- Changing

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.shell.go(Page.SETTINGS))
        self.preset.activated.connect(lambda _index: self.presenter.choose(self.preset.currentData()))
        self.copy.clicked.connect(self._ask_copy)
        self.rename.clicked.connect(self._ask_rename)
        self.remove.clicked.connect(self._ask_remove)
        for row in self.rows.values():
            row.changed.connect(self._change)
        self.easy_days.changed.connect(self._ease)

    def _change(self, option: str, value: object) -> None:
        if not self._filling:
            self._do(partial(self.presenter.change, option, value, self._chosen()))

    def _ease(self, weekday: int, ease: Ease) -> None:
        if not self._filling:
            self._do(partial(self.presenter.ease, weekday, ease, self._chosen()))

    def _assign(self, deck: DeckId, choice: ComboBox, _index: int) -> None:
        self._do(partial(self.presenter.assign, deck, choice.currentData()))

    def _ask_copy(self) -> None:
        assert self.view is not None
        AskLine(
            self,
            "Add a copy",
            f"The new options begin as {self.view.chosen.name} is now. Give them to a deck below.",
            name="Name",
            agree="Add",
            take=self.presenter.add,
        ).ask()

    def _ask_rename(self) -> None:
        assert self.view is not None
        AskLine(
            self,
            "Rename these options",
            "Decks that have them keep them.",
            name="Name",
            start=self.view.chosen.name,
            agree="Rename",
            take=self.presenter.rename,
        ).ask()

    def _ask_remove(self) -> None:
        assert self.view is not None
        Ask(
            self,
            f"Remove {self.view.chosen.name}?",
            f"{self.view.used_by} Decks that have these options get the default ones; your cards stay as they are.",
            agree="Remove",
            decline="Keep",
            then=partial(self._do, partial(self.presenter.remove, self._chosen())),
            careful=True,
        ).ask()

    def _chosen(self) -> int:
        """Return the preset that the learner sees: another one may be shown when what they change has had to wait."""
        assert self.view is not None
        return self.view.chosen.id

    def _do(self, act: Callable[[], None]) -> None:
        self.shell.attempt(act)

    def _tell(self, changes: Changes) -> None:
        self._own_change = True
        try:
            self.shell.changed(changes)
        finally:
            self._own_change = False

    # --- Layout

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 14, MARGIN, 12)
        head.setSpacing(2)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(label("Deck options", "h1"))
        self._bar.setSpacing(8)
        self._bar.addWidget(self.preset)
        for button in (self.copy, self.rename, self.remove):
            self._bar.addWidget(button)
        self._bar.addStretch(1)
        self.page.column.addLayout(self._bar)
        self.page.column.addWidget(self.used_by)
        left, right = QVBoxLayout(), QVBoxLayout()
        sections = {wished.title: self._section(wished.title) for wished in OPTIONS}
        for column, titles in ((left, ("Each day", "Leeches")), (right, ("Memory", "Spreading", "Typed answers"))):
            column.setSpacing(16)
            for title in titles:
                column.addWidget(sections[title])
        sections["Spreading"].add_row(self.easy_days)
        left.addWidget(self._decks)
        for column in (left, right):
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self._columns.setSpacing(16)
        self.page.column.addLayout(self._columns)
        self.page.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.page, 1)

    def _section(self, title: str) -> Section:
        section = Section(title)
        for wished in OPTIONS:
            if wished.title == title:
                for wish in wished.wishes:
                    section.add_row(self.rows[wish.option])
        return section

    def arrange(self) -> None:
        """Change between one column and two."""
        width = self.width() / theme.current().scale
        wide = width >= _TWO_COLUMNS
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        column = width / 2 if wide else width
        for row in (*self.rows.values(), *self._deck_rows):
            row.set_narrow(not fits_beside(column))
        self.easy_days.fit(column)
        across = width >= _BAR
        self._bar.setDirection(directions.LeftToRight if across else directions.TopToBottom)
