"""The progress line of an exam: one tick a question."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.shapes import blank, rounded, see_through, smooth
from certdeck.presenters.exam_views import Mark, MarkView

_GAP: Final = 3
_MARGIN: Final = 24
_ANSWERED: Final = 0.45
_OVER: Final = 8
"""Pixels by which a flag may be wider than its tick, on either side."""


class Ticks(QWidget):
    """Answered ticks are filled, those seen and left open hollow, the current one taller; a flag stands above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[MarkView, ...] = ()
        self._stamps: dict[tuple[Mark, bool, bool, int, float], QPixmap] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._grow)

    def show_marks(self, marks: tuple[MarkView, ...]) -> None:
        """Show `marks`, one for each question."""
        if marks == self._marks:
            return
        before, self._marks = self._marks, marks
        answered = sum(mark.mark is Mark.ANSWERED for mark in marks)
        flagged = sum(mark.flagged for mark in marks)
        self.setAccessibleName(f"{answered} of {len(marks)} answered, {flagged} flagged")
        if len(before) != len(marks):
            self.update()
            return
        for index, (mark, old) in enumerate(zip(marks, before, strict=True)):
            if mark is not old and mark != old:
                left, right = self._sides(index)
                self.update(left - _OVER, 0, right - left + 2 * _OVER, self.height())

    def sizeHint(self) -> QSize:
        """Return the height of flag and tick; the width is the window's."""
        return QSize(200, theme.current().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ticks and flags, of those that reach into what is to be painted."""
        painter, ratio, changed = smooth(self), self.devicePixelRatioF(), event.region()
        for index, mark in enumerate(self._marks):
            left, right = self._sides(index)
            # A turn of the page changes two ticks, with most of the line between them.
            if changed.intersects(QRect(left - _OVER, 0, right - left + 2 * _OVER, self.height())):
                painter.drawPixmap(left - _OVER, 0, self._stamp(mark, right - left, ratio))

    def _sides(self, index: int) -> tuple[int, int]:
        """Return where the tick of question `index` begins and ends."""
        step = (self.width() - 2 * _MARGIN + _GAP) / len(self._marks)
        return round(_MARGIN + index * step), round(_MARGIN + (index + 1) * step) - _GAP

    def _stamp(self, mark: MarkView, width: int, ratio: float) -> QPixmap:
        """Return a tick as wide as that in the height of the line: they are painted anew with every page."""
        key = (mark.mark, mark.current, mark.flagged, width, ratio)
        if key not in self._stamps:
            self._stamps[key] = stamp = blank(QSize(width + 2 * _OVER, self.height()), ratio)
            painter = smooth(stamp)
            if mark.current:
                rounded(painter, _tick(_OVER, width, high=10), 3, fill=theme.current().tokens.accent)
            else:
                _paint_tick(painter, _tick(_OVER, width, high=4), mark.mark)
            if mark.flagged:
                _paint_flag(painter, _OVER + width / 2)
            painter.end()
        return self._stamps[key]

    def _grow(self) -> None:
        self._stamps.clear()
        self.updateGeometry()


def _paint_flag(painter: QPainter, centre: float) -> None:
    half, bottom = theme.current().px(4), theme.current().px(7)
    top = bottom - theme.current().px(6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().tokens.warn))
    points = (QPointF(centre - half, top), QPointF(centre + half, top), QPointF(centre, bottom))
    painter.drawPolygon(QPolygonF(points))


def _tick(left: int, width: int, *, high: int) -> QRectF:
    tall = theme.current().px(high)
    return QRectF(left, theme.current().px(12) - tall / 2, width, tall)


def _paint_tick(painter: QPainter, tick: QRectF, mark: Mark) -> None:
    tokens, round_end = theme.current().tokens, tick.height() / 2
    if mark is Mark.ANSWERED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(see_through(tokens.accent, _ANSWERED))
        painter.drawRoundedRect(tick, round_end, round_end)
    elif mark is Mark.UNSEEN:
        rounded(painter, tick, round_end, fill=tokens.line)
    else:
        rounded(painter, tick, round_end, line=tokens.control)
