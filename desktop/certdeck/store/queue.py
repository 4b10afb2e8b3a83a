"""What is due, found in the database."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from sqlite3 import Row
from typing import Any, Final

from certdeck.core.deck import task_of
from certdeck.core.ids import LAST_ORDINAL, BlueprintId, DeckId, FaceId, ItemId, TaskId, item_of
from certdeck.core.scheduling.head import Backlog, Outline, has_come
from certdeck.core.scheduling.queue import Counts, Met
from certdeck.core.scheduling.schedule import Phase
from certdeck.core.scheduling.scope import Scope
from certdeck.core.scheduling.waiting import Waiting, due_of
from certdeck.store import queue_counts
from certdeck.store.connection import Link, Value, read_time, stored_time
from certdeck.store.face_numbers import BITS, id_of, of_item
from certdeck.store.known import Known, Stamp
from certdeck.store.own_cards import OWN
from certdeck.store.study import STANDING, asked_by_number

DAY: Final = 86_400_000_000
"""Microseconds."""
LOOK_AHEAD: Final = 400
"""Days whose load is counted; further ones are as good as empty."""
NEVER: Final = 2**62

FREE: Final = "AND NOT state.suspended AND (state.buried_until IS NULL OR state.buried_until < ?)"
OF_EXAM: Final = """
    FROM face_state AS state
    JOIN entry ON entry.key = state.entry
    JOIN coverage ON coverage.blueprint_id = ? AND coverage.item_id = entry.item_id AND coverage.rank = 0
        AND coverage.bullet_id GLOB ?
    WHERE state.deck_id = ?
"""
"""The faces of a deck that belong to an exam: blueprint, pattern of its bullets, deck."""
OF_DECK: Final = "FROM face_state AS state WHERE state.deck_id = ? AND state.entry IS NOT NULL"
OUTLINE: Final = "state.face, state.phase, state.due, state.position"
"""What is read from the index alone: a face has its number there."""
COLUMNS: Final = f"{id_of('state.face')} AS face_id, state.phase, state.due, state.position, 0.0 AS faded"
FADED: Final = f"max(0, ? - state.last_review) / (state.stability * {DAY}.0) AS faded"
"""Time since the last review in units of stability."""
MOST_FADED: Final = f"""
    SELECT {id_of("ranked.face", "entry.item_id")}, ranked.phase, ranked.due, ranked.position, ranked.faded,
        ranked.bullet
    FROM ({{}}) AS ranked CROSS JOIN entry ON entry.key = ranked.face >> {BITS}
"""
"""They are ranked by what an index holds; only those that are asked get their ids."""
DUE: Final = "AND state.phase = 'review' AND state.due < ?"
REVIEWS: Final = f"{DUE} ORDER BY faded DESC, state.position LIMIT ?"
IN_STEPS: Final = (Phase.LEARNING, Phase.RELEARNING)
STEPS: Final = "AND state.phase IN ('learning', 'relearning') AND state.due < ?"
BY_DUE: Final = "AND state.phase = ? AND state.due < ? ORDER BY state.due, state.position LIMIT ?"
"""Of one phase the first are the first in the index; of two together they would be looked for among all of them.

The first steps and the new faces that have a time come by the same statement: to prepare another one takes longer.
"""
FRESH: Final = "AND state.phase = 'new' AND state.due IS NULL ORDER BY state.position LIMIT ?"
BY_DAY: Final = "AND state.phase != 'new' AND state.due < ? GROUP BY 1"
URGENT: Final = 8
"""Reviews of a backlog that are looked at for the first one: those before it may be siblings of what was met."""
COUNTED: Final = "count(*) AS total, group_concat(entry) AS cards"
SOME: Final = f"SELECT {COUNTED} FROM ({{}})"
BESIDE: Final = f"""
    EXISTS (
        SELECT 1 FROM face_state AS other WHERE other.face {of_item(f"(state.face >> {BITS})")}
        AND other.phase = 'review' AND other.due < ?
    ) AS beside
