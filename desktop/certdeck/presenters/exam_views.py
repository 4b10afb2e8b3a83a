"""What the exam room shows, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum

from certdeck.core.deck import QuestionKind, Source
from certdeck.core.exam.conduct import TEST_TOOLS, Tool
from certdeck.core.exam.events import Confidence, Ending, Span
from certdeck.core.ids import OptionId
from certdeck.core.richtext import RichText
from certdeck.presenters.response_lines import LineView


class ClockLevel(StrEnum):
    """How urgent the clock is; each level has its own colour and icon."""

    CALM = "calm"
    AMBER = "amber"
    RED = "red"


class Mark(StrEnum):
    """What the progress line and the review grid show of a question; all but the first are incomplete or unseen."""

    ANSWERED = "answered"
    INCOMPLETE = "incomplete"
    OPEN = "open"
    UNSEEN = "unseen"


class Filter(StrEnum):
    """Which questions the review grid shows. Incomplete are those seen without a whole answer."""

    ALL = "all"
    ANSWERED = "answered"
    INCOMPLETE = "incomplete"
    UNSEEN = "unseen"
    FLAGGED = "flagged"


class Primary(StrEnum):
    """What the one primary button does."""

    NEXT = "next"
    CHECK = "check"
    SUBMIT = "submit"


class Result(StrEnum):
    """How the question went, once the answer is shown."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "not answered"


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clock: seconds left (None where there is no limit), how urgent, and whether the learner hid it.

    `pace` says how the learner is getting on, such as "3 min ahead"; it is empty without the tool. `behind` tells
    whether that is a warning.
    """

    seconds_left: int | None
    level: ClockLevel
    hidden: bool
    pace: str = ""
    behind: bool = False

    @property
    def text(self) -> str:
        """Hours, minutes and seconds, as 1:38:04; empty where there is no limit."""
        if self.seconds_left is None:
            return ""
        hours, rest = divmod(self.seconds_left, 3600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}"


@dataclass(frozen=True, slots=True)
class MarkView:
    """One question in the progress line or the review grid; `number` is 1-based, `noted` says that it has a note.

    With `settled` its key was shown, so that its answer, or that it has none, stands.
    """

    number: int
    mark: Mark
    flagged: bool
    current: bool
    noted: bool = False
    settled: bool = False

    @property
    def awaits(self) -> bool:
        """Whether it can still be given a whole answer."""
        return self.mark is not Mark.ANSWERED and not self.settled


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option of a choice question, under the letter it has in this sitting."""

    id: OptionId
    letter: str
    text: RichText
    chosen: bool
    struck: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """One response of an ordering question; `number` is its 1-based place, None below the line (left out)."""

    id: OptionId
    number: int | None
    text: RichText


@dataclass(frozen=True, slots=True)
class PromptView:
    """One prompt of a matching question with the response given to it, if any."""

    id: OptionId
    number: int
    text: RichText
    response: OptionId | None


@dataclass(frozen=True, slots=True)
class ResponseView:
    """One response of a matching question; `used` tells whether some prompt has it."""

    id: OptionId
    text: str
    used: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer of a question, shown before the end: how it went, every response with its reason, the sources."""

    result: Result
    verdict: str
    lines: tuple[LineView, ...]
    examined: RichText
    today: RichText
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The question on the screen. Only the fields of its kind are filled.

    `highlights` count characters of the stem's plain text. `progress` says how many responses are given where several
    are asked for. `answer` is set once it was shown; the learner's own can't be changed any more then.
    """

    number: int
    kind: QuestionKind
    stem: RichText
    instruction: str
    flagged: bool
    options: tuple[OptionView, ...] = ()
    single: bool = True
    steps: tuple[StepView, ...] = ()
    touched: bool = False
    prompts: tuple[PromptView, ...] = ()
    responses: tuple[ResponseView, ...] = ()
    reuse: bool = False
    scenario_title: str = ""
    scenario: RichText = ()
    progress: str = ""
    highlights: tuple[Span, ...] = ()
    noted: bool = False
    confidence: Confidence | None = None
    answer: AnswerView | None = None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review grid: cells after filtering, counts over all questions, and the first one without a whole answer."""

    filter: Filter
    cells: tuple[MarkView, ...]
    answered: int
    incomplete: int
    unseen: int
    flagged: int
    first_open: int | None

    @property
    def open(self) -> int:
        """How many questions have no whole answer."""
        return self.incomplete + self.unseen

    def count(self, chosen: Filter) -> int:
        """Return how many questions the filter `chosen` shows."""
        counts = {
            Filter.ALL: self.answered + self.open,
            Filter.ANSWERED: self.answered,
            Filter.INCOMPLETE: self.incomplete,
            Filter.UNSEEN: self.unseen,
            Filter.FLAGGED: self.flagged,
        }
        return counts[chosen]


@dataclass(frozen=True, slots=True)
class NoteView:
    """The open note of question `number` (1-based), and how many characters it may have."""

    number: int
    text: str
    longest: int


@dataclass(frozen=True, slots=True)
class AskView:
    """A question to the learner before something that can't be taken back, or before the room is left.

    `careful` puts the focus on `decline`; `ends` says that to agree is to end the exam.
    """

    title: str
    text: str
    agree: str
    decline: str
    careful: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class ExamView:
    """Everything the exam window shows.

    Either `question`, `review` or `paused` is set; none of them once it has `ended`. `tools` are those on the desk;
    `offers_answer` tells whether a button shows the answer before the end (in review mode the primary one does).
    `message` is what the room has to say, `note` the open note, `line_focus` whether the reading ruler lies on the
    page, `to_end` that the page is to be scrolled to its end.
    """

    title: str
    total: int
    clock: ClockView
    marks: tuple[MarkView, ...]
    question: QuestionView | None
    review: ReviewView | None
    ended: Ending | None
    message: str = ""
    tools: frozenset[Tool] = TEST_TOOLS
    offers_answer: bool = False
    primary: Primary = Primary.NEXT
    paused: bool = False
    note: NoteView | None = None
    line_focus: bool = False
    to_end: bool = False

    @property
    def number(self) -> int:
        """1-based number of the current question."""
        return next(mark.number for mark in self.marks if mark.current)
