"""The bars at the bottom of the exam room."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from certdeck.gui import theme
from certdeck.gui.screens.exam_page import HintLine
from certdeck.gui.widgets.buttons import PrimaryButton, QuietButton

_HEIGHT: Final = 64


class FlagButton(QuietButton):
    """Says whether the question is flagged, with a filled flag in amber if so."""

    def __init__(self) -> None:
        super().__init__("Flag", "flag")
        self._on = False
        self.setToolTip("Flag (F)")

    def set_flagged(self, on: bool) -> None:
        """Show the flag as set, or not."""
        if on != self._on:
            self._on = on
            self.setText("Flagged" if on else "Flag")
            self.setAccessibleName("Flagged: take the flag away" if on else "Flag")
            self.refresh()

    def _paint_icon(self, painter: QPainter, left: int, ink: str) -> None:
        dress = theme.current()
        side = dress.px(16)
        at = QPoint(left, (self.height() - side) // 2 + 1)
        dress.paint_icon(painter, at, "flag", 16, dress.tokens.warn if self._on else ink, filled=self._on)


class _Bar(QFrame):
    """64 px at the bottom with a line above."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_class(self, "bar")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 0, 24, 0)
        self.row.setSpacing(8)
        theme.current().follow(self._grow)

    def _grow(self) -> None:
        self.setFixedHeight(max(_HEIGHT, theme.current().px(34) + 30))


class QuestionBar(_Bar):
    """Previous and Flag at the left, Review all and Next at the right; they never move."""

    previous = Signal()
    flag = Signal()
    review = Signal()
    next = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.previous_button = QuietButton("Previous", "arrow-left")
        self.flag_button = FlagButton()
        self.review_button = QuietButton("Review all", "layout-grid")
        self.next_button = PrimaryButton("Next", "arrow-right", trailing=True)
        for button, signal, key in (
            (self.previous_button, self.previous, "P"),
            (self.flag_button, self.flag, "F"),
            (self.review_button, self.review, "R"),
            (self.next_button, self.next, "N"),
        ):
            button.clicked.connect(signal)
            button.setToolTip(f"{button.text()} ({key})")
        self.row.addWidget(self.previous_button)
        self.row.addSpacing(8)
        self.row.addWidget(self.flag_button)
        self.row.addStretch(1)
        self.row.addWidget(self.review_button)
        self.row.addWidget(self.next_button)

    def buttons(self) -> tuple[QPushButton, ...]:
        """Return the buttons from left to right."""
        return self.previous_button, self.flag_button, self.review_button, self.next_button

    def show_question(self, *, first: bool, flagged: bool) -> None:
        """Show the flag; there is nothing before the `first` question."""
        self.previous_button.setEnabled(not first)
        self.flag_button.set_flagged(flagged)


class ReviewBar(_Bar):
    """Back to the question at the left, the keys of the grid at the right."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back_button = QuietButton("Back", "arrow-left")
        self.back_button.clicked.connect(self.back)
        hints = HintLine(flush_right=True)
        hints.set_hints((("← ↑ ↓ →", "Move"), ("Enter", "Open"), ("U", "Next open")))
        self.row.addWidget(self.back_button)
        self.row.addSpacing(16)
        self.row.addWidget(hints, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_number(self, number: int) -> None:
        """Say which question leads on."""
        self.back_button.setText(f"Back to question {number}")
        self.back_button.refresh()
