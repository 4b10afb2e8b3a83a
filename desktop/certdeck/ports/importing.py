"""Reading files of other programs: a plan of what a file holds, before anything of it is taken over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from certdeck.core.incoming import Note, NoteType, Returned
    from certdeck.ports.exporting import Progress


class Format(StrEnum):
    """What can be imported."""

    ANKI = "anki"
    CSV = "csv"
    GIFT = "gift"
    MOODLE = "moodle"
    AIKEN = "aiken"
    QTI = "qti"
    MARKDOWN = "markdown"


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


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file holds. `decks` are the paths of its decks; `scheduled` says that it tells what was learnt.

    `returned` are notes of a deck that Certdeck itself exported.
    """

    file: Path
    format: Format
    types: tuple[NoteType, ...]
    notes: tuple[Note, ...]
    pictures: tuple[PackedPicture, ...] = ()
    losses: tuple[Loss, ...] = ()
    returned: tuple[Returned, ...] = ()

    @property
    def shipped(self) -> int:
        """How many notes are of a deck that Certdeck exported: their cards are here already."""
        return len(self.returned)

    @property
    def scheduled(self) -> bool:
        """Whether the file tells anything of what was learnt."""
        return any(known.is_something for note in self.notes for known in note.learnt)


class FileReader(Protocol):
    """Reads files of other programs. Nothing is written but below a folder that is given."""

    def format_of(self, file: Path) -> Format:
        """Tell the format of `file` by its name and content. Raises `ImportRefused`."""
        ...

    def read(self, file: Path, form: Format, progress: Progress) -> Plan:
        """Read `file`. Raises `ImportRefused`, and whatever `progress` raises (`Cancelled`)."""
        ...

    def pictures(self, plan: Plan) -> Iterator[tuple[PackedPicture, Path | Loss]]:
        """Unpack the pictures of `plan` one by one; each file is there until the next is asked for.

        In place of one that can't be unpacked comes what was lost. Raises `ImportRefused` when the file is gone.
        """
        ...
