"""Sitting practice exams."""

from collections.abc import Callable

from certdeck.core.blueprint import Blueprint
from certdeck.core.errors import ExamError
from certdeck.core.exam.draw import draw
from certdeck.core.exam.report import ScoreReport, report
from certdeck.core.exam.sitting import Ended, Ending, Event, Sitting, new_sitting
from certdeck.core.ids import BlueprintId, SittingId
from certdeck.ports.clock import Clock
from certdeck.ports.store import SittingHead, Store
from certdeck.services.changes import Changes
from certdeck.services.library import LibraryService


class ExamService:
    """Draws forms, records every click, grades. `seeds` makes the seed of a form when none is given."""

    def __init__(self, store: Store, clock: Clock, library: LibraryService, seeds: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self._seeds = seeds

    def start(self, blueprint: BlueprintId | None = None, *, seed: int | None = None) -> Sitting:
        """Draw a form and begin to sit it.

        Raises `ExamError` when the questions don't suffice; it says which domain lacks how many, and nothing was
        started.
        """
        exam = self._library.exam(blueprint)
        number = self._seeds() if seed is None else seed
        now = self._clock.now()
        with self._store.open(writing=True) as work:
            bank = work.content.questions(exam.blueprint.id)
            form = draw(exam.blueprint, bank, seed=number, last_seen=work.sittings.last_seen())
            allowed = exam.blueprint.minutes * 60.0
            count = sum(head.blueprint == exam.blueprint.id for head in work.sittings.heads())
            title = f"{exam.blueprint.code} practice exam {count + 1}"
            sitting = new_sitting(SittingId(0), title, form, started_at=now, seconds_allowed=allowed)
            head = SittingHead(SittingId(0), exam.deck.id, exam.blueprint.id, title, number, now, allowed, elapsed=0.0)
            identity = work.sittings.add(head, sitting)
            work.commit()
        return self.load(identity)

    def load(self, sitting: SittingId) -> Sitting:
        """Return a sitting as it stands. Raises `ExamError` if there is none."""
        with self._store.open() as work:
            return work.sittings.load(sitting)

    def record(self, sitting: Sitting, event: Event, elapsed: float) -> Sitting:
        """Record `event` after `elapsed` seconds and return the sitting after it. Durable when it returns.

        Raises `ExamError` when the event can't happen or the time is up; then nothing was recorded.
        """
        if elapsed >= sitting.seconds_allowed:
            raise ExamError("The time is up. Everything answered before is kept.")
        after = sitting.after(event, elapsed)
        with self._store.open(writing=True) as work:
            work.sittings.append(sitting.id, event, after.elapsed, self._clock.now())
            work.commit()
        return after

    def tick(self, sitting: Sitting, elapsed: float) -> Sitting:
        """Record that `elapsed` seconds have been used, so that a crash gives none of them back."""
        after = sitting.ticked(elapsed)
        with self._store.open(writing=True) as work:
            work.sittings.tick(sitting.id, after.elapsed)
            work.commit()
        return after

    def finish(self, sitting: Sitting, ending: Ending, elapsed: float) -> Changes:
        """Submit `sitting`, or end it because its time is up, and store its estimated score."""
        now = self._clock.now()
        after = sitting.after(Ended(ending), elapsed)
        scaled = report(after, self._blueprint(sitting)).scaled
        with self._store.open(writing=True) as work:
            work.sittings.append(sitting.id, Ended(ending), after.elapsed, now)
            work.sittings.finish(sitting.id, ending, scaled, now)
            work.commit()
        return Changes(exams=True)

    def report(self, sitting: SittingId) -> tuple[Sitting, ScoreReport]:
        """Return a sitting and its report."""
        loaded = self.load(sitting)
        return loaded, report(loaded, self._blueprint(loaded))

    def heads(self) -> tuple[SittingHead, ...]:
        """Return all sittings, the newest first."""
        with self._store.open() as work:
            return work.sittings.heads()

    def running(self) -> SittingHead | None:
        """Return the newest sitting that was begun and not ended, or None."""
        return next((head for head in self.heads() if head.finished_at is None), None)

    def _blueprint(self, sitting: Sitting) -> Blueprint:
        return self._library.exam(sitting.form.blueprint).blueprint
