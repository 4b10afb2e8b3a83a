"""How a sitting is conducted: what kind it is, which tools lie on the desk, and what its clock does."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from certdeck.core.errors import ExamError, UnfitTime

ESL_MINUTES: Final = 30
"""Extra minutes for candidates whose first language is not English. Source: AWS, "Exam accommodations"."""

MOST_MINUTES: Final = 600
"""Standard time of the longest sitting."""


class SittingKind(StrEnum):
    """What a sitting asks: a whole drawn exam, one of the deck's fixed forms, a quiz, or what the learner put together.

    The first two follow the blueprint to the item and earn a scaled score.
    """

    EXAM = "exam"
    FORM = "form"
    QUIZ = "quiz"
    CUSTOM = "custom"

    @property
    def whole(self) -> bool:
        """Whether the sitting is a whole exam, so that a scaled score can be estimated."""
        return self in (SittingKind.EXAM, SittingKind.FORM)


class Mode(StrEnum):
    """How strictly a sitting is run.

    Practice has helps that no test centre gives. Exam has the tools of the real one and can be left. A rehearsal can
    neither be paused nor left. Review is untimed and shows the answer after each question. What was sat on paper has
    neither tools nor a clock here.
    """

    PRACTICE = "practice"
    EXAM = "exam"
    REHEARSAL = "rehearsal"
    REVIEW = "review"
    PAPER = "paper"


SAT_HERE: Final = tuple(mode for mode in Mode if mode is not Mode.PAPER)
"""The modes to choose from before an exam."""


class Tool(StrEnum):
    """What may lie on the candidate's desk; each can be switched off."""

    FLAG = "flag"
    STRIKE = "strike"
    HIGHLIGHT = "highlight"
    NOTE = "note"
    LINE_FOCUS = "line-focus"
    HIDE_CLOCK = "hide-clock"
    REVIEW_GRID = "review-grid"
    SCROLL_TO_END = "scroll-to-end"
    WARNINGS = "warnings"
    PACE = "pace"
    PAUSE = "pause"
    CONFIDENCE = "confidence"
    RATIONALE = "rationale"


CLOCK_TOOLS: Final = frozenset({Tool.HIDE_CLOCK, Tool.WARNINGS, Tool.PACE, Tool.PAUSE})
"""Tools that make no sense without a time limit."""
HELPS: Final = frozenset({Tool.PACE, Tool.PAUSE, Tool.CONFIDENCE, Tool.RATIONALE})
"""Tools that no test centre gives."""
TEST_TOOLS: Final = frozenset(Tool) - HELPS
"""Tools of the real test driver."""


_CLOCKLESS: Final = frozenset({Mode.REVIEW, Mode.PAPER})


def tools_for(mode: Mode) -> frozenset[Tool]:
    """Return the tools that `mode` allows."""
    match mode:
        case Mode.PRACTICE:
            return frozenset(Tool)
        case Mode.REVIEW:
            return frozenset(Tool) - CLOCK_TOOLS
        case Mode.EXAM | Mode.REHEARSAL:
            return TEST_TOOLS
        case Mode.PAPER:
            return frozenset()


def check_minutes(minutes: float) -> None:
    """Refuse a standard time that makes no sense. Raises `UnfitTime`."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise UnfitTime(f"An exam takes 1 to {MOST_MINUTES} minutes. Nothing was started.")


class ExtraTime(StrEnum):
    """How much longer than the standard time a sitting may take."""

    STANDARD = "standard"
    ESL = "esl"
    QUARTER = "x1.25"
    HALF = "x1.5"
    DOUBLE = "x2"
    UNTIMED = "untimed"

    def seconds(self, minutes: float) -> float | None:
        """Return the seconds allowed where the standard time is `minutes`; None where there is no limit."""
        match self:
            case ExtraTime.UNTIMED:
                return None
            case ExtraTime.ESL:
                return (minutes + ESL_MINUTES) * 60.0
            case _:
                return minutes * 60.0 * _FACTORS[self]


_FACTORS: Final = {
    ExtraTime.STANDARD: 1.0,
    ExtraTime.QUARTER: 1.25,
    ExtraTime.HALF: 1.5,
    ExtraTime.DOUBLE: 2.0,
}


@dataclass(frozen=True, slots=True)
class Conduct:
    """The rules of one sitting, agreed before it begins.

    With `runs_on` the clock runs on while the learner is away, as in a test centre; else it waits. Raises `ExamError`
    for rules that contradict one another.
    """

    mode: Mode = Mode.EXAM
    tools: frozenset[Tool] = field(default=TEST_TOOLS)
    extra: ExtraTime = ExtraTime.STANDARD
    runs_on: bool = False

    def __post_init__(self) -> None:
        """Check that mode, tools and clock go together."""
        barred = self.tools - tools_for(self.mode)
        if barred:
            raise ExamError(f"There is no {', '.join(sorted(barred))} in {self.mode} mode. Nothing was started.")
        if self.mode is Mode.REHEARSAL and (self.extra is ExtraTime.UNTIMED or not self.runs_on):
            raise ExamError("A rehearsal is timed, and its clock runs on. Nothing was started.")
        if self.runs_on and self.extra is ExtraTime.UNTIMED:
            raise ExamError("A clock can only run on where there is a time limit. Nothing was started.")
        if self.mode in _CLOCKLESS and (self.extra is not ExtraTime.UNTIMED or self.runs_on):
            raise ExamError(f"{self.mode.value.capitalize()} mode has no clock. Nothing was started.")

    @property
    def strict(self) -> bool:
        """Whether the sitting can be neither paused nor left without ending it."""
        return self.mode is Mode.REHEARSAL

    @property
    def reveals(self) -> bool:
        """Whether the answer may be seen before the end."""
        return self.mode is Mode.REVIEW or Tool.RATIONALE in self.tools


def conduct(
    mode: Mode,
    *,
    without: frozenset[Tool] = frozenset(),
    extra: ExtraTime = ExtraTime.STANDARD,
    runs_on: bool | None = None,
) -> Conduct:
    """Return the rules of `mode` with all of its tools but those in `without`.

    `extra` counts for nothing in review mode and on paper, which are untimed. `runs_on` is the mode's own rule unless
    it is given, and counts for nothing without a time limit.
    """
    if mode in _CLOCKLESS:
        return Conduct(mode, tools_for(mode) - without, ExtraTime.UNTIMED)
    tools = tools_for(mode) - without
    if extra is ExtraTime.UNTIMED:
        return Conduct(mode, tools - CLOCK_TOOLS, extra)
    return Conduct(mode, tools, extra, mode is Mode.REHEARSAL if runs_on is None else runs_on)
