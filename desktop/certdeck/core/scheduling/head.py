"""What comes first today, told before the whole queue is made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from certdeck.core.ids import ItemId
from certdeck.core.scheduling.options import NewCards, Options
from certdeck.core.scheduling.order import Relations
from certdeck.core.scheduling.queue import Counts, Limits, Met, Queue, choose_new, order_rest
from certdeck.core.scheduling.waiting import Waiting, due_of

Head = tuple[Waiting | None, Counts]
"""What is to be asked now, None when nothing is left at this moment, and what is left today."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """More reviews than a day may bring, of which a few are known: `urgent` are the most faded of all of them.

    Where a learning step comes before them anyway, `urgent` may be empty: to find these takes longest of all.
    `some` are cards of as many of these reviews as were asked for, whichever they are; `beside` are those cards of the
    new faces that may have reviews in the backlog, too.
    """

    urgent: Sequence[Waiting]
    some: frozenset[ItemId]
    beside: frozenset[ItemId]

    def has_siblings(self, new: Iterable[Waiting]) -> bool:
        """Tell whether a review may be of a card of one of the `new` faces."""
        return any(entry.item in self.beside for entry in new)


@dataclass(frozen=True, slots=True)
class Outline:
    """What waits, known by short names in place of ids, which would have to be looked up one by one.

    `first` comes first of as many learning `steps`, which are of the cards `begun`; `others` are reviews and new faces.
    Of a `backlog` the reviews are there and not among the `others`.
    """

    first: Waiting | None
    steps: int
    begun: frozenset[ItemId]
    others: Sequence[Waiting]
    backlog: Backlog | None = None


def head_of(
    outline: Outline, limits: Limits, now: datetime, *, options: Options, met: Met, relations: Relations
) -> Head | None:
    """Return what the queue of the same faces would ask at `now`, and its counts (see `queue.build_queue`).

    `met` has short names, too. None where siblings in a backlog might change what comes out. Confusion sets are left
    out: they change what stands behind the first review only.
    """
    if outline.backlog is not None:
        return _head_of_backlog(outline, outline.backlog, limits, now, options, met)
    plain = replace(relations, members={})
    ordered, new = order_rest(outline.others, outline.begun, limits, options=options, met=met, relations=plain)
    counts = Counts(new, outline.steps, len(ordered) - new)
    return Queue(_step_of(outline), ordered, new).next(now), counts


def has_come(step: Waiting | None, now: datetime) -> bool:
    """Tell whether there is a `step` whose time has come: it is asked before everything else."""
    return step is not None and due_of(step) <= now


def _head_of_backlog(
    outline: Outline, backlog: Backlog, limits: Limits, now: datetime, options: Options, met: Met
) -> Head | None:
    fresh = choose_new(outline.others, outline.begun, limits, options=options, met=met)
    if limits.reviews and options.apart:
        others = backlog.some - outline.begun - met.cards
        if len(others) < limits.reviews or backlog.has_siblings(fresh):
            return None
    counts = Counts(len(fresh), outline.steps, limits.reviews)
    if has_come(outline.first, now):
        return outline.first, counts
    review = _most_urgent(outline, backlog, options, met) if limits.reviews else None
    if limits.reviews and review is None:
        return None
    return Queue(_step_of(outline), _ahead(review, fresh, counts, options.new_cards)).next(now), counts


def _step_of(outline: Outline) -> tuple[Waiting, ...]:
    return () if outline.first is None else (outline.first,)


def _most_urgent(outline: Outline, backlog: Backlog, options: Options, met: Met) -> Waiting | None:
    """Return the first review of a day of backlog; None if it can't be told."""
    if not options.apart:
        return backlog.urgent[0]
    return next((entry for entry in met.let_through(backlog.urgent) if entry.item not in outline.begun), None)


def _ahead(review: Waiting | None, fresh: Sequence[Waiting], counts: Counts, place: NewCards) -> tuple[Waiting, ...]:
    """Return what stands in front of the reviews and new faces of a day, if anything does: the first of either sort."""
    if review is None or not fresh:
        return tuple(fresh[:1]) if review is None else (review,)
    # Where they are mixed, those of which there are more begin.
    new_first = place is NewCards.FIRST or (place is NewCards.MIXED and counts.new > counts.due)
    return (fresh[0] if new_first else review,)
