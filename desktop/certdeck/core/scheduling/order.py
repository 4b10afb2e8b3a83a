"""The order of a day's reviews: what comes first, and what stands next to what."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from certdeck.core.ids import ItemId
from certdeck.core.scheduling.options import Options, ReviewOrder
from certdeck.core.scheduling.waiting import Waiting, due_of

REACH = 10
"""A review may be brought forward past this many others, so that its domain differs from the one before."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What bears on the order besides the cards themselves.

    `members` names, for each card, the confusion sets it is part of, each with its member there. `weights` are those of
    the exam's domains. `catching_up` puts cards of a low weight last.
    """

    members: Mapping[ItemId, Mapping[ItemId, int]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    catching_up: bool = False


UNRELATED = Relations()
"""Nothing bears on the order."""


def in_order(reviews: Sequence[Waiting], options: Options, relations: Relations, *, most: int) -> list[Waiting]:
    """Return `reviews` with the most urgent in front; `most` is how many the day may bring.

    Under a backlog the most forgotten come first, so that what is left out is what suffers least. While catching up,
    cards of domains with little weight come last.
    """
    if relations.catching_up:
        return sorted(reviews, key=lambda entry: (-relations.weights.get(entry.domain, 0.0), -entry.faded))
    order = ReviewOrder.FORGOTTEN if len(reviews) > most else options.review_order
    match order:
        case ReviewOrder.FORGOTTEN:
            return sorted(reviews, key=lambda entry: (-entry.faded, entry.position))
        case ReviewOrder.DECK:
            return sorted(reviews, key=lambda entry: entry.position)
        case ReviewOrder.DUE:
            return sorted(reviews, key=lambda entry: (due_of(entry), entry.position))


def spread(reviews: Iterable[Waiting], options: Options, relations: Relations) -> list[Waiting]:
    """Return `reviews` with domains alternating, and what is easily mixed up close together, as `options` say."""
    ordered = list(reviews)
    if options.mix_domains and len({entry.domain for entry in ordered}) > 1:
        ordered = list(_alternating(ordered))
    return _contrasted(ordered, relations.members) if options.mix_confusions and relations.members else ordered


def _alternating(reviews: Iterable[Waiting]) -> Iterator[Waiting]:
    """Yield `reviews` so that neighbours are of different domains where the next `REACH` ones allow it."""
    source = iter(reviews)
    near: deque[Waiting] = deque()
    last = None
    while True:
        while len(near) < REACH and (entry := next(source, None)) is not None:
            near.append(entry)
        if not near:
            return
        chosen = next((entry for entry in near if entry.domain != last), near[0])
        near.remove(chosen)
        last = chosen.domain
        yield chosen


def _contrasted(reviews: list[Waiting], members: Mapping[ItemId, Mapping[ItemId, int]]) -> list[Waiting]:
    """Return `reviews` with the cards of a confusion set close together: one other card stands between two of them."""
    sets: dict[ItemId, list[Waiting]] = {}
    for entry in reviews:
        for name in members.get(entry.item, {}):
            sets.setdefault(name, []).append(entry)
    left = dict.fromkeys(reviews)
    ordered: list[Waiting] = []
    while left:
        first = _take(left, next(iter(left)))
        ordered.append(first)
        mate = _mate(first, left, sets, members)
        if mate is not None:
            _take(left, mate)
            between = next(iter(left), None)
            ordered += [*([_take(left, between)] if between else []), mate]
    return ordered


def _take(left: dict[Waiting, None], entry: Waiting) -> Waiting:
    del left[entry]
    return entry


def _mate(
    entry: Waiting,
    left: Mapping[Waiting, None],
    sets: Mapping[ItemId, Sequence[Waiting]],
    members: Mapping[ItemId, Mapping[ItemId, int]],
) -> Waiting | None:
    """Return the first of `left` that stands for another member of a set that `entry` is part of."""
    for name, member in members.get(entry.item, {}).items():
        for other in sets[name]:
            if other in left and members[other.item][name] != member:
                return other
    return None
