"""How the domains went over the last whole exams: one small chart each, with the pass line, and a table behind them."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from certdeck.core.richtext import Spans, Table, Text
from certdeck.gui import theme
from certdeck.gui.fonts import SEMIBOLD
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.comparison_table import ComparisonTable
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.shapes import see_through, smooth
from certdeck.presenters.exam_list import DomainTrendView, TrendView

_HEIGHT: Final = 64
_EDGE: Final = 6


class TrendCard(Card):
    """Four small charts side by side, and the same figures as a table on request."""

    def __init__(self, trend: TrendView) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=10)
        self.table_button = LinkButton("Show as table", "table")
        self.table_button.clicked.connect(self._toggle)
        self._charts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._charts.setSpacing(20)
        for domain in trend.domains:
            self._charts.addLayout(_chart(domain, trend), 1)
        self.table = _table(trend)
        self.table.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label("Trend by domain", "h2"))
        line = f"{trend.line:.0%}".replace("%", " %")
        head.addWidget(ElidedLabel(f"right answers, dashed line at {line}", "note"), 1)
        head.addWidget(self.table_button)
        self.column.addLayout(head)
        self.column.addLayout(self._charts)
        self.column.addWidget(self.table)

    def set_narrow(self, narrow: bool) -> None:
        """Put the charts below one another where there is little room."""
        direction = QBoxLayout.Direction
        self._charts.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def _toggle(self) -> None:
        self.table.setVisible(self.table.isHidden())
        self.table_button.setText("Hide the table" if self.table.isVisible() else "Show as table")


class TrendChart(QWidget):
    """The shares of one domain as a line with a dot each, the last one named; the pass line is dashed."""

    def __init__(self, domain: DomainTrendView, line: float) -> None:
        super().__init__()
        self._domain = domain
        self._line = line
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Trend of {domain.title}")
        self.setAccessibleDescription(", ".join(domain.words))
        theme.current().follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of the chart."""
        return QSize(theme.current().px(140), theme.current().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return a small width."""
        return QSize(theme.current().px(80), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, pass line, line and dots."""
        tokens = theme.current().tokens
        painter = smooth(self)
        area = QRectF(_EDGE, _EDGE, self.width() - 2 * _EDGE - self._room(), self.height() - 2 * _EDGE)
        self._paint_line(painter, area)
        points = self._points(area)
        painter.setPen(QPen(QColor(tokens.accent), 2.0))
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, point in enumerate(points):
            last = place == len(points) - 1
            painter.setBrush(QColor(tokens.accent) if last else see_through(tokens.accent, 0.55))
            painter.drawEllipse(point, 4 if last else 3, 4 if last else 3)
        self._paint_last(painter, points[-1])

    def _points(self, area: QRectF) -> list[QPointF]:
        shares = self._domain.shares
        step = area.width() / max(1, len(shares) - 1)
        return [
            QPointF(area.left() + place * step, area.bottom() - share * area.height())
            for place, share in enumerate(shares)
        ]

    def _paint_line(self, painter: QPainter, area: QRectF) -> None:
        pen = QPen(QColor(theme.current().tokens.control), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        height = round(area.bottom() - self._line * area.height()) + 0.5
        painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))

    def _paint_last(self, painter: QPainter, point: QPointF) -> None:
        look = theme.current()
        font = look.font(13, SEMIBOLD)
        high = QFontMetrics(font).height()
        top = min(max(0.0, point.y() - high / 2), self.height() - high)
        painter.setFont(font)
        painter.setPen(QColor(look.tokens.text))
        painter.drawText(QRectF(point.x() + 10, top, self._room(), high), Qt.AlignmentFlag.AlignLeft, self._last())

    def _last(self) -> str:
        return f"{self._domain.shares[-1]:.0%}".replace("%", " %")

    def _room(self) -> int:
        return QFontMetrics(theme.current().font(13, SEMIBOLD)).horizontalAdvance("100 %") + 12


def _chart(domain: DomainTrendView, trend: TrendView) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(ElidedLabel(domain.title, "row"))
    column.addWidget(TrendChart(domain, trend.line))
    return column


def _table(trend: TrendView) -> QWidget:
    heads = ("Exam", "Score", *(domain.title for domain in trend.domains))
    rows = [
        (day, str(score), *(domain.words[place] for domain in trend.domains))
        for place, (day, score) in enumerate(zip(trend.days, trend.scores, strict=True))
    ]
    return ComparisonTable(Table(_cells(heads), tuple(map(_cells, rows))))


def _cells(texts: Iterable[str]) -> tuple[Spans, ...]:
    return tuple((Text(text),) for text in texts)
