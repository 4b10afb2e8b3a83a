"""The learner's days: they begin at the hour that the learner chose."""

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from certdeck.core.day import day_around, day_start, start_of
from certdeck.ports.clock import Clock
from certdeck.services.preferences import PreferencesService


class _Day(NamedTuple):
    """One of the learner's days, in `zone` with days that begin at `hour`."""

    zone: tzinfo
    hour: int
    starts: datetime
    ends: datetime
    date: date


class Calendar:
    """Says which of the learner's days a moment belongs to. Moments are aware UTC."""

    def __init__(self, clock: Clock, preferences: PreferencesService) -> None:
        self._clock = clock
        self._preferences = preferences
        self._kept: _Day | None = None

    def now(self) -> datetime:
        """Return the current time."""
        return self._clock.now()

    def zone(self) -> tzinfo:
        """Return the learner's time zone."""
        return self._clock.zone()

    def starts(self) -> datetime:
        """Return when today began."""
        return self._today().starts

    def ends(self) -> datetime:
        """Return when today ends."""
        return self._today().ends

    def today(self) -> date:
        """Return today's date."""
        return self._today().date

    @property
    def starts_at(self) -> int:
        """The local hour at which a day begins."""
        return self._preferences.settings.day_starts_at

    def day_of(self, moment: datetime) -> date:
        """Return the date of the day that `moment` belongs to."""
        return day_start(moment, self.zone(), self.starts_at).astimezone(self.zone()).date()

    def start_of(self, day: date) -> datetime:
        """Return when `day` begins."""
        return start_of(day, self.zone(), self.starts_at)

    def _today(self) -> _Day:
        """Return today. It is reckoned once: each rating asks for it several times."""
        now, zone, hour, kept = self.now(), self.zone(), self.starts_at, self._kept
        if kept is None or kept.zone is not zone or kept.hour != hour or not kept.starts <= now < kept.ends:
            kept = self._kept = _Day(zone, hour, *day_around(now, zone, hour))
        return kept
