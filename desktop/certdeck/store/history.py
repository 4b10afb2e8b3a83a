"""The changes that undo and redo go through, in the database."""

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
from certdeck.store.face_numbers import numbers_of
from certdeck.store.known import Known
from certdeck.store.study import LINES, entry_of, put_rating

FORGET_UNDONE: Final = "DELETE FROM change WHERE undone"
KEPT: Final = f"SELECT * FROM change ORDER BY id DESC LIMIT {DEPTH}"
"""Changes that are too old are forgotten some at a time; until then they are out of reach."""
AT_A_TIME: Final = 16
FORGET_OLDEST: Final = f"""
    DELETE FROM change WHERE id < (SELECT id FROM change ORDER BY id DESC LIMIT 1 OFFSET {DEPTH - 1})
"""
BEGIN: Final = "INSERT INTO change (kind, at, undone, log_before) SELECT ?, ?, 0, coalesce(max(id), 0) FROM study_log"
BEGIN_RATING: Final = "INSERT INTO change (kind, at, undone, log_before) VALUES ('rate', ?, 0, ?)"
PUT_STEP: Final = (
    "INSERT INTO change_step (change_id, position, content) SELECT ?, count(*), ? FROM change_step WHERE change_id = ?"
)
UNDOABLE: Final = f"SELECT * FROM ({KEPT}) WHERE NOT undone ORDER BY id DESC LIMIT 1"
REDOABLE: Final = f"SELECT * FROM ({KEPT}) WHERE undone ORDER BY id LIMIT 1"
ENTRIES: Final = f"""
    {LINES}
    WHERE id > coalesce((SELECT log_before FROM change WHERE id = ?), 0) AND change_id = ?
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
        number = self._link.run(BEGIN, kind, stored_time(at))
        self._forget_oldest(number)
        return number

    def rate(self, entry: StudyEntry, now: datetime) -> None:
        """Record the rating that `entry` is, as a change of its own that was made `now`."""
        untouched = not self._link.has_written()
        entries, _, undone, decks, fit = self._known.stamp()
        if undone:
            self._link.run(FORGET_UNDONE)
        number = self._link.run(BEGIN_RATING, stored_time(now), entries)
        self._forget_oldest(number)
        line = put_rating(self._link, entry, number)
        self._known.rated((line, number, 0, decks, fit), entry.after, alone=untouched)

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
        return tuple(entry_of(row) for row in self._link.rows(ENTRIES, change, change))

    def steps(self, change: int) -> tuple[Step, ...]:
        """Return what `change` did to what is the learner's own, in order."""
        return tuple(codec.decode_step(row["content"]) for row in self._link.rows(STEPS, change))

    def mark(self, change: int, *, undone: bool) -> None:
        """Say that `change` is undone, or done again."""
        self._link.run(MARK, undone, change)

    def forget(self, faces: Sequence[FaceId], items: Sequence[ItemId]) -> int:
        """Leave out each change that concerns any of `faces` or `items`; return how many were left out."""
        if self._link.row("SELECT 1 FROM change LIMIT 1") is None:
            return 0
        concerned = set(self._link.column(CONCERNED, json.dumps(list(numbers_of(self._link, faces).values()))))
        if items:
            touched = frozenset(items)
            concerned |= {row["change_id"] for row in self._link.rows(ALL_STEPS) if _is_about(row["content"], touched)}
        self._link.run_many("DELETE FROM change WHERE id = ?", [(number,) for number in sorted(concerned)])
        return len(concerned)

    def _forget_oldest(self, number: int) -> None:
        if number % AT_A_TIME == 0:
            self._link.run(FORGET_OLDEST)

    def _change(self, statement: str) -> Change | None:
        row: Row | None = self._link.row(statement)
        if row is None:
            return None
        faces = tuple(FaceId(entry["face_id"]) for entry in self._link.rows(ENTRIES, row["id"], row["id"]))
        return Change(row["id"], row["kind"], known_time(row["at"]), faces)


def _is_about(step: bytes, items: frozenset[ItemId]) -> bool:
    return not items.isdisjoint(items_of(codec.decode_step(step)))
