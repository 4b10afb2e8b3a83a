"""States of faces and the study log in the database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from sqlite3 import Row
from typing import Any, Final

from certdeck.core.deck import Item, task_of
from certdeck.core.ids import BlueprintId, BulletId, DeckId, FaceId, TaskId, face_id, item_of
from certdeck.core.scheduling.queue import Counts
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.ports.intake import Course
from certdeck.ports.study import Done, TaskTally
from certdeck.ports.study_log import StudyEntry
from certdeck.store import codec
from certdeck.store.codec import Times, times_of
from certdeck.store.connection import Link, Value, known_time, read_time, stored_time
from certdeck.store.face_numbers import BITS, NUMBER, id_of, number, number_for, numbered, of_item, parts
from certdeck.store.known import Asked, Known
from certdeck.store.own import ADDED, with_added

STATE_COLUMNS: Final = (
    "face",
    "phase",
    "step",
    "stability",
    "difficulty",
    "due",
    "last_review",
    "reps",
    "lapses",
    "suspended",
    "flag",
    "buried_until",
)
STATE: Final = f"SELECT {', '.join(STATE_COLUMNS)} FROM face_state WHERE face = {NUMBER}"
ASKED_COLUMNS: Final = f"kind, content, title, text, {ADDED}, {', '.join(f'state.{name}' for name in STATE_COLUMNS)}"
ASKED: Final = f"""
    SELECT {ASKED_COLUMNS} FROM entry JOIN item ON item.key = entry.key
    LEFT JOIN face_state AS state ON state.face = (entry.key << {BITS} | ?) WHERE entry.item_id = ?
"""
ASKED_BY_NUMBER: Final = f"""
    SELECT entry.item_id, {ASKED_COLUMNS} FROM entry JOIN item ON item.key = entry.key
    LEFT JOIN face_state AS state ON state.face = ? WHERE entry.key = ?
"""
AHEAD: Final = 8
"""Faces that are read at one go: to find a row takes less than half of what a statement does."""
ASKED_AHEAD: Final = f"""
    WITH wanted (face, item, ordinal) AS (VALUES {", ".join(["(?, ?, ?)"] * AHEAD)})
    SELECT wanted.face, {ASKED_COLUMNS} FROM wanted CROSS JOIN entry ON entry.item_id = wanted.item
    CROSS JOIN item ON item.key = entry.key
    LEFT JOIN face_state AS state ON state.face = (entry.key << {BITS} | wanted.ordinal)
"""
WANTED: Final = 3
"""Values for each of them: face, item and ordinal; nothing where there are fewer."""
PUT_STATE: Final = (
    f"INSERT INTO face_state ({', '.join(STATE_COLUMNS)}) VALUES ({', '.join('?' * len(STATE_COLUMNS))}) "
    f"ON CONFLICT (face) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in STATE_COLUMNS[1:])}"
)
RATE: Final = f"UPDATE face_state SET {', '.join(f'{name} = ?' for name in STATE_COLUMNS[1:])} WHERE face = ?"
"""A face that is rated nearly always has a state already: to change it is quicker than `PUT_STATE`."""
PUT_ENTRY: Final = (
    "INSERT INTO study_log (face, change_id, kind, at, rating, milliseconds, before, after, undoes, "
    "phase, interval, elapsed, stability, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
PUT_RATING: Final = (
    "INSERT INTO study_log (id, kind, face, at, rating, milliseconds, before, after, change_id, "
    "phase, interval, elapsed, stability) VALUES (?, 'rate', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
"""A rating that is a change by itself, both under one number."""
DONE_STILL: Final = """
    coalesce(
        (SELECT later.kind FROM study_log AS later WHERE later.undoes = entry.id ORDER BY later.id DESC LIMIT 1), 'redo'
    ) = 'redo'
"""
HOLDS: Final = f"kind = 'rate' AND {DONE_STILL}"
STANDING: Final = f"SELECT * FROM study_log AS entry WHERE {HOLDS}"
"""Ratings that hold: what was undone last is no longer one, what was redone after that is one again."""
LINES: Final = f"SELECT *, {id_of('study_log.face')} AS face_id FROM study_log"
LOG: Final = f"{LINES} WHERE id > ? ORDER BY id LIMIT ?"
LOG_OF: Final = f"{LINES} WHERE face = {NUMBER} ORDER BY id"
DONE: Final = f"""
    SELECT count(*) AS ratings, coalesce(sum(milliseconds), 0) AS milliseconds,
        coalesce(sum(phase = 'new'), 0) AS new, coalesce(sum(phase = 'review'), 0) AS reviews,
        coalesce(sum(phase = 'review' AND at - elapsed + interval < ?), 0) AS late
    FROM study_log AS entry
    WHERE {HOLDS} AND at >= ? AND at < ?
        AND EXISTS (
            SELECT 1 FROM face_state AS state
            WHERE state.face = entry.face AND state.entry IS NOT NULL AND state.deck_id IN (?, 'own')
        )
