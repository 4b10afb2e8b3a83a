"""How many reviews the coming days bring already, and which of them should bring one more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from certdeck.core.scheduling.fuzz import SHORTEST, fuzzed
from certdeck.core.scheduling.options import WEEK, Options
from certdeck.core.scheduling.schedule import Phase, Schedule

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Load:
    """The reviews due so many days from today, and today's weekday, Monday 0."""

    reviews: Mapping[int, int] = field(default_factory=dict)
    weekday: int = 0


def wanted_days(options: Options, load: Mapping[int, int], weekday: int) -> Callable[[int], float] | None:
    """Return how welcome a review is so many days from today, or None when every day is alike.

    `load` tells the reviews due so many days from today; `weekday` is today's, Monday 0. A day is the less welcome the
    more it brings: by the square of that number, so that a lean day is filled long before a full one grows (the idea
    is that of Anki's load balancer). An easy day counts by its share.
    """
    easy = any(share != 1 for share in options.easy_days)
    if not options.balance_load and not easy:
        return None

    def wanted(days: int) -> float:
        share = options.easy_days[(weekday + days) % WEEK]
        return share / (1 + load.get(days, 0)) ** 2 if options.balance_load else share

    return wanted


def is_spread(schedule: Schedule, now: datetime) -> bool:
    """Tell whether `schedule`, rated at `now`, may move to another day: steps and short intervals stay."""
    return schedule.phase is Phase.REVIEW and schedule.due is not None and (schedule.due - now) / DAY >= SHORTEST


def spread_due(schedule: Schedule, now: datetime, dice: Random, options: Options, load: Load) -> Schedule:
    """Return `schedule`, rated at `now`, with its long interval moved to a day that suits; short ones stay.

    The same dice and load lead to the same day, so that an undone rating given again comes to the same.
    """
    if schedule.due is None or not is_spread(schedule, now):
        return schedule
    days = (schedule.due - now) / DAY
    wanted = wanted_days(options, load.reviews, load.weekday)
    return replace(schedule, due=now + fuzzed(days, dice, longest=options.maximum_interval, wanted=wanted) * DAY)
