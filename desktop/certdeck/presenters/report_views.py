"""What the report page shows, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum

from certdeck.core.deck import Source
from certdeck.core.exam.events import Confidence, Span
from certdeck.core.exam.insight import MissReason
from certdeck.core.exam.report import Verdict
from certdeck.core.ids import ItemId, TaskId
from certdeck.core.richtext import RichText
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.response_lines import LineView
from certdeck.services.misses import Step


class State(StrEnum):
    """How a question went."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "not answered"


class Section(StrEnum):
    """The parts of the page; the last one has a place of its own where there is room."""

    RESULT = "result"
    TIME = "time"
    ANSWERS = "answers"
    QUESTIONS = "questions"


class Part(StrEnum):
    """Which questions the list shows."""

    MISSED = "missed"
    FLAGGED = "flagged"
    GUESSED = "guessed"
    CHANGED = "changed"
    SLOW = "slow"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The result: a number with its range on a scale, how it stands to the pass line, and how it was estimated.

    All numbers are in the unit of the scale, which is a scaled score, or percent for a quiz. `regraded` are later
    gradings in a sentence each; `conduct` says how the sitting was run and how it ended. `explanation` is there while
    the learner wants to see it.
    """

    name: str
    number: str
    range: str
    value: float
    low: float
    high: float
    passing: float
    ticks: tuple[float, ...]
    mark: str
    verdict: Verdict
    verdict_words: str
    sentence: str
    conduct: str
    timed_out: bool
    regraded: tuple[str, ...] = ()
    explanation: tuple[str, ...] | None = None

    @property
    def spoken(self) -> str:
        """Number, range and pass line in words."""
        return f"{self.name} {self.number}, {self.range}, {self.mark}, {self.verdict_words}"


@dataclass(frozen=True, slots=True)
class DomainView:
    """One domain: share of right answers and its range (0 to 1), both in words too, and the counts behind it."""

    number: str
    title: str
    share: float
    low: float
    high: float
    right: int
    total: int
    verdict: Verdict
    verdict_words: str
    words: str


@dataclass(frozen=True, slots=True)
class DomainTimeView:
    """One domain's time: all of it, how many questions, and how long each took, in words."""

    number: str
    title: str
    total: str
    questions: str
    each: str
    slow: bool


@dataclass(frozen=True, slots=True)
class SlowView:
    """One of the slowest questions."""

    number: int
    title: str
    state: State
    time: str
    slow: bool


@dataclass(frozen=True, slots=True)
class TimeView:
    """Where the time went. `pace` is in seconds, `pace_words` says what it is.

    `empty` says why nothing is known of it, if so.
    """

    pace: float
    pace_words: str
    legend: str
    domains: tuple[DomainTimeView, ...]
    slowest: tuple[SlowView, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """Questions that have something in common, by number."""

    words: str
    outcome: Outcome
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SuretyView:
    """How often the learner was right when they felt so sure: share and range (0 to 1), and the same in words."""

    confidence: Confidence
    share: float
    low: float
    high: float
    right: int
    total: int
    words: str


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """How feeling and facts agree: a point for each degree of confidence that was given, and what that means."""

    points: tuple[SuretyView, ...]
    sentence: str
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class SaidView:
    """What the learner said after a rehearsal, beside what happened."""

    about: str
    said: str
    happened: str


@dataclass(frozen=True, slots=True)
class AnswersView:
    """What the answers tell. Parts of which nothing is known are None or empty; `empty` says so when all are."""

    changed: str
    changes: tuple[GroupView, ...]
    calibration: CalibrationView | None
    ideas: tuple[GroupView, ...]
    survey: tuple[SaidView, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One question in the list; `number` is 1-based, `seconds` the time spent on it.

    `yours` and `key` are letters; with `counted` they are the number of right places or pairs, and how many there are.
    `reason` is why it was missed in the learner's own judgement, empty while they haven't said; `noted` tells whether
    they wrote a note on it, in the exam or in the library.
    """

    number: int
    title: str
    state: State
    flagged: bool
    scored: bool
    task: TaskId
    yours: str
    key: str
    counted: bool
    seconds: float
    slow: bool
    corrected: bool = False
    disputed: bool = False
    reason: str = ""
    noted: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """What is to be said of it in a word each, the most telling first."""
        marks = (
            self.reason,
            "key corrected" if self.corrected else "",
            "disputed" if self.disputed else "",
            "note" if self.noted else "",
            "" if self.scored else "unscored",
        )
        return tuple(mark for mark in marks if mark)


@dataclass(frozen=True, slots=True)
class DetailView:
    """A question opened: its case and stem, every response, what the learner did, what has changed, the sources.

    `highlights` are spans of the stem's plain text, `highlighted` the words in them; `note` was written in the exam,
    `own_note` in the library; `history` says how the answer came about; `correction` how the key was corrected since.
    `reason` and `dispute` are the learner's own judgement.
    """

    number: int
    item: ItemId
    missed: bool
    scenario: RichText
    stem: RichText
    highlights: tuple[Span, ...]
    highlighted: tuple[str, ...]
    note: str
    history: str
    correction: str
    lines: tuple[LineView, ...]
    examined: RichText
    today: RichText
    sources: tuple[Source, ...]
    reason: MissReason | None = None
    dispute: str = ""
    own_note: RichText = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """A choice of the list's filter, with its count in the words."""

    part: Part
    words: str


@dataclass(frozen=True, slots=True)
class BannerView:
    """Something worth a word above the page."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole page.

    `shown` are the numbers of the questions in the list; `opened` those whose details are open, `at` the one to be
    brought into sight. `message` is what to tell in passing, of something that can be taken back when it is
    `undoable`.
    """

    title: str
    when: str
    whole: bool
    section: Section
    score: ScoreView
    pass_share: float
    domains: tuple[DomainView, ...]
    time: TimeView
    answers: AnswersView
    parts: tuple[PartView, ...]
    part: Part
    rows: tuple[RowView, ...]
    shown: tuple[int, ...]
    when_empty: str
    reasons: str
    missed: int
    opened: tuple[DetailView, ...] = ()
    correction: BannerView | None = None
    at: int | None = None
    message: str = ""
    undoable: bool = False

    def row(self, number: int) -> RowView:
        """Return the row of question `number` (1-based)."""
        return self.rows[number - 1]


@dataclass(frozen=True, slots=True)
class PlannedView:
    """A card that adding would touch: what it asks, what happens to it, and whether anything does."""

    asks: str
    step: Step
    questions: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """What adding missed questions to the cards would do. `text` sums it up; without `needed` nothing would happen."""

    text: str
    cards: tuple[PlannedView, ...]
    needed: bool
