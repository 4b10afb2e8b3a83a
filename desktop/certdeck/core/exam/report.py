"""What a finished sitting says: an estimated scaled score, how sure it is, and how each domain and question went.

AWS doesn't publish how it scales. The estimate puts the share of right scored answers on a line from the lowest score
through the passing score to the highest, with the passing score at `PASS_SHARE`. That share is this project's
assumption, and every screen says so.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import comb, sqrt

from certdeck.core.blueprint import Blueprint, Scale
from certdeck.core.exam.answers import is_complete, is_right
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.sitting import ItemState, Sitting
from certdeck.core.ids import DomainId

PASS_SHARE = 0.70
"""Share of right answers assumed to earn the passing score."""
FEWEST = 8
"""Questions. Of fewer than that a range is too wide for any verdict."""


class Verdict(StrEnum):
    """How a result stands to the pass line, by its range; the official words where there are some."""

    MEETS = "meets competencies"
    CLOSE = "too close"
    BELOW = "needs improvement"
    TOO_FEW = "too few items"


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `total` answers, with the range in which the true share lies in about two of three cases."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """Share of right answers, 0 to 1; 0 when nothing was asked."""
        return self.right / self.total if self.total else 0.0

    @property
    def range(self) -> tuple[float, float]:
        """Wilson score interval with z = 1 (68 %), 0 to 1. Source: Wilson 1927, JASA 22, 209-212."""
        if not self.total:
            return (0.0, 1.0)
        n, p = self.total, self.value
        centre = (p + 1 / (2 * n)) / (1 + 1 / n)
        half = sqrt(p * (1 - p) / n + 1 / (4 * n * n)) / (1 + 1 / n)
        return (min(p, max(0.0, centre - half)), max(p, min(1.0, centre + half)))

    @property
    def verdict(self) -> Verdict:
        """Whether the range lies above the pass line, below it, or across it; none is given on too few questions."""
        if self.total < FEWEST:
            return Verdict.TOO_FEW
        low, high = self.range
        if low >= PASS_SHARE:
            return Verdict.MEETS
        return Verdict.BELOW if high < PASS_SHARE else Verdict.CLOSE

    @property
    def pass_chance(self) -> float:
        """Probability that the true share is above the pass line, every share being equally likely beforehand.

        The posterior is Beta(right + 1, wrong + 1); its upper tail is a binomial sum (Abramowitz and Stegun 26.5.24).
        """
        n = self.total + 1
        return sum(comb(n, k) * PASS_SHARE**k * (1 - PASS_SHARE) ** (n - k) for k in range(self.right + 1))


@dataclass(frozen=True, slots=True)
class DomainResult:
    """How the scored questions of one domain went."""

    domain: DomainId
    title: str
    share: Share


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """How one question went; `number` is 1-based."""

    number: int
    item: FormItem
    state: ItemState
    right: bool

    @property
    def answered(self) -> bool:
        """Whether there is a whole answer: one of two is none."""
        return is_complete(self.item.question, self.state.answer)


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """The result of a sitting: estimated scaled score with range, overall share, domains, and every question.

    The scaled score means something for a `whole` exam alone: a quiz has other questions than an exam, and fewer.
    """

    whole: bool
    scale: Scale
    scaled: int
    low: int
    high: int
    overall: Share
    domains: tuple[DomainResult, ...]
    questions: tuple[QuestionResult, ...]

    @property
    def passed(self) -> bool:
        """Whether the estimate reaches the passing score."""
        return self.scaled >= self.scale.passing


def scaled_score(share: float, scale: Scale) -> int:
    """Estimate the scaled score of `share` (0 to 1) right answers, rounded down (see the module's docstring)."""
    if share < PASS_SHARE:
        return int(scale.minimum + (scale.passing - scale.minimum) * share / PASS_SHARE)
    above = (share - PASS_SHARE) / (1 - PASS_SHARE)
    return int(scale.passing + (scale.maximum - scale.passing) * above + 1e-9)


def report(sitting: Sitting, blueprint: Blueprint) -> ScoreReport:
    """Grade `sitting` by the questions of its form. Unscored ones are listed but count for nothing."""
    questions = tuple(
        QuestionResult(number, item, state, is_right(item.question, state.answer))
        for number, (item, state) in enumerate(zip(sitting.form.items, sitting.states, strict=True), start=1)
    )
    scored = [result for result in questions if result.item.scored]
    overall = _share(scored)
    low, high = overall.range
    return ScoreReport(
        whole=sitting.kind.whole,
        scale=blueprint.scale,
        scaled=scaled_score(overall.value, blueprint.scale),
        low=scaled_score(low, blueprint.scale),
        high=scaled_score(high, blueprint.scale),
        overall=overall,
        domains=tuple(
            DomainResult(
                domain.id, domain.short, _share([result for result in scored if _in(domain.id, result, blueprint)])
            )
            for domain in blueprint.domains
        ),
        questions=questions,
    )


def _share(results: list[QuestionResult]) -> Share:
    return Share(sum(result.right for result in results), len(results))


def _in(domain: DomainId, result: QuestionResult, blueprint: Blueprint) -> bool:
    found = blueprint.domain_of(result.item.task)
    return found is not None and found.id == domain