"""
"""A face was due its interval after its last review."""
RATED_BY_DECK: Final = f"""
    SELECT state.deck_id, sum(rated.phase = 'new') AS new,
        sum(rated.phase IN ('learning', 'relearning')) AS learning, sum(rated.phase = 'review') AS due
    FROM ({STANDING} AND at >= ? AND at < ?) AS rated JOIN face_state AS state ON state.face = rated.face
    WHERE state.entry IS NOT NULL GROUP BY state.deck_id
"""
LAST_RATED: Final = "SELECT at FROM study_log WHERE kind = 'rate' AND at < ? ORDER BY at DESC LIMIT 1"
PACE: Final = """
    SELECT count(*) AS ratings, count(DISTINCT (at - ?) / 86400000000) AS days FROM study_log
    WHERE kind = 'rate' AND at >= ? AND at < ?
"""
FACE_TALLIES: Final = f"""
    SELECT coverage.bullet_id, count(*) AS total, sum(state.phase = 'review') AS met
    FROM coverage
    JOIN entry ON entry.item_id = coverage.item_id
    JOIN face_state AS state ON state.face {of_item("entry.key")} AND state.entry IS NOT NULL
    WHERE coverage.blueprint_id = ? AND coverage.rank = 0
    GROUP BY coverage.bullet_id
"""
QUESTION_TALLIES: Final = """
    SELECT coverage.bullet_id, count(*) AS total,
        sum(EXISTS (SELECT 1 FROM sitting_item WHERE sitting_item.item_id = entry.item_id)) AS met
    FROM coverage
    JOIN entry ON entry.item_id = coverage.item_id
    WHERE coverage.blueprint_id = ? AND coverage.rank = 0 AND entry.kind = 'question'
    GROUP BY coverage.bullet_id
