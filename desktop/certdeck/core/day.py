"""The learner's day: it begins in the small hours, so that a late evening still belongs to the day before."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY_STARTS_AT = 4
"""Local hour at which a new day begins (Anki's default)."""


def day_start(now: datetime, zone: tzinfo, hour: int = DAY_STARTS_AT) -> datetime:
    """Return when the learner's day around `now` (aware) began, in `now`'s own zone."""
    local = now.astimezone(zone)
    start = datetime.combine(local.date(), time(hour), tzinfo=zone)
    if local < start:
        start = datetime.combine(local.date() - timedelta(days=1), time(hour), tzinfo=zone)
    return start.astimezone(now.tzinfo)


def day_end(now: datetime, zone: tzinfo, hour: int = DAY_STARTS_AT) -> datetime:
    """Return when the learner's day around `now` (aware) ends."""
    return day_around(now, zone, hour)[1]


def start_of(day: date, zone: tzinfo, hour: int = DAY_STARTS_AT) -> datetime:
    """Return when the learner's `day` begins, in UTC."""
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def day_around(now: datetime, zone: tzinfo, hour: int = DAY_STARTS_AT) -> tuple[datetime, datetime, date]:
    """Return when the learner's day around `now` (aware) began, when it ends, and its date in `zone`."""
    start = day_start(now, zone, hour)
    day = start.astimezone(zone).date()
    end = datetime.combine(day + timedelta(days=1), time(hour), tzinfo=zone)
    return start, end.astimezone(now.tzinfo), day
