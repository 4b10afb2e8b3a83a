"""What services need to know of study from the database: states and their log, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from certdeck.core.deck import Item
    from certdeck.core.ids import BlueprintId, DeckId, FaceId, TaskId
    from certdeck.core.scheduling.head import Outline
    from certdeck.core.scheduling.queue import Counts, Met
    from certdeck.core.scheduling.schedule import FaceState
    from certdeck.core.scheduling.scope import Scope
    from certdeck.core.scheduling.waiting import Waiting
    from certdeck.ports.study_log import StudyEntry


@dataclass(frozen=True, slots=True)
class TaskTally:
    """What there is for one task statement, and how much of it the learner has met.

    `faces` counts the faces of its cards, `known` those in long-term review; `questions` its questions, `seen` those
    that were part of a sitting.
    """

    task: TaskId
    faces: int = 0
    known: int = 0
    questions: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What was rated since a day began, without what was undone: how many ratings there were and how long they took.

    `new` and `reviews` count those of faces that were new or in review before; `late` the reviews due before the day.
    """

    ratings: int = 0
    milliseconds: int = 0
    new: int = 0
    reviews: int = 0
    late: int = 0


class Study(Protocol):
    """States of faces and the log of what was done to them."""

    def state(self, face: FaceId) -> FaceState:
        """Return the state of `face`; that of a new face if nothing is known of it."""
        ...

    def asked(self, face: FaceId, soon: Iterable[FaceId] = ()) -> tuple[Item | None, FaceState]:
        """Return the item that `face` belongs to, None if there is none, and the state of the face.

        `soon` are the faces that will be asked next, as far as is known: they may be read ahead.
        """
        ...

    def record(self, entry: StudyEntry) -> None:
        """Append `entry` to the log and make its `after` the state of the face."""
        ...

    def log(self, after: int = 0, most: int | None = None) -> tuple[StudyEntry, ...]:
        """Return the entries of the log whose number is greater than `after`, in order: all, or the first `most`."""
        ...

    def log_of(self, face: FaceId) -> tuple[StudyEntry, ...]:
        """Return every entry of the log about `face`, in order."""
        ...

    def done_since(self, deck: DeckId, since: datetime, before: datetime) -> Done:
        """Return what was rated of `deck`, and of the learner's own cards, on the day from `since` to `before`.

        Later ratings were given before the clock was set back.
        """
        ...

    def rated_by_deck(self, since: datetime, before: datetime) -> Mapping[DeckId, Counts]:
        """Count the ratings from `since` on before `before` by deck, and by what the face was before each.

        That is new, in steps, or in review. Those undone are left out. The learner's own cards are a deck of their own.
        """
        ...

    def last_rated(self, before: datetime) -> datetime | None:
        """Return when a card of any deck was last rated before `before`, taken back or not; None if none was."""
        ...

    def pace(self, since: datetime, before: datetime) -> tuple[int, int]:
        """Return how many ratings were given from `since` on before `before`, and on how many days from `since`."""
        ...

    def tallies(self, blueprint: BlueprintId) -> tuple[TaskTally, ...]:
        """Return a tally for each task statement of `blueprint` that has cards or questions, by their main bullet."""
        ...


class Queues(Protocol):
    """What is due, and what bears on its order."""

    def waiting(self, scope: Scope, now: datetime, before: datetime, *, new: int, reviews: int) -> tuple[Waiting, ...]:
        """Return what of `scope` is due before `before`, and its first `new` new faces; nothing suspended or buried.

        Of more than `reviews` reviews only the most faded ones at `now` are returned. New faces that were added to
        today's come before the others.
        """
        ...

    def outline(self, scope: Scope, now: datetime, before: datetime, *, new: int, reviews: int) -> Outline:
        """Return what `waiting` has, but with short names: those of one card have its name in common, as ids have.

        Where `reviews` or more are due before `before`, little is told of them (see `Backlog`).
        """
        ...

    def named(self, waiting: Waiting) -> Waiting:
        """Return `waiting`, which an outline has, with its id in place of the short name."""
        ...

    def overdue(self, scope: Scope, before: datetime) -> int:
        """Count the reviews of `scope` that are due before `before`; nothing suspended or buried."""
        ...

    def counts_of_tasks(self, deck: DeckId, exam: BlueprintId, before: datetime) -> Mapping[TaskId, Counts]:
        """Return what waits of each task statement of `exam`: in `deck`, and of the learner's own cards for it.

        That is all that is new, and steps and reviews due before `before`; nothing suspended or buried.
        """
        ...

    def counts_of_decks(self, before: datetime, *, new: int, reviews: int) -> Mapping[DeckId, Counts]:
        """Return what waits of each deck that has cards, that of the learner's own cards included.

        It counts up to `new` new faces, up to `reviews` steps of learning and as many of relearning, and up to
        `reviews` reviews, so that it is quick however many cards wait.
        """
        ...

    def faces(
        self,
        scope: Scope,
        *,
        flagged: bool = False,
        lapses: int = 0,
        due: datetime | None = None,
        forgotten: tuple[datetime, datetime] | None = None,
    ) -> tuple[FaceId, ...]:
        """Return the faces of `scope` in the deck's order.

        They can be narrowed down to those with any flag, with at least so many `lapses`, not new and `due` before a
        time, or `forgotten` (rated Again) from a time on until before another. Nothing suspended, but where `lapses`
        are asked for.
        """
        ...

    def due_by_day(self, scope: Scope, start: datetime, days: int) -> Mapping[int, int]:
        """Return how many faces of `scope` are due so many whole days after `start`, for that many days.

        What was due before counts for day 0. Nothing new or suspended; what is buried counts.
        """
        ...

    def met_since(self, since: datetime, before: datetime, *, short: bool = False) -> Met:
        """Return the faces rated after `since`, and the cards linked with a question of an exam begun after it.

        What is dated `before` or later is left out: it was met before the clock was set back. Cards that were put to be
        asked today since then are left out, too. `short` names are those of an outline.
        """
        ...

    def load(self, since: datetime) -> Mapping[int, int]:
        """Return how many reviews are due so many whole days after `since`, of all decks."""
        ...

    def stamp(self) -> tuple[int | str, ...]:
        """Return a value that is another one after every change to study data or decks."""
        ...

    def next_due(self, scope: Scope, after: datetime) -> datetime | None:
        """Return when the first face of `scope` is due at or after `after`, nothing suspended; None if none is."""
        ...
