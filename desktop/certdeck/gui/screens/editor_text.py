"""Fields for Markdown, and the bar of buttons that helps with it."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import IconButton
from certdeck.presenters.markdown_help import Mark, Stretch, marked

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
MARK_KEYS: Final = {
    QKeyCombination(_CTRL, Qt.Key.Key_B): Mark.BOLD,
    QKeyCombination(_CTRL, Qt.Key.Key_I): Mark.ITALIC,
    QKeyCombination(_CTRL, Qt.Key.Key_E): Mark.CODE,
    QKeyCombination(_CTRL, Qt.Key.Key_L): Mark.LIST,
    QKeyCombination(_CTRL, Qt.Key.Key_T): Mark.TABLE,
    QKeyCombination(_CTRL, Qt.Key.Key_M): Mark.FORMULA,
    QKeyCombination(_CTRL | _SHIFT, Qt.Key.Key_C): Mark.GAP,
    QKeyCombination(_CTRL | _SHIFT | _ALT, Qt.Key.Key_C): Mark.SAME_GAP,
}
PICTURE_KEY: Final = QKeyCombination(_CTRL | _SHIFT, Qt.Key.Key_I)
_BUTTONS: Final = (
    (Mark.BOLD, "bold", "Bold", "Ctrl+B"),
    (Mark.CODE, "code", "Code", "Ctrl+E"),
    (Mark.LIST, "list", "List", "Ctrl+L"),
    (Mark.TABLE, "table", "Table", "Ctrl+T"),
    (Mark.FORMULA, "sigma", "Formula", "Ctrl+M"),
    (Mark.GAP, "rectangle-ellipsis", "Gap of a cloze text", "Ctrl+Shift+C"),
)


_ENDLESS: Final = re.compile(r"\S{2000}")
_BETWEEN_WORDS: Final = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_ANYWHERE: Final = QTextOption.WrapMode.WrapAnywhere
"""Of a word of thousands of letters Qt looks for the end at each of its lines; it breaks anywhere instead."""


class MarkdownEdit(QPlainTextEdit):
    """A field for Markdown that grows with its text, from `least` to `most` lines. Tab goes on to the next field."""

    entered = Signal(object)
    picture_asked = Signal()

    def __init__(self, name: str, *, least: int = 3, most: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.current().follow(self._dress)

    def help(self, mark: Mark) -> None:
        """Put `mark` around, or in place of, what is selected; undone as one step."""
        self.replace(lambda where: marked(where, mark))

    def replace(self, change: Callable[[Stretch], Stretch]) -> None:
        """Change text and selection as `change` says."""
        cursor = self.textCursor()
        before = Stretch(self.toPlainText(), cursor.selectionStart(), cursor.selectionEnd())
        after = change(before)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(after.text)
        cursor.endEditBlock()
        cursor.setPosition(after.start)
        cursor.setPosition(after.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_text(self, text: str) -> None:
        """Show `text`, without a step to undo; leave it alone when it is there already."""
        if text != self.toPlainText():
            self.setWordWrapMode(_ANYWHERE if _ENDLESS.search(text) else _BETWEEN_WORDS)
            self.setPlainText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the buttons help with this field from now on."""
        super().focusInEvent(event)
        self.entered.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the bar."""
        pressed = event.keyCombination()
        if pressed in MARK_KEYS:
            self.help(MARK_KEYS[pressed])
        elif pressed == PICTURE_KEY:
            self.picture_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count lines anew: they break elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return a comfortable width and the present height."""
        return QSize(theme.current().px(360), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: text wraps."""
        return QSize(theme.current().px(160), self.height())

    def _dress(self) -> None:
        self.setFont(theme.current().font(14))
        self._fit()

    def _fit(self) -> None:
        lines = min(self._most, max(self._least, int(self.document().size().height())))
        margins = self.contentsMargins()
        room = margins.top() + margins.bottom() + 2 * int(self.document().documentMargin()) + 16
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + room)


class MarkdownBar(QWidget):
    """Buttons that mark up what is selected in the field that had the focus last."""

    picture_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field: MarkdownEdit | None = None
        self.buttons: dict[str, IconButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for mark, icon, name, key in _BUTTONS:
            button = self._button(icon, name, key)
            button.clicked.connect(partial(self._help, mark))
            row.addWidget(button)
        picture = self._button("image", "Picture from a file", "Ctrl+Shift+I")
        picture.clicked.connect(self.picture_asked)
        row.addWidget(picture)
        row.addStretch(1)

    def watch(self, field: MarkdownEdit) -> None:
        """Help with `field` once it has had the focus; the first one is helped with until then."""
        self._field = self._field or field
        field.entered.connect(self._take)
        field.picture_asked.connect(self.picture_asked)

    def field(self) -> MarkdownEdit | None:
        """Return the field that is helped with."""
        return self._field

    def show_gaps(self, *, on: bool) -> None:
        """Offer gaps, which only cloze texts have."""
        self.buttons["Gap of a cloze text"].setVisible(on)

    def _button(self, icon: str, name: str, key: str) -> IconButton:
        button = IconButton(icon, name, key)
        # A click must not take the focus from the text that it is about.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.buttons[name] = button
        return button

    def _take(self, field: MarkdownEdit) -> None:
        self._field = field

    def _help(self, mark: Mark) -> None:
        if self._field is not None:
            self._field.help(mark)
