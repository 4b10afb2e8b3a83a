"""What replicas tell each other: operations, each under a number of its replica, none ever changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating, Schedule
from certdeck.core.sync.stamp import Stamp


@dataclass(frozen=True, slots=True, order=True)
class OperationId:
    """The replica that an operation is of, and its number there, from 1 on without a gap."""

    replica: str
    number: int

    def __str__(self) -> str:
        """Write it as part of the name of a register."""
        return f"{self.replica}/{self.number}"


class LineKind(StrEnum):
    """What a line of the study log did to a schedule.

    `due` put a due date without a review; `import` gave a face the schedule that it had in another program; `merge`
    says where the due date came to be when reviews of another program were brought home.
    """

    RATE = "rate"
    FORGET = "forget"
    DUE = "due"
    IMPORT = "import"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the study log. It stands for ever, unless a `Fate` says that it was taken back.

    `rules` names the register with the options by which it was given. What is `foreign` was given in another program
    and brought home. Times are aware UTC.
    """

    face: FaceId
    kind: LineKind
    at: datetime
    before: Schedule
    after: Schedule
    rating: Rating | None = None
    milliseconds: int = 0
    rules: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """A line of the study log was taken back, or brought back again. The latest word counts."""

    face: FaceId
    line: OperationId
    undone: bool


@dataclass(frozen=True, slots=True)
class Value:
    """The register `key` got another value, a text in JSON; None is no value any more. The latest word counts."""

    key: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """Something that is never changed: an exam that has ended, a later grading of one, or cards of an imported deck.

    `content` is JSON. Of several records about one card the latest counts.
    """

    kind: str
    content: str


Body = Line | Fate | Value | Record


@dataclass(frozen=True, slots=True)
class Operation:
    """One change, and when it was made."""

    id: OperationId
    stamp: Stamp
    body: Body


CARDS = "cards"
"""The kind of records about cards of imported decks."""
SUSPENDED = "suspended"
FLAG = "flag"
BURIED = "buried"
FACE_REGISTERS = (SUSPENDED, FLAG, BURIED)
"""What the learner decides about a face, each in a register of its own."""


def register(kind: str, *names: str) -> str:
    """Name a register: its kind, and what it is about."""
    return ":".join((kind, *names))


def kind_of(key: str) -> str:
    """Return the kind of a register."""
    return key.partition(":")[0]


def subject_of(body: Body) -> str:
    """Return what `body` is about: a face, a register, or the kind of a record."""
    match body:
        case Line(face) | Fate(face):
            return face
        case Value(key):
            name = face_of(key)
            return key if name is None else name
        case Record(kind):
            return kind


def face_of(key: str) -> FaceId | None:
    """Return the face that the register `key` is about, or None."""
    kind, _, name = key.partition(":")
    return FaceId(name) if kind in FACE_REGISTERS else None
