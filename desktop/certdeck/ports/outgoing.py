"""What leaves the app: items with what hangs on them, one after the other, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime, timedelta, tzinfo

    from certdeck.core.blueprint import Blueprint
    from certdeck.core.deck import Card, Question, Scenario
    from certdeck.core.ids import DeckId, FaceId, ItemId
    from certdeck.core.scheduling.options import Preset
    from certdeck.core.scheduling.schedule import FaceState, Phase, Rating
    from certdeck.ports.content import DeckHead


class OutgoingReview(NamedTuple):
    """A rating that holds. `phase` and `interval` are those before it, `next_interval` and `difficulty` those after.

    `at` is aware UTC; `difficulty` runs from 1 to 10, None where there is no memory.
    """

    face: FaceId
    at: datetime
    rating: Rating
    milliseconds: int
    phase: Phase
    interval: timedelta
    next_interval: timedelta
    difficulty: float | None


@dataclass(frozen=True, slots=True)
class OutgoingItem:
    """A card or question as the learner has it, edits and own tags included.

    `revised` (aware UTC) is when its content or the learner's note on it last changed. `states` are those of its faces
    that have one, `reviews` their ratings in order; both are empty where nobody asked for the schedule.
    """

    item: Card | Question
    deck: DeckId
    revised: datetime
    note: str = ""
    states: tuple[FaceState, ...] = ()
    reviews: tuple[OutgoingReview, ...] = ()


class PlainState(NamedTuple):
    """The state of a face as it is stored: times are whole microseconds since 1970 (UTC), the phase its word."""

    face: str
    phase: str
    step: int
    stability: float | None
    difficulty: float | None
    due: int | None
    last_review: int | None
    reps: int
    lapses: int
    suspended: bool
    flag: int
    buried_until: int | None


StateColumns = tuple[
    str | None,
    str,
    int,
    float | None,
    float | None,
    int | None,
    int | None,
    int,
    int,
    bool,
    int,
    int | None,
]
"""A `PlainState`, or None in all places."""


class PlainReview(NamedTuple):
    """An `OutgoingReview` as it is stored: times and intervals are whole microseconds."""

    face: str
    at: int
    rating: int
    milliseconds: int
    phase: str
    interval: int
    next_interval: int
    difficulty: float | None


ReviewColumns = tuple[int, int, int, int, str, int, int, float | None]
"""A `PlainReview` with the place of its card in the place of the face."""


class PlainRun(NamedTuple):
    """Cards that follow one another and are each a front, a back and tags, as most of a large collection are.

    None of them is part of an exam or has a note of the learner's. Each part is a column, for it is by columns that
    they are quick to write: `tags` are one a line, `revised` whole microseconds since 1970. With the schedule `states`
    holds the state of each card's only face, None in all its places where there is none; `reviews` are ratings by
    card, in order, and say in place of the face where in the run their card stands.
    """

    ids: Sequence[ItemId]
    decks: Sequence[DeckId]
    fronts: Sequence[str]
    backs: Sequence[str]
    tags: Sequence[str]
    revised: Sequence[int]
    states: Sequence[StateColumns] = ()
    reviews: Sequence[ReviewColumns] = ()


@dataclass(frozen=True, slots=True)
class OutgoingCase:
    """A scenario with all of its questions.

    `text_revised` (aware UTC) is when its own text last changed, `revised` when that or any of its questions did.
    """

    scenario: Scenario
    deck: DeckId
    text_revised: datetime
    revised: datetime
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ScheduleRules:
    """What the schedule is told by: the time (aware UTC), the learner's zone and hour at which days begin, and options.

    `presets` holds those of each deck.
    """

    now: datetime
    zone: tzinfo
    day_starts_at: int
    presets: Mapping[DeckId, Preset]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes into one file: `total` items that can be read once, in order, and what they are sorted by.

    `exams` are all exams that items may be placed by, the one studied for first; `heads` are the decks by id, without
    that of the learner's own cards. With `schedule` the items bring states and reviews. `legacy` asks for the older
    form of a format that has two. `sketched` are the items once more, for formats with a quick way for plain cards.
    """

    exams: tuple[Blueprint, ...]
    heads: Mapping[DeckId, DeckHead]
    items: Iterable[OutgoingItem]
    total: int
    cases: Mapping[ItemId, OutgoingCase]
    schedule: ScheduleRules | None = None
    legacy: bool = False
    sketched: Iterable[OutgoingItem | PlainRun] | None = None


class Outgoing(Protocol):
    """Reads many items with little memory."""

    def items(self, keys: Sequence[int], *, studied: bool = False) -> Iterator[OutgoingItem]:
        """Yield the cards and questions of `keys` (see `ports.search`) in that order, `studied` with their schedule.

        Other kinds of items are left out. Valid only inside the unit of work.
        """
        ...

    def sketched(self, keys: Sequence[int], *, studied: bool = False) -> Iterator[OutgoingItem | PlainRun]:
        """Yield the same as `items`, plain cards that follow one another as one."""
        ...

    def count(self, keys: Sequence[int]) -> int:
        """Return how many of `keys` are cards or questions."""
        ...

    def cases(self) -> Mapping[ItemId, OutgoingCase]:
        """Return every scenario that has questions, by id."""
        ...
