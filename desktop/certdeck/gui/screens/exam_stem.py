"""The stem of a question: words can be selected in it, by mouse or keyboard, and highlighted."""

from collections.abc import Iterator
from functools import partial
from typing import Final
from weakref import WeakSet

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QScrollArea, QWidget

from certdeck.core.exam.events import Span
from certdeck.core.richtext import RichText
from certdeck.gui.widgets.marked_text import MarkedPane
from certdeck.gui.widgets.rich_view import RichTextView

_ONWARD: Final = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_CARET_KEYS: Final = (*_ONWARD, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End)


class StemPane(MarkedPane):
    """A text whose words can be selected.

    Arrow keys walk from part to part. Tab stops at the first part only, and nowhere unless `selectable`.
    """

    def __init__(self, parent: QWidget | None = None, *, size: float = 18) -> None:
        self._selectable = True
        self._active: RichTextView | None = None
        self._heard: WeakSet[RichTextView] = WeakSet()
        super().__init__(parent, size=size)

    def set_selectable(self, selectable: bool) -> None:
        """Let words be selected with the keyboard, too, or with the mouse only."""
        if selectable != self._selectable:
            self._selectable = selectable
            self._prepare()

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops."""
        return self.reading_order()[:1] if self._selectable else ()

    def selection(self) -> Span | None:
        """Return the selected stretch of the plain text, with both ends alike where only the caret was put there.

        None when the learner has not been here.
        """
        view = self._active
        if view is None:
            return None
        cursor, spots = view.textCursor(), self.spots()[view]
        inside = [spot for spot in spots[cursor.selectionStart() : cursor.selectionEnd()] if spot[0] < spot[1]]
        if inside:
            return inside[0][0], inside[-1][1]
        place = spots[min(cursor.position(), len(spots) - 1)][0] if spots else 0
        return place, place

    def clear_selection(self) -> None:
        """Leave the caret where it stands, and nothing selected."""
        if self._active is not None:
            cursor = self._active.textCursor()
            cursor.clearSelection()
            self._active.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk on to the part before or behind; no caret key reaches the room, where arrows turn the page."""
        order = self.reading_order()
        now = next((view for view in order if view.hasFocus()), None)
        if now is None or not self._selectable or event.key() not in _CARET_KEYS:
            super().keyPressEvent(event)
            return
        event.accept()
        onward = event.key() in _ONWARD
        place = order.index(now) + (1 if onward else -1)
        if 0 <= place < len(order) and event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End):
            order[place].setFocus(Qt.FocusReason.OtherFocusReason)
            order[place].moveCursor(QTextCursor.MoveOperation.Start if onward else QTextCursor.MoveOperation.End)

    def prepare(self, text: RichText, width: int) -> Iterator[None]:
        """Make what `text` needs, and let words be selected in it."""
        yield from super().prepare(text, width)
        for view in self.made_ahead():
            if view not in self._heard:
                self._let_select(view, stops=False)
                yield

    def _build(self) -> None:
        super()._build()
        self._active = None
        self._prepare()

    def _prepare(self) -> None:
        for place, view in enumerate(self.reading_order()):
            self._let_select(view, stops=self._selectable and not place)

    def _let_select(self, view: RichTextView, *, stops: bool) -> None:
        if view not in self._heard:  # one of a table that is kept comes back
            view.cursorPositionChanged.connect(partial(self._caret_moved, view))
            self._heard.add(view)
        view.set_selectable(True, by_keyboard=self._selectable)
        policy = Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus
        if view.focusPolicy() is not policy:
            view.setFocusPolicy(policy)

    def _caret_moved(self, view: RichTextView) -> None:
        """Remember where the learner has put the caret; a text that is written anew moves its caret, too."""
        if not view.hasFocus():
            return
        if self._active is not None and self._active is not view:
            self.clear_selection()
        self._active = view
        _keep_caret_in_sight(view)


def _keep_caret_in_sight(view: RichTextView) -> None:
    above = view.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    page = above.widget() if isinstance(above, QScrollArea) else None
    if isinstance(above, QScrollArea) and page is not None:
        caret = view.cursorRect()
        at = view.viewport().mapTo(page, QPoint(caret.x(), caret.center().y()))
        above.ensureVisible(at.x(), at.y(), 0, 48)
