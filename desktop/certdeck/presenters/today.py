"""The start page without Qt: what there is to do next, and how the learner stands."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from certdeck.core.blueprint import Blueprint, Domain
from certdeck.core.deck import Sheet
from certdeck.core.exam.report import PASS_SHARE, DomainResult, ScoreReport, Verdict
from certdeck.core.ids import ItemId, SittingId
from certdeck.ports.sittings import SittingHead
from certdeck.presenters.dates import WEEKDAYS, counted, day_text, minutes_text, weekday_text
from certdeck.services.backlog import Backlog
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.study import Today
from certdeck.services.today import Overview, overview

if TYPE_CHECKING:
    from certdeck.presenters.countdown import CountdownView

TREND = 8
"""How many of the last scores are shown."""
ZOOM_FROM = 500
"""Scaled scores below that are rare; the scale begins here unless one has to be shown."""


@dataclass(frozen=True, slots=True)
class CardsView:
    """Cards of the study day: what is left, by kind, what was rated, and about how many minutes each takes."""

    new: int
    learning: int
    due: int
    rated: int
    minutes_left: int
    minutes_done: int

    @property
    def left(self) -> int:
        """All cards left."""
        return self.new + self.learning + self.due


@dataclass(frozen=True, slots=True)
class WeightView:
    """A domain's share of the scored questions in percent."""

    short: str
    percent: int


