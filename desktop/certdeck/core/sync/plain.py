"""Operations as plain values, and back: what files and the database hold. What a file says is looked at twice."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Final

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating, Schedule
from certdeck.core.sync.operations import Body, Fate, Line, LineKind, Operation, OperationId, Record, Value
from certdeck.core.sync.stamp import Stamp

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
LATEST: Final = int((datetime(2500, 1, 1, tzinfo=UTC) - EPOCH) / MICROSECOND)
"""No time that anybody means lies behind it."""
MOST: Final = 2**31
LONGEST_NAME: Final = 400
"""Characters of the name of a face or a register."""
MOST_STABILITY: Final = 1_000_000.0
"""Days."""
PHASES: Final = (Phase.NEW, Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING)
"""The number of a phase is its place here, for ever."""

Plain = None | bool | int | float | str | Sequence["Plain"]


class Unreadable(ValueError):
    """What should be an operation is none."""


def to_plain(body: Body) -> list[Plain]:
    """Return `body` as a list whose first entry says what it is."""
    match body:
        case Line():
            rating = None if body.rating is None else int(body.rating)
            schedules = [_schedule(body.before), _schedule(body.after)]
            said = [rating, body.milliseconds, body.rules, body.foreign]
            return ["line", body.face, body.kind.value, moment(body.at), *schedules, *said]
        case Fate(face, line, undone):
            return ["fate", face, line.replica, line.number, undone]
        case Value(key, value):
            return ["value", key, value]
        case Record(kind, content):
            return ["record", kind, content]


def from_plain(plain: object) -> Body:
    """Return what `to_plain` made. Raises `Unreadable` for anything else."""
    match plain:
        case ["line", str(face), str(kind), int(at), before, after, rating, int(spent), str(rules), bool(foreign)]:
            line = Line(
                face=_face(face),
                kind=_line_kind(kind),
                at=time_of(at),
                before=_read_schedule(before),
                after=_read_schedule(after),
                rating=_rating(rating),
                milliseconds=_number(spent),
                rules=_name(rules) if rules else "",
                foreign=foreign,
            )
            if (line.kind is LineKind.RATE) != (line.rating is not None):
                raise Unreadable("a rating without its grade")
            return line
        case ["fate", str(face), str(replica), int(number), bool(undone)]:
            return Fate(_face(face), OperationId(_name(replica), _number(number)), undone)
        case ["value", str(key), None | str() as value]:
            return Value(_name(key), value)
        case ["record", str(kind), str(content)]:
            return Record(_name(kind), content)
        case _:
            raise Unreadable("no operation")


def operation_to_plain(operation: Operation) -> list[Plain]:
    """Return `operation` without its replica, which stands beside it."""
    return [operation.id.number, operation.stamp.time, operation.stamp.count, to_plain(operation.body)]


def operation_from_plain(replica: str, plain: object) -> Operation:
    """Return the operation of `replica` that `operation_to_plain` wrote. Raises `Unreadable` for anything else."""
    match plain:
        case [int(number), int(time), int(count), body] if not isinstance(number, bool):
            if not (1 <= number < MOST and 0 <= time <= LATEST and 0 <= count < MOST):
                raise Unreadable("a number out of bounds")
            return Operation(OperationId(replica, number), Stamp(time, count, replica), from_plain(body))
        case _:
            raise Unreadable("no operation")


def is_readable(operation: Operation) -> bool:
    """Tell whether others would read `operation` as it is: a time before 1970, say, would spoil the whole file."""
    try:
        return operation_from_plain(operation.id.replica, operation_to_plain(operation)) == operation
    except Unreadable:
        return False


def moment(time: datetime) -> int:
    """Return `time` as microseconds since 1970."""
    return (time - EPOCH) // MICROSECOND


def time_of(microseconds: int) -> datetime:
    """Return the time that is so many microseconds after 1970. Raises `Unreadable` for one that nobody means."""
    if isinstance(microseconds, bool) or not 0 <= microseconds <= LATEST:
        raise Unreadable("a time out of bounds")
    return EPOCH + microseconds * MICROSECOND


def _schedule(schedule: Schedule) -> list[Plain]:
    memory = schedule.memory
    return [
        PHASES.index(schedule.phase),
        schedule.step,
        None if memory is None else memory.stability,
        None if memory is None else memory.difficulty,
        None if schedule.due is None else moment(schedule.due),
        None if schedule.last_review is None else moment(schedule.last_review),
        schedule.reps,
        schedule.lapses,
    ]


def _read_schedule(plain: object) -> Schedule:
    match plain:
        case [int(phase), int(step), stability, difficulty, due, reviewed, int(reps), int(lapses)]:
            if not 0 <= phase < len(PHASES):
                raise Unreadable("an unknown phase")
            return Schedule(
                PHASES[phase],
                _number(step),
                _memory(stability, difficulty),
                _time(due),
                _time(reviewed),
                _number(reps),
                _number(lapses),
            )
        case _:
            raise Unreadable("no schedule")


def _memory(stability: object, difficulty: object) -> MemoryState | None:
    if stability is None and difficulty is None:
        return None
    if not isinstance(stability, int | float) or not isinstance(difficulty, int | float):
        raise Unreadable("no memory")
    if not (isfinite(stability) and 0 < stability <= MOST_STABILITY and isfinite(difficulty) and 0 < difficulty <= 10):
        raise Unreadable("a memory out of bounds")
    return MemoryState(float(stability), float(difficulty))


def _time(microseconds: object) -> datetime | None:
    if microseconds is None:
        return None
    if not isinstance(microseconds, int):
        raise Unreadable("no time")
    return time_of(microseconds)


def _rating(rating: object) -> Rating | None:
    if rating is None:
        return None
    if not isinstance(rating, int) or rating not in tuple(Rating):
        raise Unreadable("an unknown rating")
    return Rating(rating)


def _line_kind(kind: str) -> LineKind:
    try:
        return LineKind(kind)
    except ValueError as error:
        raise Unreadable("an unknown kind of line") from error


def _number(number: int) -> int:
    if isinstance(number, bool) or not 0 <= number < MOST:
        raise Unreadable("a number out of bounds")
    return number


def _face(name: str) -> FaceId:
    item, _, ordinal = _name(name).rpartition("/")
    if not item or not (ordinal.isascii() and ordinal.isdecimal()):
        raise Unreadable("no face")
    return FaceId(name)


def _name(name: str) -> str:
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Unreadable("no name")
    return name
