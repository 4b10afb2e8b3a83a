"""Sitting practice exams: drawing, recording every click, the clock, grading."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import FixedForm
from certdeck.core.errors import SittingEnded
from certdeck.core.exam.answers import Answer
from certdeck.core.exam.conduct import Conduct, SittingKind
from certdeck.core.exam.draw import Candidate, candidates
from certdeck.core.exam.events import Answered, Ended, Ending, Event, Visited
from certdeck.core.exam.fixed import draw_fixed
from certdeck.core.exam.form import Form
from certdeck.core.exam.quiz import Selection
from certdeck.core.exam.report import ScoreReport, report
from certdeck.core.exam.sitting import Sitting, new_sitting
from certdeck.core.exam.survey import Survey
from certdeck.core.ids import BlueprintId, ItemId, SittingId
from certdeck.ports.clock import Clock
from certdeck.ports.sittings import GradedItem, SittingHead
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes
from certdeck.services.exam_orders import Order, fixed, quiz, whole
from certdeck.services.library import LibraryService

SET_BACK = timedelta(seconds=2)
"""Clocks are corrected by fractions of a second all the time; more than that is worth a word."""


@dataclass(frozen=True, slots=True)
class Resumption:
    """A sitting taken up again: how long the learner was away, and whether the computer's clock was set back since."""

    sitting: Sitting
    away: timedelta
    set_back: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was put in order while nobody sat an exam; `timed_out` names the sittings that were submitted for it."""

    changes: Changes
    timed_out: tuple[str, ...] = ()


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

    def draw(
        self, blueprint: BlueprintId | None = None, *, seed: int, form: str | None = None, anew: bool = True
    ) -> Form:
        """Draw what `start` would, or with `form` what `start_form` would, with this seed; nothing is stored.

        With `anew` it is drawn as if nothing had been sat before. Raises `BankTooSmall` when the questions don't
        suffice; it says which domain lacks how many.
        """
        order = self._whole(blueprint, seed, form, anew=anew)
        with self._store.open() as work:
            return order.drawn(work)

    def draw_forms(self, blueprint: BlueprintId | None = None, *, seed: int) -> tuple[FixedForm, ...]:
        """Draw forms A to E that share no question, for the author of a deck; nothing is stored.

        Raises `BankTooSmall` naming the form and the domain that is short of questions.
        """
        exam = self._library.exam(blueprint).blueprint
        with self._store.open() as work:
            bank = work.content.questions(exam.id)
        return draw_fixed(exam, bank, seed=seed)

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
        return self._begin(self._whole(blueprint, seed, anew=anew), conduct)

    def start_form(
        self,
        name: str,
        blueprint: BlueprintId | None = None,
        *,
        seed: int | None = None,
        conduct: Conduct | None = None,
    ) -> Sitting:
        """Begin to sit the fixed form called `name`. Raises `ExamError` when the exam has no such form."""
        return self._begin(self._whole(blueprint, seed, name), conduct)

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

        Raises `BankTooSmall` when fewer questions fit than are wanted, and `UnfitTime` for minutes that make no sense;
        nothing was started then.
        """
        exam = self._library.exam(blueprint)
        number = self._seeds() if seed is None else seed
        order = quiz(exam, selection, seed=number, kind=kind, title=title, minutes=minutes)
        return self._begin(order, conduct)

    def sit(
        self,
        answers: Callable[[Form], Mapping[ItemId, Answer]],
        blueprint: BlueprintId | None = None,
        *,
        seed: int | None = None,
        form: str | None = None,
        anew: bool = False,
        conduct: Conduct | None = None,
    ) -> Sitting:
        """Sit a whole exam at one go and grade it; `answers` says what is answered to the form that was drawn.

        It is one transaction: what is refused, fails or is interrupted leaves nothing of the sitting behind. Raises
        what `start` and `record` do.
        """
        order = self._whole(blueprint, seed, form, anew=anew)
        with self._store.open(writing=True) as work:
            sitting = self._add(work, order, conduct or Conduct())
            for event in _turns(sitting.form, answers(sitting.form)):
                sitting = self._record(work, sitting, event, 0.0)
            self._finish(work, sitting, Ending.SUBMITTED, 0.0)
            work.commit()
        return self.load(sitting.id)

    def candidates(self, blueprint: BlueprintId | None = None) -> tuple[Candidate, ...]:
        """Return every question that a quiz may ask, with what is known of it: each click counts what fits."""
        exam = self._library.exam(blueprint)
        with self._store.open() as work:
            bank, past = work.content.questions(exam.blueprint.id), work.results.past()
        return tuple(candidates(exam.blueprint, bank, past, Random(0)))

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

    def settle(self) -> Settlement:
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
                # Another window may be quicker.
                with suppress(SittingEnded):
                    self.finish(loaded, Ending.TIME_OUT, elapsed)
                over.append(head.title)
        with self._store.open() as work:
            ungraded = work.results.ungraded()
        graded = [name for name in ungraded if self._grade_once_more(name)]
        return Settlement(Changes(exams=bool(over or graded)), tuple(over))

    def record(self, sitting: Sitting, event: Event, elapsed: float) -> Sitting:
        """Record `event` after `elapsed` seconds and return the sitting after it. Durable when it returns.

        Raises `ExamError` when the event can't happen or the time is up; then nothing was recorded.
        """
        with self._store.open(writing=True) as work:
            after = self._record(work, sitting, event, elapsed)
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
        with self._store.open(writing=True) as work:
            self._finish(work, sitting, ending, elapsed)
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

    def blueprint_of(self, sitting: Sitting) -> Blueprint:
        """Return the blueprint by which `sitting` was drawn; for those of the first release, as it is now."""
        return sitting.form.outline or self._library.exam(sitting.form.blueprint).blueprint

    # --- Inside a transaction

    def _whole(
        self, blueprint: BlueprintId | None, seed: int | None, form: str | None = None, *, anew: bool = False
    ) -> Order:
        """Return the order of a whole exam: drawn, or the fixed one called `form`."""
        exam = self._library.exam(blueprint)
        number = self._seeds() if seed is None else seed
        return whole(exam, seed=number, anew=anew) if form is None else fixed(exam, form, seed=number)

    def _begin(self, order: Order, conduct: Conduct | None) -> Sitting:
        with self._store.open(writing=True) as work:
            sitting = self._add(work, order, conduct or Conduct())
            work.commit()
        return sitting

    def _add(self, work: UnitOfWork, order: Order, rules: Conduct) -> Sitting:
        exam, now = order.exam, self._clock.now()
        allowed = rules.extra.seconds(order.minutes)
        asked = order.drawn(work)
        name = order.title or _numbered(exam.blueprint, work.sittings.heads())
        head = SittingHead(SittingId(0), exam.deck.id, exam.blueprint.id, name, asked.seed, now, allowed, elapsed=0.0)
        head = replace(head, kind=order.kind, form=order.form, conduct=rules, deck_version=exam.deck.version)
        sitting = new_sitting(
            SittingId(0), name, asked, started_at=now, seconds_allowed=allowed, kind=order.kind, conduct=rules
        )
        return work.sittings.load(work.sittings.add(head, sitting))

    def _record(self, work: UnitOfWork, sitting: Sitting, event: Event, elapsed: float) -> Sitting:
        after = _newest(work, sitting).after(event, elapsed)
        work.sittings.append(sitting.id, event, after.elapsed, self._clock.now())
        return after

    def _finish(self, work: UnitOfWork, sitting: Sitting, ending: Ending, elapsed: float) -> None:
        """End `sitting` and store how every question went."""
        after = self._record(work, sitting, Ended(ending), elapsed)
        result = report(after, self.blueprint_of(sitting))
        scaled = result.scaled if result.whole else None
        work.sittings.finish(sitting.id, ending, scaled, result.overall, self._clock.now())
        work.results.put(_graded(after, result))

    def _grade_once_more(self, name: SittingId) -> bool:
        """Store the results of a sitting that the first release finished; its score stays as it was.

        Tells whether it did: it can't where no deck has the exam any more, or another window was quicker.
        """
        with self._store.open(writing=True) as work:
            sitting, head = work.sittings.load(name), work.sittings.head(name)
            known = sitting.form.outline or self._known(sitting.form.blueprint)
            if known is None or sitting.ending is None or head.finished_at is None:
                return False
            if name not in work.results.ungraded():
                return False
            result = report(sitting, known)
            work.sittings.finish(name, sitting.ending, head.scaled, result.overall, head.finished_at)
            work.results.put(_graded(sitting, result))
            work.commit()
        return True

    def _known(self, blueprint: BlueprintId) -> Blueprint | None:
        """Return the blueprint as it is now, or None where no deck has it."""
        exams = (exam.blueprint for exam in self._library.exams())
        return next((exam for exam in exams if exam.id == blueprint), None)


def _newest(work: UnitOfWork, sitting: Sitting) -> Sitting:
    """Return `sitting` as it is stored by now: it may be open in another window, too."""
    return sitting if work.sittings.length(sitting.id) == sitting.length else work.sittings.load(sitting.id)


def _run_on(sitting: Sitting, head: SittingHead, now: datetime) -> float:
    """Return the seconds used up to `now` by a clock that runs on; one that is paused stands."""
    away = max(timedelta(), now - (head.ticked_at or head.started_at))
    return sitting.elapsed if sitting.paused else sitting.elapsed + away.total_seconds()


def _numbered(blueprint: Blueprint, heads: tuple[SittingHead, ...]) -> str:
    """Name the next drawn exam: MLA-C01 practice exam 4."""
    same = sum(head.blueprint == blueprint.id and head.kind is SittingKind.EXAM for head in heads)
    return f"{blueprint.code} practice exam {same + 1}"


def _turns(form: Form, answers: Mapping[ItemId, Answer]) -> Iterator[Event]:
    """Yield what a candidate does who turns to every question in order and answers those that have an answer."""
    for position, item in enumerate(form.items):
        yield Visited(position)
        if item.question.id in answers:
            yield Answered(position, answers[item.question.id])


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
