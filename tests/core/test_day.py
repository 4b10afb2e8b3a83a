"""The learner's day begins at four, also where clocks are changed."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.day import day_end, day_start

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
ZONES = (BERLIN, NEW_YORK, UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=9, minutes=30)))

YEAR_2020 = datetime(2020, 1, 2, tzinfo=UTC)
moments = st.integers(0, 15 * 365 * 86_400).map(lambda seconds: YEAR_2020 + timedelta(seconds=seconds))
hours = st.integers(0, 6)


@given(moments, st.sampled_from(ZONES), hours)
def test_every_moment_lies_in_its_day(now: datetime, zone: tzinfo, hour: int) -> None:
    assert day_start(now, zone, hour) <= now < day_end(now, zone, hour)


@given(moments, st.sampled_from(ZONES), hours)
def test_days_follow_one_another_without_gap(now: datetime, zone: tzinfo, hour: int) -> None:
    end = day_end(now, zone, hour)
    assert day_start(end, zone, hour) == end
    assert day_end(end - timedelta(seconds=1), zone, hour) == end


@given(moments, st.sampled_from(ZONES))
def test_a_day_begins_at_four_by_the_local_clock(now: datetime, zone: tzinfo) -> None:
    local = day_start(now, zone).astimezone(zone)
    assert (local.hour, local.minute, local.second, local.microsecond) == (4, 0, 0, 0)


@given(moments, st.sampled_from(ZONES), hours)
def test_a_day_is_at_most_an_hour_shorter_or_longer(now: datetime, zone: tzinfo, hour: int) -> None:
    length = day_end(now, zone, hour) - day_start(now, zone, hour)
    assert timedelta(hours=23) <= length <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("zone", "now", "length"),
    [
        (BERLIN, datetime(2026, 3, 28, 12, tzinfo=UTC), 23),
        (BERLIN, datetime(2026, 10, 24, 12, tzinfo=UTC), 25),
        (NEW_YORK, datetime(2026, 3, 7, 18, tzinfo=UTC), 23),
        (NEW_YORK, datetime(2026, 10, 31, 18, tzinfo=UTC), 25),
        (BERLIN, datetime(2026, 6, 1, 12, tzinfo=UTC), 24),
    ],
)
def test_the_day_of_a_clock_change_is_as_long_as_it_is(zone: tzinfo, now: datetime, length: int) -> None:
    assert day_end(now, zone) - day_start(now, zone) == timedelta(hours=length)


def test_a_late_evening_belongs_to_the_day_before() -> None:
    late = datetime(2026, 5, 2, 3, 59, tzinfo=BERLIN)
    assert day_start(late, BERLIN) == datetime(2026, 5, 1, 4, tzinfo=BERLIN)
    assert day_start(late + timedelta(minutes=1), BERLIN) == datetime(2026, 5, 2, 4, tzinfo=BERLIN)


def test_times_come_back_in_the_zone_of_the_question() -> None:
    now = datetime(2026, 5, 2, 12, tzinfo=UTC)
    assert day_start(now, NEW_YORK).tzinfo is UTC
    assert day_end(now, NEW_YORK).tzinfo is UTC
