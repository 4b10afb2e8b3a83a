"""Cramming on the review screen: cards until all were known once, and nothing of it is stored."""

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.cram import GAP, Cram, CramKind, CramWish
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.presenters.dates import counted
from certdeck.presenters.review_view import RatingView, RestView
from certdeck.presenters.rounds import Done, Standing, Turning
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.study import Turn

NOTICE = "Cram: ratings do not change the schedule"
_NAMES = {
    CramKind.FLAGGED: "Flagged",
    CramKind.LEECHES: "Leeches",
    CramKind.FORGOTTEN: "Forgotten today",
    CramKind.CHOSEN: "Chosen cards",
}


class CramRound:
    """A cram (see `certdeck.presenters.rounds.Round`). Raises `StudyError` when there is nothing to cram."""

    notice = NOTICE

    def __init__(self, services: Services, wish: CramWish) -> None:
        self._services = services
        self._wish = wish
        self._cram = services.cram.begin(wish)
        history = services.history
        self._begun = history.newest(undo=True)
        self._undone_before = history.newest(undo=False)
        # The rounds before each rating, each with the newest change that was stored then.
        self._before: list[tuple[Cram, int]] = []
        self._left_out = set[FaceId]()

    @property
    def name(self) -> str:
        """What is crammed."""
        return cram_name(self._services, self._wish)

    @property
    def scope(self) -> Scope | None:
        """The scope whose cards are crammed."""
        return self._wish.scope

    def next(self) -> Turn | None:
        """Return the next card that is still there, or None when all were known."""
        while self._cram.next is not None:
            turn = self.ask(self._cram.next)
            if turn is not None:
                return turn
            self._cram = self._cram.without(self._cram.next)
        return None

    def ask(self, face: FaceId) -> Turn | None:
        """Return `face` to be asked, also when it is suspended or buried."""
        return self._services.study.ask(face, self._wish.scope, aside=True)

    def rate(self, turn: Turn, rating: Rating, milliseconds: int) -> Done:
        """Take the card out of the round, or let it come back. Stores nothing."""
        del milliseconds
        if self._cram.next == turn.face.id:
            self._before.append((self._cram, self._services.history.newest(undo=True)))
            self._cram = self._cram.rated(known=rating is not Rating.AGAIN)
        return Done(Changes())

    def leaves(self, face: FaceId) -> None:
        """Leave out a card that was set aside."""
        self._left_out.add(face)
        self._cram = self._cram.without(face)

    def comes_back(self, face: FaceId) -> None:
        """Ask a card next that was set aside and is back."""
        if face in self._left_out:
            self._left_out.discard(face)
            self._cram = self._cram.beginning_with(face)

    def turning(self, *, undo: bool) -> Turning:
        """Return what is newest: a rating of this cram, or what was stored since it began. It goes no further back."""
        newest = self._services.history.newest(undo=undo)
        if undo and self._before and newest <= self._before[-1][1]:
            return Turning.ROUND
        return Turning.STORED if newest > self._begun and newest != self._undone_before else Turning.NOTHING

    def take_back(self) -> FaceId | None:
        """Take the last rating of this round back, unless something else is newer."""
        if self.turning(undo=True) is not Turning.ROUND:
            return None
        self._cram, _ = self._before.pop()
        return self._cram.next

    def ratings(self, turn: Turn, *, two: bool) -> tuple[RatingView, ...]:
        """Return Again and Good: whether the card comes back in this round."""
        del turn, two
        others = min(GAP, max(0, len(self._cram.left) - 1))
        again = f"after {counted(others, 'card')}" if others else "at once"
        return (
            RatingView(Rating.AGAIN, "1", "Again", again, again),
            RatingView(Rating.GOOD, "2", "Good", "done", "not again in this round"),
        )

    def standing(self) -> Standing:
        """Return how many cards are left."""
        left = len(self._cram.left)
        return Standing(
            Counts(0, 0, left), self._cram.known / max(1, self._cram.total), f"{left} of {self._cram.total} left"
        )

    def rest(self) -> RestView:
        """Say that all were known."""
        total = self._cram.total
        known = "You knew the card" if total == 1 else f"You knew all {total} cards"
        if not total:
            known = "None of its cards is left"
        return RestView("Cram done", f"{known}. Your schedule is as it was.", again="Back to studying")


def cram_name(services: Services, wish: CramWish) -> str:
    """Say what a cram goes through: Flagged in 3 Deployment; due in 7 days."""
    where = services.scopes.name(wish.scope)
    if wish.kind is CramKind.ALL:
        return where
    if wish.kind is CramKind.DUE:
        return f"Due today: {where}" if wish.days == 1 else f"Due in {wish.days} days: {where}"
    named = _NAMES[wish.kind]
    return named if wish.kind is CramKind.CHOSEN else f"{named}: {where}"