@dataclass(frozen=True, slots=True)
class FactsView:
    """What the real exam is, for as long as none was practised. `parts` is time, parts and pass mark in words."""

    code: str
    questions: int
    parts: str
    weights: tuple[WeightView, ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """The last practice exam: estimated scaled score with range and verdict, and the last scores, the oldest first.

    `change` says how it compares with the one before, empty for the first.
    """

    sitting: SittingId
    title: str
    day: str
    scaled: int
    low: int
    high: int
    verdict: str
    ticks: tuple[int, ...]
    passing: int
    trend: tuple[int, ...]
    change: str


@dataclass(frozen=True, slots=True)
class BacklogView:
    """Reviews that have waited, or how spreading them goes on; with an empty `agree` there is nothing to agree to."""

    title: str
    text: str
    agree: str
    decline: str


class StepKind(StrEnum):
    """What a step of the day leads to."""

    RESUME = "resume"
    REVIEW = "review"
    EXAM = "exam"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class StepView:
    """A row of the day: what to do and why, how long it takes, and its button; `done` rows say when instead."""

    kind: StepKind
    title: str
    why: str
    minutes: str
    action: str
    done: bool = False
    sitting: SittingId | None = None
    sheet: ItemId | None = None


@dataclass(frozen=True, slots=True)
class DomainView:
    """How a domain stands: a share from 0 to 1 in words and, from an exam, the range it lies in."""

    id: str
    short: str
    share: float
    words: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class DomainsView:
    """All domains on one scale; `mark` is the line to pass, None where there is none."""

    note: str
    rows: tuple[DomainView, ...]
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class StatusView:
    """What the vendor says of the exam's availability, and when that was checked; `facts` once no card says them."""

    code: str
    text: str
    facts: str
    checked: str
    url: str


@dataclass(frozen=True, slots=True)
class TodayView:
    """The start page. Exactly one of `facts` and `result` is set. The first step that isn't done is the next one.

    `countdown` stands in the place of `cards` once the learner has said when their exam is, until it is over.
    """

    day: str
    cards: CardsView
    facts: FactsView | None
    result: ResultView | None
    steps: tuple[StepView, ...]
    time_note: str
    status: StatusView
    domains: DomainsView
    backlog: BacklogView | None = None
    countdown: "CountdownView | None" = None


class TodayPresenter:
    """Reads how things stand. Reports of finished exams never change and are kept."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._reports: dict[SittingId, ScoreReport] = {}
        self._offered: Backlog | None = None

    def view(self) -> TodayView:
        """Return the start page as it is now. Raises `CertdeckError` when no deck is installed."""
        known = overview(self._services)
        self._offered = known.backlog
        blueprint = known.exam.blueprint
        over = [head for head in known.sittings if head.finished_at is not None and head.blueprint == blueprint.id]
        # A quiz says little of where the learner stands: results and trend are those of whole exams.
        finished = tuple(head for head in over if head.scaled is not None)
        report = self._report(finished[0].id) if finished else None
        return TodayView(
            day=weekday_text(self._day(self._services.clock.now())),
            cards=_cards(known.today),
            facts=None if finished else _facts(blueprint),
            result=self._result(finished, report) if report is not None else None,
            steps=self._steps(known, tuple(over), report),
            time_note=_time_note(known.today),
            status=_status(blueprint, with_facts=bool(finished)),
            domains=_examined(report) if report is not None else _known_cards(known),
            backlog=self._backlog(known),
            countdown=self._countdown(known),
        )

    def agree(self) -> Changes:
        """Spread the backlog that the page offers."""
        return Changes() if self._offered is None else self._services.backlog.spread(self._offered.days)

    def decline(self) -> Changes:
        """Leave the backlog that the page offers as it is, or stop spreading it."""
        backlog = self._services.backlog
        return backlog.end() if self._offered is None else backlog.decline()

    def _countdown(self, known: Overview) -> "CountdownView | None":
        blueprint = known.exam.blueprint
        day = self._services.preferences.settings.exam_day(blueprint.id)
        if day is None:
            return None
        from certdeck.presenters.countdown import countdown_view

        easy_days = self._services.options.of(known.exam.deck.id).options.easy_days
        return countdown_view(blueprint.code, day, self._services.calendar.today(), easy_days)

    def _backlog(self, known: Overview) -> BacklogView | None:
        today = self._services.calendar.today()
        if known.catch_up is not None:
            title = f"Catching up: day {known.catch_up.day(today)} of {known.catch_up.days}"
            waiting = f"{counted(known.today.overdue, 'review')} from before today still to come. New cards wait."
            return BacklogView(title, waiting, "", "Stop spreading")
        if known.backlog is None:
            return None
        title = f"{counted(known.backlog.reviews, 'review')} have waited since {_since(known.backlog.since, today)}"
        spread = f"Spread them over {known.backlog.days} days? New cards wait until then."
        return BacklogView(title, spread, "Spread them", "Not now")

    def _report(self, sitting: SittingId) -> ScoreReport:
        if sitting not in self._reports:
            self._reports[sitting] = self._services.exams.report(sitting)[1]
        return self._reports[sitting]

    def _result(self, finished: tuple[SittingHead, ...], report: ScoreReport) -> ResultView:
        last, scale = finished[0], report.scale
        least = scale.minimum if min(report.low, report.scaled) < ZOOM_FROM else ZOOM_FROM
        scores = [head.scaled for head in finished[:TREND] if head.scaled is not None]
        return ResultView(
            sitting=last.id,
            title=last.title,
            day=day_text(self._day(last.finished_at or last.started_at)),
            scaled=report.scaled,
            low=report.low,
            high=report.high,
            verdict=verdict_words(report),
            ticks=tuple(range(least, scale.maximum + 1, 100 if least == ZOOM_FROM else 300)),
            passing=scale.passing,
            trend=tuple(reversed(scores)),
            change=_change(scores),
        )

    def _steps(
        self, known: Overview, finished: tuple[SittingHead, ...], report: ScoreReport | None
    ) -> tuple[StepView, ...]:
        running = next((head for head in known.sittings if head.finished_at is None), None)
        steps = [_resume(running, self._services.clock.now())] if running is not None else []
        if known.today.counts.total:
            steps.append(_review(known.today))
        if running is None:
            steps.append(_practice(known))
        sheet = self._sheet_of_the_day(known, report)
        if sheet is not None:
            steps.append(_read(sheet, _reason(sheet, known.exam.blueprint, report)))
        if known.today.rated:
            steps.append(_rated(known.today))
        return (*steps, *(self._sat(head) for head in finished if self._is_today(head)))

    def _sheet_of_the_day(self, known: Overview, report: ScoreReport | None) -> Sheet | None:
        """Return another sheet every day: one of the weakest domain while an exam says which that is."""
        sheets = known.sheets
        if report is not None:
            sheets = _of_weakest(sheets, known.exam.blueprint, report) or sheets
        return sheets[self._day(self._services.clock.now()).toordinal() % len(sheets)] if sheets else None

    def _sat(self, head: SittingHead) -> StepView:
        assert head.finished_at is not None
        ended = head.finished_at.astimezone(self._services.clock.zone())
        return StepView(
            StepKind.EXAM,
            head.title,
            _result_words(head),
            minutes_text(max(1, round(head.elapsed / 60))),
            f"done {ended:%H:%M}",
            done=True,
        )

    def _is_today(self, head: SittingHead) -> bool:
        return head.finished_at is not None and self._day(head.finished_at) == self._day(self._services.clock.now())

    def _day(self, moment: datetime) -> date:
        """Return the learner's day of `moment`: it begins in the small hours."""
        return self._services.calendar.day_of(moment)


def _result_words(head: SittingHead) -> str:
    if head.scaled is not None:
        return f"Estimated score {head.scaled}"
    return "" if head.result is None else f"{head.result.right} of {head.result.total} right"


def verdict_words(report: ScoreReport) -> str:
    """Say how a result stands to the pass line."""
    match report.overall.verdict:
        case Verdict.MEETS:
            return "Above the line: likely to pass"
        case Verdict.BELOW:
            return "Below the line: more practice needed"
        case Verdict.CLOSE if report.overall.pass_chance >= 0.5:
            return "Near the line: more likely to pass than not"
        case Verdict.CLOSE:
            return "Near the line: less likely to pass than not"
        case Verdict.TOO_FEW:
            return "Too few questions to say"


def _since(day: date, today: date) -> str:
    """Name `day` by its weekday while that is clear."""
    return WEEKDAYS[day.weekday()] if (today - day).days < 7 else day_text(day)


def _cards(today: Today) -> CardsView:
    counts = today.counts
    return CardsView(counts.new, counts.learning, counts.due, today.rated, today.minutes_left, today.minutes_done)


def _change(scores: list[int]) -> str:
    """Compare the newest of `scores`, which comes first, with the one before."""
    if len(scores) == 1:
        return ""
    gained = scores[0] - scores[1]
    return "as before" if not gained else f"{'up' if gained > 0 else 'down'} {abs(gained)}"


def _facts(blueprint: Blueprint) -> FactsView:
    scale = blueprint.scale
    return FactsView(
        code=blueprint.code,
        questions=blueprint.total,
        parts=f"In {blueprint.minutes} min, {blueprint.scored} scored; {scale.passing} of {scale.maximum} passes",
        weights=tuple(WeightView(domain.short, domain.weight) for domain in blueprint.domains),
    )


def _status(blueprint: Blueprint, *, with_facts: bool) -> StatusView:
    status, scale = blueprint.status, blueprint.scale
    facts = f"{blueprint.total} questions in {blueprint.minutes} min; {scale.passing} of {scale.maximum} passes"
    return StatusView(blueprint.code, status.text, facts if with_facts else "", day_text(status.checked), status.url)


def _resume(head: SittingHead, now: datetime) -> StepView:
    seconds = head.left_at(now)
    left = "" if seconds is None else minutes_text(max(1, int(seconds // 60)))
    if seconds is None:
        why = "No time limit"
    else:
        why = "The clock runs on" if head.conduct.runs_on else "The clock stands still while you are away"
    return StepView(StepKind.RESUME, f"Resume {head.title}", why, left, "Resume exam", sitting=head.id)


def _review(today: Today) -> StepView:
    counts = today.counts
    kinds = ((counts.new, "new"), (counts.learning, "learning"), (counts.due, "due"))
    why = ", ".join(f"{count} {kind}" for count, kind in kinds if count)
    title = f"Review {counted(counts.total, 'card')}"
    return StepView(StepKind.REVIEW, title, why, minutes_text(today.minutes_left), "Start review")


def _practice(known: Overview) -> StepView:
    blueprint = known.exam.blueprint
    bank = sum(tally.questions for tally in known.tallies)
    fresh = bank - sum(tally.seen for tally in known.tallies)
    seen = f"{fresh} of {bank} in the bank not seen yet" if fresh else f"all {bank} in the bank seen before"
    if fresh == bank:
        seen = f"{bank} in the bank"
    return StepView(
        StepKind.EXAM,
        f"{blueprint.code} practice exam",
        f"{blueprint.total} questions; {seen}",
        minutes_text(blueprint.minutes),
        "Take exam",
    )


def _read(sheet: Sheet, why: str) -> StepView:
    title = f"Sheet: {sheet.title}"
    return StepView(StepKind.SHEET, title, why, minutes_text(sheet.minutes), "Read", sheet=sheet.id)


def _rated(today: Today) -> StepView:
    title = f"{counted(today.rated, 'card')} rated"
    why = "So far today" if today.counts.total else "All that was due today"
    return StepView(StepKind.REVIEW, title, why, minutes_text(today.minutes_done), "done", done=True)


def _reason(sheet: Sheet, blueprint: Blueprint, report: ScoreReport | None) -> str:
    domain = _domain(sheet, blueprint)
    if domain is None:
        return "Today's sheet"
    result = _weakest_result(report) if report is not None else None
    if result is not None and result.domain == domain.id:
        return f"{domain.short} was weakest in your last exam: {result.share.right} of {result.share.total} right"
    return f"Today's sheet is from {domain.short}"


def _domain(sheet: Sheet, blueprint: Blueprint) -> Domain | None:
    coverage = sheet.coverage(blueprint.id)
    return None if coverage is None else blueprint.domain_of(coverage.task)


def _of_weakest(sheets: tuple[Sheet, ...], blueprint: Blueprint, report: ScoreReport) -> tuple[Sheet, ...]:
    weakest = _weakest_result(report)
    domains = [(sheet, _domain(sheet, blueprint)) for sheet in sheets]
    return tuple(sheet for sheet, domain in domains if domain and weakest and domain.id == weakest.domain)


def _weakest_result(report: ScoreReport) -> DomainResult | None:
    asked = [result for result in report.domains if result.share.total]
    return min(asked, key=lambda result: result.share.value, default=None)


def _time_note(today: Today) -> str:
    left, done = minutes_text(today.minutes_left), minutes_text(today.minutes_done)
    parts = ((today.counts.total, f"{left} of cards left"), (today.rated, f"{done} done"))
    return ", ".join(text for count, text in parts if count)


def _examined(report: ScoreReport) -> DomainsView:
    rows = tuple(
        DomainView(
            result.domain, result.title, result.share.value, f"{result.share.value * 100:.0f} %", *result.share.range
        )
        for result in report.domains
    )
    return DomainsView("last exam, with range and pass line", rows, PASS_SHARE)


def _known_cards(known: Overview) -> DomainsView:
    return DomainsView("cards in long-term review", tuple(_domain_view(d, known) for d in known.exam.blueprint.domains))


def _domain_view(domain: Domain, known: Overview) -> DomainView:
    tasks = {task.id for task in domain.tasks}
    mine = [tally for tally in known.tallies if tally.task in tasks]
    faces, reviewed = sum(tally.faces for tally in mine), sum(tally.known for tally in mine)
    return DomainView(domain.id, domain.short, reviewed / faces if faces else 0.0, f"{reviewed} of {faces}")
