"""Copies of the whole library: what is known of one, when the next is due, and which are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import date, datetime, tzinfo

ALL_OF: Final = timedelta(days=2)
"""Age up to which every backup is kept: what went wrong is mostly noticed by then."""
AHEAD: Final = timedelta(days=1)
"""How far from now a backup may have been made while the clock was right, or nearly so."""
DAYS: Final = 10
WEEKS: Final = 8
MONTHS: Final = 12
"""How many of the latest days, weeks and months that have a backup keep their last one."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: the name of its file, the moment whose library it holds (aware, UTC), and its size in bytes.

    `before_update` tells one that was made because a new version was about to change the database.
    """

    name: str
    made: datetime
    size: int
    before_update: bool = False


def is_due(backups: Sequence[Backup], now: datetime, zone: tzinfo) -> bool:
    """Tell whether there is none of today yet. One from the future, when the clock was wrong, does not count."""
    today = now.astimezone(zone).date()
    return all(backup.made.astimezone(zone).date() != today for backup in backups)


def latest(backups: Sequence[Backup], now: datetime) -> Backup | None:
    """Return the last one, or None. One from the future, when the clock was wrong, counts where there is no other."""
    return max(backups, key=lambda backup: (backup.made <= now + AHEAD, backup.made, backup.name), default=None)


def superfluous(backups: Sequence[Backup], now: datetime, zone: tzinfo) -> tuple[Backup, ...]:
    """Return those that need not be kept, the newest first.

    All of the last two days stay; of what is older the last one of each of ten days, eight weeks (from Monday on) and
    twelve months: the further back, the fewer, and never more than some thirty besides those of the last two days.
    """
    newest_first = sorted(backups, key=lambda backup: (backup.made, backup.name), reverse=True)
    kept = {backup.name for backup in newest_first if now - backup.made <= ALL_OF}
    older = [backup for backup in newest_first if backup.name not in kept]
    for period, most in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        kept.update(backup.name for backup in _last_of_each(older, zone, period)[:most])
    return tuple(backup for backup in newest_first if backup.name not in kept)


def _last_of_each(newest_first: Sequence[Backup], zone: tzinfo, period: Callable[[date], Hashable]) -> list[Backup]:
    last: dict[Hashable, Backup] = {}
    for backup in newest_first:
        last.setdefault(period(backup.made.astimezone(zone).date()), backup)
    return list(last.values())


def _day(day: date) -> Hashable:
    return day


def _week(day: date) -> Hashable:
    return day.isocalendar()[:2]


def _month(day: date) -> Hashable:
    return day.year, day.month
