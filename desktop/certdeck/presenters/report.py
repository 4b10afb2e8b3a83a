"""The report of a finished sitting without Qt: score, domains, time, and every question with all its reasons."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Source
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.events import Ending
from certdeck.core.exam.report import PASS_SHARE, QuestionResult, ScoreReport, Share, Verdict
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import ItemId, OptionId, SittingId, TaskId
from certdeck.core.richtext import RichText, plain
from certdeck.presenters.dates import WEEKDAYS, day_text, minutes_text
from certdeck.presenters.exam import LETTERS
from certdeck.services.catalogue import Services

SLOW_FACTOR = 1.5
"""A question is slow when it took more than this many times its share of the time."""
SCALE_FROM = 500
"""Lowest scaled score on the bar, unless the estimate lies below: from 100 the range would be too narrow to see."""


class State(StrEnum):
    """How a question went."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "not answered"


class Part(StrEnum):
    """Which questions the list shows."""

    MISSED = "missed"
    FLAGGED = "flagged"
    ALL = "all"


class Outcome(StrEnum):
    """How one response of a question went."""

    RIGHT = "right"
    WRONG = "wrong"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The estimate: scaled scores, the scale they are drawn on, the verdict and a sentence on the chance to pass."""

    scaled: int
    low: int
    high: int
    scale_from: int
    scale_to: int
    passing: int
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class DomainView:
    """One domain: share of right answers and its range (0 to 1), and the counts behind it."""

    number: str
    title: str
    share: float
    low: float
    high: float
    right: int
    total: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RowView:
    """One question in the list; `number` is 1-based, `seconds` the time spent on it.

    `yours` and `key` are letters; with `counted` they are the number of right places or pairs, and how many there are.
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


@dataclass(frozen=True, slots=True)
class LineView:
    """One response with its reason.

    `mark` is its letter, place or number; `words` say in short what it was ("key"), `note` in a sentence what the
    learner did with it, where that is not plain from the words.
    """

    mark: str
    text: RichText
    outcome: Outcome
    words: str
    reason: RichText
    note: str = ""


