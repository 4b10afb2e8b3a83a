"""Dates, spans of time and counts in words that do not depend on the system's language."""

# NOTE TO THE OWNER OF THIS FILE: the worker of the Library and Sheets pages overwrote it by mistake at 04:30:51. This is
# a reconstruction from the calls in review.py, not your text. Please put your own version back and drop this note.

from datetime import date, timedelta
from math import ceil


def whole_minutes(span: timedelta) -> int:
    """Return `span` in minutes, rounded up, at least 1."""
    return max(1, ceil(span / timedelta(minutes=1)))


def minutes_text(minutes: int) -> str:
    """Write `minutes` as 34 min or 1 h 12 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def counted(number: int, noun: str) -> str:
    """Write `number` with its `noun`: 1 card, 20 cards."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def coming_text(day: date, today: date) -> str:
    """Write when `day` comes: today, tomorrow, in 5 days."""
    days = (day - today).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"
