"""The editor of cards: a form, what it comes to beside it, and nothing lost on the way out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.card_parts import Occlusion
from certdeck.core.deck import CardKind
from certdeck.core.errors import CertdeckError
from certdeck.core.ids import BulletId, ItemId
from certdeck.core.likeness import Fronts
from certdeck.core.own import Draft
from certdeck.gui import theme
from certdeck.gui.screen import Running, Shell
from certdeck.gui.screens.ask import Ask
from certdeck.gui.screens.editor_compare import ComparisonCard
from certdeck.gui.screens.editor_form import EditorForm
from certdeck.gui.screens.editor_preview import EditorPreview
from certdeck.gui.tasks import Task, start
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import MARGIN
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.gui.widgets.messages import Banner
from certdeck.presenters.editor import EditorPresenter
from certdeck.presenters.editor_views import EditorView
from certdeck.presenters.markdown_help import with_picture

_LOOK_MS: Final = 120
_KEEP_MS: Final = 700
_HEADER: Final = 52
_BESIDE_NEEDS: Final = 860
"""Design pixels of width below which the preview stands below the form."""
_PICTURES: Final = "Pictures (*.png *.jpg *.jpeg *.gif *.webp *.svg)"


_RUNNING: Final[set[Task[Fronts]]] = set()
"""What is being read; kept so that it outlives its editor."""


def _end(task: Task[Fronts], *_result: object) -> None:
    _RUNNING.discard(task)


class EditorScreen(QWidget):
    """Covers the window until the card is saved or left. `left` is called then, with what to say and what to undo.

    Ctrl+Enter saves, Escape leaves; text that is not saved is asked about first, and kept as a draft all the while.
    """

    def __init__(self, shell: Shell, left: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._left = left
        self._leaving = False
        self._stacked: bool | None = None
        self._told = ("", "")
        self._reading: Task[Fronts] | None = None
        self._waits: Running = lambda: False
        self.presenter = EditorPresenter(shell.services, render=self._render, changed=shell.changed)
        self.title = label("", "h2")
        self.kind_name = label("Kind", "note")
        self.form = EditorForm(self.presenter.find_bullets)
        self.preview = EditorPreview()
        self.comparison = ComparisonCard()
        self.cancel = QuietButton("Close")
        self.delete_button = QuietButton("Delete card", "trash-2")
        self.save_button = PrimaryButton("Save")
        self._messages = QVBoxLayout()
        self._looking = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._lay_out()
        self._connect()

    # --- Beginning

    def open_card(self, card: ItemId) -> None:
        """Open a card. Raises `CertdeckError` if it is gone."""
        self.presenter.open_card(card)
        self._read_fronts()

    def open_new(self, draft: Draft | None = None) -> None:
        """Begin a new card, perhaps with `draft`."""
        self.presenter.open_new(draft)
        self._read_fronts()

    def focus_first(self) -> None:
        """Put the focus into the first field, or where a choice between two texts waits."""
        first: QWidget = self.form.front
        if self.form.kind.currentData() == CardKind.OCCLUSION:
            first = self.form.picture.choose
        if self.comparison.waits():
            first = self.comparison.keep
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- What the learner does

    def save(self) -> None:
        """Save and leave; what can't be saved is told in words."""
        self.shell.attempt(self._save, self._complain)

    def _save(self) -> None:
        # It may have been left while this had to wait, or written on.
        if self._leaving:
            return
        self._take()
        if self.presenter.save() is not None:
            self._go("Card saved")

    def _complain(self, error: CertdeckError) -> None:
        self.presenter.complain(str(error))

    def leave(self) -> None:
        """Leave, after asking about text that is not saved."""
        self._take()
        if not self.presenter.dirty:
            self._throw_away()
            return
        Ask(
            self,
            "Leave without saving?",
            "What you have written is not saved yet. It is thrown away if you leave.",
            agree="Throw away",
            decline="Go on writing",
            then=self._throw_away,
            careful=True,
        ).ask()

    def delete(self) -> None:
        """Take the own card away, after asking."""
        Ask(
            self,
            "Delete this card?",
            "It is asked no more. Ctrl+Z brings it back with all you have learnt.",
            agree="Delete card",
            decline="Keep it",
            then=self._delete,
            careful=True,
        ).ask()

    def add_picture(self, file: Path) -> None:
        """Copy a picture, and show it in the field that was written in last, or as the picture with parts."""
        try:
            name = self.shell.services.cards.add_picture(file)
        except CertdeckError as error:
            self.presenter.complain(str(error))
            return
        field = self.form.bar.field()
        if self.form.kind.currentData() == CardKind.OCCLUSION:
            shapes = self.form.picture.occlusion().shapes
            self.form.picture.show_occlusion(Occlusion(name, shapes, self.form.picture.occlusion().covering))
            self._wrote()
        elif field is not None:
            field.replace(lambda where: with_picture(where, name))

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window open while there is text to ask about."""
        self._take()
        if self._leaving or not self.presenter.dirty:
            super().closeEvent(event)
            return
        event.ignore()
        self._keep()
        self.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the preview where it has room."""
        super().resizeEvent(event)
        self._fit()

    # --- Parts

    def _read_fronts(self) -> None:
        """Read the first fields of all cards in another thread: of many cards that takes a while."""
        cards = self.shell.services.cards
        task = self._reading = Task(lambda _progress: cards.fronts())
        task.signals.succeeded.connect(self._know)
        # The editor may be closed before all is read: the task lives until it has told its end.
        for ending in (task.signals.succeeded, task.signals.refused, task.signals.failed):
            ending.connect(partial(_end, task))
        _RUNNING.add(task)
        start(task)

    def _know(self, fronts: Fronts) -> None:
        self._reading = None
        if not self._leaving:
            self.presenter.know(fronts)

    def _wrote(self) -> None:
        self._looking.start()
        self._keeping.start()

    def _take(self) -> None:
        """Take over what is in the fields."""
        self._looking.stop()
        self.presenter.write(self.form.text(), tags=self.form.own_tags(), note=self.form.note.toPlainText())

    def _look(self) -> None:
        self._take()
        self.presenter.look()

    def _keep(self) -> None:
        self._take()
        if not self._waits():
            self._waits = self.shell.attempt(self._keep_draft, self._complain)

    def _keep_draft(self) -> None:
        if not self._leaving:
            self.presenter.keep()

    def _choose_kind(self, kind: str) -> None:
        self._take()
        self.presenter.choose_kind(CardKind(kind))
        self._keeping.start()

    def _cover(self, bullet: str, on: bool) -> None:
        self._take()
        self.presenter.cover(BulletId(bullet), on=on)
        self._keeping.start()

    def _settle(self, settle: Callable[[], None]) -> None:
        self._take()
        try:
            settle()
        except CertdeckError as error:
            self.presenter.complain(str(error))

    def _delete(self) -> None:
        try:
            self.presenter.delete()
        except CertdeckError as error:
            self.presenter.complain(str(error))
            return
        self._go("Card deleted")

    def _throw_away(self) -> None:
        try:
            self.presenter.leave()
        except CertdeckError as error:
            # Whoever wants to leave must be able to: a draft that could not be forgotten is offered again.
            self._go("")
            self.shell.refuse(error)
        else:
            self._go("")

    def _go(self, words: str) -> None:
        self._leaving = True
        self._looking.stop()
        self._keeping.stop()
        self._left(words)

    def _ask_for_picture(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Choose a picture", "", _PICTURES)
        if file:
            self.add_picture(Path(file))

    # --- What is shown

    def _render(self, view: EditorView) -> None:
        self.setAccessibleName(view.title)
        self.title.setText(view.title)
        self.save_button.setText(view.saves)
        self.save_button.refresh()
        self.delete_button.setVisible(view.deletable)
        self.comparison.show_comparison(view.comparison)
        self.form.show_view(view, self.presenter.draft)
        self.preview.show_view(view)
        self._show_messages(view)

    def _show_messages(self, view: EditorView) -> None:
        if (view.refusal, view.restored) == self._told:
            return
        self._told = (view.refusal, view.restored)
        while self._messages.count():
            item = self._messages.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if view.refusal:
            first, _, rest = view.refusal.partition(". ")
            self._messages.addWidget(Banner("bad", f"{first.rstrip('.')}.", rest))
        if view.restored:
            words = f"What you had not saved was kept on {view.restored}."
            kept = Banner("info", "Your draft is back", words, "Discard draft")
            kept.acted.connect(lambda: self._settle(self.presenter.forget_draft))
            self._messages.addWidget(kept)

    def _lay_out(self) -> None:
        self._page = LevelPage(above=16)
        self._page.column.addLayout(self._messages)
        self._page.column.addWidget(self.comparison)
        self._page.column.addWidget(self.form)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self._page, 11)
        self._body.addWidget(self.preview, 9)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addLayout(self._body, 1)
        theme.current().follow(self._fit)

    def _header(self) -> QFrame:
        self._head = QFrame()
        theme.set_class(self._head, "header")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(MARGIN, 8, MARGIN, 8)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addSpacing(8)
        row.addWidget(self.form.kind)
        row.addStretch(1)
        for button in (self.delete_button, self.cancel, self.save_button):
            row.addWidget(button)
        return self._head

    def _connect(self) -> None:
        self._looking.timeout.connect(self._look)
        self._keeping.timeout.connect(self._keep)
        self.form.written.connect(self._wrote)
        self.form.kind_chosen.connect(self._choose_kind)
        self.form.bullets.chosen.connect(self._cover)
        self.form.bar.picture_asked.connect(self._ask_for_picture)
        self.form.picture_asked.connect(self._ask_for_picture)
        self.form.refused.connect(self.presenter.complain)
        self.comparison.mine_asked.connect(lambda: self._settle(self.presenter.keep_mine))
        self.comparison.theirs_asked.connect(lambda: self._settle(self.presenter.take_theirs))
        self.cancel.clicked.connect(self.leave)
        self.delete_button.clicked.connect(self.delete)
        self.save_button.clicked.connect(self.save)
        self.save_button.setToolTip("Save (Ctrl+Enter)")
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def _fit(self) -> None:
        """Put the preview beside the form, or below it where the window is narrow for its text."""
        stacked = self.width() / theme.current().scale < _BESIDE_NEEDS
        if stacked != self._stacked:
            self._stacked = stacked
            down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._body.setDirection(down if stacked else across)
            self._body.setStretch(0, 3 if stacked else 11)
            self._body.setStretch(1, 2 if stacked else 9)
            self.preview.set_stacked(stacked=stacked)
