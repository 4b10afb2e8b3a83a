"""The result at the left of the report: the estimated score and the domains."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from certdeck.gui.screens.exams_parts import VERDICTS
from certdeck.gui.widgets.buttons import LinkButton
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.gui.widgets.scale_bar import Reading, ScaleBar
from certdeck.presenters.report_views import DomainView, ScoreView


class ScoreCard(Card):
    """The result with its range and what it means, never a bare number; later gradings; how it is estimated."""

    def __init__(self, score: ScoreView) -> None:
        super().__init__(margins=(20, 16, 20, 14), spacing=4)
        self.explain = LinkButton("How is this estimated?")
        self.score = score
        self._explanation = QWidget()
        self.column.addLayout(_score_head(score))
        self.column.addLayout(_score_line(score))
        self.column.addSpacing(4)
        self.column.addWidget(_score_scale(score))
        self.column.addWidget(label(score.sentence, "note", wrap=True))
        self.column.addWidget(label(_whole(score.conduct), "warn" if score.timed_out else "note", wrap=True))
        for sentence in score.regraded:
            self.column.addLayout(_with_icon("rotate-ccw", label(sentence, "note-strong", wrap=True)))
        self.column.addSpacing(2)
        self.column.addWidget(self.explain, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._explanation)
        self._lines: tuple[QLabel, ...] = ()
        self.show_explanation(score.explanation)

    def show_explanation(self, sentences: tuple[str, ...] | None) -> None:
        """Show how the result is estimated, or hide it."""
        self.explain.set_icon("chevron-down" if sentences is None else "chevron-up")
        self.explain.setAccessibleDescription("closed" if sentences is None else "open")
        if sentences is not None and not self._lines:
            self._lines = tuple(label(sentence, "note", wrap=True) for sentence in sentences)
            column = QVBoxLayout(self._explanation)
            column.setContentsMargins(0, 2, 0, 4)
            column.setSpacing(6)
            for line in self._lines:
                column.addWidget(line)
        self._explanation.setVisible(sentences is not None)


class DomainsCard(Card):
    """One bar a domain, all on one scale, with the pass line through all of them, and the same in words."""

    def __init__(self, domains: tuple[DomainView, ...], pass_share: float) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=10)
        head = QHBoxLayout()
        head.addWidget(label("Domains", "h2"))
        head.addStretch(1)
        line = f"{pass_share:.0%}".replace("%", " %")
        head.addWidget(ElidedLabel(f"line at {line}; right / scored", "note"))
        self.column.addLayout(head)
        for domain in domains:
            self.column.addLayout(_domain(domain, pass_share))


def _whole(words: str) -> str:
    return f"{words}."


def _with_icon(name: str, words: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(IconLabel(name, 14, "muted", line=18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row


def _score_head(score: ScoreView) -> QHBoxLayout:
    tone, icon = VERDICTS[score.verdict]
    row = QHBoxLayout()
    row.addWidget(ElidedLabel(score.name, "label"))
    row.addStretch(1)
    row.addWidget(Chip(score.verdict_words, tone, icon))
    return row


def _score_line(score: ScoreView) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(label(score.number, "number"))
    # A sign of its own on the next line says nothing.
    row.addWidget(label(score.range.replace(" %", "\u00a0%"), "muted", wrap=True), 1)
    return row


def _score_scale(score: ScoreView) -> ScaleBar:
    scale = ScaleBar(score.ticks[0], score.ticks[-1], ticks=score.ticks, mark_words=score.mark)
    scale.set_reading(Reading(score.value, score.low, score.high, score.passing), score.spoken)
    return scale


def _domain(domain: DomainView, pass_share: float) -> QGridLayout:
    tone, icon = VERDICTS[domain.verdict]
    bar = ScaleBar(0, 1)
    counts = f"{domain.right} of {domain.total} right"
    bar.set_reading(
        Reading(domain.share, domain.low, domain.high, pass_share),
        f"{domain.title}: {domain.words}, {counts}, {domain.verdict_words}",
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    grid.addWidget(ElidedLabel(f"{domain.number}  {domain.title}", "row"), 0, 0)
    grid.addWidget(Chip(domain.verdict_words, tone, icon), 0, 1, Qt.AlignmentFlag.AlignRight)
    grid.addWidget(bar, 1, 0, 1, 2)
    grid.addWidget(label(domain.words, "note"), 2, 0)
    grid.addWidget(label(f"{domain.right} / {domain.total}", "note"), 2, 1, Qt.AlignmentFlag.AlignRight)
    return grid