@dataclass(frozen=True, slots=True)
class DetailView:
    """A question opened: its case and stem, every response, what has changed since it was written, the sources."""

    number: int
    item: ItemId
    scenario: RichText
    stem: RichText
    lines: tuple[LineView, ...]
    examined: RichText
    today: RichText
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report. `pace` is the seconds each question has when all take the same time."""

    title: str
    when: str
    timed_out: bool
    score: ScoreView
    pass_share: float
    domains: tuple[DomainView, ...]
    rows: tuple[RowView, ...]
    pace: float

    def part(self, part: Part) -> tuple[RowView, ...]:
        """Return the rows of `part`."""
        if part is Part.MISSED:
            return tuple(row for row in self.rows if row.state is not State.RIGHT)
        return tuple(row for row in self.rows if row.flagged) if part is Part.FLAGGED else self.rows


class ReportPresenter:
    """Reads one finished sitting; `detail` is made on demand, as a learner opens few of the questions."""

    def __init__(self, services: Services, sitting: SittingId) -> None:
        """Read the sitting. Raises `ExamError` if there is none."""
        self._services = services
        self._sitting, self._report = services.exams.report(sitting)
        self.view = _view(self._sitting, self._report, services.clock.zone())

    @property
    def sitting(self) -> Sitting:
        """The sitting reported on."""
        return self._sitting

    def detail(self, number: int) -> DetailView:
        """Return question `number` (1-based) with the reason for each response."""
        result = self._report.questions[number - 1]
        question = result.item.question
        scenario = None if question.scenario is None else self._services.library.scenario(question.scenario)
        read = self._services.markup.read
        return DetailView(
            number=number,
            item=question.id,
            scenario=() if scenario is None else read(scenario.text),
            stem=read(question.stem),
            lines=self._lines(result),
            examined=read(question.examined),
            today=read(question.today),
            sources=question.sources,
        )

    def _lines(self, result: QuestionResult) -> tuple[LineView, ...]:
        match result.item.question:
            case ChoiceQuestion() as question:
                return self._choice_lines(question, result)
            case OrderingQuestion() as question:
                return self._ordering_lines(question, result)
            case MatchingQuestion() as question:
                return self._matching_lines(question, result)

    def _choice_lines(self, question: ChoiceQuestion, result: QuestionResult) -> tuple[LineView, ...]:
        by_id = {option.id: option for option in question.options}
        chosen = _chosen(result.state.answer)
        read = self._services.markup.read
        lines = []
        for place, name in enumerate(result.item.order):
            option = by_id[name]
            outcome, words = _option_outcome(key=option.key, chosen=name in chosen, struck=name in result.state.struck)
            lines.append(LineView(LETTERS[place], read(option.text), outcome, words, read(option.rationale)))
        return tuple(lines)

    def _ordering_lines(self, question: OrderingQuestion, result: QuestionResult) -> tuple[LineView, ...]:
        """Return the steps in their right order, then those that belong nowhere."""
        given, asked = _ordered(result.state.answer), len(question.steps)
        read = self._services.markup.read
        lines = []
        for place, step in enumerate((*question.steps, *question.decoys), start=1):
            right = place if place <= asked else None
            yours = _place(given, step.id, asked)
            outcome, words, note = _step_outcome(right, yours) if given else (Outcome.NEITHER, "", "")
            mark = "–" if right is None else str(right)
            lines.append(LineView(mark, read(step.text), outcome, words, read(step.rationale), note))
        return tuple(lines)

    def _matching_lines(self, question: MatchingQuestion, result: QuestionResult) -> tuple[LineView, ...]:
        """Return the prompts, each with the response that belongs to it, then the responses left over."""
        texts = {response.id: response.text for response in question.responses}
        read = self._services.markup.read
        lines = []
        for number, prompt in enumerate(question.prompts, start=1):
            given = _matched(result.state.answer, prompt.id)
            right = given == prompt.key
            outcome = Outcome.NEITHER if given is None else Outcome.RIGHT if right else Outcome.WRONG
            words = "no response" if given is None else outcome.value
            note = "" if given is None or right else f"You chose {plain(read(texts[given]))}."
            text = read(f"{prompt.text} → {texts[prompt.key]}")
            lines.append(LineView(str(number), text, outcome, words, read(prompt.rationale), note))
        keys = {prompt.key for prompt in question.prompts}
        left_over = (entry for entry in question.responses if entry.id not in keys)
        lines += [
            LineView("–", read(entry.text), Outcome.NEITHER, "left over", read(entry.rationale)) for entry in left_over
        ]
        return tuple(lines)


def clock_text(seconds: float) -> str:
    """Write `seconds` as minutes and seconds, 2:31."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def when_text(at: datetime, zone: tzinfo) -> str:
    """Write the day of `at` in the learner's time zone, Thu 19 Nov 2026."""
    day = at.astimezone(zone).date()
    return f"{WEEKDAYS[day.weekday()][:3]} {day_text(day)}"


def used_text(elapsed: float, allowed: float | None) -> str:
    """Say how much of the time was used, both in seconds: 1 h 41 min of 2 h 10 min."""
    used = minutes_text(round(elapsed / 60))
    return used if allowed is None else f"{used} of {minutes_text(round(allowed / 60))}"


def chance_sentence(share: Share) -> str:
    """Say how likely the true share lies above the pass line, and that this is an estimate."""
    tenths = round(share.pass_chance * 10)
    if tenths >= 10:
        chance = "Very likely a pass, more than 9 in 10."
    elif tenths <= 0:
        chance = "Very likely not a pass yet, less than 1 in 10."
    elif tenths == 5:
        chance = "As likely a pass as not, about 5 in 10."
    else:
        chance = f"{'More' if tenths > 5 else 'Less'} likely a pass than not, about {tenths} in 10."
    return f"{chance} Our estimate; AWS does not publish its scale."


