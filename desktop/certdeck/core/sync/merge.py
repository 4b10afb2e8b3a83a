"""What a set of operations comes to. It depends on the set alone: not on their order, nor on how often each came."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Schedule
from certdeck.core.sync.operations import Fate, Line, LineKind, Operation, OperationId, Record, Value, face_of
from certdeck.core.sync.stamp import Stamp

SAME: Final = timedelta(seconds=1)
"""Nobody rates one face twice within it: such ratings of two replicas came from one package of cards, or one backup."""


@dataclass(frozen=True, slots=True)
class Register:
    """What a register holds, and since when."""

    value: str | None
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Merged:
    """All that operations come to: registers by name, the lines that stand of each face, and records."""

    registers: Mapping[str, Register]
    faces: Mapping[FaceId, tuple[Operation, ...]]
    records: Mapping[OperationId, Record]


def merged(operations: Iterable[Operation]) -> Merged:
    """Return what `operations` come to, those that came twice counted once."""
    every = {operation.id: operation for operation in operations}
    of_faces: dict[FaceId, list[Operation]] = {}
    for operation in every.values():
        if isinstance(operation.body, Line | Fate):
            of_faces.setdefault(operation.body.face, []).append(operation)
    records = {name: one.body for name, one in every.items() if isinstance(one.body, Record)}
    faces = {face: standing(found) for face, found in of_faces.items()}
    return Merged(latest(every.values()), faces, records)


def latest(operations: Iterable[Operation]) -> dict[str, Register]:
    """Return what each register holds by the values among `operations`: those of the latest stamps."""
    found: dict[str, Register] = {}
    for operation in operations:
        body = operation.body
        if isinstance(body, Value):
            known = found.get(body.key)
            if known is None or _rank(operation.stamp, body.value) > _rank(known.stamp, known.value):
                found[body.key] = Register(body.value, operation.stamp)
    return found


def face_registers(operations: Iterable[Operation]) -> dict[FaceId, dict[str, Register]]:
    """Return what is decided about each face by the values among `operations`."""
    found: dict[FaceId, dict[str, Register]] = {}
    for key, held in latest(operations).items():
        face = face_of(key)
        if face is not None:
            found.setdefault(face, {})[key.partition(":")[0]] = held
    return found


def standing(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Return the lines of one face that hold, in the order to go by: not taken back, and each rating once.

    Lines go by their stamps; those of another program by their own time, after what is of that moment.
    """
    every = list({operation.id: operation for operation in operations}.values())
    undone = undone_lines(every)
    lines = sorted((one for one in every if isinstance(one.body, Line)), key=_place)
    kept = _Kept()
    # A rating that was given here goes before the same one that came back from another program.
    for operation in sorted(lines, key=lambda one: _line(one).foreign):
        kept.offer(operation, taken_back=operation.id in undone)
    return tuple(one for one in lines if one.id in kept.standing)


def beginning(operations: Iterable[Operation]) -> Schedule:
    """Return what a face was before its first line: new, unless that was given here and older ones are not known."""
    lines = sorted((one for one in operations if isinstance(one.body, Line)), key=_place)
    return Schedule() if not lines or _line(lines[0]).foreign else _line(lines[0]).before


def undone_lines(operations: Iterable[Operation]) -> frozenset[OperationId]:
    """Return the lines that were taken back, by the latest word on each."""
    words: dict[OperationId, tuple[Stamp, bool]] = {}
    for operation in operations:
        if isinstance(operation.body, Fate):
            word = (operation.stamp, operation.body.undone)
            words[operation.body.line] = max(words.get(operation.body.line, word), word)
    return frozenset(line for line, (_, undone) in words.items() if undone)


class _Kept:
    """The lines of one face that were let stand so far, and all of them that another one may be the same as."""

    def __init__(self) -> None:
        self.standing: set[OperationId] = set()
        self._seen: list[tuple[datetime, OperationId, Operation]] = []

    def offer(self, operation: Operation, *, taken_back: bool) -> None:
        """Let `operation` stand, unless it was taken back, or is one that stands already."""
        line = _line(operation)
        if self._has_twin_of(operation):
            return
        # One that was given here and taken back stays so, also when another program brings it home.
        if not taken_back or not line.foreign:
            insort(self._seen, (line.at, operation.id, operation))
        if not taken_back:
            self.standing.add(operation.id)

    def _has_twin_of(self, operation: Operation) -> bool:
        line = _line(operation)
        first = bisect_left(self._seen, line.at - SAME, key=lambda entry: entry[0])
        for at, _, other in self._seen[first:]:
            if at > line.at + SAME:
                return False
            counts = line.foreign or other.id in self.standing
            if counts and _said(_line(other)) == _said(line) and _apart(operation, other):
                return True
        return False


def _said(line: Line) -> tuple[LineKind, object, object]:
    """Return what a line says, apart from the schedule that it was said about."""
    return line.kind, line.rating, line.after.due if line.kind in (LineKind.DUE, LineKind.MERGE) else None


def _apart(one: Operation, other: Operation) -> bool:
    """Tell whether two ratings of nearly one moment can be the same: a replica knows its own ones apart."""
    return one.id.replica != other.id.replica or _line(one).foreign or _line(other).foreign


def _line(operation: Operation) -> Line:
    if not isinstance(operation.body, Line):
        raise TypeError(f"{operation.id} is no line of the study log")
    return operation.body


def _place(operation: Operation) -> tuple[int, int, bool, str, int]:
    stamp, identity = operation.stamp, operation.id
    return stamp.time, stamp.count, _line(operation).foreign, identity.replica, identity.number


def _rank(stamp: Stamp, value: str | None) -> tuple[Stamp, bool, str]:
    """Order words on one register. No two have the same stamp, unless somebody wrote them by hand."""
    return stamp, value is not None, value or ""
