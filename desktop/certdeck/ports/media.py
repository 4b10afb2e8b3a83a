"""Pictures of decks and of the learner's own cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


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
