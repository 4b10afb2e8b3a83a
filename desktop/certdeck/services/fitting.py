"""Fitting the memory model to the learner's own reviews."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Final

from certdeck.core.errors import CertdeckError, FitError
from certdeck.core.ids import DeckId
from certdeck.core.scheduling.parameters import ENOUGH_REVIEWS, Fit
from certdeck.ports.clock import Clock
from certdeck.ports.exporting import Progress, no_progress
from certdeck.ports.memory import Fitted, MemoryFitter, ReviewLog
from certdeck.services.changes import Changes
from certdeck.services.fits import Fits
from certdeck.services.library import LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.replay import Replay, review_log, set_back

FITTING_SHARE: Final = 0.9
"""Part of the progress that is fitting; the rest is playing the log again."""


NOTHING: Final = Changes()


class Outcome(StrEnum):
    """What came of a fit."""

    KEPT = "kept"
    TRIED = "tried"
    NO_BETTER = "no-better"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class FitReport:
    """What a fit found, and what was done with it.

    `ratings` are all that hold in the log of `deck` and of the decks with the same options, `reviews` those among them
    that came after a day or more, `needed` how many of these a fit needs; `set_back` tells before how many ratings the
    computer's clock was put back; `moved` is how many due times were. `fitted` is None where there were too few
    reviews.
    """

    deck: DeckId
    outcome: Outcome
    ratings: int
    reviews: int
    needed: int
    set_back: int
    fitted: Fitted | None = None
    changes: Changes = NOTHING
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """How many due times were moved."""

    moved: int
    changes: Changes


class FittingService:
    """Fits the parameters of deck options, keeps them where they foretell better, and goes back to the defaults."""

    def __init__(
        self,
        clock: Clock,
        library: LibraryService,
        options: OptionsService,
        fits: Fits,
        replay: Replay,
        fitter: Callable[[], MemoryFitter],
    ) -> None:
        self._clock = clock
        self._library = library
        self._options = options
        self._fits = fits
        self._replay = replay
        self._fitter = fitter
        self._busy = Lock()

    def standing(self, deck: DeckId | None = None) -> Fit | None:
        """Return the fit by which `deck` (the one studied) is scheduled, or None while the defaults hold."""
        return self._fits.of(self._options.of(self._deck(deck)).options)

    def fit(
        self,
        progress: Progress = no_progress,
        *,
        deck: DeckId | None = None,
        dry_run: bool = False,
        reschedule: bool = False,
    ) -> FitReport:
        """Fit the parameters to the log of `deck` (the one studied); with `dry_run`, only tell what came of it.

        Decks with the same options share their parameters, so the reviews of all of them count. They are kept if
        parameters fitted so foretell held-back reviews better than the defaults do. Then they hold from the next rating
        on, and every memory is reckoned anew by them; due times stay, unless `reschedule`. Raises `FitError` when the
        work fails or is under way already, and what `progress` raises; then nothing was changed.
        """
        with self._alone():
            return self._fit(self._deck(deck), progress, dry_run=dry_run, reschedule=reschedule)

    def try_out(self, log: ReviewLog, progress: Progress = no_progress) -> Fitted:
        """Fit parameters to any `log`, and keep nothing."""
        return self._fitter().fit(log, progress)

    def use_defaults(
        self, progress: Progress = no_progress, *, deck: DeckId | None = None, reschedule: bool = False
    ) -> Changes:
        """Go back to the default parameters, and reckon every memory anew by them."""
        with self._alone():
            preset = self._options.of(self._deck(deck))
            self._replay.put(preset, None, self._replay.record(preset), progress, reschedule_at=self._now(reschedule))
        return Changes(study=True, settings=True)

    def replay(self, progress: Progress = no_progress, *, deck: DeckId | None = None) -> Changes:
        """Reckon every memory of `deck`, and of those with the same options, anew from the log."""
        self._play(progress, deck, None)
        return Changes(study=True)

    def reschedule(self, progress: Progress = no_progress, *, deck: DeckId | None = None) -> Rescheduled:
        """Move the due times of `deck`, and of those with the same options, to where the parameters in force put them.

        Only cards in long-term review move. It is one change, which undo takes back.
        """
        moved = self._play(progress, deck, self._clock.now())
        return Rescheduled(moved, Changes(study=True) if moved else NOTHING)

    def _play(self, progress: Progress, deck: DeckId | None, reschedule_at: datetime | None) -> int:
        with self._alone():
            preset = self._options.of(self._deck(deck))
            recording, fit = self._replay.record(preset), self._fits.of(preset.options)
            return self._replay.put(preset, fit, recording, progress, reschedule_at=reschedule_at)

    def _now(self, reschedule: bool) -> datetime | None:
        return self._clock.now() if reschedule else None

    def _fit(self, deck: DeckId, progress: Progress, *, dry_run: bool, reschedule: bool) -> FitReport:
        preset = self._options.of(deck)
        recording = self._replay.record(preset)
        ratings, log = recording.ratings, review_log(recording.ratings)
        report = FitReport(deck, Outcome.TOO_FEW, len(ratings), log.scored, ENOUGH_REVIEWS, set_back(ratings))
        if log.scored < ENOUGH_REVIEWS:
            return report
        fitted = self._fitter().fit(log, _part(progress, log.scored, 0.0, FITTING_SHARE))
        if fitted.after.log_loss >= fitted.before.log_loss:
            return replace(report, outcome=Outcome.NO_BETTER, fitted=fitted)
        if dry_run:
            return replace(report, outcome=Outcome.TRIED, fitted=fitted)
        fit = Fit(fitted.parameters, self._clock.now(), fitted.reviews, fitted.before, fitted.after)
        rest = _part(progress, log.scored, FITTING_SHARE, 1.0)
        moved = self._replay.put(preset, fit, recording, rest, reschedule_at=self._now(reschedule))
        changes = Changes(study=True, settings=True)
        return replace(report, outcome=Outcome.KEPT, fitted=fitted, changes=changes, moved=moved)

    def _deck(self, deck: DeckId | None) -> DeckId:
        if deck is None:
            return self._library.exam().deck.id
        known = [head.id for head in self._library.heads()]
        if deck not in known:
            raise CertdeckError(f"There is no deck called {deck} in your library. It has {', '.join(known) or 'none'}.")
        return deck

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one at a time in; a second one is refused at once instead of waiting."""
        if not self._busy.acquire(blocking=False):
            raise FitError("The schedule is being fitted already. Wait for that, or cancel it.")
        try:
            yield
        finally:
            self._busy.release()


def _part(progress: Progress, whole: int, start: float, end: float) -> Progress:
    """Return a progress for the part from `start` to `end` (0 to 1) of work that counts to `whole`."""

    def report(done: int, total: int) -> None:
        progress(round((start + (end - start) * done / max(1, total)) * whole), whole)

    return report