"""


WrittenCourse = tuple[tuple[Value, ...], list[Value]]
"""The columns of a state behind its face, and lines of the log: `LINE` values each, behind one another."""
LINE: Final = PUT_ENTRY.count("?")
"""Values of a line of the log, of which the first two are the face and the change."""
PHASES: Final = {phase.value: phase for phase in Phase}
_UNKNOWN: Final = (None, None, None, None)
"""What an entry that is no rating has in the columns of `_known_before`."""
_NOT_RATED: Final = (*_UNKNOWN, None)
"""The same, and no origin."""
_STORED: Final = {phase: phase.value for phase in Phase}
"""What a phase is called in the tables: to ask the phase itself takes several times as long."""


class StudyTables:
    """Face states and study log (see `certdeck.ports.study.Study`)."""

    def __init__(self, link: Link, known: Known) -> None:
        self._link = link
        self._known = known

    def state(self, face: FaceId) -> FaceState:
        """Return the state of `face`; that of a new face if nothing is known of it."""
        known = self._known.state(face)
        if known is None:
            row = self._link.row(STATE, *parts(face))
            number, *stored = row or (None,)
            known = FaceState(face) if row is None else _state_of(face, stored)
            self._known.keep(known, number)
        return known

    def asked(self, face: FaceId, soon: Iterable[FaceId] = ()) -> tuple[Item | None, FaceState]:
        """Return the item that `face` belongs to, None if there is none, and the state of the face.

        `soon` are the faces that will be asked next; what is read ahead of them holds while nothing else changes.
        """
        found = self._known.ahead(face)
        if found is None:
            self._known.keep_ahead(self._read(face, soon))
            found = self._known.ahead(face)
        if found is None:
            return None, self.state(face)
        item, state, _ = found
        return item, self.state(face) if state is None else state

    def _read(self, face: FaceId, soon: Iterable[FaceId]) -> dict[FaceId, Asked]:
        """Read what `asked` tells of `face`, and of those that come `soon`, as far as their items are there."""
        others = [other for other in islice(soon, AHEAD) if other != face]
        if not others:
            row = self._link.row(ASKED, parts(face)[1], item_of(face))
            return {} if row is None else {face: _asked(face, row)}
        wanted: list[Value] = []
        for name in (face, *others[: AHEAD - 1]):
            wanted += (name, item_of(name), parts(name)[1])
        wanted += [None] * (WANTED * AHEAD - len(wanted))
        rows = self._link.tuples(ASKED_AHEAD, *wanted)
        return {name: _asked(name, row) for name, *row in rows}

    def record(self, entry: StudyEntry) -> None:
        """Append `entry` to the log and make its `after` the state of the face."""
        before, after = codec.encode_state(entry.before), codec.encode_state(entry.after)
        face = number_for(self._link, entry.after.face)
        self._link.run(PUT_ENTRY, *_entry_values(entry, face, before, after, entry.change))
        self._link.run(PUT_STATE, face, *state_values(entry.after))

    def log(self, after: int = 0, most: int | None = None) -> tuple[StudyEntry, ...]:
        """Return the entries of the log whose number is greater than `after`, in order: all, or the first `most`."""
        return tuple(entry_of(row) for row in self._link.rows(LOG, after, -1 if most is None else most))

    def log_of(self, face: FaceId) -> tuple[StudyEntry, ...]:
        """Return every entry of the log about `face`, in order."""
        return tuple(entry_of(row) for row in self._link.rows(LOG_OF, *parts(face)))

    def done_since(self, deck: DeckId, since: datetime, before: datetime) -> Done:
        """Return what was rated of `deck`, and of the learner's own cards, on the day from `since` to `before`."""
        start = stored_time(since)
        if self._known.lately().rated < start:
            return Done()
        return Done(*self._link.tuples(DONE, start, start, stored_time(before), deck)[0])

    def rated_by_deck(self, since: datetime, before: datetime) -> Mapping[DeckId, Counts]:
        """Count the ratings from `since` on before `before` by deck and by what the face was, without those undone."""
        rows = self._link.rows(RATED_BY_DECK, stored_time(since), stored_time(before))
        return {DeckId(row["deck_id"]): Counts(row["new"], row["learning"], row["due"]) for row in rows}

    def last_rated(self, before: datetime) -> datetime | None:
        """Return when a card of any deck was last rated before `before`, taken back or not; None if none was."""
        row = self._link.row(LAST_RATED, stored_time(before))
        return None if row is None else known_time(row["at"])

    def pace(self, since: datetime, before: datetime) -> tuple[int, int]:
        """Return how many ratings were given from `since` on before `before`, and on how many days from `since`."""
        start = stored_time(since)
        row = self._link.row(PACE, start, start, stored_time(before))
        return (0, 0) if row is None else (row["ratings"], row["days"])

    def tallies(self, blueprint: BlueprintId) -> tuple[TaskTally, ...]:
        """Return a tally for each task statement of `blueprint` that has cards or questions, by their main bullet."""
        faces, known = self._by_task(FACE_TALLIES, blueprint)
        questions, seen = self._by_task(QUESTION_TALLIES, blueprint)
        return tuple(
            TaskTally(task, faces=faces[task], known=known[task], questions=questions[task], seen=seen[task])
            for task in sorted(faces.keys() | questions.keys())
        )

    def _by_task(self, statement: str, blueprint: BlueprintId) -> tuple[Counter[TaskId], Counter[TaskId]]:
        """Return how many there are, and how many of them were met, by the task statement of their main bullet."""
        total, met = Counter[TaskId](), Counter[TaskId]()
        for row in self._link.rows(statement, blueprint):
            task = task_of(BulletId(row["bullet_id"]))
            total[task] += row["total"]
            met[task] += row["met"]
        return total, met


def put_rating(link: Link, entry: StudyEntry, face: int, line: int) -> None:
    """Append the rating `entry` of the face number `face` to the log as `line`; put the state that it led to."""
    at, before, after = stored_time(entry.at), times_of(entry.before.schedule), times_of(entry.after.schedule)
    link.run(
        PUT_RATING,
        line,
        face,
        at,
        # What is no plain number would be looked up by its type.
        None if entry.rating is None else int(entry.rating),
        entry.milliseconds,
        codec.encode_state(entry.before, before),
        codec.encode_state(entry.after, after),
        line,
        *_known_before(entry.before.schedule, at, before),
    )
    values = state_values(entry.after, after)
    if not link.change(RATE, *values, face):
        link.run(PUT_STATE, face, *values)


def entry_of(row: Row) -> StudyEntry:
    """Read a row of the study log."""
    return StudyEntry(
        kind=row["kind"],
        at=known_time(row["at"]),
        before=codec.decode_state(FaceId(row["face_id"]), row["before"]),
        after=codec.decode_state(FaceId(row["face_id"]), row["after"]),
        rating=None if row["rating"] is None else Rating(row["rating"]),
        milliseconds=row["milliseconds"],
        undoes=row["undoes"],
        change=row["change_id"],
        id=row["id"],
        origin=row["origin"] or "",
    )


