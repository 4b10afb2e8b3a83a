"""Sitting practice exams: drawing, recording every click, the clock, grading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import FixedForm, Question
from certdeck.core.errors import ExamError
from certdeck.core.exam.conduct import Conduct, SittingKind
from certdeck.core.exam.draw import Candidate, Past, candidates, draw
from certdeck.core.exam.events import Ended, Ending, Event
from certdeck.core.exam.fixed import assemble
from certdeck.core.exam.form import Form
from certdeck.core.exam.quiz import Selection, draw_quiz
from certdeck.core.exam.report import ScoreReport, report
from certdeck.core.exam.sitting import Sitting, new_sitting
from certdeck.core.exam.survey import Survey
from certdeck.core.ids import BlueprintId, ItemId, SittingId
from certdeck.ports.clock import Clock
from certdeck.ports.sittings import GradedItem, SittingHead
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes
from certdeck.services.library import Exam, LibraryService

SET_BACK = timedelta(seconds=2)
"""Clocks are corrected by fractions of a second all the time; more than that is worth a word."""


@dataclass(frozen=True, slots=True)
class Resumption:
    """A sitting taken up again: how long the learner was away, and whether the computer's clock was set back since."""

    sitting: Sitting
    away: timedelta
    set_back: bool


class ExamService:
    """Draws forms, records every click, grades. `seeds` makes the seed of a form when none is given."""

    def __init__(self, store: Store, clock: Clock, library: LibraryService, seeds: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self._seeds = seeds

    # --- Before

    def new_seed(self) -> int:
        """Return a seed for one draw."""
        return self._seeds()

    def draw(self, blueprint: BlueprintId | None = None, *, seed: int, form: str = "", anew: bool = True) -> Form:
        """Draw what `start` would, or with `form` what `start_form` would, with this seed; nothing is stored.

        With `anew` it is drawn as if nothing had been sat before. Raises `BankTooSmall` when the questions don't
        suffice; it says which domain lacks how many.
        """
        exam = self._library.exam(blueprint)
        with self._store.open() as work:
            bank = work.content.questions(exam.blueprint.id)
            if form:
                return assemble(_fixed(exam, form), exam.blueprint, bank, seed=seed)
            return draw(exam.blueprint, bank, seed=seed, past={} if anew else work.results.past())

    def start(
        self,
        blueprint: BlueprintId | None = None,
        *,
        seed: int | None = None,
        conduct: Conduct | None = None,
        anew: bool = False,
    ) -> Sitting:
        """Draw a whole exam and begin to sit it; with `anew` as if nothing had been sat before.

        Raises `BankTooSmall` when the questions don't suffice; it says which domain lacks how many, and nothing was
        started.
        """
        exam = self._library.exam(blueprint)
        number = self._seeds() if seed is None else seed

        def drawn(work: UnitOfWork, bank: tuple[Question, ...]) -> Form:
            return draw(exam.blueprint, bank, seed=number, past={} if anew else work.results.past())

        return self._begin(exam, SittingKind.EXAM, drawn, conduct, minutes=exam.blueprint.minutes)

    def start_form(
        self,
        name: str,
        blueprint: BlueprintId | None = None,
        *,
        seed: int | None = None,
        conduct: Conduct | None = None,
    ) -> Sitting:
        """Begin to sit the fixed form called `name`. Raises `ExamError` when the exam has no such form."""
        exam = self._library.exam(blueprint)
        fixed = _fixed(exam, name)
        number = self._seeds() if seed is None else seed

        def assembled(_: UnitOfWork, bank: tuple[Question, ...]) -> Form:
            return assemble(fixed, exam.blueprint, bank, seed=number)

        return self._begin(exam, SittingKind.FORM, assembled, conduct, minutes=exam.blueprint.minutes, form=name)

    def start_quiz(
        self,
        selection: Selection,
        blueprint: BlueprintId | None = None,
        *,
        kind: SittingKind = SittingKind.QUIZ,
        title: str = "",
        minutes: float | None = None,
        seed: int | None = None,
        conduct: Conduct | None = None,
    ) -> Sitting:
        """Draw a quiz and begin to sit it; `minutes` is its standard time, by default the exam's pace.

        Raises `BankTooSmall` when fewer questions fit than are wanted; nothing was started then.
        """
        exam = self._library.exam(blueprint)
        number = self._seeds() if seed is None else seed

        def drawn(work: UnitOfWork, bank: tuple[Question, ...]) -> Form:
            scenarios = {scenario.id: scenario for scenario in work.content.scenarios(exam.deck.id)}
            past = work.results.past()
            return draw_quiz(exam.blueprint, bank, scenarios, selection, seed=number, past=past)

        pace = exam.blueprint.minutes / exam.blueprint.total
        standard = selection.count * pace if minutes is None else minutes
        return self._begin(exam, kind, drawn, conduct, minutes=standard, title=title)

    def available(self, selection: Selection, blueprint: BlueprintId | None = None) -> int:
        """Return how many questions fit `selection`, whatever its count."""
        return sum(map(selection.holds, self.candidates(blueprint)))

    def candidates(self, blueprint: BlueprintId | None = None) -> tuple[Candidate, ...]:
        """Return every question that a quiz may ask, with what is known of it: each click counts what fits."""
        exam = self._library.exam(blueprint)
        with self._store.open() as work:
            bank, past = work.content.questions(exam.blueprint.id), work.results.past()
        return tuple(candidates(exam.blueprint, bank, past, Random(0)))

    def past(self) -> Mapping[ItemId, Past]:
        """Return what is known of each question from earlier sittings."""
        with self._store.open() as work:
            return work.results.past()

    # --- During

    def load(self, sitting: SittingId) -> Sitting:
        """Return a sitting as it stands. Raises `ExamError` if there is none."""
        with self._store.open() as work:
            return work.sittings.load(sitting)

    def resume(self, sitting: SittingId) -> Resumption:
        """Take up a sitting that was left, by a crash or on purpose, with its clock by its own rule.

        A clock that waits stands where it stood, and so does one that was paused; one that runs on has gone on by the
        computer's time. A computer clock that was set back gives no time and takes none, and the answer says so. A
        sitting whose time has run out in the meantime is submitted. Raises `ExamError` if there is none.
        """
        now = self._clock.now()
        with self._store.open() as work:
            loaded, head = work.sittings.load(sitting), work.sittings.head(sitting)
        since = head.ticked_at or head.started_at
        away = max(timedelta(), now - since)
        set_back = now < since - SET_BACK
        if loaded.ending is None and loaded.conduct.runs_on and not loaded.paused:
            elapsed = _run_on(loaded, head, now)
            if loaded.is_over_at(elapsed):
                self.finish(loaded, Ending.TIME_OUT, elapsed)
                return Resumption(self.load(sitting), away, set_back)
            loaded = self.tick(loaded, elapsed)
        return Resumption(loaded, away, set_back)

    def settle(self) -> Changes:
        """Submit what ran out of time while nobody looked, and grade what an earlier version left ungraded.

        A sitting that still runs is left alone: what its clock did meanwhile is said when it is taken up again.
        """
        now = self._clock.now()
        running = [head for head in self.heads() if head.finished_at is None and head.conduct.runs_on]
        over = []
        for head in running:
            loaded = self.load(head.id)
            elapsed = _run_on(loaded, head, now)
            if loaded.is_over_at(elapsed):
                self.finish(loaded, Ending.TIME_OUT, elapsed)
                over.append(head.id)
        with self._store.open() as work:
            ungraded = work.results.ungraded()
        for name in ungraded:
            self._grade_once_more(name)
        return Changes(exams=bool(over or ungraded))

    def record(self, sitting: Sitting, event: Event, elapsed: float) -> Sitting:
        """Record `event` after `elapsed` seconds and return the sitting after it. Durable when it returns.

        Raises `ExamError` when the event can't happen or the time is up; then nothing was recorded.
        """
        with self._store.open(writing=True) as work:
            after = _newest(work, sitting).after(event, elapsed)
            work.sittings.append(sitting.id, event, after.elapsed, self._clock.now())
            work.commit()
        return after

    def tick(self, sitting: Sitting, elapsed: float) -> Sitting:
        """Record that `elapsed` seconds have been used, so that a crash gives none of them back."""
        after = sitting.ticked(elapsed)
        with self._store.open(writing=True) as work:
            work.sittings.tick(sitting.id, after.elapsed, self._clock.now())
            work.commit()
        return after

    def finish(self, sitting: Sitting, ending: Ending, elapsed: float) -> Changes:
        """Submit `sitting`, or end it because its time is up, and store how every question went."""
        now = self._clock.now()
        blueprint = self.blueprint_of(sitting)
        with self._store.open(writing=True) as work:
            after = _newest(work, sitting).after(Ended(ending), elapsed)
            result = report(after, blueprint)
            work.sittings.append(sitting.id, Ended(ending), after.elapsed, now)
            scaled = result.scaled if result.whole else None
            work.sittings.finish(sitting.id, ending, scaled, result.overall, now)
            work.results.put(_graded(after, result))
            work.commit()
        return Changes(exams=True)

    # --- After

    def survey(self, sitting: SittingId, survey: Survey) -> None:
        """Keep what the learner said after the exam."""
        with self._store.open(writing=True) as work:
            work.sittings.put_survey(sitting, survey)
            work.commit()

    def survey_of(self, sitting: SittingId) -> Survey | None:
        """Return what the learner said after the exam, or None."""
        with self._store.open() as work:
            return work.sittings.survey(sitting)

    def report(self, sitting: SittingId) -> tuple[Sitting, ScoreReport]:
        """Return a sitting and its report, by the keys it had when it was drawn."""
        loaded = self.load(sitting)
        return loaded, report(loaded, self.blueprint_of(loaded))

    def head(self, sitting: SittingId) -> SittingHead:
        """Return one sitting as lists show it. Raises `ExamError` if there is none."""
        with self._store.open() as work:
            return work.sittings.head(sitting)

    def heads(self) -> tuple[SittingHead, ...]:
        """Return all sittings, the newest first."""
        with self._store.open() as work:
            return work.sittings.heads()

    def running(self) -> SittingHead | None:
        """Return the newest sitting that was begun and not ended, or None."""
        return next((head for head in self.heads() if head.finished_at is None), None)

    def blueprint_of(self, sitting: Sitting) -> Blueprint:
        """Return the blueprint by which `sitting` was drawn; for those of the first release, as it is now."""
        return sitting.form.outline or self._library.exam(sitting.form.blueprint).blueprint

    def _begin(
        self,
        exam: Exam,
        kind: SittingKind,
        draw_form: Callable[[UnitOfWork, tuple[Question, ...]], Form],
        conduct: Conduct | None,
        *,
        minutes: float,
        title: str = "",
        form: str = "",
    ) -> Sitting:
        rules, now = conduct or Conduct(), self._clock.now()
        allowed = rules.extra.seconds(minutes)
        with self._store.open(writing=True) as work:
            asked = draw_form(work, work.content.questions(exam.blueprint.id))
            name = title or _title(exam.blueprint, kind, form, work.sittings.heads())
            head = SittingHead(
                SittingId(0), exam.deck.id, exam.blueprint.id, name, asked.seed, now, allowed, elapsed=0.0
            )
            head = replace(head, kind=kind, form=form, conduct=rules, deck_version=exam.deck.version)
            sitting = new_sitting(
                SittingId(0), name, asked, started_at=now, seconds_allowed=allowed, kind=kind, conduct=rules
            )
            identity = work.sittings.add(head, sitting)
            work.commit()
        return self.load(identity)

    def _grade_once_more(self, name: SittingId) -> None:
        """Store the results of a sitting that the first release finished; its score stays as it was."""
        sitting, result = self.report(name)
        head = self.head(name)
        if sitting.ending is None or head.finished_at is None:
            return
        with self._store.open(writing=True) as work:
            work.sittings.finish(name, sitting.ending, head.scaled, result.overall, head.finished_at)
            work.results.put(_graded(sitting, result))
            work.commit()


def _newest(work: UnitOfWork, sitting: Sitting) -> Sitting:
    """Return `sitting` as it is stored by now: it may be open in another window, too."""
    return sitting if work.sittings.length(sitting.id) == sitting.length else work.sittings.load(sitting.id)


def _run_on(sitting: Sitting, head: SittingHead, now: datetime) -> float:
    """Return the seconds used up to `now` by a clock that runs on; one that is paused stands."""
    away = max(timedelta(), now - (head.ticked_at or head.started_at))
    return sitting.elapsed if sitting.paused else sitting.elapsed + away.total_seconds()


def _fixed(exam: Exam, name: str) -> FixedForm:
    """Return the fixed form called `name`. Raises `ExamError` when the exam has none of that name."""
    forms = {form.name: form for form in exam.deck.forms if form.exam == exam.blueprint.id}
    if name not in forms:
        known = f"It has {', '.join(sorted(forms))}." if forms else "Its deck brings no fixed forms."
        raise ExamError(f"{exam.blueprint.code} has no form {name}. {known} Nothing was started.")
    return forms[name]


def _title(blueprint: Blueprint, kind: SittingKind, form: str, heads: tuple[SittingHead, ...]) -> str:
    if kind is SittingKind.FORM:
        return f"{blueprint.code} form {form}"
    word = "practice exam" if kind is SittingKind.EXAM else "quiz"
    whole = kind is SittingKind.EXAM
    same = sum(head.blueprint == blueprint.id and (head.kind is SittingKind.EXAM) is whole for head in heads)
    return f"{blueprint.code} {word} {same + 1}"


def _graded(sitting: Sitting, result: ScoreReport) -> tuple[GradedItem, ...]:
    return tuple(
        GradedItem(
            sitting=sitting.id,
            position=entry.number - 1,
            item=entry.item.question.id,
            task=entry.item.task,
            scored=entry.item.scored,
            right=entry.right,
            seen=entry.state.seen,
            flagged=entry.state.flagged,
            seconds=entry.state.seconds,
            turns=max(0, len(entry.state.trail) - 1),
            confidence=entry.state.confidence,
            answer=entry.state.answer,
        )
        for entry in result.questions
    )
