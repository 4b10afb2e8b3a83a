"""Rounds of cards: what comes next, what a rating does, and what is said when nothing is left."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from certdeck.core.errors import RatedMeanwhile
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.presenters.dates import coming_text, counted, minutes_text, whole_minutes
from certdeck.presenters.intervals import interval_spoken, interval_text
from certdeck.presenters.review_view import RatingView, RestView
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.study import Rated, Today, Turn

TWO_RATINGS = (Rating.AGAIN, Rating.GOOD)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round stands: what is left by kind, or in words of its own, and the share that is done, 0 to 1."""

    counts: Counts
    progress: float
    left: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What a rating changed, what there is to tell of it, and the face that became a leech by it, if one did."""

    changes: Changes
    message: str = ""
    leeched: FaceId | None = None


class Turning(Enum):
    """What undo, or redo, is for: a rating of the round itself, what is stored, or nothing that the round reaches."""

    ROUND = "round"
    STORED = "stored"
    NOTHING = "nothing"


class Round(Protocol):
    """What the review screen goes through. `notice` is a line that stays while it lasts, empty for none."""

    notice: str

    @property
    def name(self) -> str:
        """What is studied."""
        ...

    @property
    def scope(self) -> Scope | None:
        """The scope that is studied, None for the whole exam."""
        ...

    def next(self) -> Turn | None:
        """Return what to ask now, or None when nothing is left at this moment."""
        ...

    def ask(self, face: FaceId) -> Turn | None:
        """Return `face` to be asked out of its turn, or None if it can't be."""
        ...

    def rate(self, turn: Turn, rating: Rating, milliseconds: int) -> Done:
        """Take note of `rating`."""
        ...

    def leaves(self, face: FaceId) -> None:
        """Hear that `face` is not to be asked any more."""
        ...

    def turning(self, *, undo: bool) -> Turning:
        """Return what undo, or redo, is for now."""
        ...

    def take_back(self) -> FaceId | None:
        """Take the last rating of the round itself back and return its face, or None where undo is not for one."""
        ...

    def comes_back(self, face: FaceId) -> None:
        """Hear that what was done to `face` is undone: it is asked again if the round had it."""
        ...

    def ratings(self, turn: Turn, *, two: bool) -> tuple[RatingView, ...]:
        """Return the ratings on offer; with `two`, Again and Good alone."""
        ...

    def standing(self) -> Standing:
        """Return how the round stands."""
        ...

    def rest(self) -> RestView:
        """Return what is shown when nothing is left."""
        ...


class StudyRound:
    """The study day of the exam, of a part of it, or of a deck (see `Round`)."""

    notice = ""

    def __init__(self, services: Services, scope: Scope | None = None) -> None:
        self._services = services
        self._scope = scope

    @property
    def name(self) -> str:
        """What is studied."""
        return self._services.scopes.name(self._scope)

    @property
    def scope(self) -> Scope | None:
        """The scope that is studied, None for the whole exam."""
        return self._scope

    def next(self) -> Turn | None:
        """Return what to ask now, or None when nothing is left at this moment."""
        return self._services.study.next(self._scope)

    def ask(self, face: FaceId) -> Turn | None:
        """Return `face` to be asked out of its turn, or None if it is set aside or gone."""
        return self._services.study.ask(face, self._scope)

    def rate(self, turn: Turn, rating: Rating, milliseconds: int) -> Done:
        """Record `rating`, unless another window or a sync has scheduled the card anew since it was shown."""
        try:
            rated = self._services.study.rate(
                turn.face.id, rating, milliseconds=milliseconds, scope=self._scope, shown=turn.state.schedule
            )
        except RatedMeanwhile:
            return Done(Changes(study=True), "That card was rated elsewhere meanwhile: your rating was not counted")
        return Done(rated.changes, _leech_words(rated), turn.face.id if rated.leech else None)

    def leaves(self, face: FaceId) -> None:
        """Do nothing: the study day is read anew by itself."""

    def comes_back(self, face: FaceId) -> None:
        """Do nothing: the study day is read anew by itself."""

    def turning(self, *, undo: bool) -> Turning:
        """Say that ratings are undone like everything else that is stored."""
        del undo
        return Turning.STORED

    def take_back(self) -> FaceId | None:
        """Return None: every rating is stored."""
        return None

    def ratings(self, turn: Turn, *, two: bool) -> tuple[RatingView, ...]:
        """Return the ratings with the time until the card comes back."""
        intervals = self._services.study.intervals(turn, self._scope)
        offered = [rating for rating in intervals if not two or rating in TWO_RATINGS]
        return tuple(
            RatingView(
                rating,
                str(number),
                rating.name.capitalize(),
                interval_text(intervals[rating]),
                interval_spoken(intervals[rating]),
            )
            for number, rating in enumerate(offered, start=1)
        )

    def standing(self) -> Standing:
        """Return what is left for today."""
        today = self._services.study.today(self._scope)
        every = today.rated + today.counts.total
        return Standing(today.counts, today.rated / every if every else 1.0)

    def rest(self) -> RestView:
        """Return what was done and when it goes on."""
        today = self._services.study.today(self._scope)
        if today.rated:
            done = f"You rated {counted(today.rated, 'card')} in {minutes_text(today.minutes_done)}."
            return RestView("Done for today", done, self._coming(today))
        if self._scope is None and not any(row.kind == "card" for row in self._services.library.rows()):
            code = self._services.library.exam().blueprint.code
            text = f"The deck has no cards for {code}. Choose another exam in Settings, or take a practice exam."
            return RestView("There are no cards yet", text, started=False)
        return RestView("Nothing is due", self._without_new(), self._coming(today))

    def _without_new(self) -> str:
        """Say why no new card comes either."""
        if self._services.backlog.running() is not None:
            return "No card is due. New cards wait until the reviews that have waited are spread."
        if self._services.study.room_for_new(self._scope):
            return "No card is due, and there is no new one for today. Sides of a card that was asked wait a day."
        return "No card is due, and today's new ones are used up. The number of new cards a day is in Settings."

    def _coming(self, today: Today) -> str:
        now = self._services.clock.now()
        if today.next_step_at is not None:
            minutes = minutes_text(whole_minutes(today.next_step_at - now))
            return f"The next learning card comes in {minutes}. It starts by itself."
        due = self._services.study.next_due(self._scope)
        if due is None:
            return ""
        calendar = self._services.calendar
        return f"The next review is due {coming_text(calendar.day_of(due), calendar.today())}."


def _leech_words(rated: Rated) -> str:
    if not rated.leech:
        return ""
    return "That card is a leech: suspended" if rated.after.suspended else "That card is a leech"
