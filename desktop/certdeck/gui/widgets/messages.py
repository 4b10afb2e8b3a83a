"""What the app has to say: banners, progress, toasts and what an empty page shows."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QEnterEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import REGULAR
from certdeck.gui.icons import STATE_STROKE
from certdeck.gui.tokens import DARK, LIGHT, Tokens
from certdeck.gui.widgets.buttons import LinkButton, Look, PrimaryButton, QuietButton
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.shapes import rounded, smooth

Severity = Literal["info", "good", "warn", "bad"]
_ICONS: Final[dict[Severity, str]] = {
    "info": "info",
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
}
_TOAST_MS: Final = 6000
_TOAST_EDGE: Final = 24


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have the screen reader say `words`; an `urgent` message interrupts what it is saying."""
    event = QAccessibleAnnouncementEvent(widget, words)
    manners = QAccessible.AnnouncementPoliteness
    event.setPoliteness(manners.Assertive if urgent else manners.Polite)
    QAccessible.updateAccessibility(event)


class Banner(Card):
    """A message in the page: what happened in medium weight, below it what was kept and what to do.

    With `action` there is a button, and `acted` is emitted when it is pressed.
    """

    acted = Signal()

    def __init__(
        self, severity: Severity, title: str, text: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        tone = "accent" if severity == "info" else severity
        super().__init__(tone, parent, margins=(16, 12, 12, 12))
        colour = "on_accent_soft" if severity == "info" else severity
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(_ICONS[severity], 18, colour, stroke=STATE_STROKE), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(_stacked(title, text), 1)
        if action:
            button = QuietButton(action)
            button.clicked.connect(self.acted)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)
        self.setAccessibleName(f"{title} {text}".strip())


class ThinBar(QProgressBar):
    """A bar of 6 px, or of `thickness` px, that fills with the accent colour."""

    def __init__(self, name: str, thickness: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._radius = thickness / 2 if thickness > 2 else 0.0
        self.setAccessibleName(name)
        self.setTextVisible(False)
        self.setFixedHeight(thickness)
        theme.current().changed.connect(self.update)

    def setValue(self, value: int) -> None:
        """Take `value`, and be painted with all else that has changed.

        Qt would paint the bar at once and, with it, the page around it as far as it has changed by then.
        """
        self.setUpdatesEnabled(False)
        super().setValue(value)
        self.setUpdatesEnabled(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track and the part that is done."""
        tokens = theme.current().tokens
        painter = smooth(self)
        rounded(painter, self.rect(), self._radius, fill=tokens.soft)
        span = self.maximum() - self.minimum()
        share = (self.value() - self.minimum()) / span if span > 0 else 0.0
        if share > 0:
            width = max(share * self.width(), 2 * self._radius)
            rounded(painter, QRectF(0, 0, width, self.height()), self._radius, fill=tokens.accent)


class ProgressRow(Card):
    """Long work under way: title, how far, a bar, and a button that emits `cancelled`."""

    cancelled = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(16, 12, 12, 12))
        self._note = label("", "note")
        self._bar = ThinBar(title)
        self._cancel = QuietButton("Cancel")
        self._cancel.setAccessibleName(f"Cancel: {title}")
        self._cancel.clicked.connect(self.cancelled)
        line = QHBoxLayout()
        line.addWidget(ElidedLabel(title, "row"), 1)
        line.addWidget(self._note)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(line)
        left.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self._cancel)
        self.column.addLayout(row)

    def set_progress(self, done: int, total: int, note: str) -> None:
        """Show that `done` of `total` is ready, and say so in `note` ("41,200 of 100,000, about 4 s left")."""
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._note.setText(note)


class _ToastLink(LinkButton):
    """The link of a toast: its ground is dark where the page is light. It is never cut."""

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def look(self, tokens: Tokens) -> Look:
        opposite = _opposite()
        return Look("", "", opposite.accent_hover if self.lit() else opposite.accent)


UNDO: Final = "Undo"
"""The words of a link that takes back the last change."""


class Toast(QFrame):
    """A short message at the bottom of a window; it leaves after six seconds, but not while the pointer is on it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        theme.set_class(self, "toast")
        self._window = window
        self._act: Callable[[], None] | None = None
        self._text = QLabel()
        self._link = _ToastLink("")
        self._link.weight = 600
        self._key = QLabel()
        self._timer = QTimer(self, singleShot=True, interval=_TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self._link.clicked.connect(self._acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addSpacing(16)
        row.addWidget(self._link)
        row.addWidget(self._key)
        window.installEventFilter(self)
        theme.current().follow(self._dress)
        self.hide()

    def say(self, text: str, action: str = "", key: str = "", act: Callable[[], None] | None = None) -> None:
        """Show `text` and, with an `action` such as "Undo", a link that calls `act`; `key` does the same."""
        self._act = act
        self._text.setText(text)
        self._link.setText(action)
        self._link.setVisible(bool(action))
        self._link.refresh()
        self._key.setText(key)
        self._key.setVisible(bool(key))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, f"{text}. {action}: {key}" if action and key else text)

    def withdraw_undo(self) -> None:
        """Hide a message that offers to undo what it tells: something was done since, which would be undone instead."""
        if self._link.text() == UNDO:
            self.hide()

    def text(self) -> str:
        """Return the message."""
        return self._text.text()

    def countdown(self) -> QTimer:
        """Return the timer that ends the message."""
        return self._timer

    def link(self) -> LinkButton:
        """Return the link that acts."""
        return self._link

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count again from the start."""
        self._timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the window changes its size."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _acted(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _place(self) -> None:
        self.adjustSize()
        left = (self._window.width() - self.width()) // 2
        self.move(QPoint(left, self._window.height() - self.height() - _TOAST_EDGE))

    def _dress(self) -> None:
        look = theme.current()
        opposite = _opposite()
        for part, size, colour in ((self._text, 14, look.tokens.canvas), (self._key, 13, opposite.muted)):
            part.setFont(look.font(size, REGULAR))
            dressed = part.palette()
            dressed.setColor(QPalette.ColorRole.WindowText, QColor(colour))
            part.setPalette(dressed)
        self._place()


class EmptyState(Card):
    """What an empty page shows: an icon, what is missing, how to fill it, and the button for that.

    `acted` is emitted when the button is pressed; without `action` there is none.
    """

    acted = Signal()

    def __init__(self, icon: str, title: str, text: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(24, 20, 24, 20), spacing=4)
        middle = Qt.AlignmentFlag.AlignHCenter
        words = label(text, "muted", wrap=True)
        words.setAlignment(middle)
        self.column.addStretch(1)
        self.column.addWidget(IconLabel(icon, 28, "control", stroke=1.5), 0, middle)
        self.column.addSpacing(6)
        self.column.addWidget(label(title, "h2"), 0, middle)
        self.column.addWidget(words)
        if action:
            button = PrimaryButton(action)
            button.clicked.connect(self.acted)
            self.column.addSpacing(6)
            self.column.addWidget(button, 0, middle)
        self.column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)


def _stacked(title: str, text: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addWidget(label(title, "row", wrap=True))
    if text:
        column.addWidget(label(text, "text", wrap=True))
    return column


def _opposite() -> Tokens:
    return LIGHT if theme.current().dark else DARK
