"""Where copies of the whole library are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from certdeck.core.backups import Backup
    from certdeck.ports.exporting import Progress


class BackupFolder(Protocol):
    """Makes, lists and puts back copies of one library. Each method raises `StoreError` when disk or file fail it."""

    def all(self) -> tuple[Backup, ...]:
        """Return the backups that there are, the newest first."""
        ...

    def make(self, at: datetime, progress: Progress) -> Backup:
        """Copy the library as it is `at` this moment, whole or not at all. Nobody who writes meanwhile has to wait.

        Raises `DamagedStore` when the library is damaged: no copy is made of that.
        """
        ...

    def keep_damaged(self, progress: Progress) -> None:
        """Keep what is left of a library that is too damaged for a backup, under another name beside it."""
        ...

    def remove(self, backup: Backup) -> None:
        """Remove `backup`; one that is gone already is no error."""
        ...

    def put_back(self, backup: Backup, progress: Progress) -> None:
        """Make the library what it was when `backup` was made, whole or not at all, and bring it up to date.

        Who has it open sees it as changed by another program. A library too damaged to be written is moved aside.
        Raises `NewerStore` when a later version made the backup, `DamagedStore` when the backup is damaged.
        """
        ...
