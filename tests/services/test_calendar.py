"""The learner's days, as services are told of them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from certdeck.core.day import day_end, day_start
from certdeck.services.calendar import Calendar
from certdeck.services.preferences import PreferencesService
from tests.clock import FixedClock
from tests.services.fake_store import FakeStore

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize("step", [timedelta(minutes=50), timedelta(hours=7), timedelta(days=-1, minutes=35)])
def test_a_day_that_is_kept_is_the_one_of_the_moment_whatever_the_clock_does(step: timedelta) -> None:
    clock = FixedClock(datetime(2026, 3, 8, 0, 5, tzinfo=NEW_YORK), NEW_YORK)
    preferences = PreferencesService(FakeStore())
    calendar = Calendar(clock, preferences)
    for number in range(120):
        hour = preferences.settings.day_starts_at
        assert calendar.starts() == day_start(clock.now(), NEW_YORK, hour)
        assert calendar.ends() == day_end(clock.now(), NEW_YORK, hour)
        assert calendar.today() == calendar.day_of(clock.now())
        clock.advance(step.total_seconds())
        if number % 9 == 0:
            preferences.change(day_starts_at=(hour + 3) % 12)


def test_the_day_is_another_one_where_the_zone_is() -> None:
    clock = FixedClock(datetime(2026, 3, 8, 6, tzinfo=ZoneInfo("UTC")))
    calendar = Calendar(clock, PreferencesService(FakeStore()))
    assert calendar.today() == date(2026, 3, 8)
    clock._zone = NEW_YORK
    assert calendar.today() == date(2026, 3, 7)