"""
"""Whether another face of the same card is a review that is due."""
PLAIN: Final = f"{OUTLINE}, 0 AS beside"
NEXT: Final = "AND state.phase != 'new' AND state.due >= ?"

GIVEN: Final = """
    WITH asked AS (
        SELECT sitting_item.item_id FROM sitting JOIN sitting_item ON sitting_item.sitting_id = sitting.id
        WHERE sitting.started_at > ? AND sitting.started_at < ?
    )
    SELECT linked_id AS card FROM item_link JOIN asked ON asked.item_id = item_link.item_id
    UNION SELECT item_link.item_id FROM item_link JOIN asked ON asked.item_id = item_link.linked_id
"""
RATED_FACES: Final = f"SELECT DISTINCT +face AS face FROM ({STANDING} AND at > ? AND at < ?)"
AGAIN: Final = f"SELECT face FROM ({STANDING} AND rating = 1 AND at >= ? AND at < ?)"
ADDED_FACES: Final = "SELECT DISTINCT +face AS face FROM study_log WHERE at > ? AND kind IN ('add', 'make')"
"""`+` keeps SQLite from going through the whole log in the order of faces, which would spare it to sort the few."""


RATED_IDS: Final = f"SELECT {id_of('met.face')} FROM ({RATED_FACES}) AS met"
ADDED_IDS: Final = f"SELECT {id_of('met.face')} FROM ({ADDED_FACES}) AS met"
SHORT_CARDS: Final = f"SELECT entry.key AS card FROM ({GIVEN}) AS given JOIN entry ON entry.item_id = given.card"
LOAD: Final = f"""
    SELECT (state.due - ?) / {DAY} AS day, count(*) AS reviews
    FROM (SELECT id FROM deck UNION ALL SELECT NULL) AS home CROSS JOIN face_state AS state ON state.deck_id IS home.id
    WHERE state.phase = 'review' AND state.due >= ? AND state.due < ? GROUP BY 1
