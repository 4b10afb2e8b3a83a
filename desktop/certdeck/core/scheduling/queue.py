"""What is asked today."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import chain, islice
from typing import NamedTuple

from certdeck.core.ids import FaceId, ItemId, item_of
from certdeck.core.scheduling.options import USUAL, NewCards, Options
from certdeck.core.scheduling.order import UNRELATED, Relations, in_order, spread
from certdeck.core.scheduling.schedule import FaceState, Phase
from certdeck.core.scheduling.waiting import Waiting, due_of

LEARN_AHEAD = timedelta(minutes=20)
"""A learning step that is due this soon is asked at once when nothing else is left (Anki's default)."""
APART = timedelta(hours=24)
"""Faces of one card, and a question that gives a card away, keep this distance."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many new faces and reviews a day may still bring."""

    new: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Met:
    """What the learner met less than `APART` ago: the faces that were rated, and cards that something gave away."""

    faces: frozenset[FaceId] = frozenset()
    given: frozenset[ItemId] = frozenset()

    @property
    def cards(self) -> frozenset[ItemId]:
        """The cards that may have faces to wait: others of a card that was rated, all of one that was given away."""
        return self.given.union(map(item_of, self.faces))

    def let_through(self, waiting: Iterable[Waiting]) -> list[Waiting]:
        """Return what need not wait: nothing gave its card away, and no other face of it was rated."""
        if not self.faces and not self.given:
            return list(waiting)
        rated: dict[ItemId, set[FaceId]] = {}
        for face in self.faces:
            rated.setdefault(item_of(face), set()).add(face)
        return [
            entry
            for entry in waiting
            if entry.item not in self.given and entry.face in rated.get(entry.item, {entry.face})
        ]


NOTHING_MET = Met()


class Counts(NamedTuple):
    """What is left for today."""

    new: int
    learning: int
    due: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.learning + self.due


class Queue(NamedTuple):
    """Today's faces: `begun` are learning steps by time, `ordered` the reviews together with the new ones.

    A tuple, as each rating makes another one. The first `stepped` of `begun` and the first `asked` of `ordered` have
    been asked; they stay there, which spares copying the others after every rating. `again` are the steps that came
    since, by time; `new` counts the new ones left.
    """

    begun: tuple[Waiting, ...]
    ordered: tuple[Waiting, ...]
    new: int = 0
    stepped: int = 0
    asked: int = 0
    again: tuple[Waiting, ...] = ()

    @property
    def steps(self) -> tuple[Waiting, ...]:
        """The learning steps that are left, by time."""
        return tuple(merge(self.begun[self.stepped :], self.again, key=_turn_of))

    @property
    def rest(self) -> tuple[Waiting, ...]:
        """The reviews and new ones that are left."""
        return self.ordered[self.asked :]

    def next_step(self) -> Waiting | None:
        """Return the step that is due first, or None."""
        first = self.begun[self.stepped] if self.stepped < len(self.begun) else None
        if not self.again or (first is not None and _turn_of(first) <= _turn_of(self.again[0])):
            return first
        return self.again[0]

    def next(self, now: datetime) -> Waiting | None:
        """Return what to ask at `now`: a step whose time has come, else the rest, else a step due soon, else None."""
        step = self.next_step()
        if step is not None and due_of(step) <= now:
            return step
        if self.asked < len(self.ordered):
            return self.ordered[self.asked]
        return step if step is not None and due_of(step) <= now + LEARN_AHEAD else None

    def soon(self, now: datetime) -> Iterator[FaceId]:
        """Yield the faces that `next` would return one after the other if each was gone once it was asked at `now`.

        Steps that came back since the queue was made are left out: their time has seldom come.
        """
        for place in range(self.stepped, len(self.begun)):
            if due_of(self.begun[place]) > now:
                break
            yield self.begun[place].face
        for place in range(self.asked, len(self.ordered)):
            yield self.ordered[place].face

    def counts(self) -> Counts:
        """Count what is left."""
        learning = len(self.begun) - self.stepped + len(self.again)
        return Counts(self.new, learning, len(self.ordered) - self.asked - self.new)

    def waits(self, face: FaceId) -> bool:
        """Tell whether `face` is among what is left; at once of the first of its sort, as the one that is asked is."""
        if self.stepped < len(self.begun) and self.begun[self.stepped].face == face:
            return True
        if self.asked < len(self.ordered) and self.ordered[self.asked].face == face:
            return True
        others = chain(self.again, islice(self.begun, self.stepped, None), islice(self.ordered, self.asked, None))
        return any(entry.face == face for entry in others)

    def rated(self, after: FaceState, tomorrow: datetime) -> "Queue":
        """Return the queue once a face was rated to `after`: gone, or back as a step that is due today."""
        gone, left = self._without(after.face)
        due, phase = after.schedule.due, after.schedule.phase
        in_steps = phase in (Phase.LEARNING, Phase.RELEARNING) and not after.suspended
        if not in_steps or due is None or due >= tomorrow:
            return left
        position, topic = (gone.position, gone.topic) if gone else (0, "")
        step = Waiting(after.face, phase, due, position, topic)
        return Queue(left.begun, left.ordered, left.new, left.stepped, left.asked, _joined_by(left.again, step))

    def _without(self, face: FaceId) -> "tuple[Waiting | None, Queue]":
        """Return what waits of `face` and the queue without it. It is nearly always the first of its sort."""
        begun, ordered, new, stepped, asked, again = (
            self.begun, self.ordered, self.new, self.stepped, self.asked, self.again,
        )  # fmt: skip
        if stepped < len(begun) and begun[stepped].face == face:
            return begun[stepped], Queue(begun, ordered, new, stepped + 1, asked, again)
        if asked < len(ordered) and ordered[asked].face == face:
            first = ordered[asked]
            return first, Queue(begun, ordered, new - (first.phase is Phase.NEW), stepped, asked + 1, again)
        if again and again[0].face == face:
            return again[0], Queue(begun, ordered, new, stepped, asked, again[1:])
        steps, rest = self.steps, self.rest
        for place, entry in enumerate(steps):
            if entry.face == face:
                return entry, Queue(steps[:place] + steps[place + 1 :], ordered, new, 0, asked)
        for place, entry in enumerate(rest):
            if entry.face == face:
                left = rest[:place] + rest[place + 1 :]
                return entry, Queue(begun, left, new - (entry.phase is Phase.NEW), stepped, 0, again)
        return None, self


def build_queue(
    waiting: Iterable[Waiting],
    limits: Limits,
    *,
    options: Options = USUAL,
    met: Met = NOTHING_MET,
    relations: Relations = UNRELATED,
    backlog: bool = False,
) -> Queue:
    """Put today's faces in order.

    Learning steps come by time; reviews in the order of `options`, the most forgotten first when there are more than
    `limits` allow, as there are in a `backlog`, of which `waiting` holds the most forgotten only; new faces
    in the deck's order, those added to today's first. Unless the options say otherwise, of the faces of one card only
    one is asked, and none of a card that `met` holds back.
    """
    every = list(waiting)
    steps = sorted((entry for entry in every if _is_step(entry)), key=_turn_of)
    begun = {entry.item for entry in steps}
    ordered, new = order_rest(every, begun, limits, options=options, met=met, relations=relations, backlog=backlog)
    return Queue(tuple(steps), ordered, new)


def order_rest(
    waiting: Iterable[Waiting],
    begun: AbstractSet[ItemId],
    limits: Limits,
    *,
    options: Options,
    met: Met,
    relations: Relations,
    backlog: bool = False,
) -> tuple[tuple[Waiting, ...], int]:
    """Put the reviews and new faces of a day in order, and count the new ones; cards in `begun` have learning steps."""
    taken = set(begun) if options.apart else None
    free = met.let_through(waiting) if options.apart else list(waiting)
    reviews = [entry for entry in free if entry.phase is Phase.REVIEW]
    most = 0 if backlog else limits.reviews
    chosen = _chosen(in_order(reviews, options, relations, most=most), taken, limits.reviews)
    fresh = _chosen(_new_in_order(free), taken, limits.new)
    rest = _joined(spread(chosen, options, relations), fresh, options.new_cards)
    return tuple(rest), len(fresh)


def choose_new(
    waiting: Iterable[Waiting], begun: AbstractSet[ItemId], limits: Limits, *, options: Options, met: Met
) -> list[Waiting]:
    """Return the new faces of a day that has no reviews, in order; cards in `begun` have learning steps."""
    if not options.apart:
        return _chosen(_new_in_order(waiting), None, limits.new)
    return _chosen(_new_in_order(met.let_through(waiting)), set(begun), limits.new)


def _joined_by(steps: tuple[Waiting, ...], step: Waiting) -> tuple[Waiting, ...]:
    """Return `steps`, which are by time, with one more, nearly always the last."""
    if not steps or _turn_of(steps[-1]) <= _turn_of(step):
        return (*steps, step)
    place = bisect_right(steps, _turn_of(step), key=_turn_of)
    return (*steps[:place], step, *steps[place:])


def _turn_of(step: Waiting) -> tuple[datetime, int]:
    return due_of(step), step.position


def _is_step(entry: Waiting) -> bool:
    return entry.phase in (Phase.LEARNING, Phase.RELEARNING)


def _new_in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    new = [entry for entry in waiting if entry.phase is Phase.NEW]
    return sorted(new, key=lambda entry: (entry.due is None, entry.position))


def _chosen(entries: Iterable[Waiting], taken: set[ItemId] | None, limit: int) -> list[Waiting]:
    """Return the first `limit` of `entries`; where `taken` says which cards have their turn, one of each card."""
    chosen: list[Waiting] = []
    for entry in entries:
        if len(chosen) >= limit:
            break
        if taken is None:
            chosen.append(entry)
        elif entry.item not in taken:
            taken.add(entry.item)
            chosen.append(entry)
    return chosen


def _joined(reviews: list[Waiting], new: list[Waiting], place: NewCards) -> list[Waiting]:
    if place is NewCards.FIRST:
        return [*new, *reviews]
    if place is NewCards.LAST:
        return [*reviews, *new]
    return _mixed(reviews, new)


def _mixed(reviews: list[Waiting], new: list[Waiting]) -> list[Waiting]:
    """Merge both, keeping each in order, so that the new ones stand at even distances."""
    marked = [((index + 0.5) / len(reviews), 0, entry) for index, entry in enumerate(reviews)]
    marked += [((index + 0.5) / len(new), 1, entry) for index, entry in enumerate(new)]
    return [entry for _, _, entry in sorted(marked, key=lambda mark: mark[:2])]
