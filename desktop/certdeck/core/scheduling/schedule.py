"""Memory of one face of a card, in FSRS's words."""

from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

from certdeck.core.ids import FaceId


class Rating(IntEnum):
    """How well the answer came; FSRS's grades."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


RATINGS = tuple(Rating)
"""All of them, in order."""


class Phase(StrEnum):
    """Where a face stands: never seen, in its first steps, in long-term review, or in steps after a lapse."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


# These are tuples, as each rating makes several of them: a frozen class with slots is made five times as slowly.


class MemoryState(NamedTuple):
    """FSRS memory: `stability` is the days until recall falls to 90 %, `difficulty` runs from 1 to 10."""

    stability: float
    difficulty: float


class Schedule(NamedTuple):
    """What is known of one face. `due` and `last_review` are aware UTC; both are None while it is new.

    A new face that was added to today's cards has the time of that as its `due`: it comes before other new ones.
    """

    phase: Phase = Phase.NEW
    step: int = 0
    memory: MemoryState | None = None
    due: datetime | None = None
    last_review: datetime | None = None
    reps: int = 0
    lapses: int = 0

    @property
    def interval(self) -> timedelta:
        """Time from the last review to the next; zero while new."""
        if self.due is None or self.last_review is None:
            return timedelta()
        return self.due - self.last_review

    def until(self, due: datetime) -> "Schedule":
        """Return the schedule with another due time."""
        return Schedule(self.phase, self.step, self.memory, due, self.last_review, self.reps, self.lapses)


class FaceState(NamedTuple):
    """Schedule of a face together with what the learner decided about it.

    `flag` is 0 for none or 1 to 7; `buried_until` is the aware UTC time until which the face is left out.
    """

    face: FaceId
    schedule: Schedule = Schedule()
    suspended: bool = False
    flag: int = 0
    buried_until: datetime | None = None

    def rated(self, schedule: Schedule, *, suspended: bool | None = None) -> "FaceState":
        """Return the state after a rating, which may have suspended the face."""
        return FaceState(self.face, schedule, self.suspended if suspended is None else suspended, self.flag)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Bare(NamedTuple):
    """What a `Schedule` says, in numbers: times in microseconds since 1970. A hundred thousand are soon made."""

    phase: Phase = Phase.NEW
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    due: int | None = None
    last_review: int | None = None
    reps: int = 0
    lapses: int = 0

    def dressed(self) -> Schedule:
        """Return the schedule."""
        memory = None
        if self.stability is not None and self.difficulty is not None:
            memory = MemoryState(self.stability, self.difficulty)
        due = None if self.due is None else EPOCH + self.due * MICROSECOND
        reviewed = None if self.last_review is None else EPOCH + self.last_review * MICROSECOND
        return Schedule(self.phase, self.step, memory, due, reviewed, self.reps, self.lapses)