def asked_by_number(link: Link, key: int, ordinal: int) -> tuple[FaceId, Asked]:
    """Return the id of the face with `ordinal` of the item that has `key`, and what is asked of it."""
    ((item, *row),) = link.tuples(ASKED_BY_NUMBER, numbered(key, ordinal), key)
    face = face_id(item, ordinal)
    return face, _asked(face, row)


def _asked(face: FaceId, row: Iterable[Any]) -> Asked:
    """Read `ASKED_COLUMNS`."""
    kind, content, title, text, edit, tags, number, *stored = row
    item = with_added(codec.decode_row(item_of(face), kind, content, title, text), edit, tags)
    return item, None if number is None else _state_of(face, stored), number


def _state_of(face: FaceId, row: Iterable[Any]) -> FaceState:
    """Read `STATE_COLUMNS` without the first."""
    phase, step, stability, difficulty, due, reviewed, reps, lapses, suspended, flag, buried = row
    memory = None if stability is None else MemoryState(stability, difficulty)
    schedule = Schedule(PHASES[phase], step, memory, read_time(due), read_time(reviewed), reps, lapses)
    return FaceState(face, schedule, bool(suspended), flag, read_time(buried))


def entries_values(entries: Iterable[StudyEntry], key: int) -> Iterator[tuple[Value, ...]]:
    """Yield the values of `PUT_ENTRY` for entries of the item of `key`, mostly going on where the one before ended."""
    known, written = None, b""
    for entry in entries:
        before = written if entry.before is known else codec.encode_state(entry.before)
        known, written = entry.after, codec.encode_state(entry.after)
        yield _entry_values(entry, number(key, entry.after.face), before, written, entry.change)


def written(course: Course) -> WrittenCourse:
    """Return the values of a state, but for its face, and of entries of the log, without faces and changes.

    Only the last entry may be set by hand.
    """
    lines: list[Value] = []
    known, last_written = None, b""
    encode = codec.encode_bare
    for kind, at, rating, milliseconds, before, after in course.entries:
        first = last_written if before is known else encode(before)
        last_written = encode(after, course.suspended, course.flag) if kind == "import" else encode(after)
        known = after
        if kind != "rate":
            lines += (None, None, kind, at, rating, milliseconds, first, last_written, None, *_NOT_RATED)
            continue
        phase, _, stability, _, due, last, _, _ = before
        if last is None:
            interval = elapsed = None
        else:
            interval, elapsed = 0 if due is None else due - last, at - last
        lines += (None, None, kind, at, rating, milliseconds, first, last_written, None)
        lines += (_STORED[phase], interval, elapsed, stability, None)
    return _course_state(course), lines


def _course_state(course: Course) -> tuple[Value, ...]:
    """Return the columns of the state that `course` leads to, in the order of `STATE_COLUMNS` behind the first."""
    return (_STORED[course.state.phase], *course.state[1:], course.suspended, course.flag, None)


def _entry_values(entry: StudyEntry, face: int, before: bytes, after: bytes, change: int | None) -> tuple[Value, ...]:
    at, schedule = stored_time(entry.at), entry.before.schedule
    return (
        face,
        change,
        entry.kind,
        at,
        entry.rating,
        entry.milliseconds,
        before,
        after,
        entry.undoes,
        *(_UNKNOWN if entry.kind != "rate" else _known_before(schedule, at, times_of(schedule))),
        entry.origin or None,
    )


def _known_before(schedule: Schedule, at: int, times: Times) -> tuple[Value, ...]:
    """Return phase, interval, time since the last review and stability before a rating.

    Times are in microseconds: `at` is that of the rating, `times` are those of the `schedule` before it.
    """
    phase, (due, reviewed) = _STORED[schedule.phase], times
    stability = schedule.memory.stability if schedule.memory else None
    if reviewed is None:
        return phase, None, None, stability
    return phase, 0 if due is None else due - reviewed, at - reviewed, stability


def state_values(state: FaceState, times: Times | None = None) -> tuple[Value, ...]:
    """Return the columns of `state` in the order of `STATE_COLUMNS` behind the first.

    `times` are those of its schedule, if they are known already.
    """
    schedule = state.schedule
    due, reviewed = times or times_of(schedule)
    return (
        _STORED[schedule.phase],
        schedule.step,
        schedule.memory.stability if schedule.memory else None,
        schedule.memory.difficulty if schedule.memory else None,
        due,
        reviewed,
        schedule.reps,
        schedule.lapses,
        state.suspended,
        state.flag,
        stored_time(state.buried_until),
    )
