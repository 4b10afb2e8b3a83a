"""Ctrl+K: one field that finds pages, cards, questions, sheets and commands."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from certdeck.core.errors import CertdeckError
from certdeck.core.exam.conduct import Mode
from certdeck.core.scheduling.cram import CramKind, CramWish
from certdeck.core.settings import TEXT_SCALES, Appearance
from certdeck.gui import theme
from certdeck.gui.making_searchable import NOT_YET
from certdeck.gui.palette_list import HitList, spoken
from certdeck.gui.rail import ICONS
from certdeck.gui.screen import Page, Shell
from certdeck.gui.widgets.frames import HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.key_cap import KeyCap
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import announce
from certdeck.gui.widgets.overlay import Overlay
from certdeck.presenters.palette import Action, Hit, PalettePresenter

_FIELD: Final = 56
_BELOW: Final = 10
_MOVES: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER: Final = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter))
PAGES: Final = tuple(
    Action(page.value, page.value, "Page", ICONS[page], f"Ctrl {number}") for number, page in enumerate(Page, start=1)
)
CRAMS: Final = {
    "cram-forgotten": CramWish(CramKind.FORGOTTEN),
    "cram-flagged": CramWish(CramKind.FLAGGED),
    "cram-leeches": CramWish(CramKind.LEECHES),
    "cram-week": CramWish(CramKind.DUE, days=7),
}
"""What can be crammed at once."""
COMMANDS: Final = (
    Action("review", "Start review", "Command", "play"),
    Action("cram-forgotten", "Cram what you forgot today", "Command", "zap"),
    Action("cram-flagged", "Cram flagged cards", "Command", "zap"),
    Action("cram-leeches", "Cram leeches", "Command", "zap"),
    Action("cram-week", "Cram what comes due in 7 days", "Command", "zap"),
    Action("exam", "Start a practice exam", "Command", "play"),
    Action("quiz", "Start a quiz", "Command", "zap"),
    Action("paper", "Type in the answers of an exam on paper", "Command", "keyboard"),
    Action("print", "Print sheets, cards or an exam", "Command", "printer"),
    Action("appearance", "Switch between light and dark", "Command", "moon"),
    Action("larger", "Make text larger", "Command", "plus"),
    Action("smaller", "Make text smaller", "Command", "minus"),
    Action("import", "Import cards from a file", "Command", "folder-open", "Ctrl O"),
    Action("anki", "Export to Anki or another program", "Command", "download"),
    Action("disputes", "Export disputes", "Command", "file-down"),
    Action("keys", "Show all keys", "Command", "keyboard", "?"),
)


class PaletteField(QLineEdit):
    """The field to type in. It keeps the focus; `tabbed` carries 1 for Tab and -1 for Backtab."""

    tabbed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Search pages, cards, questions, sheets and commands")
        self.setPlaceholderText("Search or type a command")
        theme.set_class(self, "bare")
        self.setProperty("ringRadius", -1)
        theme.current().follow(self._dress)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Stay, and move the selection: what is behind the palette can't have the focus."""
        self.tabbed.emit(1 if forward else -1)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Take the large letters again: being dressed by the style sheet for the first time takes them away."""
        super().showEvent(event)
        self._dress()

    def _dress(self) -> None:
        self.setFont(theme.current().font(18))


class Palette(Overlay):
    """The palette over `window`. Choosing a row closes it and goes there."""

    def __init__(self, shell: Shell, window: QWidget) -> None:
        super().__init__(window, "Search and commands")
        self.shell = shell
        self._presenter = PalettePresenter(shell.services, PAGES, COMMANDS)
        self.field = PaletteField()
        self.field.textChanged.connect(self._typed)
        self.field.tabbed.connect(self._step)
        self.list = HitList()
        self.list.clicked.connect(lambda _index: self._choose())
        self._notice = label("", "muted", wrap=True)
        self._wait = QTimer(self, singleShot=True, interval=0)
        self._wait.timeout.connect(self._find)
        self._build()

    def open(self, typed: str = "") -> None:
        """Show the palette with `typed` in its field."""
        self.field.setText(typed)
        self._wait.stop()
        self._find()
        self.show_over()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def panel_height(self, width: int) -> int:
        """Return the height of the field and of what was found."""
        notice = max(theme.current().px(_FIELD), self._notice.heightForWidth(width))
        content = self.list.content_height() + (0 if self._notice.isHidden() else notice)
        return theme.current().px(_FIELD) + 3 + (content or notice) + 2 * _BELOW

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(22, 0, 18, 0)
        head.setSpacing(10)
        head.addWidget(IconLabel("search", 18, "muted"))
        head.addWidget(self.field, 1)
        head.addWidget(KeyCap("Esc"))
        self._head = QWidget()
        self._head.setLayout(head)
        self._notice.setContentsMargins(22, 0, 22, 0)
        self.column.addWidget(self._head)
        self.column.addWidget(HairLine(strong=True))
        self.column.addSpacing(_BELOW)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._notice, 1)
        self.column.addSpacing(_BELOW)
        theme.current().follow(self._fit)
        theme.current().changed.connect(self.list.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selection, choose, or close."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._step(_MOVES[key])
            event.accept()
        elif key in _ENTER:
            self._choose()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self._head.setFixedHeight(theme.current().px(_FIELD))

    def _step(self, by: int) -> None:
        self.list.step_by(by)
        self._say()

    def _typed(self) -> None:
        self._wait.start()

    def _find(self) -> None:
        text = self.field.text()
        waits = self._presenter.waits(text)
        groups = self._presenter.find(text, items=not waits)
        if waits:
            self._notice.setText(NOT_YET)
        elif not groups:
            self._notice.setText(self._presenter.nothing(text))
        self.list.set_groups(groups)
        self.list.setVisible(bool(groups))
        self._notice.setVisible(waits or not groups)
        self.column.setStretchFactor(self._notice, 0 if groups else 1)
        self.place()
        self._say()
        if waits:
            self.shell.make_searchable(self._find_again)

    def _find_again(self) -> None:
        """Find what could not be found before, unless the palette was closed meanwhile."""
        if isValid(self):
            self._find()

    def _say(self) -> None:
        hit = self.list.chosen()
        words = self._notice.text() if hit is None else spoken(hit)
        self.field.setAccessibleDescription(words)
        if self.isVisible():
            announce(self.field, words)

    def _choose(self) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self._find()
        hit = self.list.chosen()
        if hit is None:
            return
        self.dismiss()
        try:
            self._go(hit)
        except CertdeckError as error:
            self.shell.refuse(error)

    def _go(self, hit: Hit) -> None:
        if hit.item is not None:
            self.shell.open_item(hit.item)
        elif hit.query is not None:
            self.shell.search_library(hit.query)
        elif hit.action in set(Page):
            self.shell.call(Page(hit.action))
        else:
            commands: dict[str, Callable[[], None]] = {
                "review": self.shell.study,
                "import": self.shell.open_import,
                **{name: partial(self.shell.study, wish) for name, wish in CRAMS.items()},
                "exam": self._start_exam,
                "quiz": self._start_quiz,
                "paper": self._ask_for_code,
                "print": self._print,
                "appearance": self._switch_appearance,
                "larger": partial(self._change_text, 1),
                "smaller": partial(self._change_text, -1),
                "anki": self._export,
                "disputes": self._export_disputes,
                "keys": self._show_keys,
            }
            commands[hit.action]()

    def _start_exam(self) -> None:
        self.shell.start_exam(self.shell.services.library.exam().blueprint.id)

    def _start_quiz(self) -> None:
        from certdeck.presenters.exam_start import What, Wish

        wish = Wish(what=What.QUIZ, mode=Mode.PRACTICE)
        self.shell.start_exam(self.shell.services.library.exam().blueprint.id, wish)

    def _ask_for_code(self) -> None:
        from certdeck.gui.screens.paper_exam import ask_for_code

        ask_for_code(self.shell, self._over)

    def _print(self) -> None:
        from certdeck.gui.screens.print_dialog import open_print

        open_print(self.shell, self._over)

    def _export_disputes(self) -> None:
        from certdeck.gui.screens.dispute import export_disputes

        export_disputes(self.shell, self._over)

    def _switch_appearance(self) -> None:
        wanted = Appearance.LIGHT if theme.current().dark else Appearance.DARK
        self.shell.changed(self.shell.services.preferences.change(appearance=wanted.value))

    def _change_text(self, steps: int) -> None:
        preferences = self.shell.services.preferences
        place = TEXT_SCALES.index(preferences.settings.text_scale) + steps
        if 0 <= place < len(TEXT_SCALES):
            self.shell.changed(preferences.change(text_scale=TEXT_SCALES[place]))
        else:
            size = preferences.settings.text_scale
            self.shell.toast(f"Text is at {size} %, the {'largest' if steps > 0 else 'smallest'} size")

    def _export(self) -> None:
        from certdeck.gui.screens.export import ask_export

        ask_export(self.shell, self._over)

    def _show_keys(self) -> None:
        from certdeck.gui.keys import KeysOverlay

        KeysOverlay(self._over).open()
