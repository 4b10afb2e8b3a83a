"""The note on a question: a strip above the bar, so that the question stays where it is."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import IconButton
from certdeck.gui.widgets.labels import label
from certdeck.presenters.exam_views import NoteView

_PAUSE_MS: Final = 700
"""Typing that stops for that long is written down."""
_LINES: Final = 3
_NEARLY: Final = 0.9
"""From that share of the longest note on, the characters left are counted."""


class NoteField(QPlainTextEdit):
    """Several lines; Escape asks to close, Tab leaves."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText("What to come back to, or why you chose as you did")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape; no typed letter reaches the room."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
        event.accept()


class NotePane(QFrame):
    """One question's note. When typing stops for a moment, `rested` asks for `flush`, which hands it to `write`."""

    rested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, write: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._write = write
        theme.set_class(self, "bar")
        self._shown: NoteView | None = None
        self._waiting = False
        self.field = NoteField()
        self.close_button = IconButton("x", "Close the note", "Esc")
        self._title = label("", "note-strong")
        self._count = label("", "note")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.rested)
        self.field.textChanged.connect(self._typed)
        self.field.closed.connect(self.closed)
        self.close_button.clicked.connect(self.closed)
        self._lay_out()
        theme.current().follow(self._grow)

    def show_note(self, note: NoteView) -> None:
        """Show `note`; while one is being typed its text is left alone."""
        before, self._shown = self._shown, note
        if before is None or before.number != note.number or not self.isVisible():
            self._title.setText(f"Note on question {note.number}")
            self.field.setAccessibleName(self._title.text())
            self._put(note.text)

    def flush(self) -> None:
        """Hand on what was typed and not written down yet; what `write` raises leaves it to the next time."""
        self._timer.stop()
        if self._waiting:
            self._write(self.field.toPlainText())
            self._waiting = False

    def _put(self, text: str) -> None:
        blocked = self.field.blockSignals(True)
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.blockSignals(blocked)
        self._waiting = False
        self._timer.stop()
        self._show_count()

    def _typed(self) -> None:
        self._waiting = True
        self._timer.start()
        self._show_count()

    def _show_count(self) -> None:
        longest, used = (self._shown.longest if self._shown else 0), len(self.field.toPlainText())
        near = used > longest * _NEARLY
        self._count.setText(f"{used:,} of {longest:,} characters" if near else "Kept with this question")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 6, 24, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.field)

    def _grow(self) -> None:
        font = theme.current().font(14)
        self.field.setFont(font)
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * _LINES + 24)
