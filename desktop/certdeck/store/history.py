"""The changes that undo and redo go through, in the database.

A change that is one rating says nothing that its line in the log does not say as well: both have the same number, which
is above that of every line and every change before. Such changes are written down many at once, or when another kind of
change comes; until then they are read from the log, where they are among the next `DEPTH` numbers after those that are
written down. That is one page less on disk for each rating.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Row
from typing import Final

from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.undo import DEPTH, IMPORT, Change, Step, items_of
from certdeck.ports.study_log import StudyEntry
from certdeck.store import codec
from certdeck.store.connection import Link, known_time, stored_time
from certdeck.store.face_numbers import number_for, numbers_of
from certdeck.store.known import Known
from certdeck.store.study import LINES, entry_of, put_rating

FORGET_UNDONE: Final = "DELETE FROM change WHERE undone"
SETTLED: Final = "(SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'change')"
"""The largest number that a change which is written down may have, forgotten or not."""
PENDING: Final = f"""
    SELECT id, kind, at, 0 AS undone, id - 1 AS log_before FROM study_log
    WHERE id > {SETTLED} AND id <= {SETTLED} + {DEPTH} AND kind = 'rate' AND change_id = id
"""
"""The changes that are not written down yet. Whatever else came into the log, not many lines are looked at."""
KEPT: Final = f"""
    SELECT id, kind, at, undone, log_before FROM change UNION ALL {PENDING}
    ORDER BY id DESC LIMIT {DEPTH}
"""
"""Changes that are too old are forgotten some at a time; until then they are out of reach."""
SETTLE: Final = f"INSERT INTO change (id, kind, at, undone, log_before) {PENDING}"
SETTLE_ALL: Final = """
    UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(id), 0) FROM study_log)) WHERE name = 'change'
"""
"""The lines up to here have been looked at."""
FORGET_OLDEST: Final = f"""
    DELETE FROM change WHERE id < (SELECT id FROM change ORDER BY id DESC LIMIT 1 OFFSET {DEPTH - 1})
"""
BEGIN: Final = f"""
    INSERT INTO change (id, kind, at, undone, log_before)
    SELECT max(coalesce(max(id), 0), {SETTLED}) + 1, ?, ?, 0, coalesce(max(id), 0) FROM study_log
"""
PUT_STEP: Final = (
    "INSERT INTO change_step (change_id, position, content) SELECT ?, count(*), ? FROM change_step WHERE change_id = ?"
)
UNDOABLE: Final = f"SELECT * FROM ({KEPT}) WHERE NOT undone ORDER BY id DESC LIMIT 1"
REDOABLE: Final = f"SELECT * FROM ({KEPT}) WHERE undone ORDER BY id LIMIT 1"
ENTRIES: Final = f"""
    {LINES}
    WHERE id > coalesce((SELECT log_before FROM change WHERE id = ?), ? - 1) AND change_id = ?
        AND kind NOT IN ('undo', 'redo')
    ORDER BY id
"""
"""An index by change would be written to at each rating; what is undone is near the end of the log."""
SIZE: Final = """
    SELECT count(*) FROM (
        SELECT 1 FROM study_log WHERE id > ? AND change_id = ? AND kind NOT IN ('undo', 'redo')
        UNION ALL SELECT 1 FROM change_step WHERE change_id = ?
        LIMIT ?
    )
"""
STEPS: Final = "SELECT content FROM change_step WHERE change_id = ? ORDER BY position"
ALL_STEPS: Final = "SELECT change_id, content FROM change_step"
CONCERNED: Final = """
    SELECT DISTINCT change.id FROM json_each(?) AS wanted
    CROSS JOIN study_log ON study_log.face = wanted.value
    JOIN change ON change.id = study_log.change_id AND study_log.id > coalesce(change.log_before, 0)
