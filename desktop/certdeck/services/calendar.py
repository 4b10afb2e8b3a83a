"""The learner's days: they begin at the hour that the learner chose."""

from datetime import date, datetime, tzinfo

from certdeck.core.day import day_end, day_start
from certdeck.ports.clock import Clock
from certdeck.services.preferences import PreferencesService


class Calendar:
    """Says which of the learner's days a moment belongs to. Moments are aware UTC."""

    def __init__(self, clock: Clock, preferences: PreferencesService) -> None:
        self._clock = clock
        self._preferences = preferences

    def now(self) -> datetime:
        """Return the current time."""
        return self._clock.now()

    def zone(self) -> tzinfo:
        """Return the learner's time zone."""
        return self._clock.zone()

    def starts(self) -> datetime:
        """Return when today began."""
        return day_start(self.now(), self.zone(), self.starts_at)

    def ends(self) -> datetime:
        """Return when today ends."""
        return day_end(self.now(), self.zone(), self.starts_at)

    def today(self) -> date:
        """Return today's date."""
        return self.day_of(self.now())

    @property
    def starts_at(self) -> int:
        """The local hour at which a day begins."""
        return self._preferences.settings.day_starts_at

    def day_of(self, moment: datetime) -> date:
        """Return the date of the day that `moment` belongs to."""
        return day_start(moment, self.zone(), self.starts_at).astimezone(self.zone()).date()