def _view(sitting: Sitting, report: ScoreReport, zone: tzinfo) -> ReportView:
    allowed = sitting.elapsed if sitting.seconds_allowed is None else sitting.seconds_allowed
    pace = allowed / len(report.questions)
    return ReportView(
        title=sitting.title,
        when=f"{when_text(sitting.started_at, zone)}, {used_text(sitting.elapsed, sitting.seconds_allowed)}",
        timed_out=sitting.ending is Ending.TIME_OUT,
        score=_score(report),
        pass_share=PASS_SHARE,
        domains=tuple(
            DomainView(
                result.domain,
                result.title,
                result.share.value,
                *result.share.range,
                result.share.right,
                result.share.total,
                result.share.verdict,
            )
            for result in report.domains
        ),
        rows=tuple(_row(result, pace) for result in report.questions),
        pace=pace,
    )


def _score(report: ScoreReport) -> ScoreView:
    return ScoreView(
        scaled=report.scaled,
        low=report.low,
        high=report.high,
        scale_from=SCALE_FROM if report.low >= SCALE_FROM else report.scale.minimum,
        scale_to=report.scale.maximum,
        passing=report.scale.passing,
        verdict=report.overall.verdict,
        sentence=chance_sentence(report.overall),
    )


def _row(result: QuestionResult, pace: float) -> RowView:
    yours, key = _short(result)
    answered = result.state.answer is not None
    return RowView(
        number=result.number,
        title=result.item.question.title,
        state=State.RIGHT if result.right else State.WRONG if answered else State.OPEN,
        flagged=result.state.flagged,
        scored=result.item.scored,
        task=result.item.task,
        yours=yours if answered else "–",
        key=key,
        counted=not isinstance(result.item.question, ChoiceQuestion),
        seconds=result.state.seconds,
        slow=result.state.seconds > pace * SLOW_FACTOR,
    )


def _short(result: QuestionResult) -> tuple[str, str]:
    """Return the learner's answer and the key in short: letters, or how many places or pairs are right, of how many."""
    match result.item.question:
        case ChoiceQuestion() as question:
            chosen = _chosen(result.state.answer)
            return _letters(result, chosen), _letters(result, question.keys)
        case OrderingQuestion() as question:
            given = _ordered(result.state.answer)
            right = sum(yours == step for yours, step in zip(given, question.key, strict=False))
            return str(right), str(len(question.key))
        case MatchingQuestion() as question:
            answer = result.state.answer
            pairs = answer.pairs if isinstance(answer, Matched) else frozenset()
            return str(len(pairs & question.key)), str(len(question.key))


def _letters(result: QuestionResult, options: frozenset[OptionId]) -> str:
    return "".join(LETTERS[place] for place, name in enumerate(result.item.order) if name in options)


def _option_outcome(*, key: bool, chosen: bool, struck: bool) -> tuple[Outcome, str]:
    if key:
        return Outcome.RIGHT, "key, your answer" if chosen else "key"
    if chosen:
        return Outcome.WRONG, "your answer"
    return Outcome.NEITHER, "struck out" if struck else ""


def _step_outcome(right: int | None, yours: int | None) -> tuple[Outcome, str, str]:
    """Compare the 1-based place of a step with the learner's; None is left out."""
    if right == yours:
        return (Outcome.NEITHER, "left out", "") if right is None else (Outcome.RIGHT, "right place", "")
    note = "You left it out." if yours is None else f"You put it at place {yours}."
    return Outcome.WRONG, "belongs nowhere" if right is None else "wrong place", note


def _chosen(answer: Answer | None) -> frozenset[OptionId]:
    return answer.options if isinstance(answer, Chosen) else frozenset()


def _ordered(answer: Answer | None) -> tuple[OptionId, ...]:
    return answer.steps if isinstance(answer, Ordered) else ()


def _matched(answer: Answer | None, prompt: OptionId) -> OptionId | None:
    return answer.response_to(prompt) if isinstance(answer, Matched) else None


def _place(given: tuple[OptionId, ...], step: OptionId, asked: int) -> int | None:
    """Return the 1-based place the learner gave to `step`, None when it was left out or nothing was given."""
    place = given.index(step) + 1 if step in given else None
    return place if place is not None and place <= asked else None
