"""What syncing needs from the database: the operations that are known, and what of the library they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certdeck.core.ids import DeckId, FaceId, ItemId
    from certdeck.core.scheduling.options import Options
    from certdeck.core.sync.merge import Register
    from certdeck.core.sync.operations import Operation, OperationId, Record
    from certdeck.core.sync.stamp import Stamp

PARAMETERS: Final = "parameters"
"""The mark that says by which parameters a sync reckoned the memories of each deck: empty where it must do so anew."""
WENT_BACK: Final = "went back"
"""The mark that is another one each time the library went back to a backup."""


@dataclass(frozen=True, slots=True)
class Known:
    """An operation, the row that stands for it here, if any, and whether a line of the log held when it was put."""

    operation: Operation
    row: int | None = None
    stands: bool = False


@dataclass(frozen=True, slots=True)
class KnownRange:
    """How many operations of a replica are known, and the number of the last one."""

    count: int
    last: int


@dataclass(frozen=True, slots=True)
class LocalValue:
    """What a register holds here by now (JSON), and since when: microseconds since 1970, 0 where nobody knows."""

    value: str
    time: int = 0


@dataclass(frozen=True, slots=True)
class Pending:
    """A register whose value is not what the library holds: `held` is what that has in its place.

    Either it has no place there yet (the deck is not installed), or it was put and is written otherwise here, by
    another version of Certdeck. While the library still holds `held` the learner has changed nothing.
    """

    held: str | None
    placed: bool


@dataclass(frozen=True, slots=True)
class FinishedExam:
    """An exam that has ended, or a later grading of one, that is no operation yet."""

    row: int
    record: Record
    time: int


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of changes that was written or read: whose it is, its first and last number, and what stands on top."""

    replica: str
    first: int
    last: int
    header: str = ""


@dataclass(frozen=True, slots=True)
class CardChange:
    """Cards of an imported deck that are not told as they are now: since when, and the latest word on them so far.

    `time` is microseconds since 1970; None where they are no longer there, and nobody knows since when.
    """

    record: Record
    time: int | None
    seen: Stamp | None


@dataclass(frozen=True, slots=True)
class Place:
    """A card by its deck and its place there."""

    deck: str
    position: int


class Operations(Protocol):
    """The operations that are known, those of this replica and of others. None is ever changed or taken away."""

    def replica(self) -> str:
        """Return the name of this replica, empty until it has one."""
        ...

    def own(self) -> frozenset[str]:
        """Return the names that this replica has and had."""
        ...

    def become(self, replica: str) -> None:
        """Give this replica a name, or another one."""
        ...

    def ranges(self) -> Mapping[str, KnownRange]:
        """Return what is known of each replica."""
        ...

    def last(self, replica: str) -> int:
        """Return the number of the last operation of a replica that is known, 0 if none is."""
        ...

    def sizes(self, replica: str, behind: int) -> Sequence[tuple[int, int]]:
        """Return number and size (bytes, as it is kept) of the operations of a replica behind number `behind`."""
        ...

    def add(self, operation: Operation, row: int | None = None, *, stands: bool = False) -> bool:
        """Add an operation; tell whether it was not known before."""
        ...

    def place(self, operation: OperationId, row: int | None, *, stands: bool = False) -> None:
        """Say which row stands for an operation, and whether a line of the log holds."""
        ...

    def about(self, subject: str) -> tuple[Known, ...]:
        """Return the operations about a face, a register, or a kind of record."""
        ...

    def last_line(self, face: FaceId) -> Stamp | None:
        """Return the stamp of the latest line of a face, apart from those of other programs; None without any."""
        ...

    def is_told_elsewhere(self, face: FaceId, replica: str) -> bool:
        """Tell whether any replica but `replica`, or another program, told something of a face."""
        ...

    def decisions(self, face: FaceId) -> tuple[Operation, ...]:
        """Return the values of the registers of a face."""
        ...

    def line_of(self, row: int) -> Known | None:
        """Return the operation of a row of the study log, or None."""
        ...

    def record_rows(self, kind: str) -> Mapping[OperationId, int | None]:
        """Return the row of each record of `kind`, None of those that could not be put yet."""
        ...

    def registers(self) -> Mapping[str, Register]:
        """Return what each register that is not about a face holds by the operations known."""
        ...

    def has_lines(self) -> bool:
        """Tell whether any line of a study log is known."""
        ...

    def faces(self) -> tuple[FaceId, ...]:
        """Return the faces that have lines."""
        ...

    def between(self, replica: str, first: int, last: int) -> tuple[Operation, ...]:
        """Return the operations of a replica from one number to another."""
        ...

    def pending(self) -> Mapping[str, Pending]:
        """Return the registers whose value is not what the library holds."""
        ...

    def put_pending(self, key: str, pending: Pending | None) -> None:
        """Say that the library does not hold the value of a register, or, with None, that it does."""
        ...

    def files(self, replica: str | None = None) -> tuple[KnownFile, ...]:
        """Return the files that were written or read, or those of one replica."""
        ...

    def put_file(self, file: KnownFile) -> None:
        """Remember that a file was read, or is to be written."""
        ...

    def pictures(self) -> frozenset[str]:
        """Return the names of the pictures that cards of imported decks show by the operations known."""
        ...

    def mark(self, name: str) -> str:
        """Return what was noted under `name`, empty if nothing was."""
        ...

    def put_mark(self, name: str, value: str) -> None:
        """Note something."""
        ...


