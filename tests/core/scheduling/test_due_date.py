"""A due date as people type it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.errors import StudyError
from certdeck.core.scheduling.due_date import FURTHEST, parsed_days

TODAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("0", 0, 0),
        (" 3 ", 3, 3),
        ("3d", 3, 3),
        ("3 days", 3, 3),
        ("3-7", 3, 7),
        ("3 – 7 days", 3, 7),
        ("2026-03-20", 6, 6),
        ("2026-03-14", 0, 0),
    ],
)
def test_days_ranges_and_dates_are_read(text: str, first: int, last: int) -> None:
    assert parsed_days(text, TODAY) == (TODAY + timedelta(days=first), TODAY + timedelta(days=last))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write a number of days"),
        ("soon", "Write a number of days"),
        ("-3", "Write a number of days"),
        ("3.5", "Write a number of days"),
        ("7-3", "7-3 runs backwards"),
        ("2026-03-13", "is in the past"),
        ("2026-02-30", "There is no day 2026-02-30"),
        ("99999", "more than 100 years away"),
        ("3-99999", "more than 100 years away"),
        ("9999-12-31", "more than 100 years away"),
    ],
)
def test_anything_else_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        parsed_days(text, TODAY)


@given(st.integers(0, FURTHEST), st.integers(0, FURTHEST))
def test_every_range_within_bounds_comes_out_as_typed(first: int, more: int) -> None:
    last = min(FURTHEST, first + more)
    assert parsed_days(f"{first}-{last}", TODAY) == (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
