"""The survey after a rehearsal without Qt: three questions, all of them optional."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from certdeck.core.exam.survey import MOST_PREPARED, Expectation, Survey
from certdeck.core.ids import SittingId
from certdeck.services.catalogue import Services

PREPARED: Final = ("1 Not at all", "2 A little", "3 Partly", "4 Mostly", "5 Fully")
EXPECTATIONS: Final = {Expectation.PASS: "A pass", Expectation.UNSURE: "Can't say", Expectation.FAIL: "No pass"}
TIME: Final = {True: "Yes", False: "No"}


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One possible answer and whether it was given."""

    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SurveyView:
    """The three questions, each with its answers; `said` is what happened before, `answered` whether any was given."""

    said: str
    prepared: tuple[ChoiceView, ...]
    expects: tuple[ChoiceView, ...]
    enough_time: tuple[ChoiceView, ...]
    answered: bool


class SurveyPresenter:
    """Asks about the sitting called `sitting`; `done` is called once, after the answers were kept or skipped."""

    def __init__(
        self,
        services: Services,
        sitting: SittingId,
        *,
        said: str,
        render: Callable[[SurveyView], None],
        done: Callable[[], None],
    ) -> None:
        self._services = services
        self._sitting = sitting
        self._said = said
        self._render = render
        self._done = done
        self._survey = Survey()

    def show(self) -> None:
        """Render the answers so far."""
        self._render(self._view())

    def prepared(self, place: int) -> None:
        """Answer how prepared the learner felt, by 0-based place; the same once more takes it back."""
        number = place + 1
        self._put(replace(self._survey, prepared=None if self._survey.prepared == number else number))

    def expects(self, place: int) -> None:
        """Answer what the learner expects, by 0-based place."""
        said = tuple(EXPECTATIONS)[place]
        self._put(replace(self._survey, expects=None if self._survey.expects is said else said))

    def enough_time(self, place: int) -> None:
        """Answer whether the time was enough, by 0-based place."""
        said = tuple(TIME)[place]
        self._put(replace(self._survey, enough_time=None if self._survey.enough_time is said else said))

    def go_on(self) -> None:
        """Keep what was answered, if anything was, and go on to the report."""
        if self._survey != Survey():
            self._services.exams.survey(self._sitting, self._survey)
        self._done()

    def skip(self) -> None:
        """Go on to the report and keep nothing."""
        self._done()

    def _put(self, survey: Survey) -> None:
        self._survey = survey
        self.show()

    def _view(self) -> SurveyView:
        survey = self._survey
        numbers = range(1, MOST_PREPARED + 1)
        return SurveyView(
            said=self._said,
            prepared=tuple(
                ChoiceView(words, survey.prepared == number) for number, words in zip(numbers, PREPARED, strict=True)
            ),
            expects=tuple(ChoiceView(words, survey.expects is said) for said, words in EXPECTATIONS.items()),
            enough_time=tuple(ChoiceView(words, survey.enough_time is said) for said, words in TIME.items()),
            answered=survey != Survey(),
        )
