"""A question to the learner that has to be answered before anything else: over the page, in the app's own look."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.focus_ring import FocusRing
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import Card, ScrollPage
from certdeck.gui.widgets.labels import label

_WIDTH = 480


class AskDialog(QDialog):
    """A card with a title, text and two buttons over the dimmed window.

    `agree` is the primary button and calls `then`; `decline` and Escape only close. `body` goes between text and buttons.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        *,
        agree: str,
        decline: str,
        then: Callable[[], None],
        body: Sequence[QWidget] = (),
    ) -> None:
        window = parent.window()
        super().__init__(window)
        self._host = window
        self._then = then
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        self.agree_button = PrimaryButton(agree)
        self.decline_button = QuietButton(decline)
        self.agree_button.clicked.connect(self._agree)
        self.decline_button.clicked.connect(self.reject)
        self._lay_out(title, text, body)
        self._ring = FocusRing(self)
        window.installEventFilter(self)

    def ask(self) -> None:
        """Show the question; returns at once."""
        self._cover()
        self.open()
        self._cover()
        self.agree_button.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep covering the window when it moves or changes its size."""
        if watched is self._host and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._cover()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the focused button with Enter, close with Escape."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, (PrimaryButton, QuietButton)):
            focused.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card inside the window."""
        super().resizeEvent(event)
        self._card.setFixedWidth(min(theme.current().px(_WIDTH), max(1, self.width() - 48)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the page."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().tokens.scrim))

    def _agree(self) -> None:
        self.accept()
        self._then()

    def _cover(self) -> None:
        self.setGeometry(self._host.geometry())

    def _lay_out(self, title: str, text: str, body: Sequence[QWidget]) -> None:
        self._card = Card(margins=(24, 20, 24, 20), spacing=12)
        inner = ScrollPage(margin=0, spacing=12)
        inner.column.addWidget(label(title, "title", wrap=True))
        inner.column.addWidget(label(text, "text", wrap=True))
        for part in body:
            inner.column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.decline_button)
        buttons.addWidget(self.agree_button)
        for part in (*self._top(inner),):
            self._card.column.addWidget(part)
        self._card.column.addSpacing(4)
        self._card.column.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(1)
        column.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _top(self, inner: ScrollPage) -> tuple[QWidget, ...]:
        return (inner,)
