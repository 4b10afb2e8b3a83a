"""The head of the exam room: which exam, which question, and the clock."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from certdeck.core.exam.conduct import Tool
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.buttons import IconButton
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.presenters.exam_time import AMBER_SECONDS, RED_SECONDS
from certdeck.presenters.exam_views import ClockLevel, ClockView

_HEIGHT: Final = 52
_MARGIN: Final = 24
_LINE: Final = 1
_GAP: Final = 12
_TITLE: Final = 90
"""Room that the title keeps beside the pace, in design pixels."""
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
        self._brief = False
        self.hider = IconButton("eye", "Hide the clock", "H")
        self.hider.clicked.connect(self.toggled)
        self._icon = IconLabel("clock", 16, "muted")
        self._time = QLabel()
        self._note = QLabel("left")
        self._row = row = QHBoxLayout(self)
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

    def set_brief(self, brief: bool) -> None:
        """Leave the word behind the time out, or show it."""
        if brief != self._brief:
            self._brief = brief
            self._dress()

    def is_brief(self) -> bool:
        """Tell whether the word behind the time is left out now."""
        return self._note.isHidden()

    def note_width(self) -> int:
        """Return the room for the word behind the time."""
        return self._note.sizeHint().width() + self._row.spacing()

    def _dress(self) -> None:
        clock = self._view
        if clock is None:
            return
        look = theme.current()
        self._icon.show_icon(_ICONS[clock.level], _ICON_INK[clock.level])
        self._time.setVisible(not clock.hidden)
        self._note.setVisible(clock.hidden or not self._brief)
        self._note.setText(_HIDDEN[clock.level] if clock.hidden else "left")
        self.hider.set_icon("eye-off" if clock.hidden else "eye")
        self.hider.rename("Show the clock" if clock.hidden else "Hide the clock", "H")
        time, note = getattr(look.tokens, _INK[clock.level]), getattr(look.tokens, _NOTE_INK[clock.level])
        self._time.setStyleSheet(f"QLabel {{ font-size: {look.px(16)}px; font-weight: {SEMIBOLD}; color: {time}; }}")
        self._note.setStyleSheet(f"QLabel {{ font-size: {look.px(13)}px; color: {note}; }}")


class PaceLabel(QWidget):
    """How the learner is getting on, with an icon; amber when behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("gauge", 16, "muted")
        self._words = label("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._words)

    def show_pace(self, words: str, *, behind: bool) -> None:
        """Show `words`; `behind` makes them a warning."""
        if words != self._words.text():
            self._words.setText(words)
            self._words.setAccessibleName(f"Pace: {words}")
        self._icon.show_icon("gauge", "warn" if behind else "muted")
        theme.set_class(self._words, "warn" if behind else "note")

    def text(self) -> str:
        """Return what is shown."""
        return self._words.text()


class ExamHead(QWidget):
    """52 px: exam and pace at the left, the number of the question in the true centre, the clock at the right.

    Where room is scarce, the pace goes first, then the word behind the time. `paused` asks for a pause.
    """

    paused = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reviewing = False
        self.clock = ExamClock()
        self.pace = PaceLabel()
        self.pauser = IconButton("pause", "Pause", "Ctrl P")
        self.pauser.clicked.connect(self.paused)
        self._number = label("", "strong")
        self._of = label("", "muted")
        self._middle = QWidget()
        self._middle_row = middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(4)
        middle.addWidget(self._number)
        middle.addWidget(self._of)
        self._lay_out(title)
        self.show_tools(frozenset())
        theme.current().follow(self._grow)

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return self.pauser, self.clock.hider

    def show_tools(self, tools: frozenset[Tool]) -> None:
        """Show the buttons of `tools` only."""
        self.pauser.setVisible(Tool.PAUSE in tools)
        self.clock.hider.setVisible(Tool.HIDE_CLOCK in tools)

    def show_clock(self, clock: ClockView) -> None:
        """Show the time and the pace; neither where there is no limit."""
        self.clock.setVisible(clock.seconds_left is not None)
        self.clock.show_clock(clock)
        if clock.pace != self.pace.text():
            self.pace.show_pace(clock.pace, behind=clock.behind)
            self._fit()

    def show_number(self, number: int, total: int) -> None:
        """Show which question is open."""
        self._number.setText(f"Question {number}")
        self._of.setText(f"of {total}")
        # Now: it would be painted in the room of the number before, and then once more.
        for layout in (self._middle_row, self._row):
            layout.activate()

    def set_reviewing(self, reviewing: bool) -> None:
        """Leave the number out and draw the line below, as the review has no progress line."""
        self._middle.setVisible(not reviewing)
        if reviewing is not self._reviewing:
            self._reviewing = reviewing
            self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the width without what may go."""
        return QSize(self._needed(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line below it; a style sheet would take a millisecond to change them."""
        tokens, painter = theme.current().tokens, QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.surface if self._reviewing else tokens.canvas))
        if self._reviewing:
            painter.fillRect(0, self.height() - _LINE, self.width(), _LINE, QColor(tokens.line))

    def _fit(self) -> None:
        self.clock.set_brief(self._needed() + self.clock.note_width() > self.width())
        side = (self.width() - 2 * _MARGIN - self._middle.sizeHint().width() - 2 * _GAP) // 2
        room = min(side, self.width() - self._needed() - self.clock.note_width())
        wanted = self.pace.sizeHint().width() + theme.current().px(_TITLE) + _GAP
        self.pace.setVisible(bool(self.pace.text()) and wanted <= room)

    def _needed(self) -> int:
        """Return the width of number, buttons and time, with a few letters of the title."""
        middle, right = self._middle.sizeHint().width(), self._right.minimumSizeHint().width()
        brief = right - (0 if self.clock.is_brief() else self.clock.note_width())
        return 2 * _MARGIN + 2 * _GAP + theme.current().px(40) + middle + brief

    def _lay_out(self, title: str) -> None:
        left = QWidget()
        beside = QHBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(_GAP)
        beside.addWidget(ElidedLabel(title, "row"))
        beside.addWidget(self.pace)
        beside.addStretch(1)
        self._right = QWidget()
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(2)
        right.addStretch(1)
        right.addWidget(self.pauser)
        right.addWidget(self.clock)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        row.setSpacing(_GAP)
        # Equal shares at both sides keep the middle in the middle.
        row.addWidget(left, 1)
        row.addWidget(self._middle)
        row.addWidget(self._right, 1)

    def _grow(self) -> None:
        self.setFixedHeight(theme.current().px(_HEIGHT))
        self._fit()
        self.update()


def _minutes(clock: ClockView) -> int | None:
    return None if clock.seconds_left is None else -(-clock.seconds_left // 60)
