"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta, tzinfo

from tests.builders import NOON


class FixedClock:
    """Time by hand (see `certdeck.ports.clock.Clock`): `advance` moves it, `set_back` is somebody at the settings."""

    def __init__(self, start: datetime = NOON, zone: tzinfo = UTC) -> None:
        self._now = start
        self._zone = zone
        self._seconds = 1000.0
        self._slept = 0.0

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        return self._now

    def zone(self) -> tzinfo:
        """Return the learner's time zone."""
        return self._zone

    def monotonic_with_sleep(self) -> float:
        return self.monotonic() + self._slept

    def sleep(self, seconds: float) -> None:
        """Let the computer sleep: its own time goes on, and so does the clock that counts sleep."""
        self._slept += seconds
        self._now += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        """Return seconds from an unknown start."""
        return self._seconds

    def advance(self, seconds: float = 0.0, *, days: float = 0.0) -> None:
        """Let time pass."""
        passed = timedelta(days=days, seconds=seconds)
        self._now += passed
        self._seconds += passed.total_seconds()

    def set_back(self, seconds: float) -> None:
        """Let somebody put the computer's clock back; the one that nobody can set goes on."""
        self._now -= timedelta(seconds=seconds)
