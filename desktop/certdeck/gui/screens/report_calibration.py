"""The learner's calibration: how often they were right when they guessed, were unsure, and were sure."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.core.exam.events import Confidence
from certdeck.gui import theme
from certdeck.gui.widgets.shapes import see_through, smooth
from certdeck.presenters.report_views import CalibrationView, SuretyView

_HEIGHT: Final = 120
"""Design pixels from 0 to 100 %; below it stand the words."""
_BELOW: Final = 22
_ABOVE: Final = 8
_DOT: Final = 6
_BAND: Final = 10
_BAND_INK: Final = 0.3
_LINES: Final = (0.0, 0.5, 1.0)


class CalibrationPlot(QWidget):
    """A dot for each degree of confidence at the share of right answers, with its range as a band.

    The words below it on the page are the table behind it.
    """

    def __init__(self, calibration: CalibrationView) -> None:
        super().__init__()
        self._points = {point.confidence: point for point in calibration.points}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("How sure you were, and how often you were right")
        self.setAccessibleDescription(". ".join(point.words for point in calibration.points))
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of the plot and the words below it."""
        look = theme.current()
        return QSize(look.px(240), look.px(_ABOVE + _HEIGHT + _BELOW))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which the words below do not touch."""
        return QSize(theme.current().px(190), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint lines, bands, dots and words."""
        painter = smooth(self)
        left = self._paint_lines(painter)
        step = (self.width() - left) / len(Confidence)
        for place, confidence in enumerate(Confidence):
            centre = left + (place + 0.5) * step
            self._paint_words(painter, confidence, centre, step)
            if confidence in self._points:
                self._paint_point(painter, self._points[confidence], centre)

    def _paint_lines(self, painter: QPainter) -> int:
        """Paint the horizontal lines with their shares, and return where the plot begins."""
        look = theme.current()
        font = look.font(12)
        metrics = QFontMetrics(font)
        left = metrics.horizontalAdvance("100 %") + 8
        painter.setFont(font)
        for share in _LINES:
            y = round(self._y(share))
            painter.fillRect(QRectF(left, y, self.width() - left, 1), QColor(look.tokens.soft))
            painter.setPen(QColor(look.tokens.muted))
            area = QRectF(0, y - metrics.height() / 2, left - 8, metrics.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{100 * share:.0f} %")
        return left

    def _paint_words(self, painter: QPainter, confidence: Confidence, centre: float, step: float) -> None:
        look = theme.current()
        painter.setFont(look.font(12))
        painter.setPen(QColor(look.tokens.text if confidence in self._points else look.tokens.muted))
        area = QRectF(centre - step / 2, self.height() - look.px(_BELOW) + 6, step, look.px(_BELOW) - 6)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, confidence.value)

    def _paint_point(self, painter: QPainter, point: SuretyView, centre: float) -> None:
        look = theme.current()
        wide, top, bottom = look.px(_BAND), self._y(point.high), self._y(point.low)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(see_through(look.tokens.accent, _BAND_INK))
        painter.drawRoundedRect(QRectF(centre - wide / 2, top, wide, max(1.0, bottom - top)), wide / 2, wide / 2)
        radius, y = look.px(_DOT), self._y(point.share)
        painter.setPen(QPen(QColor(look.tokens.surface), 2))
        painter.setBrush(QColor(look.tokens.accent))
        painter.drawEllipse(QPointF(centre, y), radius, radius)

    def _y(self, share: float) -> float:
        look = theme.current()
        return look.px(_ABOVE) + (1 - share) * look.px(_HEIGHT)
