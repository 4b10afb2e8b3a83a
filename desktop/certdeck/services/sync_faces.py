"""Faces, put as all operations about them that are known leave them: the same for all who know the same."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import FaceState, MemoryState
from certdeck.core.sync.merge import Register, beginning, face_registers, standing
from certdeck.core.sync.operations import BURIED, FLAG, SUSPENDED, Line, Operation
from certdeck.core.sync.plain import Unreadable, time_of
from certdeck.core.sync.playing import played
from certdeck.ports.exchange import PARAMETERS, Known
from certdeck.ports.memory import MemoryModel
from certdeck.ports.store import UnitOfWork
from certdeck.ports.study_log import ANKI, SYNC, StudyEntry
from certdeck.services.sync_parts import Arrived, FaceOptions, KnownRules

OWN: Final = "own"
"""What stands for the learner's own cards, which have the options of the exam's deck."""
FLAGS: Final = tuple(map(str, range(8)))
LONGEST_TIME: Final = 20
"""Digits."""


class FacesOfSync:
    """Puts faces, within a transaction, and notes in `arrived` what was changed."""

    def __init__(self, work: UnitOfWork, memory: MemoryModel, now: datetime, arrived: Arrived) -> None:
        self._work = work
        self._operations = work.exchange.operations
        self._memory = memory
        self._rules = KnownRules(work)
        self._options = FaceOptions(work)
        self._now = now
        self._arrived = arrived
        self._memories: dict[FaceId, MemoryState] = {}

    def put(self, faces: Sequence[FaceId]) -> None:
        """Put `faces`."""
        for face in faces:
            self._put_face(face, self._operations.about(face))
        self._work.replays.put(self._memories)
        self._memories.clear()

    def put_own(self, faces: Sequence[FaceId], replica: str) -> None:
        """Put those of `faces`, of which `replica` told, that may be other than they are.

        What was done here alone, by the options of the deck that is studied, left them as they should be.
        """
        self.put([face for face in faces if self._may_be_other(face, replica)])

    def _may_be_other(self, face: FaceId, replica: str) -> bool:
        deck = self._work.replays.deck_of(face)
        is_studied = deck is None or deck == self._options.studied
        return not is_studied or self._operations.is_told_elsewhere(face, replica)

    def begin(self) -> None:
        """Take it that memories follow the parameters in force, while there is no face that they could not follow."""
        if not self._operations.has_lines():
            self._operations.put_mark(PARAMETERS, self._mark())

    def with_other_parameters(self) -> tuple[list[FaceId], str]:
        """Return the faces whose memories were reckoned by other parameters, or in no deck, and the mark once put."""
        before: dict[str, str] = json.loads(self._operations.mark(PARAMETERS) or "{}")
        mark = self._mark()
        changed = {deck for deck, parameters in json.loads(mark).items() if before.get(deck) != parameters}
        faces = self._operations.faces() if changed else ()
        return [face for face in faces if (self._work.replays.deck_of(face) or OWN) in changed], mark

    def _mark(self) -> str:
        now: dict[str, str] = {
            deck: self._options.parameters(deck) for deck in self._work.exchange.values.decks() if deck != OWN
        }
        return json.dumps(now | {OWN: self._options.parameters(self._options.studied)}, sort_keys=True)

    def _put_face(self, face: FaceId, about: Sequence[Known]) -> None:
        every = [known.operation for known in about]
        holds = standing(every)
        lines = [one.body for one in holds if isinstance(one.body, Line)]
        before = self._work.study.state(face)
        try:
            schedule = played(lines, beginning(every), self._memory, self._rules, self._options.of(face))
        except (ArithmeticError, ValueError):
            # Numbers that no rating leads to, so somebody wrote them by hand.
            self._arrived.unread.append(face)
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
            self._arrived.touched_faces.append(face)
        self._arrived.faces += after != before

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


def _remembering(state: FaceState, memory: MemoryState) -> FaceState:
    return state._replace(schedule=state.schedule._replace(memory=memory))


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
    return state._replace(
        suspended=said.get(SUSPENDED) == "true",
        flag=int(flag) if flag in FLAGS else 0,
        buried_until=until,
    )
