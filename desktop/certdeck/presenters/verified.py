"""When the facts of an item were last compared with their sources, in words of no particular system language."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from certdeck.core.deck import Source

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date) -> str:
    """Write `day` as 4 Oct 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def verified_text(sources: Sequence[Source]) -> str:
    """Write when facts were last compared with `sources`: the oldest check, which all of them have passed."""
    return f"Verified {day_text(min(source.checked for source in sources))}" if sources else "No source given"
