"""Spreading reviews over neighbouring days, so that cards learnt together don't come back together for ever."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from random import Random
from zlib import crc32

from certdeck.core.ids import FaceId

Wanted = Callable[[range], Sequence[float]]
"""Says of intervals in days how welcome each is, from 0 on."""

SHORTEST = 2.5
"""Days. Shorter intervals are left alone."""

LONGEST = 36_500
"""Days; py-fsrs' own limit."""

BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))
"""(from day, to day, share of the interval) whose sum is the spread (py-fsrs, `FUZZ_RANGES`; the same as Anki's)."""


@lru_cache(maxsize=256)
def chance_of(face: FaceId, reps: int) -> float:
    """Return what decides on the interval of a face that was rated `reps` times before: a number from 0 to below 1.

    It is the same on every machine and in every run, and in every release: a log that is replayed gives the same days.
    """
    return Random(f"{crc32(face.encode())}/{reps}").random()


@lru_cache(maxsize=2048)
def fuzz_range(days: float, longest: int = LONGEST) -> tuple[int, int]:
    """Return the shortest and longest interval, in whole days, that `days` may become; `longest` is the limit."""
    if days < SHORTEST:
        whole = min(longest, max(1, round(days)))
        return whole, whole
    days = min(days, longest)
    delta = 1.0 + sum(share * max(0.0, min(days, to) - start) for start, to, share in BANDS)
    high = min(longest, max(2, round(days + delta)))
    return min(high, max(2, round(days - delta))), high


def fuzzed(days: float, chance: float, *, longest: int = LONGEST, wanted: Wanted | None = None) -> int:
    """Return an interval in whole days near `days`: the one of `fuzz_range` that `chance` (0 to below 1) falls on.

    `wanted` says how much each interval is to be preferred; without it, or where it wants none of them, all are alike.
    """
    low, high = fuzz_range(days, longest)
    if wanted is not None:
        heaped = list(accumulate(wanted(range(low, high + 1))))
        if heaped[-1] > 0:
            return low + bisect_right(heaped, chance * heaped[-1], 0, high - low)
    return low + int(chance * (high - low + 1))
