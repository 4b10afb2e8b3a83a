"""The cards and rows of the Exams page."""

from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.exam.report import Verdict
from certdeck.gui import theme
from certdeck.gui.tokens import Tone
from certdeck.gui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from certdeck.gui.widgets.chips import Chip
from certdeck.gui.widgets.frames import Card, HairLine
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.presenters.exam_list import DraftView, ExamCardView, PastView, QuickView, RunningView

VERDICTS: Final[dict[Verdict, tuple[Tone, str]]] = {
    Verdict.MEETS: ("good", "check"),
    Verdict.CLOSE: ("warn", "minus"),
    Verdict.BELOW: ("bad", "x"),
    Verdict.TOO_FEW: ("neutral", "minus"),
}
"""Tone and icon of each verdict; its word is the verdict's own."""
_RANGE_FROM: Final = 640


class RunningCard(Card):
    """The exam under way, with the page's primary button."""

    def __init__(self, running: RunningView) -> None:
        super().__init__("accent", margins=(20, 14, 20, 14))
        self.button = PrimaryButton("Resume exam")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(running.title, "strong"))
        words.addWidget(label(running.where, "note-text", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel("pause", 18, "on_accent_soft", stroke=2.0))
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.column.addLayout(row)


class ExamCard(Card):
    """An exam that can be sat: facts, status with the day it was checked, and the button that starts it."""

    def __init__(self, exam: ExamCardView, *, primary: bool) -> None:
        super().__init__(margins=(20, 16, 20, 20), spacing=8)
        self.button = PrimaryButton("Start exam") if primary else QuietButton("Start exam")
        self.button.setAccessibleName(f"Start exam {exam.code}")
        self.column.addLayout(_heading(exam))
        self.column.addWidget(label(exam.title, "muted", wrap=True))
        self.column.addSpacing(4)
        for icon, words in (
            ("list-checks", exam.questions),
            ("clock", exam.time),
            ("gauge", exam.passing),
            ("list", exam.kinds),
        ):
            self.column.addLayout(_fact(icon, words))
        self.column.addStretch(1)
        self.column.addSpacing(4)
        self.column.addWidget(HairLine())
        self.column.addSpacing(4)
        self.column.addWidget(label(exam.status, "note", wrap=True))
        self.column.addLayout(_checked(exam))
        self.column.addSpacing(8)
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addStretch(1)
        self.column.addLayout(foot)


class QuickRow(QWidget):
    """A short quiz of at least 60 px: what and why at the left, the button at the right."""

    def __init__(self, offer: QuickView) -> None:
        super().__init__()
        self.button = QuietButton("Choose")
        self.button.setAccessibleName(f"Choose {offer.title}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(offer.title, "row"))
        words.addWidget(ElidedLabel(offer.why, "note"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(IconLabel("zap", 18, "accent"))
        row.addLayout(words, 1)
        row.addWidget(self.button)


class PaperRow(QWidget):
    """Exams on paper: what they are for at the left, the buttons to print and to type answers in at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.print_button = QuietButton("Print exam", "printer")
        self.type_button = QuietButton("Type answers in", "keyboard")
        words = label("Sit an exam at a table with a pencil, and get the same report.", "text", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(words, 1)
        row.addSpacing(6)
        row.addWidget(self.print_button)
        row.addWidget(self.type_button)


class DraftRow(QWidget):
    """An exam on paper that is half typed in."""

    def __init__(self, draft: DraftView) -> None:
        super().__init__()
        self.button = QuietButton("Go on")
        self.button.setAccessibleName(f"Go on with {draft.title}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(draft.title, "row"))
        words.addWidget(ElidedLabel(draft.where, "note"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(IconLabel("pencil", 18, "accent"))
        row.addLayout(words, 1)
        row.addWidget(self.button)


class PastRow(QWidget):
    """A sitting of at least 60 px: what and when at the left, score, verdict and the button at the right."""

    def __init__(self, sitting: PastView) -> None:
        super().__init__()
        over = sitting.over
        self.button = QuietButton("Report" if over else "Resume")
        self.button.setAccessibleName(f"{self.button.text()}, {sitting.title}")
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(ElidedLabel(sitting.title, "row"))
        left.addWidget(ElidedLabel(f"{sitting.when}, {sitting.time}", "note"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 10, 16, 10)
        self._row.setSpacing(16)
        self._row.addLayout(left, 1)
        self._range = label("", "note")
        self._range.setVisible(False)
        if over:
            self._add_score(sitting)
        else:
            self._row.addWidget(Chip("not submitted", "neutral", "pause"))
        self._row.addWidget(self.button)
        theme.current().follow(self._grow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the range out where room is scarce."""
        super().resizeEvent(event)
        self._range.setVisible(bool(self._range.text()) and self.width() >= theme.current().px(_RANGE_FROM))

    def _add_score(self, sitting: PastView) -> None:
        if sitting.low is not None and sitting.high is not None:
            self._range.setText(f"range {sitting.low} to {sitting.high}")
        score = label(sitting.right if sitting.scaled is None else str(sitting.scaled), "h2")
        words = f"{sitting.right} right" if sitting.scaled is None else f"Estimated score {sitting.scaled}"
        score.setAccessibleName(words)
        self._row.addWidget(self._range)
        self._row.addWidget(score)
        if sitting.verdict is not None:
            tone, icon = VERDICTS[sitting.verdict]
            self._row.addWidget(_column(Chip(sitting.verdict.value, tone, icon)))

    def _grow(self) -> None:
        self.setMinimumHeight(max(60, theme.current().px(40) + 20))


def _column(chip: Chip) -> QWidget:
    """Put `chip` at the left of a column as wide as the longest verdict, so that the scores line up."""
    box = QWidget()
    widest = max(Chip(verdict.value, *VERDICTS[verdict]).sizeHint().width() for verdict in Verdict)
    box.setMinimumWidth(widest)
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
    return box


def _heading(exam: ExamCardView) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(label(exam.code, "title"))
    row.addStretch(1)
    if exam.studied:
        row.addWidget(Chip("your exam", "accent", "check"))
    return row


def _fact(icon: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(IconLabel(icon, 16, line=19), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, "text", wrap=True), 1)
    return row


def _checked(exam: ExamCardView) -> QHBoxLayout:
    link = LinkButton("Exam page of AWS", "external-link")
    link.setAccessibleName(f"Exam page of AWS for {exam.code}, opens in the browser")
    link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(exam.url)))
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(label(exam.checked, "note"))
    row.addWidget(link)
    row.addStretch(1)
    return row
