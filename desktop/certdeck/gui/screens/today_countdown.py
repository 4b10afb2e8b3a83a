"""The card of the start page that counts the days to the learner's exam."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.countdown import CountdownView, Mark

_TALL: Final = 20
_LOW: Final = 12
_WIDEST: Final = 11
_RADIUS: Final = 3
_GAP: Final = 4
_LEAST_GAP: Final = 1


class DayStrip(QWidget):
    """A mark for each day: today tall and filled, study days filled, easy ones paler, rest hollow, the exam framed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._resized)

    def set_marks(self, marks: tuple[Mark, ...], words: str) -> None:
        """Show `marks`, left to right; `words` say the same to screen readers."""
        self._marks = marks
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the tallest mark."""
        return QSize(theme.current().px(200), theme.current().px(_TALL))

    def minimumSizeHint(self) -> QSize:
        """Return a small width: marks grow narrow."""
        return QSize(theme.current().px(100), theme.current().px(_TALL))

    def areas(self) -> tuple[QRect, ...]:
        """Return the place of each mark: the first at the left edge, the last at the right one."""
        look, count = theme.current(), len(self._marks)
        if not count:
            return ()
        pitch = self.width() / count
        gap = _GAP if pitch > 2 * _GAP else _LEAST_GAP
        wide = max(2, min(look.px(_WIDEST), int(pitch) - gap))
        room = (self.width() - wide) / max(1, count - 1)
        return tuple(
            self._area(round(place * room) if count > 1 else self.width() - wide, wide, mark)
            for place, mark in enumerate(self._marks)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the marks."""
        tokens = theme.current().tokens
        looks = {
            Mark.TODAY: (tokens.accent, ""),
            Mark.STUDY: (tokens.heat[2], ""),
            Mark.EASY: (tokens.heat[0], ""),
            Mark.REST: ("", tokens.line),
            Mark.EXAM: (tokens.surface, tokens.text),
        }
        painter = smooth(self)
        for mark, area in zip(self._marks, self.areas(), strict=True):
            fill, line = looks[mark]
            width = 2.0 if mark is Mark.EXAM and area.width() > 4 else 1.0
            rounded(painter, area, min(_RADIUS, area.width() / 2), fill=fill, line=line, width=width)

    def _area(self, left: int, wide: int, mark: Mark) -> QRect:
        look = theme.current()
        high = look.px(_TALL if mark in (Mark.TODAY, Mark.EXAM) else _LOW)
        return QRect(left, (self.height() - high) // 2, wide, high)

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()


class CountdownCard(Card):
    """How many days are left, the day of the exam, and the days up to it in a strip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(20, 16, 20, 16), spacing=0)
        self._code, self._day = label("", "label"), label("", "note")
        self.number, self._unit = label("", "h1"), label("", "muted")
        self.strip = DayStrip()
        self._first, self._step, self._last = (label(words, "note") for words in ("today", "", "exam"))
        self.column.addLayout(_ends(self._code, self._day))
        self.column.addSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.number)
        self._unit.setContentsMargins(0, 0, 0, 3)
        row.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.column.addSpacing(12)
        self.column.addWidget(self.strip)
        self.column.addSpacing(4)
        foot = _ends(self._first, self._last)
        foot.insertWidget(2, self._step)
        foot.insertStretch(3, 1)
        self.column.addLayout(foot)

    def show_countdown(self, view: CountdownView) -> None:
        """Show `view`."""
        self._code.setText(view.code)
        self._day.setText(view.day)
        self.number.setText(view.number)
        self._unit.setText(view.unit)
        self.strip.set_marks(view.marks, view.spoken)
        self._step.setText(view.step)
        for part in (self.strip, self._first, self._last):
            part.setVisible(len(view.marks) > 1)


def _ends(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row
