"""Which copies of a library are kept, and when another one is due."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.backups import ALL_OF, DAYS, MONTHS, WEEKS, Backup, is_due, latest, superfluous

NOW = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
BERLIN = timezone(timedelta(hours=1))


def backup(age: timedelta) -> Backup:
    made = NOW - age
    return Backup(f"certdeck-{made:%Y%m%d-%H%M%S}.db.gz", made, 1000)


ages = st.lists(
    st.integers(min_value=0, max_value=900 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    max_size=120,
    unique=True,
)


def test_the_first_one_is_due_at_once() -> None:
    assert is_due((), NOW, UTC)


def test_one_is_due_each_day_of_the_calendar_where_the_learner_is() -> None:
    late = Backup("late", datetime(2026, 11, 26, 23, 30, tzinfo=UTC), 1)
    assert is_due([late], NOW, UTC)
    assert not is_due([late], NOW, BERLIN)


def test_one_that_was_made_under_a_wrong_clock_does_not_put_off_the_next() -> None:
    assert is_due([backup(-timedelta(days=400))], NOW, UTC)


def test_the_last_one_is_not_one_that_was_made_under_a_wrong_clock() -> None:
    wrong, early, last = backup(-timedelta(days=400)), backup(timedelta(days=1)), backup(-timedelta(seconds=3))
    assert latest([wrong, last, early], NOW) == last
    assert latest([wrong], NOW) == wrong
    assert latest([], NOW) is None


@given(ages)
def test_what_was_made_in_the_last_two_days_stays(found: list[timedelta]) -> None:
    gone = superfluous([backup(age) for age in found], NOW, UTC)
    assert all(NOW - one.made > ALL_OF for one in gone)


@given(ages)
def test_no_more_stay_than_their_days_weeks_and_months(found: list[timedelta]) -> None:
    backups = [backup(age) for age in found]
    old = [one for one in backups if NOW - one.made > ALL_OF]
    assert len(old) - len(superfluous(backups, NOW, UTC)) <= DAYS + WEEKS + MONTHS


@given(ages)
def test_the_newest_of_those_that_are_old_always_stays(found: list[timedelta]) -> None:
    backups = [backup(age) for age in found]
    newest = max(backups, key=lambda one: one.made, default=None)
    assert newest not in superfluous(backups, NOW, UTC)


@given(ages)
def test_what_is_kept_is_kept_until_time_goes_on(found: list[timedelta]) -> None:
    backups = [backup(age) for age in found]
    gone = superfluous(backups, NOW, UTC)
    assert superfluous([one for one in backups if one not in gone], NOW, UTC) == ()


def test_a_year_of_daily_backups_leaves_the_last_of_each_day_week_and_month() -> None:
    backups = [backup(timedelta(days=days, hours=1)) for days in range(365)]
    gone = superfluous(backups, NOW, UTC)
    kept = [(NOW - one.made).days for one in backups if one not in gone]
    recent, days, sundays = [0, 1], list(range(2, 12)), [12, 19, 26, 33, 40, 47]
    ends_of_months = [27, 58, 88, 119, 150, 180, 211, 241, 272, 300, 331]
    assert kept == sorted(recent + days + sundays + ends_of_months)
