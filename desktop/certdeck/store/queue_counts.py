"""How much waits: by task statement, by deck, and by day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from sqlite3 import Row
from typing import Final

from certdeck.core.deck import task_of
from certdeck.core.ids import BlueprintId, BulletId, DeckId, TaskId
from certdeck.core.scheduling.queue import Counts
from certdeck.store.connection import Link, stored_time
from certdeck.store.face_numbers import of_item
from certdeck.store.own_cards import OWN

FREE: Final = "NOT state.suspended AND (state.buried_until IS NULL OR state.buried_until < ?)"
OF_BULLETS: Final = f"""
    SELECT coverage.bullet_id AS bullet, sum(state.phase = 'new') AS new,
        sum(state.phase IN ('learning', 'relearning')) AS learning, sum(state.phase = 'review') AS due
    FROM coverage
    CROSS JOIN entry ON entry.item_id = coverage.item_id
    CROSS JOIN face_state AS state ON state.face {of_item("entry.key")} AND state.entry IS NOT NULL
    WHERE coverage.blueprint_id = ? AND coverage.rank = 0 AND +state.deck_id IN (?, '{OWN}')
        AND {FREE} AND (state.phase = 'new' OR state.due < ?)
    GROUP BY coverage.bullet_id
"""
"""The joins are crossed so that SQLite begins with what the exam covers, however many other cards a deck has.

The plus sign keeps it from going through all faces of the deck for each card.
"""


def _of_phase(condition: str) -> str:
    """Return a query that counts the waiting faces of one phase of a deck, and stops at a number of them."""
    return f"""(SELECT count(*) FROM (
        SELECT 1 FROM face_state AS state
        WHERE state.deck_id = deck.id AND {condition} AND state.entry IS NOT NULL AND {FREE} LIMIT ?
    ))"""


OF_DECKS: Final = f"""
    SELECT deck.id, {_of_phase("state.phase = 'new'")} AS new,
        {_of_phase("state.phase = 'learning' AND state.due < ?")}
        + {_of_phase("state.phase = 'relearning' AND state.due < ?")} AS learning,
        {_of_phase("state.phase = 'review' AND state.due < ?")} AS due
    FROM deck WHERE EXISTS (SELECT 1 FROM face_state WHERE deck_id = deck.id AND entry IS NOT NULL)
"""
"""Stopping at what a day may bring keeps this quick however many cards wait."""


def counts_of_tasks(link: Link, deck: DeckId, exam: BlueprintId, before: datetime) -> Mapping[TaskId, Counts]:
    """Return what waits of each task statement of `exam`, the learner's own cards included."""
    limit = stored_time(before)
    rows = link.rows(OF_BULLETS, exam, deck, limit, limit)
    new, learning, due = (_by_task(rows, kind) for kind in ("new", "learning", "due"))
    return {task: Counts(new[task], learning[task], due[task]) for task in sorted(new)}


def counts_of_decks(link: Link, before: datetime, *, new: int, reviews: int) -> Mapping[DeckId, Counts]:
    """Return what waits of each deck that has cards, up to `new` new faces, and up to `reviews` of any other kind."""
    limit = stored_time(before)
    bound = (limit, limit, reviews)
    rows = link.rows(OF_DECKS, limit, new, *bound, *bound, *bound)
    return {DeckId(row["id"]): Counts(row["new"], row["learning"], row["due"]) for row in rows}


def _by_task(rows: Iterable[Row], kind: str) -> Counter[TaskId]:
    counted = Counter[TaskId]()
    for row in rows:
        counted[task_of(BulletId(row["bullet"]))] += row[kind]
    return counted
