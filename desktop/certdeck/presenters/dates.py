"""Days, lengths of time and counts in words, the same on every system: no word follows the computer's language."""

from datetime import date, datetime, timedelta, tzinfo
from math import ceil

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_text(day: date) -> str:
    """Write `day` as 4 Oct 2026."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def weekday_text(day: date) -> str:
    """Write `day` as Thursday 19 November."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def coming_text(day: date, today: date) -> str:
    """Say when `day` comes, seen from `today`: today, tomorrow, on Tuesday 24 November."""
    ahead = (day - today).days
    if ahead <= 0:
        return "today"
    return "tomorrow" if ahead == 1 else f"on {weekday_text(day)}"


def moment_text(at: datetime, zone: tzinfo) -> str:
    """Write the moment `at` as a clock in `zone` shows it: 21 Nov 2026, 14:05."""
    local = at.astimezone(zone)
    return f"{day_text(local.date())}, {local:%H:%M}"


def minutes_text(minutes: int) -> str:
    """Write a length of time as 12 min, 2 h or 1 h 12 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def spent_text(minutes: float) -> str:
    """Write how long something that was done took: 12 min, 1 h 12 min, and 1 min for less."""
    return minutes_text(max(1, round(minutes)))


def whole_minutes(length: timedelta) -> int:
    """Return `length` in minutes, rounded up, at least 1."""
    return max(1, ceil(length / timedelta(minutes=1)))


def counted(count: int, noun: str) -> str:
    """Write `count` with its noun: 1 card, 2,300 cards."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"