"""
AMEND: Final = "UPDATE change_step SET content = ? WHERE change_id = ? AND position = ?"
MARK: Final = "UPDATE change SET undone = ? WHERE id = ?"


class HistoryTables:
    """Changes with their entries and steps (see `certdeck.ports.history.History`)."""

    def __init__(self, link: Link, known: Known) -> None:
        self._link = link
        self._known = known

    def begin(self, kind: str, at: datetime) -> int:
        """Begin a change and return its number. What was undone before can't be done again any more."""
        self._link.run(FORGET_UNDONE)
        self._settle()
        return self._link.run(BEGIN, kind, stored_time(at))

    def rate(self, entry: StudyEntry, now: datetime) -> None:
        """Record the rating that `entry` is, as a change of its own that was made `now`."""
        found, untouched, name = self._link.version(), not self._link.has_written(), entry.after.face
        face = self._known.number(name, found) or number_for(self._link, name)
        entries, settled, undone, decks, fit = self._known.stamp()
        if undone:
            self._link.run(FORGET_UNDONE)
        last = max(entries, settled)
        if last - settled >= DEPTH or entry.at != now:
            self._settle()
            settled = last
        if entry.at != now:
            # Its line tells when it was given.
            settled = self._link.run(BEGIN, entry.kind, stored_time(now))
        put_rating(self._link, entry, face, last + 1)
        stamp = (last + 1, settled, 0, decks, fit)
        self._known.rated(found, stamp, entry.after, face, alone=untouched)

    def keep(self, change: int, step: Step) -> None:
        """Record that something of the learner's own is another one since `change`."""
        self._link.run(PUT_STEP, change, codec.encode_step(step), change)

    def amend(self, change: int, position: int, step: Step) -> None:
        """Have step number `position` (from 0) of `change` be `step`."""
        self._link.run(AMEND, codec.encode_step(step), change, position)

    def undoable(self) -> Change | None:
        """Return the change that undo would take back, or None."""
        return self._change(UNDOABLE)

    def redoable(self) -> Change | None:
        """Return the change that redo would do again, or None."""
        return self._change(REDOABLE)

    def newest(self, *, undo: bool) -> int:
        """Return the number of the change that undo, or redo, would turn now; 0 for none."""
        row: Row | None = self._link.row(UNDOABLE if undo else REDOABLE)
        return 0 if row is None else int(row["id"])

    def size(self, *, undo: bool, most: int) -> int:
        """Return how many faces and things of the learner's own undo, or redo, would turn now, counted up to `most`."""
        row: Row | None = self._link.row(UNDOABLE if undo else REDOABLE)
        if row is None:
            return 0
        if row["kind"] == IMPORT:
            return most
        counted: int = next(self._link.column(SIZE, row["log_before"], row["id"], row["id"], most))
        return counted

    def entries(self, change: int) -> tuple[StudyEntry, ...]:
        """Return what the study log says of `change` itself, in order."""
        return tuple(entry_of(row) for row in self._lines(change))

    def steps(self, change: int) -> tuple[Step, ...]:
        """Return what `change` did to what is the learner's own, in order."""
        return tuple(codec.decode_step(row["content"]) for row in self._link.rows(STEPS, change))

    def mark(self, change: int, *, undone: bool) -> None:
        """Say that `change` is undone, or done again."""
        self._settle()
        self._link.run(MARK, undone, change)

    def forget(self, faces: Sequence[FaceId], items: Sequence[ItemId]) -> int:
        """Leave out each change that concerns any of `faces` or `items`; return how many were left out."""
        self._settle()
        if self._link.row("SELECT 1 FROM change LIMIT 1") is None:
            return 0
        concerned = set(self._link.column(CONCERNED, json.dumps(list(numbers_of(self._link, faces).values()))))
        if items:
            touched = frozenset(items)
            concerned |= {row["change_id"] for row in self._link.rows(ALL_STEPS) if _is_about(row["content"], touched)}
        self._link.run_many("DELETE FROM change WHERE id = ?", [(number,) for number in sorted(concerned)])
        return len(concerned)

    def _settle(self) -> None:
        """Write down the changes that only the log tells of, and forget those that are too old."""
        for statement in (SETTLE, SETTLE_ALL, FORGET_OLDEST):
            self._link.run(statement)

    def _lines(self, change: int) -> list[Row]:
        return self._link.rows(ENTRIES, change, change, change)

    def _change(self, statement: str) -> Change | None:
        row: Row | None = self._link.row(statement)
        if row is None:
            return None
        faces = tuple(FaceId(entry["face_id"]) for entry in self._lines(row["id"]))
        return Change(row["id"], row["kind"], known_time(row["at"]), faces)


def _is_about(step: bytes, items: frozenset[ItemId]) -> bool:
    return not items.isdisjoint(items_of(codec.decode_step(step)))
