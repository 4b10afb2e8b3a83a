"""An exam room without a window."""

from dataclasses import dataclass, field

from certdeck.core.exam.sitting import ItemState, Sitting
from certdeck.core.ids import SittingId
from certdeck.presenters.exam import ExamPresenter
from certdeck.presenters.exam_views import ClockView, ExamView, QuestionView, Result, ReviewView
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.clock import FixedClock


@dataclass
class Room:
    """An exam room that remembers what it was told to show."""

    services: Services
    clock: FixedClock
    sitting: Sitting
    views: list[ExamView] = field(default_factory=list)
    clocks: list[ClockView] = field(default_factory=list)
    ended: list[tuple[SittingId, Changes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.presenter = ExamPresenter(
            self.services,
            self.sitting,
            render=self.views.append,
            render_clock=self.clocks.append,
            ended=lambda sitting, changes: self.ended.append((sitting, changes)),
        )
        self.presenter.show()

    @property
    def view(self) -> ExamView:
        return self.views[-1]

    @property
    def question(self) -> QuestionView:
        assert self.view.question is not None
        return self.view.question

    @property
    def review(self) -> ReviewView:
        assert self.view.review is not None
        return self.view.review

    @property
    def state(self) -> ItemState:
        """The present question as it stands in the database."""
        stored = self.stored()
        return stored.states[stored.current]

    def note(self) -> tuple[int, str] | None:
        """The number of the question whose note is open, and the note."""
        note = self.view.note
        return None if note is None else (note.number, note.text)

    def result(self) -> Result | None:
        """How the question went, once its answer was shown."""
        answer = self.question.answer
        return None if answer is None else answer.result

    def stored(self) -> Sitting:
        return self.services.exams.load(self.sitting.id)
