"""The menu of a card: flags by name, and what is decided about it besides rating it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from certdeck.core.ids import FaceId
from certdeck.gui import theme
from certdeck.gui.screens.ask_line import AskLine
from certdeck.gui.widgets.flags import flag_icon
from certdeck.gui.widgets.menu_words import menu_words
from certdeck.presenters.review import ReviewPresenter
from certdeck.presenters.review_view import ReviewView

_ICON: Final = 16


class CardMenu(QMenu):
    """Everything that can be done with the card on the screen; `do` runs a step and shows what it refuses."""

    def __init__(
        self,
        page: QWidget,
        view: ReviewView,
        presenter: ReviewPresenter,
        do: Callable[[Callable[[], None]], None],
        *,
        edit: Callable[[], None],
        coach: Callable[[FaceId], None],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._presenter = presenter
        self._do = do
        self.setAccessibleName("More for this card")
        self.flags = self.addMenu(_icon("flag"), "Flag")
        self._fill_flags(view)
        self._add("Edit card", "pencil", edit, "E")
        if view.leech and view.face is not None:
            self._add("Help with this leech", "triangle-alert", partial(coach, view.face))
        self.addSeparator()
        self._add("Set due date…", "calendar", self._ask_due)
        self._add("Forget", "rotate-ccw", presenter.forget)
        self.addSeparator()
        self._add("Bury until tomorrow", "moon", presenter.bury, "B")
        self._add("Suspend", "pause", presenter.suspend, "S")
        self.addSeparator()
        self._add("Undo", "undo-2", presenter.undo, "Ctrl+Z")

    def action(self, words: str) -> QAction:
        """Return the entry called `words`. Raises StopIteration when there is none."""
        return next(entry for entry in (*self.actions(), *self.flags.actions()) if entry.text().startswith(words))

    def _fill_flags(self, view: ReviewView) -> None:
        for number, name in enumerate(view.flags, start=1):
            entry = self.flags.addAction(flag_icon(number), f"{number}  {menu_words(name)}\tAlt+{number}")
            entry.setCheckable(True)
            entry.setChecked(view.flag == number)
            entry.triggered.connect(lambda _on, number=number: self._do(lambda: self._presenter.flag(number)))
        self.flags.addSeparator()
        none = self.flags.addAction("No flag\tAlt+0")
        none.setEnabled(view.flag > 0)
        none.triggered.connect(lambda: self._do(lambda: self._presenter.flag(0)))

    def _add(self, words: str, icon: str, act: Callable[[], None], key: str = "") -> None:
        entry = self.addAction(_icon(icon), f"{words}\t{key}" if key else words)
        entry.triggered.connect(lambda: self._do(act))

    def _ask_due(self) -> None:
        AskLine(
            self._page,
            "Set due date",
            "In how many days shall this card be asked? It keeps what is known of your memory.",
            name="Days or date",
            hint="3, a range such as 3-7, or a date such as 2026-12-01",
            agree="Set due date",
            take=self._presenter.set_due,
        ).ask()


def _icon(name: str) -> QIcon:
    look = theme.current()
    return look.icon(name, _ICON, look.tokens.muted)
