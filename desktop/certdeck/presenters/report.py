"""The report of a finished sitting without Qt: what is shown, and what the learner does with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from certdeck.core.deck import Question
from certdeck.core.errors import ExamError
from certdeck.core.exam.conduct import Mode
from certdeck.core.exam.insight import Insight, MissReason
from certdeck.core.exam.regrade import KeyChange
from certdeck.core.exam.report import PASS_SHARE, ScoreReport
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.survey import Survey
from certdeck.core.ids import ItemId, SittingId
from certdeck.core.own import Draft
from certdeck.ports.sittings import Regrading
from certdeck.presenters.card_makers import of_question
from certdeck.presenters.dates import counted
from certdeck.presenters.history import undone_text
from certdeck.presenters.report_detail import DetailReader, Judgement
from certdeck.presenters.report_insight import answers_view, time_view
from certdeck.presenters.report_misses import added_text, needed, plan_view
from certdeck.presenters.report_result import (
    domain_view,
    numbers_in,
    part_views,
    reasons_text,
    regraded_text,
    row_view,
    score_view,
    time_text,
    when_empty,
    when_text,
)
from certdeck.presenters.report_views import (
    BannerView,
    DetailView,
    Part,
    PlanView,
    ReportView,
    RowView,
    Section,
    State,
)
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the sitting besides its report, read anew after each change."""

    reasons: dict[int, MissReason]
    disputes: dict[ItemId, str]
    regradings: tuple[Regrading, ...]
    corrections: dict[ItemId, KeyChange]
    pending: int
    noted: frozenset[ItemId]

    @property
    def corrected(self) -> frozenset[ItemId]:
        """The questions whose key is another one now, or was when the sitting was graded again."""
        return frozenset(self.corrections).union(*(entry.changed for entry in self.regradings))


