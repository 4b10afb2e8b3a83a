"""A value on a scale: its range as a band, the value as a dot, and the line to pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import MEDIUM
from certdeck.gui.widgets.shapes import rounded, see_through, smooth

_BAND: Final = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scale shows, all in the unit of the scale; None leaves a part out. `mark` is the line to pass."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    mark: float | None = None


class ScaleBar(QWidget):
    """A scale from `least` to `most`.

    In rows it is 20 px high and bare. With `ticks` it is the large one of a score: a label `mark_words` above the line
    to pass, and numbers below.
    """

    def __init__(
        self,
        least: float,
        most: float,
        parent: QWidget | None = None,
        *,
        ticks: Sequence[float] = (),
        mark_words: str = "",
    ) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._ticks = tuple(ticks)
        self._mark_words = mark_words
        self._reading = Reading()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._resized)

    def set_reading(self, reading: Reading, words: str) -> None:
        """Show `reading`; `words` say the same to screen readers ("74 percent, range 68 to 80, pass line 72")."""
        self._reading = reading
        self.setAccessibleName(words)
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def reading(self) -> Reading:
        """Return what is shown."""
        return self._reading

    def x_of(self, value: float) -> float:
        """Return where `value` lies, in pixels from the left; values beyond the scale lie at its ends."""
        share = (value - self._least) / (self._most - self._least)
        return self.width() * min(1.0, max(0.0, share))

    def sizeHint(self) -> QSize:
        """Return the height of the parts that are shown, and a fair width."""
        look = theme.current()
        above = look.px(18) if self._mark_words else 0
        below = look.px(20) if self._ticks else 0
        return QSize(look.px(250 if self._ticks else 150), above + self._band_height() + below)

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which a scale can be read."""
        return QSize(theme.current().px(80), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, band, line and dot, then the words around them."""
        tokens = theme.current().tokens
        painter = smooth(self)
        middle = (theme.current().px(18) if self._mark_words else 0) + self._band_height() / 2
        thick = theme.current().px(10 if self._ticks else 6)
        rounded(painter, QRectF(0, middle - thick / 2, self.width(), thick), thick / 2, fill=tokens.soft)
        self._paint_band(painter, middle, thick)
        self._paint_mark(painter, middle)
        self._paint_dot(painter, middle)
        self._paint_ticks(painter, int(middle + self._band_height() / 2))

    def _paint_band(self, painter: QPainter, middle: float, thick: int) -> None:
        if self._reading.low is None or self._reading.high is None:
            return
        left, right = self.x_of(self._reading.low), self.x_of(self._reading.high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(see_through(theme.current().tokens.accent, _BAND))
        painter.drawRoundedRect(QRectF(left, middle - thick / 2, right - left, thick), thick / 2, thick / 2)

    def _paint_mark(self, painter: QPainter, middle: float) -> None:
        if self._reading.mark is None:
            return
        look = theme.current()
        x = self.x_of(self._reading.mark)
        half = self._band_height() / 2
        painter.fillRect(QRectF(round(x - 1), middle - half, 2, 2 * half), QColor(look.tokens.text))
        if self._mark_words:
            font = look.font(12, MEDIUM)
            width = QFontMetrics(font).horizontalAdvance(self._mark_words)
            left = min(max(0.0, x - width), self.width() - width)
            painter.setFont(font)
            painter.setPen(QColor(look.tokens.text))
            line = QRectF(left, 0, width + 1, look.px(16))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._mark_words)

    def _paint_dot(self, painter: QPainter, middle: float) -> None:
        if self._reading.value is None:
            return
        look = theme.current()
        radius = look.px(8 if self._ticks else 6)
        x = min(max(self.x_of(self._reading.value), radius + 1.0), self.width() - radius - 1.0)
        for grown, colour in ((2, look.tokens.surface), (0, look.tokens.accent)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            reach = radius + grown
            painter.drawEllipse(QRectF(x - reach, middle - reach, 2 * reach, 2 * reach))

    def _paint_ticks(self, painter: QPainter, top: int) -> None:
        look = theme.current()
        painter.setFont(look.font(12))
        painter.setPen(QColor(look.tokens.muted))
        metrics = QFontMetrics(look.font(12))
        for tick in self._ticks:
            words = f"{tick:g}"
            width = metrics.horizontalAdvance(words)
            left = min(max(0.0, self.x_of(tick) - width / 2), self.width() - width)
            painter.drawText(QRectF(left, top + 2, width + 1, look.px(18)), Qt.AlignmentFlag.AlignCenter, words)

    def _band_height(self) -> int:
        return theme.current().px(28 if self._ticks else 20)

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()
