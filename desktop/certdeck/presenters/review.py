"""The review screen without Qt: question, answer, ratings."""

from collections.abc import Callable
from dataclasses import replace

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.cram import CramWish
from certdeck.core.scheduling.due_date import parsed_days
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.presenters.cram import CramRound
from certdeck.presenters.dates import day_text
from certdeck.presenters.history import redone_text, undone_text
from certdeck.presenters.review_card import CardViews
from certdeck.presenters.review_view import RestView, ReviewView
from certdeck.presenters.rounds import Round, StudyRound, Turning
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.study import Turn

LONGEST_MILLISECONDS = 60_000
"""Longer thinking is taken for an absence (Anki's default limit)."""


class ReviewPresenter:
    """Asks cards one after the other.

    `render` gets a new `ReviewView` after every step; `changed` hears of changes to study data.
    """

    def __init__(
        self, services: Services, *, render: Callable[[ReviewView], None], changed: Callable[[Changes], None]
    ) -> None:
        self._services = services
        self._render = render
        self._changed = changed
        self._cards = CardViews(services)
        self._round: Round = StudyRound(services)
        self._turn: Turn | None = None
        self._shown = False
        self._typed = ""
        self._asked_at = 0.0

    def start(self) -> None:
        """Ask the next card, or say that nothing is left. The one that is asked stays as far as it was shown."""
        try:
            self._leave_what_is_gone()
            turn = self._round.next()
            if turn is not None and self._asks_the_same(turn):
                self._turn = turn
                self._render(self._view())
            else:
                self._ask(turn)
        except CertdeckError as error:
            self._turn = None
            nothing = RestView("There is nothing to study yet", str(error), started=False)
            self._render(ReviewView(Counts(0, 0, 0), 0.0, rest=nothing))

    @property
    def scope(self) -> Scope | None:
        """What is studied, None for the whole exam."""
        return self._round.scope

    def study(self, scope: Scope | None = None) -> None:
        """Study `scope` from now on, or the whole exam, and ask its next card."""
        self._begin(StudyRound(self._services, scope))

    def cram(self, wish: CramWish) -> None:
        """Go through cards without a trace in the schedule. Raises `StudyError` when there are none; then go on."""
        self._begin(CramRound(self._services, wish))

    def look_again(self) -> None:
        """Ask the next card if one has become due while nothing was left; do nothing else."""
        if self._turn is None:
            turn = self._round.next()
            if turn is not None:
                self._ask(turn)

    def ask_again(self, face: FaceId) -> None:
        """Show `face` anew as far as it was shown: its card has been edited. If it is gone, ask the next one."""
        turn = self._round.ask(face)
        if turn is None or self._turn is None or self._turn.face.id != face:
            self.start()
            return
        self._turn = turn
        self._render(self._view())

    def show_answer(self, typed: str = "") -> None:
        """Show the answer; `typed` is what was typed, for cards that ask for it."""
        if self._turn is not None and not self._shown:
            self._shown, self._typed = True, typed
            self._render(self._view())

    def rate(self, rating: Rating) -> None:
        """Record `rating` and ask the next card. Does nothing before the answer is shown."""
        if self._turn is None or not self._shown:
            return
        spent = int((self._services.clock.monotonic() - self._asked_at) * 1000)
        done = self._round.rate(self._turn, rating, max(0, min(spent, LONGEST_MILLISECONDS)))
        if done.changes:
            self._changed(done.changes)
        self._ask(self._round.next(), done.message, undoable=done.leeched is not None, leeched=done.leeched)

    def undo(self) -> None:
        """Take back the last change and ask its card again, whatever the queue says.

        In a cram that is what was done in it, and nothing before it: whoever does not see that go would miss it later.
        """
        if self._round.turning(undo=True) is Turning.NOTHING:
            self._render(self._view("Nothing is left to undo in this cram."))
            return
        face = self._round.take_back()
        if face is not None:
            self._ask(self._round.ask(face) or self._round.next(), "Rating undone")
            return
        changes, change = self._services.history.undo()
        if change is None:
            self._render(self._view(undone_text(change)))
            return
        self._changed(changes)
        self._leave_what_is_gone()
        for known in change.faces:
            self._round.comes_back(known)
        again = self._round.ask(change.faces[0]) if change.faces and change.kind != "reschedule" else None
        self._ask(again or self._round.next(), undone_text(change))

    def redo(self) -> None:
        """Do again what was undone last, and ask the card that comes then; in a cram only what was undone in it."""
        if self._round.turning(undo=False) is Turning.NOTHING:
            self._render(self._view("Nothing is left to redo in this cram."))
            return
        changes, change = self._services.history.redo()
        if change is None:
            self._render(self._view(redone_text(change)))
            return
        self._changed(changes)
        self._leave_what_is_gone()
        self._ask(self._round.next(), redone_text(change))

    def turns_itself(self, *, undo: bool) -> bool:
        """Tell whether `undo`, or `redo`, takes no more than a moment: what is stored may be much."""
        stored = self._round.turning(undo=undo) is Turning.STORED
        return not (stored and self._services.history.takes_long(undo=undo))

    def suspend(self) -> None:
        """Leave the card out until it is resumed, and ask the next one."""
        self._set_aside(lambda face: self._services.faces.suspend(face, on=True), "Card suspended")

    def bury(self) -> None:
        """Leave the card out until tomorrow, and ask the next one."""
        self._set_aside(self._services.faces.bury, "Card buried until tomorrow")

    def forget(self) -> None:
        """Make the card new again, and ask the next one."""
        self._set_aside(self._services.faces.forget, "Card forgotten: it is new again")

    def set_due(self, text: str) -> None:
        """Have the card asked on a day such as `3`, `3-7` or `2026-12-01`, and ask the next one.

        Raises `StudyError` for any other text.
        """
        if self._turn is None:
            return
        face = self._turn.face.id
        first, last = parsed_days(text, self._services.calendar.today())
        changes = self._services.faces.set_due(first, face, last=last)
        due = self._services.study.state(face).schedule.due
        day = first if due is None else self._services.calendar.day_of(due)
        self._changed(changes)
        self._round.leaves(face)
        self._ask(self._round.next(), f"The card is due on {day_text(day)}", undoable=bool(changes))

    def flag(self, flag: int | None = None) -> None:
        """Give the card `flag`, or take it away if it has that one or `flag` is 0. The card stays on the screen.

        Without a number the card gets flag 1, or loses whichever it has.
        """
        if self._turn is None:
            return
        face, has = self._turn.face.id, self._turn.state.flag
        wanted = (0 if has else 1) if flag is None else (0 if flag == has else flag)
        changes = self._services.faces.flag(wanted, face)
        self._turn = self._turn._replace(state=self._services.study.state(face))
        self._changed(changes)
        self._render(self._view())

    def _begin(self, begun: Round) -> None:
        self._round, self._turn = begun, None
        self.start()

    def _asks_the_same(self, turn: Turn) -> bool:
        """Tell whether `turn` is about the card on the screen, and neither that nor how it is known has changed."""
        return self._turn is not None and (turn.face, turn.state) == (self._turn.face, self._turn.state)

    def _leave_what_is_gone(self) -> None:
        """Study the whole exam once another one was chosen than the one whose part is studied, or its deck is gone."""
        scope = self._round.scope
        if scope is not None and not self._services.scopes.stands(scope):
            self._round = StudyRound(self._services)

    def _ask(
        self, turn: Turn | None, message: str = "", *, undoable: bool = False, leeched: FaceId | None = None
    ) -> None:
        self._turn = turn
        self._shown, self._typed = False, ""
        self._asked_at = self._services.clock.monotonic()
        self._render(replace(self._view(message), undoable=undoable, leeched=leeched))

    def _set_aside(self, change: Callable[[FaceId], Changes], message: str) -> None:
        if self._turn is not None:
            face = self._turn.face.id
            self._changed(change(face))
            self._round.leaves(face)
            self._ask(self._round.next(), message, undoable=True)

    def _view(self, message: str = "") -> ReviewView:
        if self._turn is None:
            standing = self._round.standing()
            view = ReviewView(standing.counts, standing.progress, rest=self._round.rest(), left=standing.left)
        else:
            view = self._cards.view(self._turn, self._round, shown=self._shown, typed=self._typed)
        return replace(view, studied=self._round.name, notice=self._round.notice, message=message)
