"""What the answers tell, at the left of the report: changes, confidence, wrong ideas, and the survey."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from certdeck.gui.screens.report_calibration import CalibrationPlot
from certdeck.gui.screens.report_links import Group, OpenQuestion
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.icon_label import IconLabel
from certdeck.gui.widgets.labels import label
from certdeck.presenters.report_views import AnswersView, CalibrationView, GroupView, SaidView


def answer_cards(answers: AnswersView, look_up: OpenQuestion) -> Iterator[QWidget]:
    """Return a card for each part of which something is known."""
    if answers.survey:
        yield SurveyCard(answers.survey)
    if answers.changes:
        yield GroupsCard("Changed answers", answers.changed, answers.changes, look_up)
    if answers.calibration is not None:
        yield CalibrationCard(answers.calibration, look_up)
    if answers.ideas:
        sentence = "Behind the options you chose, most frequent first."
        yield GroupsCard("Wrong ideas", sentence, answers.ideas, look_up, brief=True)
    if answers.empty:
        yield EmptyCard(answers.empty)


class GroupsCard(Card):
    """Groups of questions under a heading and a sentence; `brief` as for a group."""

    def __init__(
        self, title: str, sentence: str, groups: Sequence[GroupView], look_up: OpenQuestion, *, brief: bool = False
    ) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=8)
        self.column.addWidget(label(title, "h2"))
        self.column.addWidget(label(sentence, "note", wrap=True))
        self.groups = tuple(Group(group, look_up, brief=brief) for group in groups)
        for group in self.groups:
            self.column.addWidget(group)


class CalibrationCard(Card):
    """How feeling and facts agree, as a plot, in words, and by question."""

    def __init__(self, calibration: CalibrationView, look_up: OpenQuestion) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=8)
        self.column.addWidget(label("How sure you were", "h2"))
        self.column.addWidget(label(calibration.sentence, "note", wrap=True))
        self.column.addWidget(CalibrationPlot(calibration))
        for point in calibration.points:
            self.column.addWidget(label(point.words, "note-text", wrap=True))
        self.column.addSpacing(6)
        self.groups = tuple(Group(group, look_up) for group in calibration.groups)
        for group in self.groups:
            self.column.addWidget(group)


class SurveyCard(Card):
    """What the learner said after the rehearsal, beside what happened."""

    def __init__(self, survey: Sequence[SaidView]) -> None:
        super().__init__(margins=(20, 14, 20, 14), spacing=8)
        self.column.addWidget(label("What you said, what happened", "h2"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for row, entry in enumerate(survey):
            cells = (
                label(entry.about, "note"),
                label(entry.said, "note-text", wrap=True),
                label(entry.happened, "note-strong", wrap=True),
            )
            for column, cell in enumerate(cells):
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(grid)


class EmptyCard(Card):
    """Says that there is nothing to say."""

    def __init__(self, words: str) -> None:
        super().__init__(margins=(20, 14, 20, 14))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel("circle-check", 18, "good", stroke=2.0))
        row.addWidget(label(words, "text", wrap=True), 1)
        self.column.addLayout(row)
