"""A question to the learner that has to be answered before anything else: over the page, in the app's own look."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from shiboken6 import isValid

from certdeck.gui import theme
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.focus_trap import move_focus_within
from certdeck.gui.widgets.frames import Card, ScrollPage
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.messages import announce

_WIDTH: Final = 480
_EDGE: Final = 24
_RING: Final = 5
"""Room that the focus ring needs beside what scrolls."""


class Ask(QWidget):
    """A card with a title, text and two buttons over the dimmed window. Tab stays inside until it is answered.

    `agree` names the primary button, which calls `then`; `decline` and Escape only close. `body` goes between text and
    buttons. A `careful` question has the focus on `decline`, so that Enter alone does no harm. `closed` is emitted
    once, whatever the answer.
    """

    closed = Signal()

    def __init__(
        self,
        over: QWidget,
        title: str,
        text: str,
        *,
        agree: str,
        decline: str,
        then: Callable[[], None],
        body: Sequence[QWidget] = (),
        careful: bool = False,
    ) -> None:
        super().__init__(over.window())
        self._host = over.window()
        self._then = then
        self._back_to = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.agree_button = PrimaryButton(agree)
        self.decline_button = QuietButton(decline)
        self.agree_button.clicked.connect(self._agree)
        self.decline_button.clicked.connect(self.dismiss)
        self._card = Card(parent=self, margins=(24 - _RING, 20, 24 - _RING, 20), spacing=20 - _RING)
        self._inner = ScrollPage(margin=_RING, spacing=12)
        self._inner.column.setContentsMargins(_RING, 0, _RING, _RING)
        self._lay_out((label(title, "title", wrap=True), label(text, "text", wrap=True), *body))
        self._first: QWidget = self.decline_button if careful else self.agree_button
        self._host.installEventFilter(self)
        theme.current().changed.connect(self._cover)

    def ask(self) -> None:
        """Show the question; returns at once. One that is on the window already stays, and this one goes."""
        asked = next((other for other in self._host.findChildren(Ask) if other._asks_the_same(self)), None)
        if asked is not None:
            # Two of them could both be answered, the second when what it is about is gone.
            self._host.removeEventFilter(self)
            self.closed.emit()
            self.deleteLater()
            asked.raise_()
            return
        self._cover()
        self.show()
        self.raise_()
        self._cover()
        self._first.setFocus()
        announce(self, f"{self.accessibleName()} {self.accessibleDescription()}", urgent=True)

    def fit(self) -> None:
        """Give the card the height that its parts need now."""
        self._cover()

    def dismiss(self) -> None:
        """Close without doing anything, and give the focus back."""
        self._host.removeEventFilter(self)
        self.hide()
        self.closed.emit()
        if self._back_to is not None and isValid(self._back_to):
            self._back_to.setFocus()
        self.deleteLater()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus among the controls of the card only."""
        return move_focus_within(self._card, forward=forward)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep covering the window when it changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._cover()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the focused button with Enter, close with Escape; let no key through to the page."""
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused in (
            self.agree_button,
            self.decline_button,
        ):
            (self.agree_button if focused is self.agree_button else self.decline_button).click()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let no click through to the page."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the page."""
        QPainter(self).fillRect(self.rect(), QColor(theme.current().tokens.scrim))

    def _asks_the_same(self, other: "Ask") -> bool:
        """Tell whether this is shown with the words of `other`."""
        words = (self.accessibleName(), self.accessibleDescription())
        return (
            self is not other and self.isVisible() and words == (other.accessibleName(), other.accessibleDescription())
        )

    def _agree(self) -> None:
        self.dismiss()
        self._then()

    def _cover(self) -> None:
        self.setGeometry(self._host.rect())
        margins = self._card.column.contentsMargins()
        width = min(theme.current().px(_WIDTH), self.width() - 2 * _EDGE)
        inner = width - margins.left() - margins.right() - 2
        content = self._inner.page.layout()
        wanted = content.totalHeightForWidth(inner) if content is not None and content.hasHeightForWidth() else 0
        rest = margins.top() + margins.bottom() + self._card.column.spacing() + self.agree_button.sizeHint().height()
        self._inner.setFixedHeight(max(1, min(wanted, self.height() - 2 * _EDGE - rest - 2)))
        high = self._inner.height() + rest + 2
        self._card.setGeometry((self.width() - width) // 2, (self.height() - high) // 2, width, high)

    def _lay_out(self, parts: Sequence[QWidget]) -> None:
        for part in parts:
            self._inner.column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, _RING, 0)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.decline_button)
        buttons.addWidget(self.agree_button)
        self._card.column.addWidget(self._inner)
        self._card.column.addLayout(buttons)
