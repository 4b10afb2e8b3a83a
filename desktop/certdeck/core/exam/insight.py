"""What a finished sitting tells beyond its score: time, changed answers, confidence, and wrong ideas."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import ChoiceQuestion
from certdeck.core.exam.answers import Chosen, is_right
from certdeck.core.exam.events import Confidence
from certdeck.core.exam.report import QuestionResult, ScoreReport, Share
from certdeck.core.ids import DomainId

SLOWEST: Final = 10
"""Questions in the list of the slowest."""
SLOW_FACTOR: Final = 1.5
"""A question is slow when it took more than this many times its share of the time, or of the median where untimed."""


class Turn(StrEnum):
    """What changing an answer did: from the first whole answer to the last."""

    GAINED = "wrong to right"
    LOST = "right to wrong"
    MOVED = "wrong to wrong"
    KEPT = "back to right"


class MissReason(StrEnum):
    """Why the learner missed a question, in their own judgement."""

    UNKNOWN = "did not know"
    MISREAD = "misread"
    RULED_OUT = "ruled out wrongly"
    NO_TIME = "ran out of time"


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose answer was changed. `turn` compares the first whole answer with the last; `times` counts."""

    number: int
    turn: Turn
    times: int


@dataclass(frozen=True, slots=True)
class DomainTime:
    """Seconds spent on the questions of one domain, and how many there were."""

    domain: DomainId
    title: str
    seconds: float
    questions: int


@dataclass(frozen=True, slots=True)
class Surety:
    """How often the learner was right when they felt so sure."""

    confidence: Confidence
    share: Share


@dataclass(frozen=True, slots=True)
class WrongIdea:
    """A misconception behind chosen options, and the 1-based numbers of the questions where it was chosen."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """Everything a sitting tells beyond its score; questions go by their 1-based numbers.

    `pace` is the time each question has in seconds, or the median time where there is no limit.
    """

    pace: float
    slow: frozenset[int]
    slowest: tuple[int, ...]
    domains: tuple[DomainTime, ...]
    changes: tuple[Change, ...]
    calibration: tuple[Surety, ...]
    sure_and_wrong: tuple[int, ...]
    lucky: tuple[int, ...]
    guessed: tuple[int, ...]
    wrong_ideas: tuple[WrongIdea, ...]

    def count(self, turn: Turn) -> int:
        """Return how many questions were changed with that outcome."""
        return sum(change.turn is turn for change in self.changes)


def insight(report: ScoreReport, blueprint: Blueprint, seconds_allowed: float | None) -> Insight:
    """Read the questions of `report` once more; unscored ones are part of it, as they were sat like any other."""
    results = report.questions
    pace = _pace(results, seconds_allowed)
    confided = [result for result in results if result.state.confidence is not None and result.state.answer]
    return Insight(
        pace=pace,
        slow=frozenset(result.number for result in results if result.state.seconds > pace * SLOW_FACTOR),
        slowest=_slowest(results),
        domains=_domain_times(results, blueprint),
        changes=tuple(change for result in results if (change := _change(result)) is not None),
        calibration=tuple(_surety(confidence, confided) for confidence in Confidence),
        sure_and_wrong=_numbers(confided, Confidence.SURE, right=False),
        lucky=_numbers(confided, Confidence.GUESS, right=True),
        guessed=tuple(entry.number for entry in results if entry.state.confidence is Confidence.GUESS),
        wrong_ideas=wrong_ideas(results),
    )


def wrong_ideas(results: Iterable[QuestionResult]) -> tuple[WrongIdea, ...]:
    """Rank the misconceptions behind the wrong options that were chosen, the most frequent first."""
    found: dict[str, list[int]] = defaultdict(list)
    for result in results:
        question, answer = result.item.question, result.state.answer
        if isinstance(question, ChoiceQuestion) and isinstance(answer, Chosen):
            names = {
                option.misconception for option in question.options if option.id in answer.options and not option.key
            }
            for name in sorted(names - {""}):
                found[name].append(result.number)
    ranked = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(WrongIdea(name, tuple(numbers)) for name, numbers in ranked)


def _pace(results: Sequence[QuestionResult], seconds_allowed: float | None) -> float:
    if not results:
        return 0.0
    if seconds_allowed is not None:
        return seconds_allowed / len(results)
    # It brings decimals, fractions and random numbers, which hardly anything else needs.
    from statistics import median

    return median(result.state.seconds for result in results)


def _slowest(results: Sequence[QuestionResult]) -> tuple[int, ...]:
    taken = sorted((entry for entry in results if entry.state.seconds), key=lambda entry: -entry.state.seconds)
    return tuple(entry.number for entry in taken[:SLOWEST])


def _domain_times(results: Sequence[QuestionResult], blueprint: Blueprint) -> tuple[DomainTime, ...]:
    times: dict[DomainId, list[float]] = defaultdict(list)
    for result in results:
        domain = blueprint.domain_of(result.item.task)
        if domain is not None:
            times[domain.id].append(result.state.seconds)
    return tuple(
        DomainTime(domain.id, domain.short, sum(times[domain.id]), len(times[domain.id]))
        for domain in blueprint.domains
        if domain.id in times
    )


def _change(result: QuestionResult) -> Change | None:
    trail = result.state.trail
    if len(trail) < 2:
        return None
    began = is_right(result.item.question, trail[0])
    turn = {
        (False, True): Turn.GAINED,
        (True, False): Turn.LOST,
        (False, False): Turn.MOVED,
        (True, True): Turn.KEPT,
    }[began, result.right]
    return Change(result.number, turn, len(trail) - 1)


def _surety(confidence: Confidence, confided: Sequence[QuestionResult]) -> Surety:
    mine = [entry for entry in confided if entry.state.confidence is confidence]
    return Surety(confidence, Share(sum(entry.right for entry in mine), len(mine)))


def _numbers(confided: Sequence[QuestionResult], confidence: Confidence, *, right: bool) -> tuple[int, ...]:
    return tuple(entry.number for entry in confided if entry.state.confidence is confidence and entry.right is right)
