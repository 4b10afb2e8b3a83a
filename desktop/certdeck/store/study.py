"""States of faces and the study log in the database."""

from datetime import datetime

from sqlalchemy import Connection, Row, Select, and_, exists, or_, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy import insert

from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.queue import Waiting
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.ports.store import StudyEntry
from certdeck.store import codec, tables

FACE, STATE, LOG = tables.face.c, tables.face_state.c, tables.study_log.c


class StudyTables:
    """Face states and study log (see `certdeck.ports.store.Study`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def waiting(self, deck: DeckId, before: datetime, new: int) -> tuple[Waiting, ...]:
        """Return what is due before `before` and the first `new` new faces; nothing suspended or buried."""
        free = and_(
            FACE.deck_id == deck,
            STATE.suspended.is_(False),
            or_(STATE.buried_until.is_(None), STATE.buried_until < before),
        )
        columns = select(FACE.id, STATE.phase, STATE.due, FACE.position).join(
            tables.face_state, STATE.face_id == FACE.id
        )
        due = columns.where(free, STATE.phase != Phase.NEW.value, STATE.due < before)
        fresh = columns.where(free, STATE.phase == Phase.NEW.value).order_by(FACE.position).limit(new)
        return (*self._waiting(due), *self._waiting(fresh))

    def state(self, face: FaceId) -> FaceState:
        """Return the state of `face`; that of a new face if nothing is known of it."""
        row = self._connection.execute(select(tables.face_state).where(STATE.face_id == face)).first()
        return FaceState(face) if row is None else _state(row)

    def record(self, entry: StudyEntry) -> None:
        """Append `entry` to the log and make its `after` the state of the face."""
        self._connection.execute(
            insert(tables.study_log).values(
                kind=entry.kind,
                face_id=entry.after.face,
                at=entry.at,
                rating=entry.rating,
                milliseconds=entry.milliseconds,
                before=codec.encode_state(entry.before),
                after=codec.encode_state(entry.after),
                undoes=entry.undoes,
            )
        )
        values = _values(entry.after)
        statement = sqlite_insert(tables.face_state).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=[STATE.face_id], set_=values))

    def last_change(self) -> StudyEntry | None:
        """Return the last entry that is neither an undo nor undone, or None."""
        row = self._connection.execute(_standing().order_by(LOG.id.desc()).limit(1)).first()
        return None if row is None else _entry(row)

    def rated_since(self, deck: DeckId, since: datetime) -> tuple[StudyEntry, ...]:
        """Return the ratings since `since`, in order, without those undone."""
        faces = select(FACE.id).where(FACE.deck_id == deck)
        query = _standing().where(LOG.kind == "rate", LOG.at >= since, LOG.face_id.in_(faces)).order_by(LOG.id)
        return tuple(_entry(row) for row in self._connection.execute(query))

    def _waiting(self, query: Select[tuple[str, str, datetime | None, int]]) -> tuple[Waiting, ...]:
        return tuple(
            Waiting(FaceId(row.id), Phase(row.phase), row.due, row.position) for row in self._connection.execute(query)
        )


def _standing() -> Select[tuple[object, ...]]:
    """Select entries that are neither an undo nor undone."""
    later = tables.study_log.alias("later")
    return select(tables.study_log).where(LOG.kind != "undo", ~exists().where(later.c.undoes == LOG.id))


def _entry(row: Row[tuple[object, ...]]) -> StudyEntry:
    return StudyEntry(
        kind=row.kind,
        at=row.at,
        before=codec.decode_state(row.before),
        after=codec.decode_state(row.after),
        rating=None if row.rating is None else Rating(row.rating),
        milliseconds=row.milliseconds,
        undoes=row.undoes,
        id=row.id,
    )


def _state(row: Row[tuple[object, ...]]) -> FaceState:
    memory = None if row.stability is None else MemoryState(row.stability, row.difficulty)
    schedule = Schedule(Phase(row.phase), row.step, memory, row.due, row.last_review, row.reps, row.lapses)
    return FaceState(FaceId(row.face_id), schedule, row.suspended, row.flag, row.buried_until)


def _values(state: FaceState) -> dict[str, object]:
    schedule = state.schedule
    return {
        "face_id": state.face,
        "phase": schedule.phase.value,
        "step": schedule.step,
        "stability": schedule.memory.stability if schedule.memory else None,
        "difficulty": schedule.memory.difficulty if schedule.memory else None,
        "due": schedule.due,
        "last_review": schedule.last_review,
        "reps": schedule.reps,
        "lapses": schedule.lapses,
        "suspended": state.suspended,
        "flag": state.flag,
        "buried_until": state.buried_until,
    }
