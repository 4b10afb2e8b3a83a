"""Exams that have ended as texts, and back (see `certdeck.ports.exchange.SharedExams`)."""

from collections.abc import Mapping, Sequence
from sqlite3 import Row
from typing import Final

import msgspec

from certdeck.core.exam.conduct import SittingKind
from certdeck.core.exam.events import Confidence, Ending
from certdeck.core.exam.sitting import Sitting, new_sitting, replayed
from certdeck.core.ids import ItemId, SittingId
from certdeck.core.sync.operations import Record
from certdeck.core.sync.plain import Unreadable, time_of
from certdeck.ports.exchange import FinishedExam
from certdeck.store import exam_codec
from certdeck.store.connection import Link
from certdeck.store.savepoint import whole_or_not

EXAM: Final = "exam"
REGRADING: Final = "regrading"
NEW_EXAMS: Final = """
    SELECT * FROM sitting WHERE finished_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM sync_operation WHERE kind = 'record' AND subject = 'exam' AND row = sitting.id
    ) ORDER BY finished_at, id
"""
NEW_REGRADINGS: Final = """
    SELECT regrading.*, sync_replica.name, sync_operation.number FROM regrading
    JOIN sync_operation ON sync_operation.kind = 'record' AND sync_operation.subject = 'exam'
        AND sync_operation.row = regrading.sitting_id
    JOIN sync_replica ON sync_replica.key = sync_operation.replica
    WHERE NOT EXISTS (
        SELECT 1 FROM sync_operation AS known
        WHERE known.kind = 'record' AND known.subject = 'regrading' AND known.row = regrading.id
    ) GROUP BY regrading.id ORDER BY regrading.id
"""
EVENTS: Final = "SELECT kind, content, elapsed, at FROM sitting_event WHERE sitting_id = ? ORDER BY id"
GRADED: Final = "SELECT * FROM graded_item WHERE sitting_id = ? ORDER BY position"
SAME: Final = """
    SELECT id FROM sitting
    WHERE started_at = ? AND finished_at = ? AND seed = ? AND blueprint_id = ? AND title = ?
"""
ROW_OF: Final = """
    SELECT row FROM sync_operation JOIN sync_replica ON sync_replica.key = sync_operation.replica
    WHERE sync_replica.name = ? AND number = ? AND kind = 'record' AND subject = 'exam'
"""
SAME_REGRADING: Final = "SELECT id FROM regrading WHERE sitting_id = ? AND at = ?"
PUT_EXAM: Final = (
    "INSERT INTO sitting (deck_id, blueprint_id, title, seed, form, started_at, seconds_allowed, elapsed, finished_at, "
    "ending, scaled, kind, form_name, conduct, deck_version, ticked_at, right_count, scored_count) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
PUT_ITEM: Final = "INSERT INTO sitting_item (sitting_id, position, item_id) VALUES (?, ?, ?)"
PUT_EVENT: Final = "INSERT INTO sitting_event (sitting_id, kind, content, elapsed, at) VALUES (?, ?, ?, ?, ?)"
PUT_GRADED: Final = (
    "INSERT INTO graded_item (sitting_id, position, item_id, task_id, scored, right, seen, flagged, seconds, turns, "
    "confidence, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
PUT_REGRADING: Final = (
    "INSERT INTO regrading (sitting_id, at, deck_version, scaled, right_count, scored_count, changed) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


class _Event(msgspec.Struct, array_like=True):
    kind: str
    content: str
    elapsed: float
    at: int


class _Graded(msgspec.Struct, array_like=True):
    position: int
    item_id: str
    task_id: str
    scored: bool
    right: bool
    seen: bool
    flagged: bool
    seconds: float
    turns: int
    confidence: Confidence | None
    answer: str | None


class _Exam(msgspec.Struct):
    deck_id: str
    blueprint_id: str
    title: str
    seed: int
    form: msgspec.Raw
    started_at: int
    seconds_allowed: float
    elapsed: float
    finished_at: int
    ending: Ending
    scaled: int | None
    kind: SittingKind
    form_name: str
    conduct: msgspec.Raw
    deck_version: str
    ticked_at: int | None
    right_count: int | None
    scored_count: int | None
    events: list[_Event]
    graded: list[_Graded]


class _Regrading(msgspec.Struct):
    replica: str
    number: int
    at: int
    deck_version: str
    scaled: int | None
    right_count: int
    scored_count: int
    changed: tuple[ItemId, ...]


class SharedExamTables:
    """Exams that have ended, and later gradings of them."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def finished(self) -> Sequence[FinishedExam]:
        """Return what has ended and is no operation yet, exams before gradings, oldest first."""
        exams = [FinishedExam(row["id"], self._exam(row), row["finished_at"]) for row in self._link.rows(NEW_EXAMS)]
        gradings = [FinishedExam(row["id"], _regrading(row), row["at"]) for row in self._link.rows(NEW_REGRADINGS)]
        return [*exams, *gradings]

    def put(self, record: Record) -> int | None:
        """Put one into the library and return its row; None if what it belongs to is not there yet."""
        put = {EXAM: self._put_exam, REGRADING: self._put_regrading}.get(record.kind)
        if put is None:
            raise Unreadable(f"nothing is known of {record.kind}")
        with whole_or_not(self._link):
            return put(record.content)

    def _exam(self, row: Row) -> Record:
        events = [
            _Event(event["kind"], bytes(event["content"]).decode(), event["elapsed"], event["at"])
            for event in self._link.rows(EVENTS, row["id"])
        ]
        graded = [_graded(item) for item in self._link.rows(GRADED, row["id"])]
        plain: Mapping[str, object] = {name: row[name] for name in _Exam.__struct_fields__ if name in row.keys()}  # noqa: SIM118
        form = exam_codec.encode_form(exam_codec.decode_form(row["form"]))
        conduct = exam_codec.encode_conduct(exam_codec.decode_conduct(row["conduct"]))
        blobs = {"form": msgspec.Raw(form), "conduct": msgspec.Raw(conduct)}
        exam = {**plain, **blobs, "events": events, "graded": graded}
        return Record(EXAM, msgspec.json.encode(exam, order="deterministic").decode())

    def _put_exam(self, content: str) -> int:
        exam = msgspec.json.decode(content, type=_Exam)
        same = self._link.row(SAME, exam.started_at, exam.finished_at, exam.seed, exam.blueprint_id, exam.title)
        if same is not None:
            return int(same["id"])
        sitting = _played(exam)
        number = self._link.run(
            PUT_EXAM,
            exam.deck_id,
            exam.blueprint_id,
            exam.title,
            exam.seed,
            exam_codec.encode_form(sitting.form),
            exam.started_at,
            exam.seconds_allowed,
            exam.elapsed,
            exam.finished_at,
            exam.ending.value,
            exam.scaled,
            exam.kind.value,
            exam.form_name,
            exam_codec.encode_conduct(sitting.conduct),
            exam.deck_version,
            exam.ticked_at,
            exam.right_count,
            exam.scored_count,
        )
        items = [(number, position, item.question.id) for position, item in enumerate(sitting.form.items)]
        self._link.run_many(PUT_ITEM, items)
        events = [(number, event.kind, event.content.encode(), event.elapsed, event.at) for event in exam.events]
        self._link.run_many(PUT_EVENT, events)
        self._link.run_many(PUT_GRADED, [(number, *_graded_values(item, sitting)) for item in exam.graded])
        return number

    def _put_regrading(self, content: str) -> int | None:
        said = msgspec.json.decode(content, type=_Regrading)
        found = self._link.row(ROW_OF, said.replica, said.number)
        if found is None or found["row"] is None:
            return None
        same = self._link.row(SAME_REGRADING, found["row"], said.at)
        if same is not None:
            return int(same["id"])
        time_of(said.at)
        return self._link.run(
            PUT_REGRADING,
            found["row"],
            said.at,
            said.deck_version,
            said.scaled,
            said.right_count,
            said.scored_count,
            exam_codec.encode_names(said.changed),
        )


def _played(exam: _Exam) -> Sitting:
    """Return the sitting as its events leave it. Raises when they can't have happened, or it has not ended."""
    for time in (exam.started_at, exam.finished_at, exam.ticked_at or 0, *(event.at for event in exam.events)):
        time_of(time)
    fresh = new_sitting(
        SittingId(0),
        exam.title,
        exam_codec.decode_form(bytes(exam.form)),
        started_at=time_of(exam.started_at),
        seconds_allowed=exam.seconds_allowed or None,
        kind=exam.kind,
        conduct=exam_codec.decode_conduct(bytes(exam.conduct)),
    )
    events = ((exam_codec.decode_event(event.kind, event.content.encode()), event.elapsed) for event in exam.events)
    sitting = replayed(fresh, events)
    if sitting.ending is None:
        raise Unreadable("an exam that has not ended")
    return sitting


def _graded(row: Row) -> _Graded:
    answer = exam_codec.encode_answer(exam_codec.decode_answer(row["answer"]))
    return _Graded(
        position=row["position"],
        item_id=row["item_id"],
        task_id=row["task_id"],
        scored=bool(row["scored"]),
        right=bool(row["right"]),
        seen=bool(row["seen"]),
        flagged=bool(row["flagged"]),
        seconds=row["seconds"],
        turns=row["turns"],
        confidence=None if row["confidence"] is None else Confidence(row["confidence"]),
        answer=None if answer is None else answer.decode(),
    )


def _graded_values(item: _Graded, sitting: Sitting) -> tuple[str | int | float | bytes | None, ...]:
    if not 0 <= item.position < len(sitting.form.items):
        raise Unreadable("a question that the exam does not have")
    answer = exam_codec.decode_answer(None if item.answer is None else item.answer.encode())
    return (
        item.position,
        item.item_id,
        item.task_id,
        item.scored,
        item.right,
        item.seen,
        item.flagged,
        item.seconds,
        item.turns,
        None if item.confidence is None else item.confidence.value,
        exam_codec.encode_answer(answer),
    )


def _regrading(row: Row) -> Record:
    said = _Regrading(
        row["name"],
        row["number"],
        row["at"],
        row["deck_version"],
        row["scaled"],
        row["right_count"],
        row["scored_count"],
        exam_codec.decode_names(row["changed"]),
    )
    return Record(REGRADING, msgspec.json.encode(said, order="deterministic").decode())
