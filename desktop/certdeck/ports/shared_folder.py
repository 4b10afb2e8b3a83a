"""The folder through which laptops exchange files of changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import BinaryIO

    from certdeck.core.sync.operations import Operation


@dataclass(frozen=True, slots=True, order=True)
class ChangeFile:
    """A file of changes by its name: the replica that wrote it, and the numbers of its first and last operation.

    `copy` is the name of one that another program made beside it, where two of the same name clashed.
    """

    replica: str
    first: int
    last: int
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in the folder: files of changes, copies of such, and the names of what should not lie there."""

    files: tuple[ChangeFile, ...]
    odd: tuple[str, ...] = ()
    copies: tuple[ChangeFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Changeset:
    """What a file holds. `seen` is the last number that its writer knew of each replica, `decks` are its versions."""

    file: ChangeFile
    operations: tuple[Operation, ...]
    seen: Mapping[str, int] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)


class SharedFolder(Protocol):
    """Files of changes, and pictures, in a folder. Each is written once, whole; none is ever removed."""

    def look(self) -> Listing:
        """Return what lies in the folder. Raises `SyncError` when it can't be read."""
        ...

    def read(self, file: ChangeFile) -> Changeset:
        """Return what `file` holds. Raises `SyncError` when it is damaged, not whole yet, or of a later version."""
        ...

    def write(self, changes: Changeset) -> None:
        """Write a file, whole or not at all. Raises `SyncError` when that can't be done."""
        ...

    def is_there(self) -> bool:
        """Tell whether the folder is there: a stick may be pulled out at any moment."""
        ...

    def seen(self, file: ChangeFile) -> Mapping[str, int]:
        """Return the last number that the writer of `file` knew of each replica; empty where that can't be read."""
        ...

    def pictures(self) -> Mapping[str, int]:
        """Return the size of each picture in the folder by its name. Raises `SyncError` when that can't be read."""
        ...

    def picture(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a picture. Raises `SyncError` when it can't be read."""
        ...

    def write_picture(self, name: str, source: Path) -> None:
        """Copy a picture into the folder, whole or not at all.

        Raises `MediaError` when it is not what its name says, and `SyncError` when it can't be written.
        """
        ...
