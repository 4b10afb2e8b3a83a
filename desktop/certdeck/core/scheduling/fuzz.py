"""Spreading reviews over neighbouring days, so that cards learnt together don't come back together for ever."""

from collections.abc import Callable
from random import Random
from zlib import crc32

from certdeck.core.ids import FaceId

SHORTEST = 2.5
"""Days. Shorter intervals are left alone."""

LONGEST = 36_500
"""Days; py-fsrs' own limit."""

BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))
"""(from day, to day, share of the interval) whose sum is the spread (py-fsrs, `FUZZ_RANGES`; the same as Anki's)."""


def seed_of(face: FaceId) -> int:
    """Return the seed of a face's intervals: the same on every machine and in every run."""
    return crc32(face.encode())


def fuzz_range(days: float, longest: int = LONGEST) -> tuple[int, int]:
    """Return the shortest and longest interval, in whole days, that `days` may become; `longest` is the limit."""
    if days < SHORTEST:
        whole = min(longest, max(1, round(days)))
        return whole, whole
    days = min(days, longest)
    delta = 1.0 + sum(share * max(0.0, min(days, to) - start) for start, to, share in BANDS)
    high = min(longest, max(2, round(days + delta)))
    return min(high, max(2, round(days - delta))), high


def fuzzed(days: float, dice: Random, *, longest: int = LONGEST, wanted: Callable[[int], float] | None = None) -> int:
    """Return an interval in whole days near `days`, drawn from `fuzz_range`.

    `wanted` says how much each interval is to be preferred; without it, or where it wants none of them, all are alike.
    """
    low, high = fuzz_range(days, longest)
    choices = range(low, high + 1)
    weights = [wanted(choice) for choice in choices] if wanted is not None else []
    if not any(weights):
        return dice.randint(low, high)
    return dice.choices(choices, weights)[0]
