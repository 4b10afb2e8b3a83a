"""How many reviews the coming days bring already, and which of them should bring one more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from certdeck.core.scheduling.fuzz import SHORTEST, Wanted, fuzzed
from certdeck.core.scheduling.options import USUAL, WEEK, Options
from certdeck.core.scheduling.schedule import Phase, Schedule

DAY = timedelta(days=1)
SHORTEST_SPREAD = SHORTEST * DAY


@dataclass(frozen=True, slots=True)
class Load:
    """The reviews due so many days from today, and today's weekday, Monday 0."""

    reviews: Mapping[int, int] = field(default_factory=dict)
    weekday: int = 0


def wanted_days(options: Options, load: Mapping[int, int], weekday: int) -> Wanted | None:
    """Return how welcome a review is so many days from today, or None when every day is alike.

    `load` tells the reviews due so many days from today; `weekday` is today's, Monday 0. A day is the less welcome the
    more it brings: by the square of that number, so that a lean day is filled long before a full one grows (the idea
    is that of Anki's load balancer). An easy day counts by its share, and what it brings as so much more: at half the
    share of other days it is as full as they are with half of their reviews.
    """
    shares = options.easy_days
    alike = shares == USUAL.easy_days
    if not options.balance_load:
        return None if alike else lambda days: [shares[(weekday + day) % WEEK] for day in days]
    if alike:
        return lambda days: [1 / (1 + load.get(day, 0)) ** 2 for day in days]
    return lambda days: [_welcome(shares[(weekday + day) % WEEK], load.get(day, 0)) for day in days]


def _welcome(share: float, reviews: int) -> float:
    return share * (share / (share + reviews)) ** 2 if share else 0.0


def is_spread(phase: Phase, interval: timedelta) -> bool:
    """Tell whether a face that came to `phase` may move to another day: steps and short intervals stay."""
    return phase is Phase.REVIEW and interval >= SHORTEST_SPREAD


def spread_intervals(
    outcomes: Iterable[tuple[Phase, timedelta]], chance: float, options: Options, load: Load
) -> list[timedelta]:
    """Return the intervals of what ratings lead to today, the long ones moved to a day that suits, in whole days.

    The same chance (see `fuzz.chance_of`) and load lead to the same day, so that an undone rating given again comes to
    the same.
    """
    wanted, longest = wanted_days(options, load.reviews, load.weekday), options.maximum_interval
    return [
        fuzzed(interval / DAY, chance, longest=longest, wanted=wanted) * DAY if is_spread(phase, interval) else interval
        for phase, interval in outcomes
    ]


def spread_due(schedule: Schedule, now: datetime, chance: float, options: Options, load: Load) -> Schedule:
    """Return `schedule`, rated at `now`, with its long interval moved to a day that suits; short ones stay."""
    if schedule.due is None or not is_spread(schedule.phase, schedule.due - now):
        return schedule
    wanted = wanted_days(options, load.reviews, load.weekday)
    days = fuzzed((schedule.due - now) / DAY, chance, longest=options.maximum_interval, wanted=wanted)
    return schedule.until(now + days * DAY)