class SharedValues(Protocol):
    """What of the library registers stand for: own texts, tags, cards, searches, options, settings of the learner."""

    def all(self) -> Mapping[str, LocalValue]:
        """Return what each register holds by what is in the library now; those without a value are left out."""
        ...

    def put(self, key: str, value: str | None, now: datetime) -> bool:
        """Put a value into the library, or take it out with None. Tells whether there was a place for it.

        Raises `Unreadable` when it is no value of such a register; then nothing was changed.
        """
        ...

    def write_options(self, options: Options) -> str:
        """Return deck options as the value of a register."""
        ...

    def read_options(self, value: str) -> Options:
        """Return the options that `write_options` wrote. Raises `Unreadable` for anything else."""
        ...

    def decks(self) -> Mapping[DeckId, str]:
        """Return the version of every deck."""
        ...


class SharedExams(Protocol):
    """Exams that have ended, whole: the form as it was drawn, events, answers, results, and later gradings."""

    def finished(self) -> Sequence[FinishedExam]:
        """Return what has ended and is no operation yet, exams before gradings, oldest first."""
        ...

    def put(self, record: Record) -> int | None:
        """Put one into the library and return its row; None if what it belongs to is not there yet.

        Raises `Unreadable` when it is none; then nothing was changed.
        """
        ...


class SharedCards(Protocol):
    """Cards of imported decks. Each is a register of its own; an operation tells of many at once."""

    def changed(self, behind: Place, most: int) -> tuple[Sequence[CardChange], Place | None]:
        """Return what is not told yet of up to `most` cards, and the place behind which to go on; None at the end.

        Behind `START` all cards come that are no longer there as well.
        """
        ...

    def changed_of(self, items: Sequence[ItemId]) -> Sequence[CardChange]:
        """Return what is not told yet of `items`."""
        ...

    def tell(self, operation: Operation) -> None:
        """Remember that `operation`, made of what `changed` returned, tells of its cards as they are."""
        ...

    def items(self, operation: Operation) -> Sequence[ItemId]:
        """Return the cards that an operation is about; none if it makes no sense."""
        ...

    def put(self, operation: Operation, now: datetime) -> Sequence[ItemId]:
        """Put cards into the library, or take them out, where `operation` is the latest word; return what changed.

        What decks of an author's, or the learner, have under these ids stays as it is. Raises `Unreadable` when it
        makes no sense; then nothing was changed.
        """
        ...


class Exchange(Protocol):
    """What syncing needs, in one transaction."""

    @property
    def operations(self) -> Operations:
        """The operations that are known."""
        ...

    @property
    def values(self) -> SharedValues:
        """What registers stand for."""
        ...

    @property
    def cards(self) -> SharedCards:
        """Cards of imported decks."""
        ...

    @property
    def exams(self) -> SharedExams:
        """Exams that have ended."""
        ...


KINDS_OF_RECORD: Sequence[str] = ("exam", "regrading")
"""In the order in which they can be put."""
START = Place("", 0)
"""Before all cards."""
