"""The exam guide as a heat map: a row for each task statement, a cell for each bullet, knowledge and skills apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.screen import Shell
from certdeck.gui.screens.progress_card import FigureCard
from certdeck.gui.widgets.bars import heat_colour
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.pointed import Pointed, Spot
from certdeck.gui.widgets.shapes import rounded, smooth
from certdeck.presenters.progress_views import CellView, CoverageView, TaskRowView

CELL: Final = 21
GAP: Final = 3
_DOMAIN_GAP: Final = 8
_HEAD: Final = 22
_NUMBER: Final = 32
_BETWEEN: Final = 16
_CORNER: Final = 4
_NAMES_AT_MOST: Final = 0.34
_NAMES_FROM: Final = 560
"""Pixels at 100 % text. Below that the rows have numbers only."""


def paint_cell(painter: QPainter, area: QRectF, step: int) -> None:
    """Paint a cell of heat step 1 to 5; 0 is hollow with a dot, so that it is told without colour."""
    tokens = theme.current().tokens
    if step:
        rounded(painter, area, _CORNER, fill=heat_colour(step))
        return
    rounded(painter, area, _CORNER, fill=tokens.surface, line=tokens.line)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.muted))
    painter.drawEllipse(area.center(), 1.5, 1.5)


class HeatSwatch(QWidget):
    """One cell in a legend."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self._step = step
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return a cell of 16 pixels."""
        return QSize(theme.current().px(16), theme.current().px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cell."""
        paint_cell(smooth(self), QRectF(self.rect()), self._step)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the parts of the map are: the left edges of both groups, the side of a cell, and the rows' tops."""

    knowledge: float
    skills: float
    cell: float
    tops: tuple[float, ...]

    def area(self, row: int, left: float, place: int) -> QRectF:
        return QRectF(left + place * (self.cell + GAP), self.tops[row], self.cell, self.cell)


class CoverageMap(Pointed):
    """The cells with the names of their rows. Pointer and arrow keys tell each bullet."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[TaskRowView, ...] = ()
        self.setProperty("ringRadius", -1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Exam guide coverage")
        theme.current().follow(self._resized)

    def show_rows(self, rows: tuple[TaskRowView, ...], words: str) -> None:
        """Show `rows`; `words` say in short what they mean."""
        self._rows = rows
        self.setAccessibleDescription(words)
        self._resized()

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        domains = sum(row.opens for row in self._rows)
        side = theme.current().px(CELL)
        high = theme.current().px(_HEAD) + len(self._rows) * (side + GAP) + max(0, domains - 1) * _DOMAIN_GAP
        return QSize(theme.current().px(600), high)

    def minimumSizeHint(self) -> QSize:
        """Return a narrow width: names and cells give way."""
        return QSize(theme.current().px(280), self.sizeHint().height())

    def spots(self) -> Sequence[Spot]:
        """Return the cells, row by row."""
        grid = self._grid()
        return tuple(Spot(area, cell.tip) for area, cell in self._cells(grid))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads, names and cells."""
        grid, look, painter = self._grid(), theme.current(), smooth(self)
        painter.setFont(look.font(12))
        painter.setPen(QColor(look.tokens.muted))
        for words, left in (("knowledge", grid.knowledge), ("skills", grid.skills)):
            painter.drawText(QRectF(left, 0, self.width(), look.px(_HEAD) - 4), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(look.font(13))
        for number, row in enumerate(self._rows):
            self._paint_name(painter, grid, grid.tops[number], row)
        for area, cell in self._cells(grid):
            paint_cell(painter, area, cell.step)
        self.paint_ring(painter)

    def _paint_name(self, painter: QPainter, grid: _Grid, top: float, row: TaskRowView) -> None:
        look = theme.current()
        number = look.px(_NUMBER)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(look.tokens.muted))
        painter.drawText(QRectF(0, top, number, grid.cell), middle, row.number)
        room = int(grid.knowledge - number - 8)
        if room > 0:
            painter.setPen(QColor(look.tokens.text))
            shown = QFontMetrics(painter.font()).elidedText(row.short, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(number, top, room, grid.cell), middle, shown)

    def _cells(self, grid: _Grid) -> Iterator[tuple[QRectF, CellView]]:
        for number, row in enumerate(self._rows):
            for left, cells in ((grid.knowledge, row.knowledge), (grid.skills, row.skills)):
                for place, cell in enumerate(cells):
                    yield grid.area(number, left, place), cell

    def _grid(self) -> _Grid:
        look = theme.current()
        knowledge = max((len(row.knowledge) for row in self._rows), default=0)
        skills = max((len(row.skills) for row in self._rows), default=0)
        names = self._names_width()
        room = (self.width() - names - _BETWEEN) / max(1, knowledge + skills) - GAP
        cell = float(int(max(6.0, min(look.px(CELL), room))))
        left = names + knowledge * (cell + GAP) + _BETWEEN
        return _Grid(names, left, cell, tuple(self._tops(look.px(CELL) + GAP)))

    def _names_width(self) -> float:
        """Return the room of numbers and names; where it is scarce there are numbers only."""
        look = theme.current()
        number = look.px(_NUMBER)
        if self.width() < look.px(_NAMES_FROM):
            return number + 4
        metrics = QFontMetrics(look.font(13))
        longest = max((metrics.horizontalAdvance(row.short) for row in self._rows), default=0)
        return number + min(longest + 14.0, self.width() * _NAMES_AT_MOST)

    def _tops(self, high: int) -> Iterator[float]:
        top = float(theme.current().px(_HEAD))
        for number, row in enumerate(self._rows):
            if number and row.opens:
                top += _DOMAIN_GAP
            yield top
            top += high

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()


class CoverageCard(FigureCard):
    """The map with its scale and its sentence."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "Exam guide coverage", "exam-guide-coverage")
        self.map = CoverageMap()
        self.place_figure(self.map)
        self._low, self._high = label("", "note"), label("", "note")
        self._scale = QWidget()
        scale = QHBoxLayout(self._scale)
        scale.setContentsMargins(0, 0, 0, 0)
        scale.setSpacing(3)
        scale.addWidget(HeatSwatch(0))
        scale.addSpacing(3)
        scale.addWidget(label("not seen", "note"))
        scale.addSpacing(10)
        scale.addWidget(self._low)
        scale.addSpacing(3)
        for step in range(1, 6):
            scale.addWidget(HeatSwatch(step))
        scale.addSpacing(3)
        scale.addWidget(self._high)
        scale.addStretch(1)
        self.note.hide()
        self.head.insertStretch(1, 1)
        self._below: bool | None = None
        self._place_scale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the scale in the heading, or below it where there is no room."""
        super().resizeEvent(event)
        self._place_scale()

    def minimumSizeHint(self) -> QSize:
        """Return the width of heading or scale: they need not stand side by side."""
        least = max(self.title.sizeHint().width() + self.more.sizeHint().width(), self._scale.sizeHint().width())
        return QSize(least + 64, super().minimumSizeHint().height())

    def _place_scale(self) -> None:
        wide = self.title.sizeHint().width() + self._scale.sizeHint().width() + self.more.sizeHint().width() + 80
        below = self.width() < wide
        if below is self._below:
            return
        self._below = below
        if below:
            self.column.insertWidget(1, self._scale)
        else:
            self.head.insertWidget(2, self._scale)

    def show_coverage(self, coverage: CoverageView) -> None:
        """Show `coverage`."""
        self.map.show_rows(coverage.rows, coverage.sentence)
        self.show_words("", coverage.sentence, coverage.table)
        self._low.setText(coverage.steps[0])
        self._high.setText(coverage.steps[1])
