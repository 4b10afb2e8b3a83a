"""The review screen without Qt: question, answer, ratings."""

from collections.abc import Callable
from dataclasses import replace

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.due_date import parsed_days
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.presenters.dates import coming_text, counted, day_text, minutes_text, whole_minutes
from certdeck.presenters.history import redone_text, undone_text
from certdeck.presenters.review_card import CardViews
from certdeck.presenters.review_view import RestView, ReviewView
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.services.study import Rated, Today, Turn

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
        self._scope: Scope | None = None
        self._turn: Turn | None = None
        self._shown = False
        self._typed = ""
        self._asked_at = 0.0

    def start(self) -> None:
        """Ask the next card, or say that nothing is left."""
        try:
            self._ask(self._next())
        except CertdeckError as error:
            self._turn = None
            nothing = RestView("There is nothing to study yet", str(error), started=False)
            self._render(ReviewView(Counts(0, 0, 0), 0.0, rest=nothing))

    def look_again(self) -> None:
        """Ask the next card if one has become due while nothing was left; do nothing else."""
        if self._turn is None:
            turn = self._next()
            if turn is not None:
                self._ask(turn)

    def ask_again(self, face: FaceId) -> None:
        """Show `face` anew as far as it was shown: its card has been edited. If it is gone, ask the next one."""
        turn = self._services.study.ask(face, self._scope)
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
        rated = self._services.study.rate(
            self._turn.face.id, rating, milliseconds=max(0, min(spent, LONGEST_MILLISECONDS)), scope=self._scope
        )
        self._changed(rated.changes)
        self._ask(self._next(), _leech_words(rated), undoable=rated.leech)

    def undo(self) -> None:
        """Take back the last change and ask its card again, whatever the queue says."""
        changes, change = self._services.history.undo()
        if change is None:
            self._render(self._view(undone_text(change)))
            return
        self._changed(changes)
        again = self._services.study.ask(change.faces[0], self._scope) if change.faces else None
        self._ask(again or self._next(), undone_text(change))

    def redo(self) -> None:
        """Do again what was undone last, and ask the card that comes then."""
        changes, change = self._services.history.redo()
        if change is None:
            self._render(self._view(redone_text(change)))
            return
        self._changed(changes)
        self._ask(self._next(), redone_text(change))

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
        self._ask(self._next(), f"The card is due on {day_text(day)}", undoable=bool(changes))

    def flag(self, flag: int | None = None) -> None:
        """Give the card `flag`, or take it away if it has that one or `flag` is 0. The card stays on the screen.

        Without a number the card gets flag 1, or loses whichever it has.
        """
        if self._turn is None:
            return
        face, has = self._turn.face.id, self._turn.state.flag
        wanted = (0 if has else 1) if flag is None else (0 if flag == has else flag)
        changes = self._services.faces.flag(wanted, face)
        self._turn = replace(self._turn, state=self._services.study.state(face))
        self._changed(changes)
        self._render(self._view())

    def _next(self) -> Turn | None:
        return self._services.study.next(self._scope)

    def _ask(self, turn: Turn | None, message: str = "", *, undoable: bool = False) -> None:
        self._turn = turn
        self._shown, self._typed = False, ""
        self._asked_at = self._services.clock.monotonic()
        self._render(replace(self._view(message), undoable=undoable))

    def _set_aside(self, change: Callable[[FaceId], Changes], message: str) -> None:
        if self._turn is not None:
            self._changed(change(self._turn.face.id))
            self._ask(self._next(), message, undoable=True)

    def _view(self, message: str = "") -> ReviewView:
        today = self._services.study.today(self._scope)
        view = self._rest_view(today) if self._turn is None else self._card_view(today, self._turn)
        return replace(view, message=message)

    def _card_view(self, today: Today, turn: Turn) -> ReviewView:
        return self._cards.view(turn, today.counts, _share_done(today), shown=self._shown, typed=self._typed)

    def _rest_view(self, today: Today) -> ReviewView:
        return ReviewView(today.counts, _share_done(today), rest=self._rest(today))

    def _rest(self, today: Today) -> RestView:
        if today.rated:
            done = f"You rated {counted(today.rated, 'card')} in {minutes_text(today.minutes_done)}."
            return RestView("Done for today", done, self._coming(today))
        if not any(row.kind == "card" for row in self._services.library.rows()):
            code = self._services.library.exam().blueprint.code
            text = f"The deck has no cards for {code}. Choose another exam in Settings, or take a practice exam."
            return RestView("There are no cards yet", text, started=False)
        text = "No card is due, and today's new ones are used up. The number of new cards a day is in Settings."
        return RestView("Nothing is due", text, self._coming(today))

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


def _share_done(today: Today) -> float:
    every = today.rated + today.counts.total
    return today.rated / every if every else 1.0
