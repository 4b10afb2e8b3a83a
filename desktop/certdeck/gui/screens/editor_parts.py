"""Parts of the editor's form: choices, and the bullets of the exam guide that a card covers."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from certdeck.core.card_parts import CardChoice
from certdeck.core.card_rules import CHOICES
from certdeck.core.ids import BulletId
from certdeck.gui.widgets.buttons import GhostButton, IconButton
from certdeck.gui.widgets.choices import CheckBox
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.search_field import SearchField
from certdeck.presenters.editor_views import BulletView

_FOUND_ROWS: Final = 5


class _ChoiceRow(QWidget):
    def __init__(self, place: int, choice: CardChoice) -> None:
        super().__init__()
        letter = chr(ord("A") + place)
        self.text = QLineEdit(choice.text)
        self.text.setAccessibleName(f"Choice {letter}")
        self.right = CheckBox("Right")
        self.right.setChecked(choice.right)
        self.right.setAccessibleName(f"Choice {letter} is right")
        self.drop = IconButton("x", f"Remove choice {letter}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(letter, "muted"))
        row.addWidget(self.text, 1)
        row.addWidget(self.right)
        row.addWidget(self.drop)


class ChoiceRows(QWidget):
    """The choices of a multiple-choice card, one a line, each right or not. `changed` comes after each change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[_ChoiceRow] = []
        self.add = GhostButton("Add a choice", "plus")
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(label("Choices, in an order that changes each time", "note-strong"))
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_choices(self, choices: Sequence[CardChoice]) -> None:
        """Fill the rows anew."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, choice in enumerate(choices):
            self._put(place, choice)
        self._order_stops()
        self.add.setVisible(len(self.rows) < CHOICES.stop - 1)

    def choices(self) -> tuple[CardChoice, ...]:
        """Return what is in the rows, empty ones too."""
        return tuple(CardChoice(row.text.text(), row.right.isChecked()) for row in self.rows)

    def _order_stops(self) -> None:
        """Let Tab go through the rows before the button, not behind all that was made earlier."""
        stops = [stop for row in self.rows for stop in (row.text, row.right, row.drop)]
        before = self.add.previousInFocusChain()
        chain = (*((before,) if before is not None else ()), *stops, self.add)
        for one, next_one in pairwise(chain):
            QWidget.setTabOrder(one, next_one)

    def _put(self, place: int, choice: CardChoice) -> None:
        row = _ChoiceRow(place, choice)
        row.text.textChanged.connect(self.changed)
        row.right.toggled.connect(self.changed)
        row.drop.clicked.connect(partial(self._drop, place))
        row.drop.setEnabled(place > 0 or len(self.rows) > 0)
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _add(self) -> None:
        self.show_choices((*self.choices(), CardChoice("")))
        self.rows[-1].text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _drop(self, place: int) -> None:
        left = [choice for number, choice in enumerate(self.choices()) if number != place]
        self.show_choices(left)
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


class _FoundList(QListWidget):
    """Bullets that were found. Enter takes the current one, Escape and Up from the first lead back to the field."""

    taken = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Bullets found")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self._take)

    def show_found(self, bullets: Sequence[BulletView]) -> None:
        """List `bullets`."""
        self.clear()
        for bullet in bullets:
            item = QListWidgetItem(f"{bullet.id}  {bullet.text}")
            item.setData(Qt.ItemDataRole.UserRole, bullet.id)
            item.setToolTip(bullet.text)
            self.addItem(item)
        rows = min(_FOUND_ROWS, len(bullets))
        height = self.sizeHintForRow(0) if rows else 0
        self.setFixedHeight(rows * height + 10)
        self.setVisible(bool(bullets))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current bullet, or go back."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and item is not None:
            self._take(item)
        elif event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and self.currentRow() <= 0):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take(self, item: QListWidgetItem) -> None:
        self.taken.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class _BulletSearch(SearchField):
    """The field to find bullets by. Down leads into what was found, Enter takes its first."""

    down = Signal()
    first = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead to what was found."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.first.emit()
        else:
            super().keyPressEvent(event)


class BulletField(QWidget):
    """The bullets of the exam guide that a card covers: those chosen, and a field to find others by."""

    chosen = Signal(str, bool)

    def __init__(self, find: Callable[[str], Sequence[BulletView]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._shown: tuple[BulletView, ...] = ()
        self.search = _BulletSearch("Number or words of a bullet", "Find bullets of the exam guide")
        self.found = _FoundList()
        self.drops: list[IconButton] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label("Covers of the exam guide", "note-strong"))
        column.addLayout(self._rows)
        column.addWidget(self.search)
        column.addWidget(self.found)
        self.found.hide()
        self.search.textEdited.connect(self._look)
        self.search.down.connect(self._enter)
        self.search.first.connect(self._take_first)
        self.found.taken.connect(self._take)
        self.found.left.connect(lambda: self.search.setFocus(Qt.FocusReason.OtherFocusReason))

    def show_bullets(self, bullets: tuple[BulletView, ...]) -> None:
        """Show what is chosen; the first is the main one."""
        if bullets == self._shown:
            return
        self._shown = bullets
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.drops = []
        for bullet in bullets:
            self._rows.addWidget(self._row(bullet))

    def _row(self, bullet: BulletView) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        drop = IconButton("x", f"Take bullet {bullet.id} away")
        drop.clicked.connect(partial(self._drop, bullet.id))
        self.drops.append(drop)
        row.addWidget(label(bullet.id, "note-strong"))
        row.addWidget(ElidedLabel(bullet.text, "note-text"), 1)
        row.addWidget(drop)
        return whole

    def _look(self, words: str) -> None:
        self.found.show_found(self._find(words) if words.strip() else ())

    def _enter(self) -> None:
        if not self.found.isVisible():
            self.found.show_found(self._find(self.search.text()))
        if self.found.count():
            self.found.setCurrentRow(max(0, self.found.currentRow()))
            self.found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_first(self) -> None:
        if self.found.count() and self.search.text().strip():
            self._take(str(self.found.item(0).data(Qt.ItemDataRole.UserRole)))

    def _take(self, bullet: str) -> None:
        self.search.setText("")
        self.found.show_found(())
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(bullet, True)

    def _drop(self, bullet: BulletId, _checked: bool = False) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(bullet, False)
