"""What is asked next, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from certdeck.core.ids import FaceId, ItemId, item_of
from certdeck.core.scheduling.schedule import Phase

LEARN_AHEAD = timedelta(minutes=20)
"""A learning step that is due this soon is asked at once when nothing else is left (Anki's default)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A face that may be asked.

    `due` is aware UTC; of a new face it is None, or the time at which it was added to today's. `position` is its place
    in the deck.
    """

    face: FaceId
    phase: Phase
    due: datetime | None
    position: int

    @property
    def item(self) -> ItemId:
        """The card that the face belongs to."""
        return item_of(self.face)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many new faces and reviews a day may still bring."""

    new: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What is left for today."""

    new: int
    learning: int
    due: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.learning + self.due


@dataclass(frozen=True, slots=True)
class Queue:
    """Today's faces: `steps` are learning steps by time, `rest` the reviews with the new ones spread among them."""

    steps: tuple[Waiting, ...]
    rest: tuple[Waiting, ...]

    def next(self, now: datetime) -> Waiting | None:
        """Return what to ask at `now`: a step whose time has come, else the rest, else a step due soon, else None."""
        if self.steps and _due(self.steps[0]) <= now:
            return self.steps[0]
        if self.rest:
            return self.rest[0]
        if self.steps and _due(self.steps[0]) <= now + LEARN_AHEAD:
            return self.steps[0]
        return None

    def counts(self) -> Counts:
        """Count what is left."""
        new = sum(waiting.phase is Phase.NEW for waiting in self.rest)
        return Counts(new=new, learning=len(self.steps), due=len(self.rest) - new)


def build_queue(waiting: Iterable[Waiting], limits: Limits, *, seen_today: frozenset[ItemId] = frozenset()) -> Queue:
    """Put today's faces in order.

    Learning steps come by time; reviews by due time; new faces in the deck's order, those added to today's first, and
    spread evenly among the reviews. Of the faces of one card only one is asked a day: a card in `seen_today`, or one
    that has a face in front, brings no further new face or review.
    """
    every = list(waiting)
    steps = sorted((entry for entry in every if _is_step(entry)), key=lambda entry: (_due(entry), entry.position))
    taken = set(seen_today) | {entry.item for entry in steps}
    reviews = [entry for entry in every if entry.phase is Phase.REVIEW]
    reviews = _one_per_card(sorted(reviews, key=lambda entry: (_due(entry), entry.position)), taken, limits.reviews)
    new = [entry for entry in every if entry.phase is Phase.NEW]
    new = _one_per_card(sorted(new, key=lambda entry: (entry.due is None, entry.position)), taken, limits.new)
    return Queue(tuple(steps), tuple(_spread(reviews, new)))


def _is_step(entry: Waiting) -> bool:
    return entry.phase in (Phase.LEARNING, Phase.RELEARNING)


def _due(entry: Waiting) -> datetime:
    if entry.due is None:
        raise ValueError(f"{entry.face} is {entry.phase} and has no due time")
    return entry.due


def _one_per_card(entries: Sequence[Waiting], taken: set[ItemId], limit: int) -> list[Waiting]:
    chosen: list[Waiting] = []
    for entry in entries:
        if len(chosen) >= limit:
            break
        if entry.item not in taken:
            taken.add(entry.item)
            chosen.append(entry)
    return chosen


def _spread(reviews: Sequence[Waiting], new: Sequence[Waiting]) -> list[Waiting]:
    """Merge both, keeping each in order, so that the new ones stand at even distances."""
    marked = [((index + 0.5) / len(reviews), 0, entry) for index, entry in enumerate(reviews)]
    marked += [((index + 0.5) / len(new), 1, entry) for index, entry in enumerate(new)]
    return [entry for _, _, entry in sorted(marked, key=lambda mark: mark[:2])]
