"""What the coming days bring, and what becomes of it when the learner skips some."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certdeck.core.statistics.columns import UNKNOWN
from certdeck.core.statistics.local_time import DAY

if TYPE_CHECKING:
    from certdeck.core.statistics.columns import Whole

SKIPPED = 3
"""Days, for the question what happens if some are skipped."""


@dataclass(frozen=True, slots=True)
class Course:
    """The reviews done on each day from today on, and those that the limit leaves at the end."""

    reviews: tuple[int, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The reviews due so many days from today (what was due before today counts as due today), and two courses.

    Cards are counted by the day they are due now. Those rated on the way come back later and add to that.
    """

    due: tuple[int, ...]
    overdue: int
    limit: int
    kept: Course
    skipped: Course


def due_days(due: "Whole", starts: int, days: int) -> tuple[tuple[int, ...], int]:
    """Return how many faces are due on each of `days` days, and how many of today's were due before today.

    `due` and `starts`, when today began, are in seconds since 1970.
    """
    import numpy as np

    ahead = (due[due != UNKNOWN] - starts) // DAY
    near = ahead[ahead < days]
    return tuple(np.bincount(np.maximum(near, 0), minlength=days).tolist()), int((near < 0).sum())


def course(due: Sequence[int], limit: int, *, skip: int = 0, done_today: int = 0) -> Course:
    """Work off what is `due`, at most `limit` reviews a day, with the first `skip` days left out.

    What a day can't bring waits for the next. `done_today` reviews of today's limit are used up already.
    """
    done: list[int] = []
    waiting = 0
    for day, count in enumerate(due):
        waiting += count
        room = 0 if day < skip else max(0, limit - (done_today if not day else 0))
        done.append(min(room, waiting))
        waiting -= done[-1]
    return Course(tuple(done), waiting)


def forecast(due: "Whole", starts: int, days: int, *, limit: int, done_today: int) -> Forecast:
    """Return what the next `days` days bring, by a daily `limit`, with and without `SKIPPED` days off from today."""
    counts, overdue = due_days(due, starts, days)
    return Forecast(
        counts,
        overdue,
        limit,
        kept=course(counts, limit, done_today=done_today),
        skipped=course(counts, limit, skip=SKIPPED, done_today=done_today),
    )