"""


class QueueTables:
    """What is due of the faces, and what bears on it (see `certdeck.ports.study.Queues`)."""

    def __init__(self, link: Link, known: Known) -> None:
        self._link = link
        self._known = known

    def waiting(self, scope: Scope, now: datetime, before: datetime, *, new: int, reviews: int) -> tuple[Waiting, ...]:
        """Return what of `scope` is due before `before`, and its first `new` new faces; nothing suspended or buried."""
        limit = stored_time(before)
        ranked = f"{OUTLINE}, {FADED}"
        rows = self._of(scope, ranked, REVIEWS, (limit, limit, reviews), (stored_time(now),), within=MOST_FADED)
        rows += self._of(scope, COLUMNS, STEPS, (limit, limit))
        added = self._of(scope, COLUMNS, BY_DUE, (limit, Phase.NEW.value, NEVER, new))
        fresh = self._of(scope, COLUMNS, FRESH, (limit, new))
        return tuple(_waiting(row) for row in (*rows, *(added + fresh)[:new]))

    def outline(self, scope: Scope, now: datetime, before: datetime, *, new: int, reviews: int) -> Outline:
        """Return what `waiting` has with short names (see the port), from the index alone."""
        limit = stored_time(before)
        steps, begun = _cards(self._of(scope, COUNTED, STEPS, (limit, limit)))
        due, some = _cards(self._of(scope, "state.entry", f"{DUE} LIMIT ?", (limit, limit, reviews), within=SOME))
        full = due >= reviews
        fresh = self._fresh(scope, limit, new, full=full) if new else []
        ways = IN_STEPS if steps else ()
        found = (self._of(scope, PLAIN, BY_DUE, (limit, phase.value, limit, 1)) for phase in ways)
        begins = [_unfaded(row) for rows in found for row in rows]
        first = min(begins, key=lambda step: (due_of(step), step.position), default=None)
        reviewed, backlog = [], None
        if full:
            urgent = [] if has_come(first, now) else self._urgent(scope, now, limit)
            backlog = Backlog(urgent, some, frozenset(_item(row["face"]) for row in fresh if row["beside"]))
        else:
            reviewed = self._of(scope, f"{OUTLINE}, {FADED}", DUE, (limit, limit), (stored_time(now),))
        return Outline(
            first=first,
            steps=steps,
            begun=begun,
            others=(*map(_outlined, reviewed), *map(_unfaded, fresh)),
            backlog=backlog,
        )

    def named(self, waiting: Waiting) -> Waiting:
        """Return `waiting`, which an outline has, with its id in place of the short name.

        It is named to be asked: its card comes by the same statement, and is kept until then.
        """
        key, _, ordinal = waiting.face.rpartition("/")
        face, asked = asked_by_number(self._link, int(key), int(ordinal))
        self._known.keep_ahead({face: asked})
        return waiting._replace(face=face)

    def overdue(self, scope: Scope, before: datetime) -> int:
        """Count the reviews of `scope` that are due before `before`; nothing suspended or buried."""
        limit = stored_time(before)
        return sum(row["total"] for row in self._of(scope, "count(*) AS total", DUE, (limit, limit)))

    def counts_of_tasks(self, deck: DeckId, exam: BlueprintId, before: datetime) -> Mapping[TaskId, Counts]:
        """Return what waits of each task statement of `exam` (see the port)."""
        return queue_counts.counts_of_tasks(self._link, deck, exam, before)

    def counts_of_decks(self, before: datetime, *, new: int, reviews: int) -> Mapping[DeckId, Counts]:
        """Return what waits of each deck that has cards (see the port)."""
        return queue_counts.counts_of_decks(self._link, before, new=new, reviews=reviews)

    def faces(
        self,
        scope: Scope,
        *,
        flagged: bool = False,
        lapses: int = 0,
        due: datetime | None = None,
        forgotten: tuple[datetime, datetime] | None = None,
    ) -> tuple[FaceId, ...]:
        """Return the faces of `scope` in the deck's order, narrowed down (see the port)."""
        wanted: list[tuple[str, *tuple[Value, ...]]]
        wanted = [("state.lapses >= ?", lapses)] if lapses else [("state.suspended = ?", 0)]
        wanted += [("state.flag >= ?", 1)] if flagged else []
        wanted += [("state.phase != 'new' AND state.due < ?", stored_time(due))] if due else []
        wanted += [(f"state.face IN ({AGAIN})", *map(stored_time, forgotten))] if forgotten else []
        end = "".join(f" AND {condition}" for condition, *_ in wanted) + " ORDER BY state.position"
        values = tuple(value for _, *several in wanted for value in several)
        rows = self._of(scope, f"{id_of('state.face')} AS face_id", end, values, every=True)
        return tuple(FaceId(row["face_id"]) for row in rows)

    def due_by_day(self, scope: Scope, start: datetime, days: int) -> Mapping[int, int]:
        """Return how many faces of `scope` are due so many whole days after `start`, those late under 0."""
        begins = stored_time(start) or 0
        columns = f"max(0, (state.due - ?) / {DAY}) AS day, count(*) AS total"
        rows = self._of(scope, columns, BY_DAY, (NEVER, begins + days * DAY), (begins,))
        counted = Counter[int]()
        for row in rows:
            counted[row["day"]] += row["total"]
        return counted

    def next_due(self, scope: Scope, after: datetime) -> datetime | None:
        """Return when the first face of `scope` is due at or after `after`, nothing suspended; None if none is."""
        rows = self._of(scope, "min(state.due) AS due", NEXT, (NEVER, stored_time(after)))
        return read_time(min((row["due"] for row in rows if row["due"] is not None), default=None))

    def met_since(self, since: datetime, before: datetime, *, short: bool = False) -> Met:
        """Return what was met after `since` and before `before`, without what was put to be asked today since then."""
        moment, end = stored_time(since), stored_time(before)
        name: Callable[[Any], FaceId] = _short if short else FaceId
        of_added, of_rated, of_given = (
            (ADDED_FACES, RATED_FACES, SHORT_CARDS) if short else (ADDED_IDS, RATED_IDS, GIVEN)
        )
        lately = self._known.lately()
        newly = self._link.rows(of_added, moment) if lately.added > moment else []
        recently = self._link.rows(of_rated, moment, end) if lately.rated > moment else []
        given_away = self._link.rows(of_given, moment, end) if lately.sat > moment else []
        added = {item_of(name(row[0])) for row in newly}
        rated = (name(row[0]) for row in recently)
        given = (ItemId(str(row["card"])) for row in given_away)
        return Met(
            frozenset(face for face in rated if item_of(face) not in added),
            frozenset(item for item in given if item not in added),
        )

    def load(self, since: datetime) -> Mapping[int, int]:
        """Return how many reviews are due so many whole days after `since`, of all decks."""
        start = stored_time(since) or 0
        rows = self._link.rows(LOAD, start, start, start + LOOK_AHEAD * DAY)
        return {row["day"]: row["reviews"] for row in rows}

    def stamp(self) -> Stamp:
        """Return a value that is another one after every change to study data or decks."""
        return self._known.stamp()

    def _fresh(self, scope: Scope, limit: int | None, new: int, *, full: bool) -> list[Row]:
        """Return the first `new` new faces; on a `full` day it is told whether reviews stand beside them."""
        columns, front = (f"{OUTLINE}, {BESIDE}", (limit,)) if full else (PLAIN, ())
        added = self._of(scope, PLAIN, BY_DUE, (limit, Phase.NEW.value, NEVER, new))
        if added and full:
            # Seldom are there any, and what comes by the statement for the first steps comes sooner.
            added = self._of(scope, columns, BY_DUE, (limit, Phase.NEW.value, NEVER, new), front)
        return (added + self._of(scope, columns, FRESH, (limit, new), front))[:new]

    def _urgent(self, scope: Scope, now: datetime, limit: int | None) -> list[Waiting]:
        """Return the reviews that are most faded, under short names, those that are the most so in front."""
        rows = self._of(scope, f"{OUTLINE}, {FADED}", REVIEWS, (limit, limit, URGENT), (stored_time(now),))
        return sorted(map(_outlined, rows), key=lambda entry: (-entry.faded, entry.position))

    def _of(
        self,
        scope: Scope,
        columns: str,
        end: str,
        values: tuple[Value, ...],
        front: tuple[Value, ...] = (),
        *,
        every: bool = False,
        within: str = "{}",
    ) -> list[Row]:
        """Return `columns` of the faces of `scope`: those of its deck and the learner's own ones for its exam.

        Unless `every` one is wanted, the first of `values` is the time after which a face is still buried. `within`
        is a statement that goes on from there.
        """
        free = "" if every else FREE
        if scope.exam is None:
            statement = f"SELECT {columns}, '' AS bullet {OF_DECK} {free} {end}"
            return self._link.rows(within.format(statement), *front, scope.deck, *values)
        statement = f"SELECT {columns}, coverage.bullet_id AS bullet {OF_EXAM} {free} {end}"
        pattern = f"{scope.part}.*" if scope.part else "*"
        found: list[Row] = []
        for deck in (scope.deck, OWN):
            found += self._link.rows(within.format(statement), *front, scope.exam, pattern, deck, *values)
        return found


