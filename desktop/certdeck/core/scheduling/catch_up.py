"""Getting back to a normal day after a break: the backlog is spread over some days."""

from dataclasses import dataclass
from datetime import date, timedelta

BREAK = timedelta(days=3)
"""So long without a review is a break."""
HEAVY = 1.5
"""A backlog of so many usual days is worth spreading."""
LONGEST = 30
"""Days."""


@dataclass(frozen=True, slots=True)
class CatchUp:
    """A backlog is worked off from the study day `began` on, for `days` days.

    On a day before that, as after the clock was set back, it is as on the first day.
    """

    began: date
    days: int

    def day(self, today: date) -> int:
        """Return which of its days today is, the first being 1."""
        return max(0, (today - self.began).days) + 1

    def days_left(self, today: date) -> int:
        """Return how many days are left, today included; 0 when it is over."""
        return max(0, self.days + 1 - self.day(today))

    def reviews(self, today: date, *, overdue: int, due_today: int) -> int:
        """Return how many reviews today brings: what is due today and an even share of what is overdue."""
        left = self.days_left(today)
        return due_today + (-(-overdue // left) if left else overdue)


def is_heavy(overdue: int, usual: int) -> bool:
    """Tell whether a backlog of `overdue` reviews is worth spreading when a day usually brings `usual`."""
    return overdue > HEAVY * usual


def days_wanted(overdue: int, usual: int) -> int:
    """Return over how many days a backlog of `overdue` reviews is best spread when a day usually brings `usual`.

    Half as much again as on a usual day is bearable, so the backlog takes half a usual day's reviews each day.
    """
    extra = max(5, usual // 2)
    return max(2, min(LONGEST, -(-overdue // extra)))
