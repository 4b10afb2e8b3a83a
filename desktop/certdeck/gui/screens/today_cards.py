"""The upper row of the start page: the cards of the day, and the last practice exam or what the exam is."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from certdeck.core.ids import SittingId
from certdeck.gui.widgets.bars import Part, SplitBar, Swatch, TrendBars
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.scale_bar import Reading, ScaleBar
from certdeck.presenters.dates import counted, minutes_text
from certdeck.presenters.today import CardsView, FactsView, ResultView

_HEATS: Final = (2, 3, 5)
_KINDS: Final = ("new", "learning", "due")
_WEIGHT_HEATS: Final = (5, 4, 3, 2)


class CardsCard(Card):
    """How many cards are left today, of which kind, and about how long they take."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(20, 16, 20, 16), spacing=0)
        self._minutes = label("", "note")
        self.number = label("", "number")
        self._unit = label("", "muted")
        self._bar = SplitBar()
        self._legend = [label("", "note") for _ in _KINDS]
        head = QHBoxLayout()
        head.addWidget(label("Cards today", "label"))
        head.addStretch(1)
        head.addWidget(self._minutes)
        self.column.addLayout(head)
        self.column.addLayout(_big(self.number, self._unit))
        self.column.addStretch(1)
        self.column.addSpacing(8)
        self.column.addWidget(self._bar)
        self.column.addSpacing(8)
        self.column.addLayout(self._legend_row())

    def show_cards(self, cards: CardsView) -> None:
        """Show `cards`."""
        amounts = (cards.new, cards.learning, cards.due)
        self.number.setText(f"{cards.left:,}")
        self._unit.setText("card left" if cards.left == 1 else "cards left")
        self._minutes.setText(_minutes_words(cards))
        words = ", ".join(f"{amount} {kind}" for amount, kind in zip(amounts, _KINDS, strict=True))
        parts = [Part(amount, heat, kind) for amount, heat, kind in zip(amounts, _HEATS, _KINDS, strict=True)]
        self._bar.set_parts(parts, f"Cards left: {words}")
        for shown, amount, kind in zip(self._legend, amounts, _KINDS, strict=True):
            shown.setText(f"{amount} {kind}")

    def _legend_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for number, (shown, heat) in enumerate(zip(self._legend, _HEATS, strict=True)):
            if number:
                row.addSpacing(10)
            row.addWidget(Swatch(heat), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(shown)
        row.addStretch(1)
        return row


class FactsCard(Card):
    """What the real exam is: questions, minutes, and the domains by weight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(20, 16, 20, 16), spacing=0)
        self._number = label("", "number")
        self._code = label("", "label")
        self._parts = ElidedLabel("", "row")
        self._weights = SplitBar(labelled=True)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._parts)
        right.addStretch(1)
        right.addSpacing(12)
        right.addWidget(self._weights)
        left = _figure(self._code, self._number, label("questions", "note"))
        self._row = _beside(left, right)
        self.column.addLayout(self._row)

    def show_facts(self, facts: FactsView) -> None:
        """Show `facts`."""
        self._number.setText(str(facts.questions))
        self._code.setText(facts.code)
        self._parts.setText(facts.parts)
        parts = [
            Part(weight.percent, _WEIGHT_HEATS[number % len(_WEIGHT_HEATS)], weight.short, f"{weight.percent} %")
            for number, weight in enumerate(facts.weights)
        ]
        words = ", ".join(f"{weight.short} {weight.percent} percent" for weight in facts.weights)
        self._weights.set_parts(parts, f"Domains by weight: {words}")


class ResultCard(Card):
    """The last practice exam: score, range, verdict, and the scale with the pass line. `opened` carries its sitting."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent, margins=(20, 16, 20, 16), spacing=0)
        self._sitting: SittingId | None = None
        self._number = label("", "number")
        self._range = label("", "note")
        self._verdict = ElidedLabel("", "row")
        self.report = LinkButton("Report", "chevron-right", trailing=True)
        self.report.clicked.connect(lambda: self.opened.emit(self._sitting))
        self.report.height_px = 18
        self._change = label("", "note")
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        self._head.addWidget(self._verdict, 1)
        self._head.addWidget(self._change)
        self._head.addWidget(self.report)
        self._scale: ScaleBar | None = None
        self._trend: TrendBars | None = None
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addLayout(self._head)
        self._right.addStretch(1)
        self.column.addLayout(
            _beside(_figure(label("Last practice exam", "label"), self._number, self._range), self._right)
        )

    def show_result(self, result: ResultView) -> None:
        """Show `result`."""
        self._sitting = result.sitting
        self._number.setText(str(result.scaled))
        self._range.setText(f"range {result.low} to {result.high}")
        self._range.setToolTip("Our estimate: AWS does not publish its scale")
        self._verdict.setText(result.verdict)
        self.report.setAccessibleName(f"Report of {result.title}, {result.day}")
        self.report.setToolTip(f"{result.title}, {result.day}")
        self._show_scale(result)
        self._show_trend(result)

    def drop_trend(self, *, dropped: bool) -> None:
        """Leave the trend out where room is scarce."""
        self._change.setVisible(not dropped and bool(self._change.text()))
        if self._trend is not None:
            self._trend.setVisible(not dropped)

    def _show_scale(self, result: ResultView) -> None:
        if self._scale is not None:
            self._right.removeWidget(self._scale)
            self._scale.deleteLater()
        ticks = result.ticks
        self._scale = ScaleBar(ticks[0], ticks[-1], ticks=ticks, mark_words=f"pass line {result.passing}")
        words = f"{result.scaled} points, range {result.low} to {result.high}, pass line {result.passing}"
        self._scale.set_reading(Reading(result.scaled, result.low, result.high, result.passing), words)
        self._right.addWidget(self._scale)

    def _show_trend(self, result: ResultView) -> None:
        if self._trend is not None:
            self._head.removeWidget(self._trend)
            self._trend.deleteLater()
            self._trend = None
        self._change.setText(result.change)
        if len(result.trend) > 1:
            scores = (*result.trend, result.passing)
            self._trend = TrendBars(min(scores) - 150, max(scores) + 30, result.passing)
            self._trend.set_scores(result.trend)
            self._head.insertWidget(1, self._trend)


def _big(number: QLabel, unit: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(number)
    unit.setContentsMargins(0, 0, 0, 8)
    row.addWidget(unit, 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch(1)
    return row


def _figure(title: QLabel, number: QLabel, note: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(title)
    column.addWidget(number)
    column.addWidget(note)
    column.addStretch(1)
    return column


def _beside(left: QBoxLayout, right: QBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(28)
    row.addLayout(left)
    row.addLayout(right, 1)
    return row


def _minutes_words(cards: CardsView) -> str:
    if cards.left:
        return f"about {minutes_text(cards.minutes_left)}"
    return f"{counted(cards.rated, 'card')} rated" if cards.rated else ""
