"""The learner's days and hours for any number of moments at once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

DAY = 86_400
HOUR = 3_600
"""Seconds."""
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_STEP = timedelta(days=7)
"""No zone changes its offset there and back within a week."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day_number(day: date) -> int:
    """Return the days from 1970 to `day`."""
    return day.toordinal() - EPOCH_ORDINAL


def date_of(number: int) -> date:
    """Return the date so many days after 1970."""
    return date.fromordinal(EPOCH_ORDINAL + number)


@dataclass(frozen=True, slots=True)
class Offsets:
    """How far local time is ahead of UTC: from `starts[i]` (seconds since 1970) on by `seconds[i]`."""

    starts: tuple[int, ...]
    seconds: tuple[int, ...]


def offsets(zone: tzinfo, first: int, last: int) -> Offsets:
    """Return the offsets of `zone` from `first` to `last`, in seconds since 1970."""
    starts, seconds = [first], [_offset(zone, first)]
    known, step = first, int(_STEP.total_seconds())
    while known < last:
        ahead = min(known + step, last)
        if _offset(zone, ahead) != seconds[-1]:
            starts.append(_change(zone, known, ahead))
            seconds.append(_offset(zone, ahead))
        known = ahead
    return Offsets(tuple(starts), tuple(seconds))


def _offset(zone: tzinfo, moment: int) -> int:
    ahead = (_EPOCH + timedelta(seconds=moment)).astimezone(zone).utcoffset()
    return 0 if ahead is None else round(ahead.total_seconds())


def _change(zone: tzinfo, before: int, after: int) -> int:
    """Return the first second that has the offset of `after`, by halving."""
    wanted = _offset(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == wanted:
            after = middle
        else:
            before = middle
    return after
