"""Cramming: going through some cards until all were known once, without a trace in the schedule."""

from dataclasses import dataclass, replace
from enum import StrEnum

from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.scope import Scope

GAP = 3
"""So many others come before a card that was not known comes back."""
MOST_DAYS = 365


class CramKind(StrEnum):
    """Which cards of a scope are crammed."""

    ALL = "all"
    FLAGGED = "flagged"
    LEECHES = "leeches"
    DUE = "due"
    FORGOTTEN = "forgotten"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class CramWish:
    """What is to be crammed: of `scope` (None is the whole exam), or the `faces` of a choice.

    `days` is for what comes due in so many days, today being the first; without it that is today. Raises `StudyError`
    for a number of days out of bounds.
    """

    kind: CramKind = CramKind.ALL
    scope: Scope | None = None
    days: int = 1
    faces: tuple[FaceId, ...] = ()

    def __post_init__(self) -> None:
        """Check the bounds."""
        if not 1 <= self.days <= MOST_DAYS:
            raise StudyError(f"Choose 1 to {MOST_DAYS} days.")


@dataclass(frozen=True, slots=True)
class Cram:
    """How a round stands: the faces still to be known, the next one first, and how many there were."""

    left: tuple[FaceId, ...]
    total: int

    @property
    def next(self) -> FaceId | None:
        """The face to be asked now, None when all were known."""
        return self.left[0] if self.left else None

    @property
    def known(self) -> int:
        """How many were known."""
        return self.total - len(self.left)

    def rated(self, *, known: bool) -> "Cram":
        """Return the round after the next face was asked: it is done with, or comes back after `GAP` others."""
        if not self.left:
            return self
        face, others = self.left[0], self.left[1:]
        return replace(self, left=others if known else (*others[:GAP], face, *others[GAP:]))

    def without(self, face: FaceId) -> "Cram":
        """Return the round without `face`, which is not asked any more."""
        left = tuple(other for other in self.left if other != face)
        return Cram(left, self.total - (len(self.left) - len(left)))

    def beginning_with(self, face: FaceId) -> "Cram":
        """Return the round with `face`, which it had left out, as the next to be asked."""
        others = self.without(face)
        return Cram((face, *others.left), others.total + 1)


def cram_of(faces: tuple[FaceId, ...]) -> Cram:
    """Begin a round of `faces`, each once. Raises `StudyError` when there are none."""
    each = tuple(dict.fromkeys(faces))
    if not each:
        raise StudyError("No card is like that, so there is nothing to cram. Choose something else.")
    return Cram(each, len(each))
