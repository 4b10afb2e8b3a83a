"""The result of a sitting for the report page: score, domains, the list of questions, without Qt."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, tzinfo

from certdeck.core.exam.conduct import Conduct, Mode
from certdeck.core.exam.events import Ending
from certdeck.core.exam.insight import Insight, MissReason
from certdeck.core.exam.report import PASS_SHARE, DomainResult, QuestionResult, ScoreReport
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.wording import (
    OVERALL_VERDICTS,
    chance_sentence,
    conduct_words,
    estimate_sentences,
    percent,
    range_words,
    regraded_words,
    scale_ticks,
    short_answer,
)
from certdeck.core.ids import ItemId
from certdeck.ports.sittings import Regrading
from certdeck.presenters.dates import WEEKDAYS, day_text, minutes_text
from certdeck.presenters.report_views import DomainView, Part, PartView, RowView, ScoreView, State

_EMPTY: Mapping[Part, str] = {
    Part.MISSED: "You missed no question.",
    Part.FLAGGED: "You flagged no question.",
    Part.GUESSED: "You guessed at no question.",
    Part.CHANGED: "You changed no answer.",
    Part.SLOW: "No question was slow.",
    Part.ALL: "This exam had no questions.",
}


def when_text(at: datetime, zone: tzinfo) -> str:
    """Write the day of `at` in the learner's time zone, Thu 19 Nov 2026."""
    day = at.astimezone(zone).date()
    return f"{WEEKDAYS[day.weekday()][:3]} {day_text(day)}"


def time_text(conduct: Conduct, elapsed: float, allowed: float | None) -> str:
    """Say how much of the time was used, if that is known."""
    return "not timed" if conduct.mode is Mode.PAPER else used_text(elapsed, allowed)


def used_text(elapsed: float, allowed: float | None) -> str:
    """Say how much of the time was used, both in seconds: 1 h 41 min of 2 h 10 min."""
    used = minutes_text(round(elapsed / 60))
    return used if allowed is None else f"{used} of {minutes_text(round(allowed / 60))}"


def score_view(sitting: Sitting, report: ScoreReport, regraded: Sequence[str], *, explained: bool) -> ScoreView:
    """Return the estimated scaled score of an exam, or the share of right answers of a quiz."""
    common = {
        "verdict": report.overall.verdict,
        "verdict_words": OVERALL_VERDICTS[report.overall.verdict],
        "conduct": _conduct_words(sitting),
        "timed_out": sitting.ending is Ending.TIME_OUT,
        "regraded": tuple(regraded),
        "explanation": estimate_sentences(report) if explained else None,
    }
    return _scaled(report, common) if report.whole else _shared(report, common)


def _scaled(report: ScoreReport, common: Mapping[str, object]) -> ScoreView:
    return ScoreView(
        name="Estimated scaled score",
        number=str(report.scaled),
        range=f"range {report.low} to {report.high}",
        value=report.scaled,
        low=report.low,
        high=report.high,
        passing=report.scale.passing,
        ticks=scale_ticks(report),
        mark=f"pass line {report.scale.passing}",
        sentence=chance_sentence(report.overall),
        **common,  # type: ignore[arg-type]  # the fields that a quiz has, too
    )


def _shared(report: ScoreReport, common: Mapping[str, object]) -> ScoreView:
    low, high = report.overall.range
    return ScoreView(
        name="Right answers",
        number=f"{report.overall.right} of {report.overall.total}",
        range=f"{percent(report.overall.value)}, range {range_words(report.overall)}",
        value=100 * report.overall.value,
        low=100 * low,
        high=100 * high,
        passing=100 * PASS_SHARE,
        ticks=scale_ticks(report),
        mark=f"pass line {percent(PASS_SHARE)}",
        sentence="A quiz has no scaled score; what counts is what you learn from it.",
        **common,  # type: ignore[arg-type]  # the fields that an exam has, too
    )


