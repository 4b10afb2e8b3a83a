"""The head of the exam room: which exam, which question, and the clock."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.buttons import IconButton
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.presenters.exam import AMBER_SECONDS, RED_SECONDS, ClockLevel, ClockView

_HEIGHT: Final = 52
_ICONS: Final = {ClockLevel.CALM: "clock", ClockLevel.AMBER: "timer", ClockLevel.RED: "triangle-alert"}
_ICON_INK: Final = {ClockLevel.CALM: "muted", ClockLevel.AMBER: "warn", ClockLevel.RED: "bad"}
_INK: Final = {ClockLevel.CALM: "text", ClockLevel.AMBER: "on_warn_soft", ClockLevel.RED: "bad"}
_NOTE_INK: Final = {**_INK, ClockLevel.CALM: "muted"}
_HIDDEN: Final = {
    ClockLevel.CALM: "hidden",
    ClockLevel.AMBER: f"under {AMBER_SECONDS // 60} min",
    ClockLevel.RED: f"under {RED_SECONDS // 60} min",
}


class ExamClock(QWidget):
    """Time left with an icon that changes with its urgency; `toggled` asks to hide or show the time."""

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ClockView | None = None
        self.hider = IconButton("eye", "Hide the clock", "H")
        self.hider.clicked.connect(self.toggled)
        self._icon = IconLabel("clock", 16, "muted")
        self._time = QLabel()
        self._note = QLabel("left")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.hider)
        row.addSpacing(6)
        for part in (self._icon, self._time, self._note):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._dress)

    def show_clock(self, clock: ClockView) -> None:
        """Show `clock`; only what has changed is touched."""
        before, self._view = self._view, clock
        if before is None or (before.level, before.hidden) != (clock.level, clock.hidden):
            self._dress()
        self._time.setText(clock.text)
        minutes = _minutes(clock)
        if before is None or minutes != _minutes(before) or before.hidden != clock.hidden:
            # Once a minute: a screen reader would speak of nothing else.
            self._time.setAccessibleName("no time limit" if minutes is None else f"{minutes} minutes left")

    def text(self) -> str:
        """Return what can be read of the time: digits, or a word while it is hidden."""
        return self._note.text() if self._time.isHidden() else self._time.text()

    def _dress(self) -> None:
        clock = self._view
        if clock is None:
            return
        look = theme.current()
        self._icon.show_icon(_ICONS[clock.level], _ICON_INK[clock.level])
        self._time.setVisible(not clock.hidden)
        self._note.setText(_HIDDEN[clock.level] if clock.hidden else "left")
        self.hider.set_icon("eye-off" if clock.hidden else "eye")
        self.hider.rename("Show the clock" if clock.hidden else "Hide the clock", "H")
        time, note = getattr(look.tokens, _INK[clock.level]), getattr(look.tokens, _NOTE_INK[clock.level])
        self._time.setStyleSheet(f"QLabel {{ font-size: {look.px(16)}px; font-weight: {SEMIBOLD}; color: {time}; }}")
        self._note.setStyleSheet(f"QLabel {{ font-size: {look.px(13)}px; color: {note}; }}")


class ExamHead(QFrame):
    """52 px: the exam's name at the left, the question's number in the true centre, the clock at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock = ExamClock()
        self._number = label("", "strong")
        self._of = label("", "muted")
        self._middle = QWidget()
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(4)
        middle.addWidget(self._number)
        middle.addWidget(self._of)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(12)
        # Equal shares at both sides keep the middle in the middle.
        row.addWidget(_side(ElidedLabel(title, "row"), Qt.AlignmentFlag.AlignLeft), 1)
        row.addWidget(self._middle)
        row.addWidget(_side(self.clock, Qt.AlignmentFlag.AlignRight), 1)
        theme.current().follow(self._grow)

    def show_number(self, number: int, total: int) -> None:
        """Show which question is open."""
        self._number.setText(f"Question {number}")
        self._of.setText(f"of {total}")

    def set_reviewing(self, reviewing: bool) -> None:
        """Leave the number out and draw the line below, as the review has no progress line."""
        self._middle.setVisible(not reviewing)
        theme.set_class(self, "head-line" if reviewing else "head")

    def _grow(self) -> None:
        t = theme.current().tokens
        self.setFixedHeight(theme.current().px(_HEIGHT))
        self.setStyleSheet(
            f'QFrame[cls="head"] {{ background: {t.canvas}; border: 0; border-bottom: 1px solid {t.canvas}; }}'
            f'QFrame[cls="head-line"] {{ background: {t.surface}; border: 0; border-bottom: 1px solid {t.line}; }}'
        )


def _minutes(clock: ClockView) -> int | None:
    return None if clock.seconds_left is None else -(-clock.seconds_left // 60)


def _side(widget: QWidget, where: Qt.AlignmentFlag) -> QWidget:
    """Put `widget` into a box that grows, at its left or right end."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    if where == Qt.AlignmentFlag.AlignRight:
        row.addStretch(1)
        row.addWidget(widget)
    else:
        row.addWidget(widget, 1)
    return box
