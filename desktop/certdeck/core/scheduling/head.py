"""What comes first today, told before the whole queue is made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from certdeck.core.ids import ItemId
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.order import Relations
from certdeck.core.scheduling.queue import Counts, Limits, Met, Queue, order_rest
from certdeck.core.scheduling.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Outline:
    """What waits, known by short names in place of ids, which would have to be looked up one by one.

    `first` comes first of as many learning `steps`, which are of the cards `begun`; `others` are reviews and new faces.
    """

    first: Waiting | None
    steps: int
    begun: frozenset[ItemId]
    others: Sequence[Waiting]


def head_of(
    outline: Outline, limits: Limits, now: datetime, *, options: Options, met: Met, relations: Relations
) -> tuple[Waiting | None, Counts]:
    """Return what the queue of the same faces would ask at `now`, and its counts (see `queue.build_queue`).

    `met` has short names, too. Confusion sets are left out: they change what stands behind the first review only.
    """
    plain = replace(relations, members={})
    ordered, new = order_rest(outline.others, outline.begun, limits, options=options, met=met, relations=plain)
    queue = Queue(() if outline.first is None else (outline.first,), ordered, new)
    counts = queue.counts()
    return queue.next(now), Counts(counts.new, outline.steps, counts.due)
