"""After a break: offers to spread the reviews that have waited, and keeps to it until they are done."""

from dataclasses import dataclass
from datetime import date, timedelta

from certdeck.core.scheduling.catch_up import BREAK, CatchUp, days_wanted, is_heavy
from certdeck.ports.store import Store
from certdeck.services.calendar import Calendar
from certdeck.services.changes import Changes
from certdeck.services.preferences import PreferencesService

LEAST_USUAL = 10
"""Reviews a day. Whoever usually does fewer is not overwhelmed by so few."""
LOOK_BACK = timedelta(days=30)
"""So long before the break the usual day is measured."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Reviews that have waited since the day `since`, and over how many days they are best spread."""

    reviews: int
    since: date
    days: int


class BacklogService:
    """Says whether a backlog is worth spreading, and remembers the learner's answer. Each is durable."""

    def __init__(self, store: Store, calendar: Calendar, preferences: PreferencesService) -> None:
        self._store = store
        self._calendar = calendar
        self._preferences = preferences

    def running(self) -> CatchUp | None:
        """Return how a backlog is being spread today, or None."""
        catch_up = self._preferences.settings.spreading()
        return catch_up if catch_up is not None and catch_up.days_left(self._calendar.today()) else None

    def offer(self, overdue: int) -> Backlog | None:
        """Return what could be spread, or None.

        That is when `overdue` reviews were due before today, today is the first day of study after a break, they are
        far more than a usual day's, and it was not declined today already.
        """
        today, starts = self._calendar.today(), self._calendar.starts()
        declined = self._preferences.settings.not_spread == today.isoformat()
        if declined or not is_heavy(overdue, LEAST_USUAL) or self.running() is not None:
            return None
        with self._store.open() as work:
            last = work.study.last_rated(starts)
            if last is None or starts - last < BREAK:
                return None
            ratings, days = work.study.pace(last - LOOK_BACK, starts)
        usual = max(LEAST_USUAL, round(ratings / days))
        if not is_heavy(overdue, usual):
            return None
        since = self._calendar.day_of(last) + timedelta(days=1)
        return Backlog(overdue, since, days_wanted(overdue, usual))

    def spread(self, days: int) -> Changes:
        """Spread the backlog over `days` days, from today on."""
        return self._change(catch_up=f"{self._calendar.today().isoformat()} {days}")

    def decline(self) -> Changes:
        """Leave the backlog as it is; it is not offered again today."""
        return self._change(not_spread=self._calendar.today().isoformat())

    def end(self) -> Changes:
        """Stop spreading: what still waits is due at once."""
        return self._change(catch_up="")

    def _change(self, **values: str) -> Changes:
        self._preferences.change(**values)
        return Changes(study=True, settings=True)
