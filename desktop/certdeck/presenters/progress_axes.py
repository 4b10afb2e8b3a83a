"""Where numbers stand on the axes of a plot."""

from datetime import date, timedelta

from certdeck.presenters.dates import MONTHS
from certdeck.presenters.progress_views import TickView

FEW = 4
"""So many lines, about, make a scale readable."""
ROUND = (1, 2, 2.5, 5, 10)
FEWEST_BETWEEN = 5
"""A tick at the end of an axis needs so many percent of it as a distance from the next."""


def scale(top: float, *, unit: str = "") -> tuple[float, tuple[TickView, ...]]:
    """Return the upper end of an axis that begins at 0 and holds `top`, and its ticks at round whole numbers."""
    step = _round_step(max(top, 1) / FEW)
    count = max(1, -(-max(top, 1) // step))
    ticks = (TickView(place * step, f"{place * step:,.0f}{unit}") for place in range(int(count) + 1))
    return count * step, tuple(ticks)


def _round_step(least: float) -> float:
    """Return the smallest round whole number that is not below `least`."""
    size = 1.0
    while True:
        for factor in ROUND:
            step = factor * size
            if step >= least and step == int(step):
                return step
        size *= 10


def short_day(day: date) -> str:
    """Write `day` as 4 Oct."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def day_ticks(first: date, step: int, count: int, most: int = 5) -> tuple[TickView, ...]:
    """Return ticks for `count` bars of `step` days from `first`: the first, the last, and some between."""
    every = max(1, -(-count // most))
    places = [place for place in range(0, count, every) if place == 0 or (count - 1 - place) * 2 >= every]
    if count - 1 not in places:
        places.append(count - 1)
    year = step * count > 300
    days = [(place, first + timedelta(days=place * step)) for place in places]
    return tuple(TickView(place, _month(day) if year else short_day(day)) for place, day in days)
