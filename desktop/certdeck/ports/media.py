"""Pictures of decks and of the learner's own cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import BinaryIO


class Media(Protocol):
    """Folders of pictures. A name is a bare file name; the learner's own folder is looked at first."""

    def folders(self) -> tuple[Path, ...]:
        """Return the folders in which pictures are looked for, the learner's own one first."""
        ...

    def find(self, name: str) -> Path | None:
        """Return the picture called `name`, or None."""
        ...

    def add(self, file: Path) -> str:
        """Copy a picture into the learner's folder and return its name there, which holds a hash of its content.

        The same picture is copied once. Raises `MediaError` for what is no picture, too large or not readable.
        """
        ...

    def name_of(self, file: Path) -> str:
        """Return the name that `add` would give a picture, and gives the same one always; nothing is copied."""
        ...

    def names(self) -> frozenset[str]:
        """Return the names of all pictures in the learner's own folder."""
        ...

    def remove(self, names: Iterable[str]) -> None:
        """Take pictures out of the learner's own folder that were added for nothing."""
        ...

    def sizes(self) -> Mapping[str, int]:
        """Return the size (bytes) of each picture in the learner's own folder."""
        ...

    def take(self, name: str, stream: BinaryIO) -> None:
        """Take a picture over under the name that it has elsewhere, whole or not at all.

        Raises `MediaError` when it is not what its name says, such as one that is not copied whole yet.
        """
        ...
