"""Painted bars: one that is split into parts, and a row of small ones for the last scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.shapes import rounded, smooth

_THICK: Final = 10
_GAP: Final = 2
_LABEL_GAP: Final = 6
_LINE: Final = 17
_BAR: Final = 6
_BAR_GAP: Final = 3
_TREND_HEIGHT: Final = 24


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a split bar: its size in any unit, its step of the heat colours (1 to 5), and what it stands for."""

    size: float
    heat: int
    name: str
    amount: str = ""


def heat_colour(step: int) -> str:
    """Return the colour of heat step 1 to 5."""
    return theme.current().tokens.heat[step - 1]


class SplitBar(QWidget):
    """A bar of 10 px split in proportion; with `labelled`, amount and name stand below each part."""

    def __init__(self, parent: QWidget | None = None, *, labelled: bool = False) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._labelled = labelled
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._resized)

    def set_parts(self, parts: Sequence[Part], words: str) -> None:
        """Show `parts`, left to right; `words` say the same to screen readers."""
        self._parts = tuple(part for part in parts if part.size > 0)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of bar and labels."""
        look = theme.current()
        below = _LABEL_GAP + 2 * look.px(_LINE) if self._labelled else 0
        return QSize(look.px(200), look.px(_THICK) + below)

    def minimumSizeHint(self) -> QSize:
        """Return a small width: labels are shortened."""
        return QSize(theme.current().px(80), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track, the parts, and their labels."""
        painter = smooth(self)
        thick = theme.current().px(_THICK)
        track = QRectF(0, 0, self.width(), thick)
        rounded(painter, track, thick / 2, fill=theme.current().tokens.soft)
        outline = QPainterPath()
        outline.addRoundedRect(track, thick / 2, thick / 2)
        areas = self._areas(thick)
        painter.save()
        painter.setClipPath(outline)
        for part, area in zip(self._parts, areas, strict=True):
            painter.fillRect(area, QColor(heat_colour(part.heat)))
        painter.restore()
        if self._labelled:
            for part, area in zip(self._parts, areas, strict=True):
                self._paint_label(painter, part, area)

    def _areas(self, thick: int) -> list[QRectF]:
        total = sum(part.size for part in self._parts)
        room = self.width() - _GAP * max(0, len(self._parts) - 1)
        areas, left = [], 0.0
        for part in self._parts:
            width = room * part.size / total
            areas.append(QRectF(left, 0, width, thick))
            left += width + _GAP
        return areas

    def _paint_label(self, painter: QPainter, part: Part, area: QRectF) -> None:
        look = theme.current()
        top = look.px(_THICK) + _LABEL_GAP
        lines = (
            (part.amount, look.font(13, SEMIBOLD), look.tokens.text),
            (part.name, look.font(12), look.tokens.muted),
        )
        for text, font, ink in lines:
            room = int(area.width()) - 8
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            line = QRectF(area.left(), top, area.width(), look.px(_LINE))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            top += look.px(_LINE)

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()


class Swatch(QWidget):
    """A small square in a heat colour, beside the words that say what it stands for."""

    def __init__(self, heat: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heat = heat
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return 10 × 10."""
        side = theme.current().px(_THICK)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square."""
        rounded(smooth(self), self.rect(), 3, fill=heat_colour(self._heat))


class TrendBars(QWidget):
    """The last scores as small bars with the line to pass across them; those that reach it are stronger."""

    def __init__(self, least: float, most: float, mark: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most, self._mark = least, most, mark
        self._scores: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().follow(self._resized)

    def set_scores(self, scores: Sequence[int]) -> None:
        """Show `scores`, the oldest first."""
        self._scores = tuple(scores)
        words = f"Last scores, oldest first: {', '.join(map(str, scores))}. The pass line is {self._mark:g}."
        self.setAccessibleName(words)
        self.setToolTip(words)
        self._resized()

    def sizeHint(self) -> QSize:
        """Return the room for the bars."""
        look = theme.current()
        count = len(self._scores)
        return QSize(look.px(_BAR * count + _BAR_GAP * (count + 1)), look.px(_TREND_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, then the line."""
        look = theme.current()
        painter = smooth(self)
        left = float(look.px(_BAR_GAP))
        for score in self._scores:
            height = max(2.0, self._height_of(score))
            colour = look.tokens.accent if score >= self._mark else heat_colour(2)
            rounded(painter, QRectF(left, self.height() - height, look.px(_BAR), height), 2, fill=colour)
            left += look.px(_BAR + _BAR_GAP)
        y = round(self.height() - self._height_of(self._mark))
        painter.fillRect(QRectF(0, y, self.width(), 1), QColor(look.tokens.text))

    def _height_of(self, score: float) -> float:
        share = (score - self._least) / (self._most - self._least)
        return self.height() * min(1.0, max(0.0, share))

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()
