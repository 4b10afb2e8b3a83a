"""The page shown while the shipped decks are installed: at the first start, and after an update brought new ones."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.gui import theme
from certdeck.gui.screen import Shell
from certdeck.gui.tasks import Task, start
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import MARGIN, Card
from certdeck.gui.widgets.icon_label import Logo
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import Banner, ThinBar, announce
from certdeck.ports.exporting import Progress
from certdeck.services.changes import Changes

WIDTH = 480


class FirstStart(QWidget):
    """Installs `decks` one after the other off the GUI thread and then calls `then`; it has the window to itself.

    A deck with problems is not installed; they are shown, and the learner may go on with what was there before.
    """

    def __init__(self, shell: Shell, decks: Sequence[Path], then: Callable[[], None]) -> None:
        super().__init__()
        self._shell = shell
        self._decks = decks
        self._then = then
        self._task: Task[Changes] | None = None
        self._bar = ThinBar("Installing the deck")
        self._note = label("", "note")
        self._card = Card(margins=(32, 28, 32, 28), spacing=12)
        self._build(first=not shell.services.library.heads())
        theme.current().changed.connect(self._fit)

    def begin(self) -> None:
        """Start the installation."""
        announce(self, "Certdeck is preparing your library")
        task: Task[Changes] = Task(self._install)
        task.signals.progress.connect(self._show_progress)
        task.signals.succeeded.connect(self._done)
        task.signals.refused.connect(self._refused)
        task.signals.failed.connect(partial(_raise))
        self._task = task
        start(task)

    def _install(self, progress: Progress) -> Changes:
        return self._shell.services.library.install_all(self._decks, progress=progress)

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._note.setText("Reading the cards and questions" if done % 2 == 0 else "Writing them into your library")

    def _done(self, changes: Changes) -> None:
        self._shell.changed(changes)
        self._then()

    def _refused(self, error: CertdeckError) -> None:
        self._bar.hide()
        self._note.hide()
        first, _, rest = str(error).partition("\n")
        self._card.column.addWidget(Banner("bad", first))
        if rest:
            self._card.column.addWidget(_listing(rest))
        button = self._way_out()
        self._card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self._fit()
        # A widget that its layout has yet to show takes no focus.
        button.show()
        button.setFocus()
        announce(self, first, urgent=True)

    def _way_out(self) -> QPushButton:
        if self._shell.services.library.heads():
            go_on = PrimaryButton("Go on with what is installed")
            go_on.clicked.connect(self._go_on)
            return go_on
        leave = QuietButton("Quit")
        leave.clicked.connect(lambda: self.window().close())
        return leave

    def _go_on(self) -> None:
        self._then()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card inside the window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._card.setFixedWidth(min(theme.current().px(WIDTH), self.width() - 2 * MARGIN))

    def _build(self, *, first: bool) -> None:
        title = "Preparing your library" if first else "Updating your library"
        words = (
            "Certdeck puts its deck into your library. This happens once and takes a moment."
            if first
            else "The shipped deck has changed. What you have learnt stays as it is."
        )
        card = self._card
        card.column.addWidget(Logo(40), 0, Qt.AlignmentFlag.AlignHCenter)
        for text, cls in ((title, "h1"), (words, "muted")):
            line = label(text, cls, wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.column.addWidget(line)
        card.column.addWidget(self._bar)
        card.column.addWidget(self._note, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)


def _listing(problems: str) -> QPlainTextEdit:
    shown = QPlainTextEdit(problems)
    shown.setReadOnly(True)
    shown.setTabChangesFocus(True)
    shown.setFont(theme.current().mono(12))
    shown.setAccessibleName("Problems of the deck")
    return shown


def _raise(error: BaseException) -> None:
    raise error
