"""The time at the left of the report: per question, per domain, the slowest."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from certdeck.core.exam.wording import clock_words
from certdeck.gui import theme
from certdeck.gui.screens.report_links import OpenQuestion, SlowLink
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.shapes import rounded, see_through, smooth
from certdeck.presenters.report_views import DomainTimeView, RowView, SlowView, TimeView

_CHART_HEIGHT: Final = 110
_TICK_STEP: Final = 20
_QUIET: Final = 0.3
_GAP: Final = 4
"""Pixels between two numbers below the chart."""
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TimeCard(Card):
    """Seconds per question as bars; the list's Time column is the table behind it."""

    def __init__(self, time: TimeView, rows: tuple[RowView, ...]) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=8)
        self.chart = TimeChart(time, rows)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label("Time per question", "h2"))
        head.addStretch(1)
        head.addWidget(ElidedLabel(time.legend, "note"))
        self.column.addLayout(head)
        self.column.addWidget(self.chart)


class DomainTimesCard(Card):
    """How long each domain took, and each of its questions."""

    def __init__(self, domains: Sequence[DomainTimeView]) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label("Time per domain", "h2"), 0, 0)
        for column, words in enumerate(("in all", "each"), start=1):
            grid.addWidget(label(words, "note"), 0, column, _RIGHT)
        for row, domain in enumerate(domains, start=1):
            title = ElidedLabel(f"{domain.number}  {domain.title}", "text")
            title.setAccessibleName(f"{domain.title}: {domain.total} for {domain.questions}, {domain.each} each")
            grid.addWidget(title, row, 0)
            grid.addWidget(label(domain.total, "muted"), row, 1, _RIGHT)
            grid.addWidget(label(domain.each, "warn-strong" if domain.slow else "muted"), row, 2, _RIGHT)
        self.column.addLayout(grid)


class SlowestCard(Card):
    """The slowest questions, each a way to itself."""

    def __init__(self, slowest: Sequence[SlowView], look_up: OpenQuestion) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=0)
        self.column.addWidget(label("Slowest questions", "h2"))
        self.column.addSpacing(6)
        highest = max(slow.number for slow in slowest)
        self.links = tuple(SlowLink(slow, look_up, highest) for slow in slowest)
        for link in self.links:
            self.column.addWidget(link)


class TimeChart(QWidget):
    """A bar for each question: amber when slow, full accent while it is open in the list; the pace is dashed."""

    def __init__(self, time: TimeView, rows: tuple[RowView, ...]) -> None:
        super().__init__()
        self._rows = rows
        self._pace = time.pace
        self._open: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Time per question")
        self.setAccessibleDescription(described(rows, time.pace_words))
        theme.current().follow(self.updateGeometry)

    def show_open(self, numbers: frozenset[int]) -> None:
        """Set off the questions that are open in the list."""
        self._open = numbers
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of bars and numbers."""
        return QSize(200, _CHART_HEIGHT + theme.current().px(22))

    def minimumSizeHint(self) -> QSize:
        """Return a pixel a question, so that the longest quiz keeps within the column of the report."""
        return QSize(len(self._rows), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, the dashed line and the numbers below."""
        tokens = theme.current().tokens
        painter = smooth(self)
        most = max(1.0, *(row.seconds for row in self._rows), self._pace * 1.2)
        step = self.width() / len(self._rows)
        for index, row in enumerate(self._rows):
            high = max(2.0, row.seconds / most * _CHART_HEIGHT)
            bar = QRectF(index * step, _CHART_HEIGHT - high, max(1.0, step - 1.6), high)
            self._paint_bar(painter, bar, row)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        pen = QPen(QColor(tokens.control), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        line = round(_CHART_HEIGHT - self._pace / most * _CHART_HEIGHT)
        painter.drawLine(0, line, self.width(), line)
        self._paint_numbers(painter, step)

    def _paint_bar(self, painter: QPainter, bar: QRectF, row: RowView) -> None:
        tokens = theme.current().tokens
        if row.number in self._open:
            rounded(painter, bar, 1, fill=tokens.accent)
        elif row.slow:
            rounded(painter, bar, 1, fill=tokens.warn)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(see_through(tokens.accent, _QUIET))
            painter.drawRoundedRect(bar, 1, 1)

    def _paint_numbers(self, painter: QPainter, step: float) -> None:
        look = theme.current()
        painter.setFont(look.font(12))
        painter.setPen(QColor(look.tokens.muted))
        metrics = QFontMetrics(look.font(12))
        for number in numbered(len(self._rows), step, metrics.horizontalAdvance(str(len(self._rows))) + _GAP):
            width = metrics.horizontalAdvance(str(number))
            left = round(min(max(0.0, (number - 0.5) * step - width / 2), self.width() - width))
            area = QRect(left, _CHART_HEIGHT + 3, width + 1, look.px(18))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(number))


def numbered(count: int, step: float, room: float) -> tuple[int, ...]:
    """Return which of `count` bars, `step` pixels apart, bear their number where each takes up to `room` pixels.

    These are the first, the last, and between them those that are apart by the least multiple of 20 that leaves room.
    """
    apart = _TICK_STEP * max(1, ceil(room / (_TICK_STEP * step)))
    # The last one stands flush with the edge, up to half its width to the left of its bar.
    last = count - ceil(1.5 * room / step)
    return (1, *range(apart, last + 1, apart), *([count] if count > 1 else []))


def described(rows: Sequence[RowView], pace: str) -> str:
    """Say what the chart shows: the pace, the longest, and which were slow."""
    longest = max(rows, key=lambda row: row.seconds)
    slow = ", ".join(str(row.number) for row in rows if row.slow) or "none"
    return f"{pace}. Question {longest.number} took longest, {clock_words(longest.seconds)}. Slow questions: {slow}."
