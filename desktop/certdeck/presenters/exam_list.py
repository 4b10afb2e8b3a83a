"""The exams that can be sat, the one that runs, and those sat before, without Qt."""

from dataclasses import dataclass
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import QuestionKind
from certdeck.core.exam.events import Ending
from certdeck.core.exam.report import Share, Verdict, scaled_score
from certdeck.core.ids import BlueprintId, SittingId
from certdeck.ports.sittings import SittingHead
from certdeck.presenters.dates import day_text
from certdeck.presenters.exam import ClockLevel, ClockView
from certdeck.presenters.report_result import used_text, when_text
from certdeck.services.catalogue import Services

_KINDS: Final[dict[str, str]] = {
    QuestionKind.MULTIPLE_CHOICE: "multiple choice",
    QuestionKind.MULTIPLE_RESPONSE: "multiple response",
    QuestionKind.ORDERING: "ordering",
    QuestionKind.MATCHING: "matching",
}


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
class RunningView:
    """The sitting to go on with."""

    id: SittingId
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class PastView:
    """A sitting in the list. One that was never submitted has no score and can be resumed.

    `scaled`, `low` and `high` are scaled scores; the range and the verdict are None when the exam has changed since.
    """

    id: SittingId
    title: str
    when: str
    time: str
    scaled: int | None
    low: int | None
    high: int | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class ExamsView:
    """Everything the page shows; `past` has the newest first and leaves the running sitting out."""

    exams: tuple[ExamCardView, ...]
    running: RunningView | None
    past: tuple[PastView, ...]


def exams_view(services: Services) -> ExamsView:
    """Read the exams and the sittings. Raises `CertdeckError` when no deck is installed."""
    studied = services.library.exam().blueprint.id
    blueprints = {exam.blueprint.id: exam.blueprint for exam in services.library.exams()}
    heads = services.exams.heads()
    running = next((head for head in heads if head.finished_at is None), None)
    return ExamsView(
        exams=tuple(card_view(blueprint, studied=blueprint.id == studied) for blueprint in blueprints.values()),
        running=None if running is None else _running(services, running),
        past=tuple(_past(head, blueprints.get(head.blueprint), services) for head in heads if head is not running),
    )


def card_view(blueprint: Blueprint, *, studied: bool) -> ExamCardView:
    """Put the facts of `blueprint` into words."""
    status, scale = blueprint.status, blueprint.scale
    return ExamCardView(
        id=blueprint.id,
        code=blueprint.code,
        title=blueprint.title,
        questions=f"{blueprint.total} questions: {blueprint.scored} scored and {blueprint.unscored} unscored",
        kinds=_sentence([_KINDS[kind] for kind in blueprint.kinds]),
        time=f"{blueprint.minutes} min",
        passing=f"Pass: {scale.passing} of {scale.maximum} on the exam's scale",
        status=status.text,
        checked=f"Checked {day_text(status.checked)}",
        url=status.url,
        studied=studied,
    )


def share_of(scaled: int, blueprint: Blueprint) -> Share | None:
    """Return how many scored questions must have been right for `scaled`, or None if no number gives that score.

    Each further right answer raises the estimate, so there is at most one.
    """
    shares = (Share(right, blueprint.scored) for right in range(blueprint.scored + 1))
    return next((share for share in shares if scaled_score(share.value, blueprint.scale) == scaled), None)


def _running(services: Services, head: SittingHead) -> RunningView:
    sitting = services.exams.load(head.id)
    where = f"Question {sitting.current + 1} of {len(sitting.states)}"
    if sitting.remaining is not None:
        where += f", {ClockView(int(sitting.remaining), ClockLevel.CALM, hidden=False).text} left"
    return RunningView(head.id, head.title, where)


def _past(head: SittingHead, blueprint: Blueprint | None, services: Services) -> PastView:
    share = share_of(head.scaled, blueprint) if head.scaled is not None and blueprint is not None else None
    low, high = (None, None)
    if share is not None and blueprint is not None:
        low, high = (scaled_score(bound, blueprint.scale) for bound in share.range)
    used = used_text(head.elapsed, head.seconds_allowed)
    return PastView(
        id=head.id,
        title=head.title,
        when=when_text(head.started_at, services.clock.zone()),
        time=f"{used}, time ran out" if head.ending is Ending.TIME_OUT else used,
        scaled=head.scaled,
        low=low,
        high=high,
        verdict=None if share is None else share.verdict,
    )


def _sentence(words: list[str]) -> str:
    joined = " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
    return joined[:1].upper() + joined[1:]