def _conduct_words(sitting: Sitting) -> str:
    words = conduct_words(sitting.conduct)
    return f"{words}, typed in" if sitting.conduct.mode is Mode.PAPER else f"{words}, {_ending_words(sitting)}"


def _ending_words(sitting: Sitting) -> str:
    return "ended by the clock" if sitting.ending is Ending.TIME_OUT else "submitted by you"


def regraded_text(regrading: Regrading, zone: tzinfo) -> str:
    """Say what a later grading gave: Graded again on 26 Nov 2026 with deck 1.2.0: 742."""
    day = day_text(regrading.at.astimezone(zone).date())
    return regraded_words(day, regrading.deck_version, regrading.scaled, regrading.result)


def domain_view(result: DomainResult) -> DomainView:
    """Return how a domain went."""
    share = result.share
    return DomainView(
        number=result.domain,
        title=result.title,
        share=share.value,
        low=share.range[0],
        high=share.range[1],
        right=share.right,
        total=share.total,
        verdict=share.verdict,
        verdict_words=share.verdict.value,
        words=f"{percent(share.value)}, range {range_words(share)}",
    )


def row_view(
    result: QuestionResult,
    insight: Insight,
    reason: MissReason | None,
    corrected: Collection[ItemId],
    disputed: Collection[ItemId],
    noted: Collection[ItemId] = (),
) -> RowView:
    """Return a question as the list shows it."""
    short, item = short_answer(result), result.item.question.id
    return RowView(
        number=result.number,
        title=result.item.question.title,
        state=_state(result),
        flagged=result.state.flagged,
        scored=result.item.scored,
        task=result.item.task,
        yours=short.yours,
        key=short.key,
        counted=short.counted,
        seconds=result.state.seconds,
        slow=result.number in insight.slow,
        corrected=item in corrected,
        disputed=item in disputed,
        reason=reason.value if reason else "",
        noted=bool(result.state.note) or item in noted,
    )


def _state(result: QuestionResult) -> State:
    if result.right:
        return State.RIGHT
    return State.WRONG if result.answered else State.OPEN


def numbers_in(part: Part, rows: Sequence[RowView], insight: Insight) -> tuple[int, ...]:
    """Return the numbers of the questions in `part`, in the order of the sitting."""
    match part:
        case Part.MISSED:
            return tuple(row.number for row in rows if row.state is not State.RIGHT)
        case Part.FLAGGED:
            return tuple(row.number for row in rows if row.flagged)
        case Part.GUESSED:
            return insight.guessed
        case Part.CHANGED:
            return tuple(change.number for change in insight.changes)
        case Part.SLOW:
            return tuple(row.number for row in rows if row.slow)
        case Part.ALL:
            return tuple(row.number for row in rows)


def part_views(rows: Sequence[RowView], insight: Insight) -> tuple[PartView, ...]:
    """Return the choices of the filter with their counts; guesses are left out where no confidence was given."""
    confided = any(entry.share.total for entry in insight.calibration)
    parts = (part for part in Part if part is not Part.GUESSED or confided)
    return tuple(PartView(part, f"{part.value.capitalize()} {len(numbers_in(part, rows, insight))}") for part in parts)


def when_empty(part: Part) -> str:
    """Say that there is no question in `part`."""
    return _EMPTY[part]


def reasons_text(rows: Sequence[RowView]) -> str:
    """Count why questions were missed: 3 did not know, 2 misread, 13 without a reason."""
    missed = [row for row in rows if row.state is not State.RIGHT]
    if not missed:
        return ""
    counts = [(sum(row.reason == reason.value for row in missed), reason.value) for reason in MissReason]
    told = [f"{count} {words}" for count, words in counts if count]
    if not told:
        return "Why? Keys 1 to 4 on a missed question keep the reason."
    rest = sum(not row.reason for row in missed)
    return ", ".join([*told, *([f"{rest} without a reason"] if rest else [])])
