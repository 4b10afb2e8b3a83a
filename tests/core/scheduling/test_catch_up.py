"""After a break the backlog is gone when the days are over, an even share a day."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.scheduling.catch_up import LONGEST, CatchUp, days_wanted
from tests.builders import NOON

TODAY = NOON.date()


@given(st.integers(0, 5000), st.integers(1, LONGEST), st.integers(0, 200))
def test_the_backlog_is_gone_on_the_last_day(overdue: int, days: int, daily: int) -> None:
    plan, left, shares = CatchUp(TODAY, days), overdue, []
    for day in range(days):
        shares.append(plan.reviews(TODAY + timedelta(days=day), overdue=left, due_today=daily) - daily)
        left -= shares[-1]
    assert left == 0
    assert max(shares) - min(shares) <= 1


def test_when_the_days_are_over_everything_is_due() -> None:
    plan = CatchUp(TODAY, 3)
    assert [plan.days_left(TODAY + timedelta(days=day)) for day in range(5)] == [3, 2, 1, 0, 0]
    assert plan.reviews(TODAY + timedelta(days=3), overdue=7, due_today=2) == 9


def test_before_the_first_day_it_is_as_on_that_day_since_the_clock_was_set_back() -> None:
    plan, earlier = CatchUp(TODAY, 3), TODAY - timedelta(days=5)
    assert (plan.day(earlier), plan.days_left(earlier)) == (plan.day(TODAY), plan.days_left(TODAY)) == (1, 3)


@given(st.integers(1, 100_000), st.integers(0, 9999))
def test_the_days_wanted_are_bearable_in_number(overdue: int, usual: int) -> None:
    assert 2 <= days_wanted(overdue, usual) <= LONGEST
