"""The left side of the report: estimated score, domains, time per question."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from certdeck.core.exam.report import Verdict
from certdeck.gui import theme
from certdeck.gui.screens.exams_parts import VERDICTS
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.scale_bar import Reading, ScaleBar
from certdeck.gui.widgets.shapes import rounded, see_through, smooth
from certdeck.presenters.report import DomainView, ReportView, RowView, ScoreView, clock_text

_CHART_HEIGHT: Final = 110
_TICK_STEP: Final = 20
_QUIET: Final = 0.3


class ScoreCard(Card):
    """The estimate with its range and what it means; never a bare number."""

    def __init__(self, score: ScoreView, *, timed_out: bool) -> None:
        super().__init__(margins=(20, 16, 20, 16), spacing=4)
        self.column.addLayout(_score_head(score))
        self.column.addLayout(_score_line(score))
        self.column.addSpacing(4)
        self.column.addWidget(_score_scale(score))
        self.column.addWidget(label(score.sentence, "note", wrap=True))
        if timed_out:
            self.column.addWidget(label("The time ran out; what you had answered was submitted.", "warn", wrap=True))


class DomainsCard(Card):
    """One bar a domain, all on one scale, with the pass line through all of them."""

    def __init__(self, domains: tuple[DomainView, ...], pass_share: float) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=8)
        head = QHBoxLayout()
        head.addWidget(label("Domains", "h2"))
        head.addStretch(1)
        line = f"{pass_share:.0%}".replace("%", " %")
        head.addWidget(label(f"line at {line}, right / scored", "note"))
        self.column.addLayout(head)
        for domain in domains:
            self.column.addLayout(_domain(domain, pass_share))


class TimeCard(Card):
    """Seconds per question as bars; the list's Time column is the table behind it."""

    def __init__(self, report: ReportView) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=8)
        self.chart = TimeChart(report.rows, report.pace)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label("Time per question", "h2"))
        head.addStretch(1)
        head.addWidget(ElidedLabel(f"dashed: {clock_text(report.pace)}; amber: slow", "note"))
        self.column.addLayout(head)
        self.column.addWidget(self.chart)


class TimeChart(QWidget):
    """A bar for each question: amber when slow, full accent while it is open in the list; the pace is dashed."""

    def __init__(self, rows: tuple[RowView, ...], pace: float) -> None:
        super().__init__()
        self._rows = rows
        self._pace = pace
        self._open: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Time per question")
        self.setAccessibleDescription(described(rows, pace))
        theme.current().follow(self.updateGeometry)

    def show_open(self, numbers: frozenset[int]) -> None:
        """Set off the questions that are open in the list."""
        self._open = numbers
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of bars and numbers."""
        return QSize(200, _CHART_HEIGHT + theme.current().px(22))

    def minimumSizeHint(self) -> QSize:
        """Return 2 px a question."""
        return QSize(2 * len(self._rows), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, the dashed line and the numbers below."""
        tokens = theme.current().tokens
        painter = smooth(self)
        most = max(*(row.seconds for row in self._rows), self._pace * 1.2)
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
        count = len(self._rows)
        for number in (1, *range(_TICK_STEP, count - _TICK_STEP // 3, _TICK_STEP), count):
            width = metrics.horizontalAdvance(str(number))
            left = round(min(max(0.0, (number - 0.5) * step - width / 2), self.width() - width))
            area = QRect(left, _CHART_HEIGHT + 3, width + 1, look.px(18))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(number))


def described(rows: tuple[RowView, ...], pace: float) -> str:
    """Say what the chart shows: the pace, the longest, and which were slow."""
    longest = max(rows, key=lambda row: row.seconds)
    slow = ", ".join(str(row.number) for row in rows if row.slow) or "none"
    return (
        f"The time allows {clock_text(pace)} each. Question {longest.number} took longest, "
        f"{clock_text(longest.seconds)}. Slow questions: {slow}."
    )


def _score_head(score: ScoreView) -> QHBoxLayout:
    tone, icon = VERDICTS[score.verdict]
    words = "near the line" if score.verdict is Verdict.CLOSE else score.verdict.value
    row = QHBoxLayout()
    row.addWidget(label("Estimated scaled score", "label"))
    row.addStretch(1)
    row.addWidget(Chip(words, tone, icon))
    return row


def _score_line(score: ScoreView) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(label(str(score.scaled), "number"))
    row.addWidget(label(f"range {score.low} to {score.high}", "muted"))
    row.addStretch(1)
    return row


def _score_scale(score: ScoreView) -> ScaleBar:
    ticks = (500, 600, 800, 1000) if score.scale_from >= 500 else (score.scale_from, 300, 500, score.scale_to)
    scale = ScaleBar(score.scale_from, score.scale_to, ticks=ticks, mark_words=f"pass line {score.passing}")
    words = f"Estimated score {score.scaled}, range {score.low} to {score.high}, pass line {score.passing}"
    scale.set_reading(Reading(score.scaled, score.low, score.high, score.passing), words)
    return scale


def _domain(domain: DomainView, pass_share: float) -> QGridLayout:
    tone, icon = VERDICTS[domain.verdict]
    percent = f"{domain.share:.0%}".replace("%", " %")
    bar = ScaleBar(0, 1)
    words = f"{domain.title}: {percent}, {domain.right} of {domain.total} right, {domain.verdict.value}"
    bar.set_reading(Reading(domain.share, domain.low, domain.high, pass_share), words)
    counts = label(f"{domain.right} / {domain.total}", "muted")
    for number in (share := label(percent, "text"), counts):
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    look = theme.current()
    share.setMinimumWidth(QFontMetrics(look.font(14)).horizontalAdvance("100 %"))
    counts.setMinimumWidth(QFontMetrics(look.font(14)).horizontalAdvance("00 / 00"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 1)
    grid.addWidget(ElidedLabel(f"{domain.number}  {domain.title}", "row"), 0, 0)
    grid.addWidget(Chip(domain.verdict.value, tone, icon), 0, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
    grid.addWidget(bar, 1, 0)
    grid.addWidget(share, 1, 1)
    grid.addWidget(counts, 1, 2)
    return grid
