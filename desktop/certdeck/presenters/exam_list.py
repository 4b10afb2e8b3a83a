"""The exams that can be sat, the one that runs, quick quizzes, and what was sat before, without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.exam.conduct import Mode
from certdeck.core.exam.events import Ending
from certdeck.core.exam.quiz import Pool
from certdeck.core.exam.report import PASS_SHARE, Share, Verdict, scaled_score
from certdeck.core.exam.wording import KIND_WORDS, MODE_WORDS
from certdeck.core.ids import BlueprintId, SittingId
from certdeck.ports.sittings import SittingHead
from certdeck.presenters.dates import counted, day_text
from certdeck.presenters.exam import ClockLevel, ClockView
from certdeck.presenters.exam_start import What, Wish
from certdeck.presenters.report_result import time_text, when_text
from certdeck.services.catalogue import Services
from certdeck.services.paper_exam import PaperDraft
from certdeck.services.results import TrendPoint

MOST_POINTS: Final = 10
"""Exams in the trend."""
QUICK_COUNT: Final = 10
"""Questions of a quick quiz."""


@dataclass(frozen=True, slots=True)
class ExamCardView:
    """One exam that can be sat: its facts, and what is known about when it can be booked."""

    id: BlueprintId
    code: str
    title: str
    questions: str
    kinds: str
    time: str
    passing: str
    status: str
    checked: str
    url: str
    studied: bool


@dataclass(frozen=True, slots=True)
class QuickView:
    """A short quiz worth sitting now: what, why, and the choices it begins with."""

    title: str
    why: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class RunningView:
    """The sitting to go on with."""

    id: SittingId
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class PastView:
    """A sitting in the list. One that was never submitted has no result and can be resumed.

    A whole exam has a scaled score with its range and verdict, in `scaled`, `low`, `high` and `verdict`; a quiz has
    `right` words alone.
    """

    id: SittingId
    title: str
    when: str
    time: str
    over: bool
    scaled: int | None = None
    low: int | None = None
    high: int | None = None
    verdict: Verdict | None = None
    right: str = ""


@dataclass(frozen=True, slots=True)
class DomainTrendView:
    """One domain over the last whole exams, oldest first: shares of right answers, 0 to 1, and the words of each."""

    title: str
    shares: tuple[float, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrendView:
    """The last whole exams by domain; `days` and `scores` have an entry for each, `line` is the share to pass."""

    domains: tuple[DomainTrendView, ...]
    days: tuple[str, ...]
    scores: tuple[int, ...]
    line: float


@dataclass(frozen=True, slots=True)
class DraftView:
    """An exam on paper of which some answers are typed in."""

    code: str
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class ExamsView:
    """Everything the page shows; `past` has the newest first and leaves the running sitting out."""

    exams: tuple[ExamCardView, ...]
    running: RunningView | None
    quick: tuple[QuickView, ...]
    past: tuple[PastView, ...]
    trend: TrendView | None
    drafts: tuple[DraftView, ...] = ()


def exams_view(services: Services) -> ExamsView:
    """Read the exams and the sittings. Raises `CertdeckError` when no deck is installed."""
    studied = services.library.exam().blueprint
    blueprints = {exam.blueprint.id: exam.blueprint for exam in services.library.exams()}
    heads = services.exams.heads()
    running = next((head for head in heads if head.finished_at is None), None)
    trend = services.results.trend(studied.id)
    return ExamsView(
        exams=tuple(card_view(blueprint, studied=blueprint.id == studied.id) for blueprint in blueprints.values()),
        running=None if running is None else _running(services, running),
        quick=_quick(services, studied, trend),
        past=tuple(_past(head, blueprints.get(head.blueprint), services) for head in heads if head is not running),
        trend=_trend(trend[-MOST_POINTS:], studied, services) if len(trend) > 1 else None,
        drafts=tuple(map(_draft, services.paper_exams.drafts())),
    )


def card_view(blueprint: Blueprint, *, studied: bool) -> ExamCardView:
    """Put the facts of `blueprint` into words."""
    status, scale = blueprint.status, blueprint.scale
    return ExamCardView(
        id=blueprint.id,
        code=blueprint.code,
        title=blueprint.title,
        questions=f"{blueprint.total} questions: {blueprint.scored} scored and {blueprint.unscored} unscored",
        kinds=_sentence([KIND_WORDS[kind].lower() for kind in blueprint.kinds]),
        time=f"{blueprint.minutes} min",
        passing=f"Pass: {scale.passing} of {scale.maximum} on the exam's scale",
        status=status.text,
        checked=f"Checked {day_text(status.checked)}",
        url=status.url,
        studied=studied,
    )


def _quick(services: Services, studied: Blueprint, trend: Sequence[TrendPoint]) -> tuple[QuickView, ...]:
    """Offer a quiz of the weakest domain and one of what was missed, where there is something to base them on."""
    offers = []
    weakest = _weakest(trend[-1], studied) if trend else None
    if weakest is not None:
        topic, share = weakest
        short = next(domain.short for domain in studied.domains if domain.id == topic)
        why = f"Weakest in your last exam: {share.right} of {share.total} right"
        offers.append(QuickView(f"Quiz: {short}", why, _wish(topic=topic)))
    missed = services.results.missed(studied.id)
    if missed:
        count = min(QUICK_COUNT, missed)
        why = f"{counted(missed, 'question')} you missed last time"
        offers.append(QuickView("Quiz: only missed", why, _wish(pool=Pool.MISSED, count=count)))
    return tuple(offers)


def _wish(*, topic: str = "", pool: Pool = Pool.ALL, count: int = QUICK_COUNT) -> Wish:
    return Wish(what=What.QUIZ, topic=topic, pool=pool, count=count, mode=Mode.PRACTICE)


def _draft(draft: PaperDraft) -> DraftView:
    typed = sum(map(bool, draft.marks))
    return DraftView(draft.code, f"Exam on paper {draft.code}", f"{typed} of {len(draft.marks)} typed in")


def _weakest(last: TrendPoint, studied: Blueprint) -> tuple[str, Share] | None:
    asked = [(domain.id, last.domains[domain.id]) for domain in studied.domains if last.domains[domain.id].total]
    return min(asked, key=lambda entry: entry[1].value, default=None)


def _running(services: Services, head: SittingHead) -> RunningView:
    sitting = services.exams.load(head.id)
    where = f"Question {sitting.current + 1} of {len(sitting.states)}"
    if sitting.remaining is not None:
        where += f", {ClockView(int(sitting.remaining), ClockLevel.CALM, hidden=False).text} left"
    if head.conduct.runs_on:
        where += " when you left; the clock runs on"
    return RunningView(head.id, head.title, where)


def _past(head: SittingHead, blueprint: Blueprint | None, services: Services) -> PastView:
    used = time_text(head.conduct, head.elapsed, head.seconds_allowed)
    view = PastView(
        id=head.id,
        title=head.title,
        when=f"{when_text(head.started_at, services.clock.zone())}, {MODE_WORDS[head.conduct.mode].lower()}",
        time=f"{used}, time ran out" if head.ending is Ending.TIME_OUT else used,
        over=head.finished_at is not None,
        scaled=head.scaled,
    )
    return view if head.result is None else _with_result(view, head.result, blueprint)


def _with_result(view: PastView, result: Share, blueprint: Blueprint | None) -> PastView:
    if view.scaled is None:
        return replace(view, right=f"{result.right} of {result.total}")
    if blueprint is None:
        return view
    low, high = (scaled_score(bound, blueprint.scale) for bound in result.range)
    return replace(view, low=low, high=high, verdict=result.verdict)


def _trend(points: Sequence[TrendPoint], studied: Blueprint, services: Services) -> TrendView:
    zone = services.clock.zone()
    return TrendView(
        domains=tuple(
            DomainTrendView(
                domain.short,
                tuple(point.domains[domain.id].value for point in points),
                tuple(f"{point.domains[domain.id].right} of {point.domains[domain.id].total}" for point in points),
            )
            for domain in studied.domains
        ),
        days=tuple(day_text(point.head.started_at.astimezone(zone).date()) for point in points),
        scores=tuple(point.head.scaled for point in points if point.head.scaled is not None),
        line=PASS_SHARE,
    )


def _sentence(words: list[str]) -> str:
    joined = " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
    return joined[:1].upper() + joined[1:]
