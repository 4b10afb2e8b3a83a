"""When something was changed, so that every replica agrees on which change is the later one.

A hybrid logical clock (Kulkarni, Demirbas et al., "Logical Physical Clocks", 2014), one for each thing that changes:
the time of the computer, and where that is no later than a change seen before, a count that goes on from there. So a
computer whose clock is a year ahead wins over what it did not know of, but not for ever: whoever has seen its change
and makes another one is later.
"""

from dataclasses import dataclass

LONG_AGO = 0
"""The time of what nobody wrote the time of."""


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """A moment: microseconds since 1970 in UTC, a count of changes within it, and the replica, which breaks a tie."""

    time: int
    count: int
    replica: str


def stamped(time: int, replica: str, seen: Stamp | None = None) -> Stamp:
    """Return the stamp of a change that `replica` made at `time` when it had `seen` the one before."""
    if seen is None or time > seen.time:
        return Stamp(time, 0, replica)
    return Stamp(seen.time, seen.count + 1, replica)
