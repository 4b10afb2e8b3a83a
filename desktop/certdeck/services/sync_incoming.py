"""What others told, put into the library: whatever came in whatever order, what is left is the same for all."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import FaceState, MemoryState
from certdeck.core.sync.merge import Register, beginning, face_registers, standing
from certdeck.core.sync.operations import (
    BURIED,
    FLAG,
    SUSPENDED,
    Body,
    Fate,
    Line,
    Operation,
    Record,
    Value,
    face_of,
    kind_of,
)
from certdeck.core.sync.plain import Unreadable, time_of
from certdeck.core.sync.playing import played
from certdeck.ports.exchange import KINDS_OF_RECORD, Known, LocalValue, Pending
from certdeck.ports.exporting import Progress
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import UnitOfWork
from certdeck.ports.study_log import ANKI, SYNC, StudyEntry
from certdeck.services.sync_parts import RULES, FaceOptions, KnownRules

STRIDE = 100
PARAMETERS = "parameters"
"""The mark that says by which parameters the memories of each deck were reckoned."""
OWN = "own"
"""What stands for the learner's own cards, which have the options of the exam's deck."""
FLAGS = tuple(map(str, range(8)))
LONGEST_TIME = 20
"""Digits."""


@dataclass(slots=True)
class Arrived:
    """What was put into the library. `unread` are names of changes that make no sense here, `waiting` have no place."""

    faces: list[FaceId] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    exams: bool = False
    unread: list[str] = field(default_factory=list)
    waiting: int = 0


class Incoming:
    """Puts operations into the library, within a transaction."""

    def __init__(self, work: UnitOfWork, memory: MemoryModel, now: datetime) -> None:
        self._work = work
        self._operations = work.exchange.operations
        self._memory = memory
        self._rules = KnownRules(work)
        self._now = now
        self._memories: dict[FaceId, MemoryState] = {}
        self.arrived = Arrived()

    def put(self, came: Sequence[Operation], own: Sequence[Operation], progress: Progress) -> Arrived:
        """Put into the library what all operations that are known come to: `came` are new, `own` of this replica."""
        self._put_records()
        self._put_values({one.body.key for one in came if isinstance(one.body, Value)})
        # Presets are in their place now: from here on their options hold.
        options = FaceOptions(self._work)
        faces = {face for one in (*came, *own) if (face := _face(one.body)) is not None}
        faces |= self._with_other_parameters(options)
        for number, face in enumerate(sorted(faces)):
            if number % STRIDE == 0:
                progress(number, len(faces))
            self._put_face(face, options.of(face))
        self._work.replays.put(self._memories)
        return self.arrived

    # --- Exams

    def _put_records(self) -> None:
        for kind in KINDS_OF_RECORD:
            for name, row in self._operations.record_rows(kind).items():
                if row is None:
                    for operation in self._operations.between(name.replica, name.number, name.number):
                        self._put_record(operation)

    def _put_record(self, operation: Operation) -> None:
        if not isinstance(operation.body, Record):
            return
        try:
            row = self._work.exchange.exams.put(operation.body)
        except Unreadable:
            self.arrived.unread.append(str(operation.id))
            return
        if row is None:
            self.arrived.waiting += 1
        else:
            self._operations.place(operation.id, row, stands=True)
            self.arrived.exams = True

    # --- Registers

    def _put_values(self, came: set[str]) -> None:
        registers, local = self._operations.registers(), self._work.exchange.values.all()
        pending = self._operations.pending()
        waiting = {key for key, one in pending.items() if not one.placed}
        keys = [key for key in (came | waiting) & registers.keys() if kind_of(key) != RULES]
        wanted = [key for key in keys if _held(local, key) != registers[key].value]
        placed = {
            key: self._put_value(key, registers[key]) for key in sorted(wanted, key=lambda k: _rank(k, registers))
        }
        now_held = self._work.exchange.values.all() if wanted else local
        for key in keys:
            held = _held(now_held, key)
            is_so = held == registers[key].value
            if not is_so or key in pending:
                self._operations.put_pending(key, None if is_so else Pending(held, placed.get(key, True)))
            if is_so and key in placed:
                self.arrived.keys.append(key)

    def _put_value(self, key: str, register: Register) -> bool:
        try:
            placed = self._work.exchange.values.put(key, register.value, self._now)
        except Unreadable:
            self.arrived.unread.append(key)
            return False
        self.arrived.waiting += not placed
        return placed

    # --- Faces

    def _with_other_parameters(self, options: FaceOptions) -> set[FaceId]:
        """Return the faces whose memories were reckoned by other parameters, or in no deck, when they were put last."""
        before: dict[str, str] = json.loads(self._operations.mark(PARAMETERS) or "{}")
        now: dict[str, str] = {deck: options.parameters(deck) for deck in self._work.exchange.values.decks()}
        now |= {OWN: options.parameters(options.studied)}
        self._operations.put_mark(PARAMETERS, json.dumps(now, sort_keys=True))
        changed = {deck for deck, parameters in now.items() if before.get(deck) != parameters}
        if not changed:
            return set()
        return {face for face in self._operations.faces() if (self._work.replays.deck_of(face) or OWN) in changed}

    def _put_face(self, face: FaceId, options: Options) -> None:
        about = self._operations.about(face)
        every = [known.operation for known in about]
        holds = standing(every)
        lines = [one.body for one in holds if isinstance(one.body, Line)]
        before = self._work.study.state(face)
        try:
            schedule = played(lines, beginning(every), self._memory, self._rules, options)
        except (ArithmeticError, ValueError):
            # Numbers that no rating leads to, so somebody wrote them by hand.
            self.arrived.unread.append(face)
            return
        if not any(isinstance(one.body, Line) for one in every):
            schedule = before.schedule
        after = _decided(FaceState(face, schedule), face_registers(every).get(face, {}))
        wrote = self._put_lines(before, about, holds)
        memory = after.schedule.memory
        if not wrote and memory is not None and after == _remembering(before, memory):
            # Other parameters only: nothing happened to the face that its log should tell.
            if after != before:
                self._memories[face] = memory
        elif wrote or after != before:
            self._work.study.record(StudyEntry("sync", self._now, before, after, origin=SYNC))
        if after != before:
            self.arrived.faces.append(face)

    def _put_lines(self, state: FaceState, about: Sequence[Known], holds: Sequence[Operation]) -> bool:
        """Have the study log hold exactly the lines that stand; tell whether it had to be written to."""
        known = {one.operation.id: one for one in about}
        wrote = False
        for operation in holds:
            entry = _entry(operation, known[operation.id], state, self._now)
            if entry is not None:
                self._work.study.record(entry)
                row = known[operation.id].row or self._work.replays.last_id()
                self._operations.place(operation.id, row, stands=True)
                wrote = True
        standing_ids = {one.id for one in holds}
        for one in about:
            if one.row is not None and one.stands and one.operation.id not in standing_ids:
                self._work.study.record(StudyEntry("undo", self._now, state, state, undoes=one.row, origin=SYNC))
                self._operations.place(one.operation.id, one.row, stands=False)
                wrote = True
        return wrote


def _face(body: Body) -> FaceId | None:
    match body:
        case Line(face) | Fate(face):
            return face
        case Value(key):
            return face_of(key)
        case _:
            return None


def _remembering(state: FaceState, memory: MemoryState) -> FaceState:
    return replace(state, schedule=replace(state.schedule, memory=memory))


def _held(values: Mapping[str, LocalValue], key: str) -> str | None:
    found = values.get(key)
    return None if found is None else found.value


def _rank(key: str, registers: Mapping[str, Register]) -> tuple[int, str]:
    """Put presets before the decks that have them, and take those away that are no more at the end."""
    kind = kind_of(key)
    if kind == "preset":
        return (0 if registers[key].value is not None else 3), key
    return (1 if kind == "deck-preset" else 2), key


def _entry(operation: Operation, known: Known, state: FaceState, now: datetime) -> StudyEntry | None:
    """Return what is to be written into the study log so that a line stands, or None if it does."""
    line = operation.body
    if known.stands or not isinstance(line, Line):
        return None
    if known.row is not None:
        return StudyEntry("redo", now, state, state, undoes=known.row, origin=SYNC)
    return StudyEntry(
        kind=line.kind.value,
        at=line.at,
        before=FaceState(line.face, line.before),
        after=FaceState(line.face, line.after),
        rating=line.rating,
        milliseconds=line.milliseconds,
        origin=ANKI if line.foreign else SYNC,
    )


def _decided(state: FaceState, registers: Mapping[str, Register]) -> FaceState:
    """Return `state` with what the learner decided about the face; a value that makes no sense is none."""
    said = {kind: held.value or "" for kind, held in registers.items()}
    flag = said.get(FLAG, "0")
    buried = said.get(BURIED, "null")
    until = None
    if buried.isascii() and buried.isdecimal() and len(buried) < LONGEST_TIME:
        with suppress(Unreadable):
            until = time_of(int(buried))
    return replace(
        state,
        suspended=said.get(SUSPENDED) == "true",
        flag=int(flag) if flag in FLAGS else 0,
        buried_until=until,
    )
