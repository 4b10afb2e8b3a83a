"""The progress line of an exam: one tick a question."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.widgets.shapes import rounded, see_through, smooth
from certdeck.presenters.exam_views import Mark, MarkView

_GAP: Final = 3
_MARGIN: Final = 24
_ANSWERED: Final = 0.45


class Ticks(QWidget):
    """Answered ticks are filled, those seen and left open hollow, the current one taller; a flag stands above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[MarkView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def show_marks(self, marks: tuple[MarkView, ...]) -> None:
        """Show `marks`, one for each question."""
        if marks == self._marks:
            return
        self._marks = marks
        answered = sum(mark.mark is Mark.ANSWERED for mark in marks)
        flagged = sum(mark.flagged for mark in marks)
        self.setAccessibleName(f"{answered} of {len(marks)} answered, {flagged} flagged")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of flag and tick; the width is the window's."""
        return QSize(200, theme.current().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ticks and flags."""
        if not self._marks:
            return
        painter = smooth(self)
        step = (self.width() - 2 * _MARGIN + _GAP) / len(self._marks)
        for index, mark in enumerate(self._marks):
            left, right = round(_MARGIN + index * step), round(_MARGIN + (index + 1) * step) - _GAP
            self._paint_tick(painter, left, right - left, mark)

    def _paint_tick(self, painter: QPainter, left: int, width: int, mark: MarkView) -> None:
        look, tokens = theme.current(), theme.current().tokens
        middle = look.px(12)
        high = look.px(10 if mark.current else 4)
        tick = QRectF(left, middle - high / 2, width, high)
        if mark.current:
            rounded(painter, tick, 3, fill=tokens.accent)
        elif mark.mark is Mark.ANSWERED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(see_through(tokens.accent, _ANSWERED))
            painter.drawRoundedRect(tick, high / 2, high / 2)
        elif mark.mark is Mark.UNSEEN:
            rounded(painter, tick, high / 2, fill=tokens.line)
        else:
            rounded(painter, tick, high / 2, line=tokens.control)
        if mark.flagged:
            self._paint_flag(painter, left + width / 2)

    def _paint_flag(self, painter: QPainter, centre: float) -> None:
        half, bottom = theme.current().px(4), theme.current().px(7)
        top = bottom - theme.current().px(6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().tokens.warn))
        points = (QPointF(centre - half, top), QPointF(centre + half, top), QPointF(centre, bottom))
        painter.drawPolygon(QPolygonF(points))
