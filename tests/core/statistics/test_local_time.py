"""The learner's days and hours, for many moments at once and one by one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.day import day_start
from certdeck.core.statistics.local_time import date_of, day_number, offsets
from tests.core.statistics.logs import DAY_STARTS_AT, NOON, Made, framed

ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia")]


@given(st.lists(st.integers(1_293_840_000, 1_893_456_000), min_size=1, max_size=8), st.sampled_from(ZONES))
def test_every_moment_lies_on_the_day_and_at_the_hour_that_the_learner_had(moments: list[int], zone: ZoneInfo) -> None:
    aware = [datetime.fromtimestamp(moment, UTC) for moment in moments]
    found = framed([Made(moment) for moment in aware], zone)
    days = [day_start(moment, zone, DAY_STARTS_AT).astimezone(zone).date() for moment in aware]
    assert [date_of(int(day)) for day in found.day] == days
    assert list(found.hour) == [moment.astimezone(zone).hour for moment in aware]


def test_a_change_of_the_clocks_is_found_to_the_second() -> None:
    begins = datetime(2026, 3, 29, 1, tzinfo=UTC)
    first, last = int((begins - timedelta(days=40)).timestamp()), int((begins + timedelta(days=40)).timestamp())
    found = offsets(ZoneInfo("Europe/Berlin"), first, last)
    assert found.starts == (first, int(begins.timestamp()))
    assert found.seconds == (3600, 7200)


def test_a_zone_without_changes_has_one_offset() -> None:
    assert offsets(UTC, 0, 10**9).seconds == (0,)


@pytest.mark.parametrize("elapsed", [timedelta(hours=7), timedelta(hours=9), None])
def test_the_first_rating_of_a_face_on_a_day_is_told_from_later_ones(elapsed: timedelta | None) -> None:
    (opens,) = framed([Made(NOON, elapsed=elapsed)]).opens
    assert opens == (elapsed != timedelta(hours=7))


def test_a_day_has_the_same_number_there_and_back() -> None:
    assert date_of(day_number(NOON.date())) == NOON.date()
