"""What the figures are made of, as columns of equal length: ratings that hold, and faces that were ever rated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from certdeck.core.ids import BulletId
from certdeck.core.scheduling.schedule import Phase, Schedule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

RETAINED_FROM = timedelta(days=1)
"""An interval of a day or more makes a rating a review, whatever the phase (Anki)."""
MATURE_FROM = timedelta(days=21)
"""An interval of 21 days or more makes a card mature (Anki)."""
UNKNOWN = -1
"""Stands in columns of whole numbers for what is not known."""
THOUSANDTHS = 1000
"""Stability is kept in thousandths of a day, difficulty in thousandths: a thousandth changes no figure."""


class Stage(IntEnum):
    """How far a face had come when it was rated."""

    NEW = 0
    LEARNING = 1
    RELEARNING = 2
    YOUNG = 3
    MATURE = 4


def stage_of(schedule: Schedule) -> Stage:
    """Return the stage of a face with `schedule`: by its interval from a day on, by its phase below that."""
    if schedule.interval >= MATURE_FROM:
        return Stage.MATURE
    if schedule.phase is Phase.REVIEW or schedule.interval >= RETAINED_FROM:
        return Stage.YOUNG
    return {Phase.NEW: Stage.NEW, Phase.LEARNING: Stage.LEARNING}.get(schedule.phase, Stage.RELEARNING)


def column(numbers: Iterable[int] = ()) -> "Whole":
    """Return `numbers` as a column."""
    import numpy as np

    return np.fromiter(numbers, np.int64)


@dataclass(frozen=True, slots=True)
class Ratings:
    """Every rating that holds, in any order.

    `at` is in seconds since 1970 (UTC), `stage` the stage before the rating, `rating` 1 (Again) to 4 (Easy), `elapsed`
    the seconds since the rating before, `stability` that before the rating in thousandths of a day; the last two are
    `UNKNOWN` at a first rating, `elapsed` also where the clock had been put back.
    """

    at: "Whole"
    stage: "Whole"
    rating: "Whole"
    milliseconds: "Whole"
    elapsed: "Whole"
    stability: "Whole"


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of the library that have a memory; those that have none yet are counted as `new`.

    `stability` and `difficulty` are in thousandths, `reviewed` and `due` in seconds since 1970 (UTC); `due` is
    `UNKNOWN` for suspended ones.
    """

    stability: "Whole"
    difficulty: "Whole"
    reviewed: "Whole"
    due: "Whole"
    new: int = 0


@dataclass(frozen=True, slots=True)
class BulletFaces:
    """The faces and questions of one bullet of an exam guide; suspended faces are left out.

    `stability` and `reviewed` are those of the faces that have a memory, as in `Faces`. `seen` counts the questions met
    in a finished exam, `right` of `answered` how they went there.
    """

    bullet: BulletId
    faces: int
    stability: "Whole"
    reviewed: "Whole"
    questions: int = 0
    seen: int = 0
    right: int = 0
    answered: int = 0
