"""All figures of the Progress page together."""

from dataclasses import dataclass
from datetime import date

from certdeck.core.exam.report import Share
from certdeck.core.statistics.activity import Activity, DayFigures, Days
from certdeck.core.statistics.calibration import Calibration
from certdeck.core.statistics.coverage import DomainStanding
from certdeck.core.statistics.forecast import Forecast
from certdeck.core.statistics.memory import Memories
from certdeck.core.statistics.retention import Retention

CALENDAR_DAYS = 7 * 53
"""A whole year of weeks is the most that the calendar shows."""


@dataclass(frozen=True, slots=True)
class Period:
    """How many days the figures look back, today included; None is from the first rating on."""

    days: int | None = None

    @property
    def ahead(self) -> int:
        """How many days the forecast looks ahead, today included."""
        return 365 if self.days is None else self.days


MONTH, QUARTER, YEAR, EVERYTHING = Period(30), Period(90), Period(365), Period()


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the learner did and how well it went.

    `day` is today. `today`, `retention`, `memories`, `forecast` and `coverage` (empty outside an exam) are how things
    stand now; the others cover the period asked for. `pace` is the milliseconds that a rating takes.
    """

    day: date
    period: Period
    today: DayFigures
    activity: Activity
    days: Days
    questions: int
    retention: tuple[Retention, ...]
    calibration: Calibration
    hours: tuple[Share, ...]
    memories: Memories
    forecast: Forecast
    coverage: tuple[DomainStanding, ...]
    pace: float
