"""Days in words, and when the facts of an item were last compared with their sources."""

from collections.abc import Collection
from datetime import date
from typing import Final

from certdeck.core.deck import Item, Source

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def verified_text(item: Item) -> str:
    """Return `Verified 4 Oct 2026` by the oldest check, which all of the item's facts have passed, or nothing."""
    return oldest_text(item.sources)


def oldest_text(sources: Collection[Source]) -> str:
    """Return the same for `sources`, or nothing where there are none."""
    return f"Verified {day_words(min(page.checked for page in sources))}" if sources else ""


def day_words(day: date) -> str:
    """Write `day` as 4 Oct 2026."""
    # The month's name must not depend on the system's language.
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