class ReportPresenter:
    """Shows one finished sitting.

    `render` gets a new `ReportView` after every step; `changed` hears of changes to study data and exams. Questions go
    by their 1-based numbers.
    """

    def __init__(
        self,
        services: Services,
        sitting: SittingId,
        *,
        render: Callable[[ReportView], None],
        changed: Callable[[Changes], None],
    ) -> None:
        """Read the sitting. Raises `ExamError` if there is none, or if it still runs."""
        self._services = services
        self._render = render
        self._changed = changed
        self._sitting, self._report = _finished(services, sitting)
        self._insight: Insight = services.results.insight(self._sitting, self._report)
        self._survey: Survey | None = services.exams.survey_of(sitting)
        self._section, self._part = Section.RESULT, Part.MISSED
        self._opened: tuple[int, ...] = ()
        self._explained = False
        self._known = self._read()
        self._shown = False
        self._listed: tuple[_Known, tuple[RowView, ...]] | None = None
        self._viewed: tuple[_Known, bool, ReportView] | None = None
        self._detailed: tuple[_Known, dict[int, DetailView]] | None = None

    @property
    def sitting(self) -> Sitting:
        """The sitting reported on."""
        return self._sitting

    # --- Looking

    def show(self) -> None:
        """Read anew what may have changed, and show the page."""
        if self._shown:
            self._known = self._read()
        self._shown = True
        self._render(self._view())

    def turn_to(self, section: Section) -> None:
        """Show another section."""
        self._section = section
        self._render(self._view())

    def choose(self, part: Part) -> None:
        """Show other questions in the list."""
        self._part = part
        self._render(self._view())

    def toggle(self, number: int) -> None:
        """Open question `number`, or close it."""
        is_open = number in self._opened
        self._opened = tuple(entry for entry in self._opened if entry != number) if is_open else (*self._opened, number)
        self._render(self._view())

    def look_up(self, number: int) -> None:
        """Open question `number` and bring it into sight, whatever the list shows now."""
        if number not in numbers_in(self._part, self._rows(), self._insight):
            self._part = Part.ALL
        if number not in self._opened:
            self._opened = (*self._opened, number)
        self._section = Section.QUESTIONS
        self._render(self._view(at=number))

    def explain(self) -> None:
        """Show how the result is estimated, or hide it."""
        self._explained = not self._explained
        self._render(self._view())

    def detail(self, number: int) -> DetailView:
        """Return what question `number` shows when it is opened; a screen may make it ahead of that."""
        known = self._known
        if self._detailed is None or self._detailed[0] is not known:
            self._detailed = known, {}
        details = self._detailed[1]
        if number not in details:
            reader = DetailReader(self._services, self._sitting, known.corrections)
            details[number] = reader.detail(self._report.questions[number - 1], self._judgement(number))
        return details[number]

    # --- Judging

    def give_reason(self, number: int, reason: MissReason) -> None:
        """Note why question `number` was missed; the same reason again takes it back. Right ones have none."""
        if self._report.questions[number - 1].right:
            return
        before = self._known.reasons.get(number - 1)
        self._services.results.give_reason(self._sitting.id, number - 1, None if before is reason else reason)
        self._know_reasons(number)
        self._render(self._view())

    def dispute(self, number: int, text: str) -> None:
        """Keep what the learner holds against question `number`; an empty text withdraws it.

        Raises `ExamError` for a text that is too long.
        """
        changes = self._services.results.dispute(self._item(number), text)
        self._known = self._read()
        self._render(self._view("Your objection is kept" if text.strip() else "Your objection is withdrawn"))
        self._changed(changes)

    def card_of(self, number: int) -> Draft:
        """Return a card of the learner's own that asks what question `number` asks."""
        return of_question(self._report.questions[number - 1].item.question)

    def dispute_of(self, number: int) -> str:
        """Return what the learner holds against question `number`, empty if nothing."""
        return self._known.disputes.get(self._item(number), "")

    def grade_again(self) -> None:
        """Grade the sitting by the keys as they stand now. Raises `ExamError` when none has changed."""
        regrading = self._services.results.regrade(self._sitting.id)
        self._known = self._read()
        self._render(self._view(regraded_text(regrading, self._services.clock.zone())))
        self._changed(Changes(exams=True))

    # --- Cards

    def plan(self, number: int | None = None) -> PlanView:
        """Say what adding question `number`, or all missed ones, to the cards would do."""
        planned = self._services.misses.plan(self._questions(number))
        return plan_view(planned, self._numbers(), self._services.markup, room=self._services.study.room_for_new())

    def add(self, number: int | None = None) -> None:
        """Add question `number`, or all missed ones, to the cards asked today."""
        room = self._services.study.room_for_new()
        changes, planned = self._services.misses.add(self._questions(number))
        said = added_text(planned, room=room)
        self._render(self._view(said, undoable=needed(planned)))
        self._changed(changes)

    def undo(self) -> None:
        """Take back the last change to study data."""
        changes, change = self._services.history.undo()
        self._render(self._view(undone_text(change)))
        self._changed(changes)

    # --- Parts

    def _read(self) -> _Known:
        results = self._services.results
        corrections = {change.item: change for change in results.corrections(self._sitting)}
        regradings = results.regradings(self._sitting.id)
        return _Known(
            reasons=dict(results.reasons(self._sitting.id)),
            disputes={entry.item: entry.text for entry in results.disputes()},
            regradings=regradings,
            corrections=corrections,
            pending=results.pending(self._sitting),
            noted=frozenset(item for item, own in self._services.cards.standings().items() if own.noted),
        )

    def _know_reasons(self, number: int) -> None:
        """Read the reasons anew; only question `number` is told another way by them, all else stays as it is known."""
        rows, details = self._rows(), {} if self._detailed is None else dict(self._detailed[1])
        details.pop(number, None)
        self._known = replace(self._known, reasons=dict(self._services.results.reasons(self._sitting.id)))
        self._listed = self._known, (*rows[: number - 1], self._row(number), *rows[number:])
        self._detailed = self._known, details

    def _view(self, message: str = "", *, undoable: bool = False, at: int | None = None) -> ReportView:
        whole = self._whole_view()
        return replace(
            whole,
            section=self._section,
            part=self._part,
            shown=numbers_in(self._part, whole.rows, self._insight),
            when_empty=when_empty(self._part),
            opened=self._details(),
            at=at,
            message=message,
            undoable=undoable,
        )

    def _whole_view(self) -> ReportView:
        """Return what most steps leave as it is: all but what is chosen, opened and said."""
        known, explained = self._known, self._explained
        if self._viewed is None or self._viewed[0] is not known or self._viewed[1] is not explained:
            self._viewed = known, explained, self._made_whole()
        return self._viewed[2]

    def _made_whole(self) -> ReportView:
        rows = self._rows()
        zone = self._services.clock.zone()
        sitting, report = self._sitting, self._report
        regraded = [regraded_text(entry, zone) for entry in self._known.regradings]
        return ReportView(
            title=sitting.title,
            when=f"{when_text(sitting.started_at, zone)}, {_time(sitting)}",
            whole=report.whole,
            section=self._section,
            score=score_view(sitting, report, regraded, explained=self._explained),
            pass_share=PASS_SHARE,
            domains=tuple(domain_view(result) for result in report.domains if report.whole or result.share.total),
            time=time_view(
                self._insight,
                rows,
                timed=sitting.seconds_allowed is not None,
                on_paper=sitting.conduct.mode is Mode.PAPER,
            ),
            answers=answers_view(self._insight, self._survey, sitting, report),
            parts=part_views(rows, self._insight),
            part=self._part,
            rows=rows,
            shown=(),
            when_empty="",
            reasons=reasons_text(rows),
            missed=sum(row.state is not State.RIGHT for row in rows),
            correction=_correction(self._known.pending),
        )

    def _rows(self) -> tuple[RowView, ...]:
        """Return a row for each question; most steps change none of them."""
        known = self._known
        if self._listed is None or self._listed[0] is not known:
            self._listed = known, tuple(self._row(result.number) for result in self._report.questions)
        return self._listed[1]

    def _row(self, number: int) -> RowView:
        known, result = self._known, self._report.questions[number - 1]
        reason = known.reasons.get(number - 1)
        return row_view(result, self._insight, reason, known.corrected, known.disputes, known.noted)

    def _details(self) -> tuple[DetailView, ...]:
        return tuple(map(self.detail, self._opened))

    def _judgement(self, number: int) -> Judgement:
        reason = self._known.reasons.get(number - 1)
        return Judgement(reason, self.dispute_of(number))

    def _item(self, number: int) -> ItemId:
        return self._report.questions[number - 1].item.question.id

    def _questions(self, number: int | None) -> Iterable[Question]:
        if number is not None:
            return (self._report.questions[number - 1].item.question,)
        return (result.item.question for result in self._report.questions if not result.right)

    def _numbers(self) -> dict[ItemId, int]:
        return {result.item.question.id: result.number for result in self._report.questions}


def _finished(services: Services, sitting: SittingId) -> tuple[Sitting, ScoreReport]:
    found, report = services.exams.report(sitting)
    if found.ending is None:
        raise ExamError(f"{found.title} still runs. Submit it to see its report.")
    return found, report


def _time(sitting: Sitting) -> str:
    return time_text(sitting.conduct, sitting.elapsed, sitting.seconds_allowed)


def _correction(pending: int) -> BannerView | None:
    if not pending:
        return None
    return BannerView(
        f"The key of {counted(pending, 'question')} was corrected since",
        "Your result stays as it is. Grade again to see the one by the new key beside it.",
    )
