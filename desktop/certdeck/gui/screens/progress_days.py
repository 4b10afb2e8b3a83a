"""The calendar: a cell for each of the learner's days, a column for each week."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from certdeck.gui import theme
from certdeck.gui.screen import Shell
from certdeck.gui.screens.progress_card import FigureCard
from certdeck.gui.widgets.bars import heat_colour
from certdeck.gui.widgets.frames import HairLine
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.pointed import Pointed, Spot
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.progress_views import DayCellView, DaysView

CELL: Final = 19
_GAP: Final = 4
_HEAD: Final = 20
_WEEKDAYS: Final = ((0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun"))
_CORNER: Final = 4
_LEAST: Final = 7.0
_FLAG: Final = 0.64
"""Share of a cell's width that the flag of the exam takes."""
_SMALLEST_FLAG: Final = 6
_MOST_FACTS: Final = 5
_MANY: Final = 30
"""From so many weeks on they stand closer."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the days are: the left edge, the side of a cell, the way from week to week, a row's height, the head's."""

    left: float
    cell: float
    step: float
    row: int
    head: int

    def top(self, weekday: int) -> float:
        return self.head + weekday * (self.row + _GAP)

    def area(self, day: DayCellView) -> QRectF:
        above = (self.row - self.cell) / 2
        return QRectF(self.left + day.week * self.step, self.top(day.weekday) + above, self.cell, self.cell)


class Calendar(Pointed):
    """The days of the period, and those up to the exam. Pointer and arrow keys tell each; today has a frame."""

    def __init__(self) -> None:
        super().__init__()
        self._view: DaysView | None = None
        self.setProperty("ringRadius", -1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Days")
        theme.current().follow(self._resized)

    def show_days(self, view: DaysView) -> None:
        """Show `view`."""
        self._view = view
        self.setAccessibleDescription(". ".join(f"{name}: {value}" for name, value in view.facts))
        self.start_at(next((place for place, day in enumerate(view.days) if day.is_today), len(view.days) - 1))
        self._resized()

    def sizeHint(self) -> QSize:
        """Return the height of a week."""
        look = theme.current()
        return QSize(look.px(280), look.px(_HEAD) + 7 * (look.px(CELL) + _GAP))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: cells give way."""
        return QSize(theme.current().px(200), self.sizeHint().height())

    def spots(self) -> Sequence[Spot]:
        """Return the days, oldest first."""
        if self._view is None:
            return ()
        grid = self._grid()
        return tuple(Spot(grid.area(day), day.tip) for day in self._view.days)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names and days."""
        if self._view is None:
            return
        look, painter, grid = theme.current(), smooth(self), self._grid()
        painter.setFont(look.font(12))
        painter.setPen(QColor(look.tokens.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        for month in self._view.months:
            left = grid.left + month.at * grid.step
            painter.drawText(QRectF(left, 0, self.width(), look.px(_HEAD) - 4), middle, month.words)
        for weekday, words in _WEEKDAYS:
            painter.drawText(QRectF(0, grid.top(weekday), grid.left, grid.row), middle, words)
        for day in self._view.days:
            self._paint_day(painter, grid.area(day), day)
        self.paint_ring(painter)

    def _paint_day(self, painter: QPainter, area: QRectF, day: DayCellView) -> None:
        tokens = theme.current().tokens
        corner = min(float(_CORNER), area.width() / 4)
        if day.is_exam:
            self._paint_exam(painter, area, corner)
        elif day.ahead:
            rounded(painter, area, corner, line=tokens.line)
        else:
            rounded(painter, area, corner, fill=heat_colour(day.step) if day.step else tokens.soft)
        if day.is_today:
            painter.setPen(QPen(QColor(tokens.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(-1.5, -1.5, 1.5, 1.5), corner + 1, corner + 1)

    def _paint_exam(self, painter: QPainter, area: QRectF, corner: float) -> None:
        """Paint a solid cell with a flag: nothing else in the calendar looks so."""
        look = theme.current()
        rounded(painter, area, corner, fill=look.tokens.text)
        side = int(area.width() * _FLAG / look.scale)
        if side >= _SMALLEST_FLAG:
            at = area.center() - QPointF(look.px(side), look.px(side)) / 2
            look.paint_icon(painter, at.toPoint(), "flag", side, look.tokens.surface, stroke=2.25, filled=True)

    def _grid(self) -> "_Grid":
        """Return where the days are: all weeks of the period stand in one row."""
        look = theme.current()
        weeks = 1 if self._view is None else self._view.weeks
        left = QFontMetrics(look.font(12)).horizontalAdvance("Wed") + 8.0
        gap = _GAP if weeks < _MANY else _GAP - 1
        cell = max(_LEAST, min(look.px(CELL), (self.width() - left - 3) / weeks - gap))
        return _Grid(left, cell, cell + gap, look.px(CELL), look.px(_HEAD))

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()


class DaysCard(FigureCard):
    """The calendar and what it comes to."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "Days", "days")
        self.calendar = Calendar()
        self.place_figure(self.calendar)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(7)
        self._values = [(label("", "muted"), label("", "strong")) for _ in range(_MOST_FACTS)]
        self.column.addSpacing(6)
        self.column.addWidget(HairLine())
        self.column.addSpacing(4)
        self.column.addLayout(self._facts)
        self.column.addStretch(1)
        self._columns = 0
        self.set_wide(False)

    def show_days(self, view: DaysView) -> None:
        """Show `view`."""
        self.calendar.show_days(view)
        self.show_words(view.note, "", view.table)
        for place, (name, value) in enumerate(self._values):
            words = view.facts[place] if place < len(view.facts) else ("", "")
            for part, text in zip((name, value), words, strict=True):
                part.setText(text)
                part.setVisible(bool(text))

    def set_wide(self, wide: bool) -> None:
        """Stand the facts in two columns, or in one."""
        columns = 2 if wide else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, (name, value) in enumerate(self._values):
            row, column = divmod(place, columns)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._facts.addWidget(name, row, 2 * column)
            self._facts.addWidget(value, row, 2 * column + 1)
        for column in range(4):
            self._facts.setColumnStretch(column, 1 if column % 2 and column < 2 * columns else 0)
