"""A face that may be asked."""

from datetime import datetime
from typing import NamedTuple

from certdeck.core.ids import FaceId, ItemId, item_of
from certdeck.core.scheduling.schedule import Phase


class Waiting(NamedTuple):
    """A face that may be asked. A tuple, as a day that begins makes hundreds of them before its first card.

    `due` is aware UTC; of a new face it is None, or the time at which it was added to today's. `position` is its place
    in the deck. `topic` is the task statement that it belongs to, empty where there is none. `faded` is the time since
    the last review in units of its stability: the larger, the less likely it is recalled (FSRS).
    """

    face: FaceId
    phase: Phase
    due: datetime | None
    position: int
    topic: str = ""
    faded: float = 0.0

    @property
    def item(self) -> ItemId:
        """The card that the face belongs to."""
        return item_of(self.face)

    @property
    def domain(self) -> str:
        """The domain that the face belongs to, empty where there is none."""
        return self.topic.partition(".")[0]


def due_of(entry: Waiting) -> datetime:
    """Return when `entry` is due. Raises `ValueError` for one that has no time."""
    if entry.due is None:
        raise ValueError(f"{entry.face} is {entry.phase} and has no due time")
    return entry.due
