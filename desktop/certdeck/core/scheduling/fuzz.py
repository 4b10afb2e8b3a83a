"""Spreading reviews over neighbouring days, so that cards learnt together don't come back together for ever."""

from random import Random

SHORTEST = 2.5
"""Days. Shorter intervals are left alone."""

LONGEST = 36_500
"""Days; py-fsrs' own limit."""

BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))
"""(from day, to day, share of the interval) whose sum is the spread (py-fsrs, `FUZZ_RANGES`; the same as Anki's)."""


def fuzz_range(days: float) -> tuple[int, int]:
    """Return the shortest and longest interval, in whole days, that `days` may become."""
    if days < SHORTEST:
        whole = max(1, round(days))
        return whole, whole
    days = min(days, LONGEST)
    delta = 1.0 + sum(share * max(0.0, min(days, to) - start) for start, to, share in BANDS)
    return max(2, round(days - delta)), min(LONGEST, max(2, round(days + delta)))


def fuzzed(days: float, dice: Random) -> int:
    """Return an interval in whole days near `days`, drawn evenly from `fuzz_range`."""
    low, high = fuzz_range(days)
    return dice.randint(low, high)
