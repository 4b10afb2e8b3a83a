"""Reading files of other programs: a plan of what a file holds, before anything of it is taken over."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from certdeck.core.batches import Answer, Batch, Rule
    from certdeck.core.incoming import Note, NoteType, Returned
    from certdeck.ports.exporting import Progress

    Unpack = Callable[["PackedPicture"], Path | "Loss"]


class Format(StrEnum):
    """What can be imported."""

    ANKI = "anki"
    CSV = "csv"
    GIFT = "gift"
    MOODLE = "moodle"
    AIKEN = "aiken"
    QTI = "qti"
    MARKDOWN = "markdown"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a file that did not come, or came changed: what it is, why, and how often. `where` is the first."""

    what: str
    why: str
    count: int = 1
    where: str = ""


@dataclass(frozen=True, slots=True)
class PackedPicture:
    """A picture in a file. Texts show it by `token` until it has a name among the learner's pictures.

    `name` is what the file calls it, `entry` where it lies in the file.
    """

    token: str
    name: str
    entry: str


class Notes(Protocol):
    """The notes of a file, however many: each time they are gone through they are read anew.

    Going through them raises `ImportRefused` where the file turns out to be damaged.
    """

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Note]: ...


@runtime_checkable
class Skimmable(Protocol):
    """Notes that can be gone through without reading all of what was learnt of them."""

    def skimming(self) -> AbstractContextManager[Iterator[Note]]:
        """Go through the notes; of what was `learnt` only that is read where somebody looks at it.

        That may be done as long as this is open, in the order of the notes.
        """
        ...


def skimming(notes: Notes) -> AbstractContextManager[Iterable[Note]]:
    """Give `notes` to be gone through once, with as little read of them as can be."""
    return notes.skimming() if isinstance(notes, Skimmable) else nullcontext(notes)


class Batches(Protocol):
    """Notes handed out batch by batch (see `core.batches`). Each may raise `ImportRefused`."""

    def first(self) -> Batch | None:
        """Return the first batch, None where there are no notes."""
        ...

    def ask(self, wanted: bytes) -> None:
        """Say what is wanted of each note of the batch that was handed out last."""
        ...

    def answered(self) -> tuple[Answer, Batch | None]:
        """Return what was asked for, and the next batch; None after the last."""
        ...


@runtime_checkable
class Batched(Protocol):
    """Notes that know by themselves how they are best read in batches, such as in a process of their own."""

    def batches(self, rule: Rule, waiting: Callable[[], None]) -> AbstractContextManager[Batches]:
        """Go through the notes as long as this is open; `waiting` is called now and then and may raise."""
        ...


class Beside(Protocol):
    """What a file holds beside its notes. Some formats know it only once all notes were read, and read them then."""

    @property
    def pictures(self) -> tuple[PackedPicture, ...]:
        """The pictures that notes show."""
        ...

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What doesn't come, or comes changed."""
        ...

    @property
    def returned(self) -> tuple[Returned, ...]:
        """Notes of a deck that Certdeck itself exported."""
        ...

    def picture(self, token: str) -> PackedPicture | None:
        """Return the picture that a text read so far shows as `token`."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds beside its notes (see `Beside`), where it is known at once."""

    pictures: tuple[PackedPicture, ...] = ()
    losses: tuple[Loss, ...] = ()
    returned: tuple[Returned, ...] = ()

    def picture(self, token: str) -> PackedPicture | None:
        """Return the picture that texts show as `token`."""
        return next((picture for picture in self.pictures if picture.token == token), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file holds, with the types of its notes and what is `beside` them."""

    file: Path
    format: Format
    types: tuple[NoteType, ...]
    notes: Notes
    beside: Beside = Found()

    @property
    def pictures(self) -> tuple[PackedPicture, ...]:
        """The pictures that notes show."""
        return self.beside.pictures

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What doesn't come, or comes changed."""
        return self.beside.losses

    @property
    def returned(self) -> tuple[Returned, ...]:
        """Notes of a deck that Certdeck itself exported."""
        return self.beside.returned

    @property
    def shipped(self) -> int:
        """How many notes are of a deck that Certdeck exported: they are left to the merge of their reviews."""
        return len(self.returned)


class FileReader(Protocol):
    """Reads files of other programs. Nothing is written but below a folder that is given."""

    def format_of(self, file: Path) -> Format:
        """Tell the format of `file` by its name and content. Raises `ImportRefused`."""
        ...

    def read(self, file: Path, form: Format, progress: Progress) -> Plan:
        """Read `file`. Raises `ImportRefused`, and whatever `progress` raises (`Cancelled`)."""
        ...

    def unpacking(self, plan: Plan) -> AbstractContextManager[Unpack]:
        """Open the file of `plan` for its pictures; what comes of it unpacks one.

        The unpacked file is there until the next is asked for. In place of one that can't be unpacked comes what was
        lost. Raises `ImportRefused` when the file is gone.
        """
        ...