def _cards(rows: Sequence[Row]) -> tuple[int, frozenset[ItemId]]:
    """Read rows of `COUNTED`: how many faces there are, and their cards under short names."""
    cards = frozenset[ItemId]().union(*(row["cards"].split(",") for row in rows if row["cards"]))
    return sum(row["total"] for row in rows), cards


def _waiting(row: Row) -> Waiting:
    """Read a row of `COLUMNS` and the bullet."""
    face, phase, due, position, faded, bullet = row
    return Waiting(face, _PHASES[phase], read_time(due), position, task_of(bullet) if bullet else "", faded or 0.0)


def _outlined(row: Row) -> Waiting:
    """Read a row of `OUTLINE`, how faded it is, and the bullet."""
    face, phase, due, position, faded, bullet = row
    topic = task_of(bullet) if bullet else ""
    return Waiting(_short(face), _PHASES[phase], read_time(due), position, topic, faded or 0.0)


def _unfaded(row: Row) -> Waiting:
    """Read a row of `OUTLINE`, of a face that is in no review, what is told beside it, and the bullet."""
    face, phase, due, position, _, bullet = row
    return Waiting(_short(face), _PHASES[phase], read_time(due), position, task_of(bullet) if bullet else "")


def _short(face: int) -> FaceId:
    """Name a face by the key of its item and its ordinal: those of one item have that in common, as ids have."""
    return FaceId(f"{face >> BITS}/{face & LAST_ORDINAL}")


def _item(face: int) -> ItemId:
    """Name the item of a face as `_short` does."""
    return ItemId(str(face >> BITS))


_PHASES: Final = {phase.value: phase for phase in Phase}
