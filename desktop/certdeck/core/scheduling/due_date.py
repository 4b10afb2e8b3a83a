"""The day on which a card shall be asked, as people type it: 3, 3-7 or 2026-12-01."""

import re
from datetime import date, timedelta
from typing import Final

from certdeck.core.errors import StudyError

FURTHEST: Final = 36_500
"""Days. No card is put off for longer."""
_DAYS: Final = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?(?:\s*d(?:ays?)?)?")


def parsed_days(text: str, today: date) -> tuple[date, date]:
    """Return the first and the last day that `text` names: days from `today`, a range of them, or a date (ISO 8601).

    Raises `StudyError` for anything else, a day in the past, and one too far away.
    """
    text = text.strip().casefold()
    first, last = _from_date(text, today) or _from_days(text)
    if first > last:
        raise StudyError(f"{first}-{last} runs backwards. Write the smaller number first.")
    if first < 0:
        raise StudyError(f"{text} is in the past. Choose today or a later day.")
    if last > FURTHEST:
        raise StudyError("That is more than 100 years away. Choose an earlier day.")
    return today + timedelta(days=first), today + timedelta(days=last)


def _from_date(text: str, today: date) -> tuple[int, int] | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        away = (date.fromisoformat(text) - today).days
    except ValueError as error:
        raise StudyError(f"There is no day {text}. Write year, month and day, such as 2026-12-01.") from error
    return away, away


def _from_days(text: str) -> tuple[int, int]:
    match = _DAYS.fullmatch(text)
    if match is None:
        raise StudyError("Write a number of days such as 3, a range such as 3-7, or a date such as 2026-12-01.")
    first = int(match[1])
    return first, int(match[2]) if match[2] else first
