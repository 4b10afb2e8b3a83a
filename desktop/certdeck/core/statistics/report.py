"""All figures of the Progress page together."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from certdeck.core.exam.report import Share
from certdeck.core.statistics.activity import Activity, DayFigures, Days
from certdeck.core.statistics.calibration import Calibration
from certdeck.core.statistics.coverage import DomainStanding
from certdeck.core.statistics.forecast import Forecast
from certdeck.core.statistics.memory import Memories
from certdeck.core.statistics.retention import Retention

CALENDAR_DAYS = 7 * 53
"""A whole year of weeks is the most that the calendar shows."""


class Period(Enum):
    """How far back the figures look, in days; None is from the first rating on."""

    MONTH = 30
    QUARTER = 90
    YEAR = 365
    ALL = None

    @property
    def ahead(self) -> int:
        """How many days the forecast looks ahead."""
        days: int | None = self.value
        return 365 if days is None else days


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
