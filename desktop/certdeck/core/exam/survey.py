"""The three questions after a rehearsal. They are the project's own and stay on this computer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from certdeck.core.errors import ExamError

MOST_PREPARED: Final = 5


class Expectation(StrEnum):
    """What the learner expects before seeing the result."""

    PASS = "pass"
    UNSURE = "unsure"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Survey:
    """What the learner said after the exam and before the result; None is no answer.

    `prepared` runs from 1 (not at all) to 5 (fully). Raises `ExamError` for another number.
    """

    prepared: int | None = None
    expects: Expectation | None = None
    enough_time: bool | None = None

    def __post_init__(self) -> None:
        """Check the number."""
        if self.prepared is not None and not 1 <= self.prepared <= MOST_PREPARED:
            raise ExamError(f"How prepared you felt is a number from 1 to {MOST_PREPARED}. Nothing was kept.")
