"""One sync on this side of the folder: turn by turn, each of which leaves what is known and what is put the same."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from certdeck.core.ids import FaceId
from certdeck.core.sync.operations import Fate, Line, Operation, Record, Value, face_of, kind_of
from certdeck.ports.clock import Clock
from certdeck.ports.exchange import PARAMETERS, START, KnownFile
from certdeck.ports.exporting import Progress
from certdeck.ports.memory import MemoryModel
from certdeck.ports.shared_folder import ChangeFile
from certdeck.ports.store import UnitOfWork
from certdeck.services.sync_faces import FacesOfSync
from certdeck.services.sync_incoming import Incoming
from certdeck.services.sync_outgoing import Outgoing
from certdeck.services.sync_parts import LOG, RULES, Arrived, Tally, tally
from certdeck.services.sync_turns import Turns
from certdeck.services.sync_twins import HERE, TWINS, TwinFinder, twins

LAST: Final = "last"
"""The mark that says when the library was synced last, and how much went and came."""
LINES, FACES, VALUES, CARDS = 200, 30, 500, 500
"""Lines of the log that are told, faces and values that are put, and cards that are told, in one turn."""
LARGEST: Final = 2_000_000
MOST: Final = 20_000
"""Bytes, as they are kept, and operations of a file, about."""


@dataclass(frozen=True, slots=True)
class Load:
    """What several files hold, few enough to be in memory at once. `known` are files that were read before."""

    files: tuple[ChangeFile, ...]
    operations: tuple[Operation, ...]
    known: frozenset[ChangeFile] = frozenset()


@dataclass(slots=True)
class Piece:
    """What is put in one turn: all that a load holds about some faces, some values, or a record."""

    operations: list[Operation] = field(default_factory=list)
    faces: list[FaceId] = field(default_factory=list)
    others: bool = False
    """Whether there are values or records."""


class SyncRun:
    """Tells and hears operations. `name` says what this replica is called, and whether it was never synced.

    It may be stopped after each turn, and killed at any moment: what is left to do is done the next time.
    """

    def __init__(
        self, turns: Turns, clock: Clock, memory: MemoryModel, name: Callable[[UnitOfWork], tuple[str, bool]]
    ) -> None:
        self.arrived = Arrived()
        self.sent = Tally()
        self.came = Tally()
        self._turns = turns
        self._clock = clock
        self._memory = memory
        self._name = name
        self._replica = ""

    # --- Telling

    def tell(self, progress: Progress) -> None:
        """Make operations of all that is new here."""
        with self._turns.turn() as work:
            self._replica, first = self._name(work)
            out = Outgoing(work, self._replica, self._clock.now(), first=first)
            FacesOfSync(work, self._memory, self._clock.now(), self.arrived).begin()
            out.add_exams_and_values()
            self._end(work, out)
        self._tell_cards(progress)
        self._tell_log(progress)

    def _tell_cards(self, progress: Progress) -> None:
        place, turn = START, 0
        while place is not None:
            progress(turn, turn + 1)
            turn += 1
            with self._turns.turn() as work:
                out = self._outgoing(work)
                changes, following = work.exchange.cards.changed(place, CARDS)
                out.add_cards(changes)
                self._end(work, out)
            if following is None:
                return
            place = following

    def _tell_log(self, progress: Progress) -> None:
        """Tell what was in the log when the sync began; what is added meanwhile is told by later turns."""
        with self._turns.reading() as work:
            read: int | None = int(work.exchange.operations.mark(LOG) or 0)
            end = work.replays.last_id()
        while read is not None and read < end:
            progress(read, end)
            with self._turns.turn() as work:
                out = self._outgoing(work)
                read = out.add_log(LINES)
                self._put_own(work, out)
                if read is None:
                    out.end_log()
                self._end(work, out)

    # --- Hearing

    def hear(self, load: Load, progress: Progress) -> None:
        """Put what `load` holds into the library; `progress` is told how many of its operations were."""
        done = 0
        for piece in _pieces(self._told_apart(load)):
            progress(done, len(load.operations))
            with self._turns.turn() as work:
                self._hear(work, piece)
            done += len(piece.operations)
        with self._turns.turn() as work:
            for file in load.files:
                if file not in load.known and not file.copy:
                    work.exchange.operations.put_file(KnownFile(file.replica, file.first, file.last))

    def _told_apart(self, load: Load) -> tuple[Operation, ...]:
        """Return what `load` holds, with what another library told by a name that is taken under one of its own.

        Whose name another library has as well takes a new one at the next sync.
        """
        with self._turns.reading() as work:
            finder = TwinFinder(work.exchange.operations)
            operations = finder.apart(load.files, load.operations)
        if finder.found:
            with self._turns.turn() as work:
                known = work.exchange.operations
                known.put_mark(TWINS, json.dumps({**twins(known), **finder.found}, sort_keys=True))
                if self._replica in finder.found.values():
                    known.put_mark(HERE, "")
        return operations

    def _hear(self, work: UnitOfWork, piece: Piece) -> None:
        out = self._outgoing(work)
        # What the learner did since the last turn is told before something is put in its place.
        if piece.others:
            out.add_exams_and_values()
            items = [item for one in piece.operations for item in work.exchange.cards.items(one)]
            out.add_cards(work.exchange.cards.changed_of(items))
        out.add_log()
        came = self._add(work, piece.operations)
        incoming = Incoming(work, self._clock.now(), self.arrived)
        incoming.put_records(came)
        if piece.others:
            incoming.put_values(one.body.key for one in came if isinstance(one.body, Value))
        faces = FacesOfSync(work, self._memory, self._clock.now(), self.arrived)
        if piece.others:
            faces.begin()
        faces.put(piece.faces)
        self._put_own(work, out)
        out.end_log()
        imported = sum(len(work.exchange.cards.items(one)) for one in came)
        self.came += tally(came, imported)
        self._end(work, out)

    def _add(self, work: UnitOfWork, operations: Iterable[Operation]) -> list[Operation]:
        """Add operations, and return those that were not known."""
        known = work.exchange.operations
        came = []
        for operation in operations:
            if _is_rules(operation) and known.last(operation.id.replica) > operation.id.number:
                # Ratings by these options may be here already: all are reckoned again at the end.
                known.put_mark(PARAMETERS, "")
            if known.add(operation):
                came.append(operation)
        return came

    # --- At the end

    def settle(self, progress: Progress) -> None:
        """Put what had no place until now, have all memories follow the parameters, and plan files."""
        with self._turns.turn() as work:
            out = self._outgoing(work)
            out.add_exams_and_values()
            out.add_log()
            self._put_own(work, out)
            incoming = Incoming(work, self._clock.now(), self.arrived)
            incoming.put_waiting_exams()
            incoming.put_values(())
            out.end_log()
            self._end(work, out)
            faces, mark = FacesOfSync(work, self._memory, self._clock.now(), self.arrived).with_other_parameters()
        for start in range(0, len(faces), FACES):
            progress(start, len(faces))
            with self._turns.turn() as work:
                self._hear(work, Piece(faces=faces[start : start + FACES]))
        # The last moment to stop.
        progress(1, 1)
        with self._turns.turn() as work:
            work.exchange.operations.put_mark(PARAMETERS, mark)
            self._plan_files(work)
            said = [self._clock.now().isoformat(), self.sent.total, self.came.total]
            work.exchange.operations.put_mark(LAST, json.dumps(said))

    def _plan_files(self, work: UnitOfWork) -> None:
        """Note which files are to be written: once the transaction is durable, now or the next time."""
        operations = work.exchange.operations
        planned = max((file.last for file in operations.files(self._replica)), default=0)
        portions = list(_portions(operations.sizes(self._replica, planned)))
        if not portions:
            return
        # Of twins everybody makes the names anew.
        left_out = {self._replica, *twins(operations)}
        seen = {name: known.last for name, known in operations.ranges().items() if known.last and name not in left_out}
        header = json.dumps({"seen": seen, "decks": dict(work.exchange.values.decks())}, sort_keys=True)
        for first, last in portions:
            operations.put_file(KnownFile(self._replica, first, last, header))

    # --- In each turn

    def _outgoing(self, work: UnitOfWork) -> Outgoing:
        return Outgoing(work, self._replica, self._clock.now(), first=False)

    def _put_own(self, work: UnitOfWork, out: Outgoing) -> None:
        faces = sorted({face for one in out.made if (face := _face(one)) is not None})
        FacesOfSync(work, self._memory, self._clock.now(), self.arrived).put_own(faces, self._replica)

    def _end(self, work: UnitOfWork, out: Outgoing) -> None:
        self.sent += tally(out.made, out.imported)
        faces, items = self.arrived.touched_faces, self.arrived.touched_items
        if faces or items:
            self.arrived.not_undoable += work.history.forget(faces, items)
            faces.clear()
            items.clear()


def _pieces(operations: Sequence[Operation]) -> Iterator[Piece]:
    """Yield pieces: values, records one by one, then faces, each with all that is said about it."""
    faces: dict[FaceId, list[Operation]] = {}
    for operation in operations:
        face = _face(operation)
        if face is not None:
            faces.setdefault(face, []).append(operation)
    values = [one for one in operations if _face(one) is None and not isinstance(one.body, Record)]
    for start in range(0, len(values), VALUES):
        yield Piece(values[start : start + VALUES], others=True)
    for operation in operations:
        if isinstance(operation.body, Record):
            yield Piece([operation], others=True)
    names = sorted(faces)
    for start in range(0, len(names), FACES):
        several = names[start : start + FACES]
        yield Piece([one for face in several for one in faces[face]], several)


def _portions(sizes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield first and last number of files that none of them gets too large."""
    first, size, count = 0, 0, 0
    for number, length in sizes:
        if not count:
            first = number
        size, count = size + length, count + 1
        if size >= LARGEST or count >= MOST or number == sizes[-1][0]:
            yield first, number
            size = count = 0


def _face(operation: Operation) -> FaceId | None:
    match operation.body:
        case Line(face) | Fate(face):
            return face
        case Value(key):
            return face_of(key)
        case _:
            return None


def _is_rules(operation: Operation) -> bool:
    return isinstance(operation.body, Value) and kind_of(operation.body.key) == RULES
