"""What of the library is not told yet: found in the study log and by comparing, so that no click keeps a book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import FaceState
from certdeck.core.sync.merge import Register, face_registers
from certdeck.core.sync.operations import (
    BURIED,
    FACE_REGISTERS,
    FLAG,
    SUSPENDED,
    Body,
    Fate,
    Line,
    LineKind,
    Operation,
    OperationId,
    Record,
    Value,
    kind_of,
    register,
)
from certdeck.core.sync.plain import is_readable, moment
from certdeck.core.sync.stamp import LONG_AGO, Stamp, stamped
from certdeck.ports.exchange import CardChange, Known
from certdeck.ports.store import UnitOfWork
from certdeck.ports.study_log import SYNC, StudyEntry
from certdeck.services.sync_parts import LOG, RULES, FaceOptions

LINES = {
    "rate": LineKind.RATE,
    "forget": LineKind.FORGET,
    "due": LineKind.DUE,
    "add": LineKind.DUE,
    "reschedule": LineKind.DUE,
    "import": LineKind.IMPORT,
    "merge": LineKind.MERGE,
}
"""Entries of the study log that say something about a schedule."""
USUAL = {SUSPENDED: "false", FLAG: "0", BURIED: "null"}
"""What nobody decided yet."""


def decided(state: FaceState) -> dict[str, str]:
    """Return what is decided about a face, as registers hold it."""
    buried = "null" if state.buried_until is None else str(moment(state.buried_until))
    return {SUSPENDED: "true" if state.suspended else "false", FLAG: str(state.flag), BURIED: buried}


@dataclass(slots=True)
class _Heard:
    """What the study log says since it was read last: new lines, what became of lines, and the faces concerned."""

    lines: dict[int, StudyEntry]
    fates: dict[int, tuple[StudyEntry, bool]]
    faces: dict[FaceId, datetime]


class Outgoing:
    """Makes operations of what is new here, within a transaction, and adds them to those known.

    `first` is said of a first sync.
    """

    def __init__(self, work: UnitOfWork, replica: str, now: datetime, *, first: bool) -> None:
        self._work = work
        self._operations = work.exchange.operations
        self._replica = replica
        self._options = FaceOptions(work)
        self._now = moment(now)
        self._first = first
        self._number = self._operations.last(replica)
        self._rules_told: set[str] = set()
        self._seen: dict[FaceId, Stamp | None] = {}
        self.made: list[Operation] = []
        self.imported = 0

    def add_exams_and_values(self) -> None:
        """Add exams that have ended, and all registers but those of faces."""
        self._add_exams()
        self._add_values()

    def add_cards(self, changes: Iterable[CardChange]) -> None:
        """Add what imported decks have come to hold, or hold no longer."""
        cards = self._work.exchange.cards
        for change in changes:
            stamp = stamped(self._now if change.time is None else change.time, self._replica, change.seen)
            operation = self._add(change.record, stamp)
            if operation is not None:
                cards.tell(operation)
                self.imported += len(cards.items(operation))

    def add_log(self, most: int | None = None) -> int | None:
        """Add what the study log says since it was read last, or the `most` next entries; return how far it was read.

        None is the end of it.
        """
        entries = self._work.study.log(int(self._operations.mark(LOG) or 0), most)
        heard = _heard(entries)
        said = [*((entry, None) for entry in heard.lines.values()), *heard.fates.values()]
        # In their order: what was brought back, and never told until now, was there before what was done then.
        for entry, holds in sorted(said, key=lambda one: one[0].id):
            if holds is None:
                self._add_line(entry)
            else:
                self._add_fate(entry, holds=holds)
        for face, at in heard.faces.items():
            self._add_decisions(face, at)
        if most is None or len(entries) < most:
            return None
        self._operations.put_mark(LOG, str(entries[-1].id))
        return entries[-1].id

    def end_log(self) -> None:
        """Count all that is in the log as read, when nobody has written to it since but this sync."""
        self._operations.put_mark(LOG, str(self._work.replays.last_id()))

    # --- Exams

    def _add_exams(self) -> None:
        # Gradings name the operation of their exam: they come to light once that is there.
        before = -1
        while self._number > before:
            before = self._number
            for one in self._work.exchange.exams.finished():
                self._add(one.record, stamped(one.time, self._replica), one.row)

    # --- Registers

    def _add_values(self) -> None:
        registers = dict(self._operations.registers())
        local, pending = self._work.exchange.values.all(), self._operations.pending()
        for key in sorted(local.keys() | registers.keys()):
            held, known = local.get(key), registers.get(key)
            value = None if held is None else held.value
            if kind_of(key) == RULES or value == (None if known is None else known.value):
                continue
            if key in pending:
                if pending[key].held == value:
                    continue
                self._operations.put_pending(key, None)
            time = self._time(None if held is None else held.time)
            stamp = stamped(time, self._replica, None if known is None else known.stamp)
            self._add(Value(key, value), stamp)
            registers[key] = Register(value, stamp)

    def _time(self, time: int | None) -> int:
        """Return the time of a change; of what was there before the first sync, and has none, nobody knows it."""
        if time is None:
            return self._now
        return time or (LONG_AGO if self._first else self._now)

    # --- Faces

    def _add_line(self, entry: StudyEntry) -> None:
        face, kind = entry.after.face, LINES[entry.kind]
        seen = self._latest(face)
        at = moment(entry.at)
        stamp = stamped(at, self._replica, None if entry.foreign else seen)
        if not entry.foreign:
            self._seen[face] = stamp
        line = Line(
            face=face,
            kind=kind,
            at=entry.at,
            before=entry.before.schedule,
            after=entry.after.schedule,
            rating=entry.rating if kind is LineKind.RATE else None,
            milliseconds=entry.milliseconds,
            rules=self._rules(face) if kind is LineKind.RATE else "",
            foreign=entry.foreign,
        )
        self._add(line, stamp, entry.id, stands=True)

    def _latest(self, face: FaceId) -> Stamp | None:
        """Return the stamp of the last line of `face` that is known, apart from those of other programs."""
        if face not in self._seen:
            self._seen[face] = self._operations.last_line(face)
        return self._seen[face]

    def _rules(self, face: FaceId) -> str:
        key, value = self._options.rules(self._options.of(face))
        if key not in self._rules_told:
            if not self._operations.about(key):
                self._add(Value(key, value), stamped(LONG_AGO, self._replica))
            self._rules_told.add(key)
        return key

    def _add_fate(self, entry: StudyEntry, *, holds: bool) -> None:
        """Tell that a line was taken back, or brought back."""
        row = entry.undoes or 0
        known = self._operations.line_of(row)
        if known is None:
            # It was taken back before anybody heard of it: only what holds again is told.
            again = [one for one in self._work.study.log_of(entry.after.face) if one.id == row and one.kind in LINES]
            for line in again if holds else ():
                if line.origin != SYNC:
                    self._add_line(line)
            return
        if known.stands == holds:
            return
        line_id = known.operation.id
        face = entry.after.face
        stamp = stamped(moment(entry.at), self._replica, _last_word(self._operations.about(face), known))
        self._add(Fate(face, line_id, undone=not holds), stamp)
        self._operations.place(line_id, row, stands=holds)

    def _add_decisions(self, face: FaceId, at: datetime) -> None:
        known = face_registers(self._operations.decisions(face)).get(face, {})
        held = decided(self._work.study.state(face))
        for kind in FACE_REGISTERS:
            before = known.get(kind)
            if held[kind] != (USUAL[kind] if before is None else before.value or USUAL[kind]):
                stamp = stamped(moment(at), self._replica, None if before is None else before.stamp)
                self._add(Value(register(kind, face), held[kind]), stamp)

    def _add(self, body: Body, stamp: Stamp, row: int | None = None, *, stands: bool = False) -> Operation | None:
        operation = Operation(OperationId(self._replica, self._number + 1), stamp, body)
        if not is_readable(operation):
            # Such as a rating of a computer whose clock stood before 1970: it stays here.
            return None
        self._number += 1
        self._operations.add(operation, row, stands=stands or isinstance(body, Record))
        self.made.append(operation)
        return operation


def _heard(entries: Iterable[StudyEntry]) -> _Heard:
    """Sort out `entries` of the log; of what was taken back and brought back again the last word counts."""
    heard = _Heard({}, {}, {})
    for entry in entries:
        face = entry.after.face
        heard.faces[face] = max(heard.faces.get(face, entry.at), entry.at)
        if entry.origin == SYNC:
            continue
        if entry.undoes is not None:
            heard.fates[entry.undoes] = (entry, entry.kind == "redo")
        elif entry.kind in LINES:
            heard.lines[entry.id] = entry
    for row in [row for row in heard.fates if row in heard.lines]:
        _, holds = heard.fates.pop(row)
        if not holds:
            del heard.lines[row]
    return heard


def _last_word(about: Iterable[Known], line: Known) -> Stamp:
    """Return the stamp of the last word on what became of `line`."""
    said = (one.operation for one in about)
    stamps = [one.stamp for one in said if isinstance(one.body, Fate) and one.body.line == line.operation.id]
    return max(stamps, default=line.operation.stamp)
