"""Libraries that go by one name: a laptop was copied whole, and both were used before either heard of the other.

They tell different changes under the same numbers. What comes under a number that stands for something else here is
kept under the name of a twin, which everybody makes of what it says, so that nothing is lost.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from certdeck.core.digests import sha256
from certdeck.core.ids import FaceId
from certdeck.core.sync.operations import Fate, Line, Operation, OperationId
from certdeck.core.sync.plain import operation_to_plain
from certdeck.ports.exchange import Operations
from certdeck.ports.shared_folder import ChangeFile

HERE: Final = "here"
"""The mark that says on which computer, and in which folder, the library was when it had its name."""
TWINS: Final = "twins"
"""The mark that holds the names of twins, and for each the name that it shares."""


def twins(known: Operations) -> Mapping[str, str]:
    """Return the name that each twin shares with another library, by the twin's own."""
    found: dict[str, str] = json.loads(known.mark(TWINS) or "{}")
    return found


@dataclass(slots=True)
class TwinFinder:
    """Tells what the files of one load say apart from what is known under the same numbers.

    `found` are twins that were not known before, with the names that they share.
    """

    known: Operations
    found: dict[str, str] = field(default_factory=dict)
    _met: dict[OperationId, Operation] = field(default_factory=dict)

    def apart(self, files: Sequence[ChangeFile], operations: Sequence[Operation]) -> tuple[Operation, ...]:
        """Return `operations`, those of each of `files` after the other, with the names under which they are kept."""
        left, kept = iter(operations), list[Operation]()
        for file in files:
            kept += self._of_file(file, list(islice(left, file.last - file.first + 1)))
        before = twins(self.known)
        every = dict(before) | self.found
        self.found = {name: shared for name, shared in self.found.items() if name not in before}
        if not every:
            return tuple(kept)
        lines = {one.id: one.body.face for one in kept if isinstance(one.body, Line)}
        return tuple(self._about_its_line(one, every, lines) for one in kept)

    def _of_file(self, file: ChangeFile, operations: list[Operation]) -> Iterator[Operation]:
        names: dict[OperationId, OperationId] = {}
        if self.known.last(file.replica) >= file.first or any(one.id in self._met for one in operations):
            names = self._twin_names(file, operations)
        self._met |= {one.id: one for one in operations if one.id not in self._met and one.id not in names}
        return (_renamed(one, names) if names else one for one in operations)

    def _twin_names(self, file: ChangeFile, operations: list[Operation]) -> dict[OperationId, OperationId]:
        """Return the ids under which operations are kept that are others than those known by their own."""
        held = {one.id: one for one in self.known.between(file.replica, file.first, file.last)}
        others = [one for one in operations if held.get(one.id, self._met.get(one.id, one)) != one]
        if not others:
            return {}
        said = json.dumps([file.replica, operation_to_plain(others[0])])
        name = sha256(said.encode())[:16]
        self.found[name] = file.replica
        return {one.id: OperationId(name, one.id.number) for one in others}

    def _about_its_line(
        self, operation: Operation, every: Mapping[str, str], lines: Mapping[OperationId, FaceId]
    ) -> Operation:
        """Have what took a line back name that of the twin, where the line by its name is about another face.

        `every` are all twins, `lines` the faces of the lines that came along.
        """
        body = operation.body
        if not isinstance(body, Fate):
            return operation
        shared = body.line.replica
        for name in (shared, *(twin for twin in sorted(every) if every[twin] == shared)):
            line = OperationId(name, body.line.number)
            if self._face(line, lines) == body.face:
                return replace(operation, body=replace(body, line=line))
        return operation

    def _face(self, line: OperationId, lines: Mapping[OperationId, FaceId]) -> FaceId | None:
        known = (one.body for one in self.known.between(line.replica, line.number, line.number))
        return next((body.face for body in known if isinstance(body, Line)), lines.get(line))


def _renamed(operation: Operation, names: Mapping[OperationId, OperationId]) -> Operation:
    name, body = names.get(operation.id, operation.id), operation.body
    if isinstance(body, Fate):
        body = replace(body, line=names.get(body.line, body.line))
    return Operation(name, replace(operation.stamp, replica=name.replica), body)
