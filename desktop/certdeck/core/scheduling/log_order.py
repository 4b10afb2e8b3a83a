"""The order of a face's study log once reviews of another device are in it.

What was given here stands in the order of the log, for the computer's clock may have been changed. What came from
elsewhere stands at its time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Something in the log: its number there, its time (aware UTC), and whether it came from elsewhere."""

    @property
    def id(self) -> int:
        """Its number in the log."""
        ...

    @property
    def at(self) -> datetime:
        """When it was, aware UTC."""
        ...

    @property
    def foreign(self) -> bool:
        """Whether it came from elsewhere."""
        ...


PlacedT = TypeVar("PlacedT", bound=Placed)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log, where nothing but its place matters."""

    id: int
    at: datetime
    foreign: bool = False


def in_order(lines: Iterable[PlacedT]) -> list[PlacedT]:
    """Return the lines of one face in the order to go by.

    A line from here counts for the latest time until it: a clock that was put back does not move it before others from
    here. Lines from elsewhere go by their time, those of one moment by their number, after what is from here.
    """
    latest: datetime | None = None
    keyed = []
    for line in sorted(lines, key=lambda line: line.id):
        if not line.foreign:
            latest = line.at if latest is None else max(latest, line.at)
        keyed.append((line.at if line.foreign or latest is None else latest, line.foreign, line.id, line))
    return [line for *_, line in sorted(keyed, key=lambda entry: entry[:3])]


def begins_anew(lines: Iterable[PlacedT], fresh: Iterable[bool]) -> list[bool]:
    """Tell for each of `lines`, in the order to go by, whether nothing before it counts.

    `fresh` says of a line from here whether the face had no memory when it was rated. That is a beginning if it is the
    first one, or if the log had an earlier rating already when it was given: the face was made new in between. Who
    rates elsewhere may not know of what is here: of such a line it says whether the face was made new right before it.
    """
    smallest: int | None = None
    found = []
    for line, new in zip(lines, fresh, strict=True):
        found.append(new and (smallest is None or line.foreign or smallest < line.id))
        smallest = line.id if smallest is None else min(smallest, line.id)
    return found


def made_new_before(lines: Iterable[PlacedT], forgets: Iterable[Line]) -> frozenset[int]:
    """Return the numbers of those of `lines`, of one face, right before which one of `forgets` stands in order."""
    found, made_new = set(), False
    made = {forget.id for forget in forgets}
    for line in in_order([*(Line(line.id, line.at, line.foreign) for line in lines), *forgets]):
        if line.id in made:
            made_new = True
        elif made_new:
            found.add(line.id)
            made_new = False
    return frozenset(found)
