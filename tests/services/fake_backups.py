"""A folder of backups in memory."""

from datetime import datetime

from certdeck.core.backups import Backup
from certdeck.core.errors import StoreError
from certdeck.ports.exporting import Progress, no_progress


class FakeBackups:
    """Holds the backups that it is given, the oldest first, and what it is told to make.

    `full` says that none can be made, `stuck` that none can be removed, `unreadable` that none can be listed. `back_to`
    are those that were put back.
    """

    def __init__(self, *backups: Backup, stuck: bool = False, unreadable: bool = False) -> None:
        self.backups = list(backups)
        self.back_to: list[Backup] = []
        self.full = False
        self._stuck = stuck
        self._unreadable = unreadable

    def all(self) -> tuple[Backup, ...]:
        if self._unreadable:
            raise StoreError("The backups can't be listed.")
        return tuple(reversed(self.backups))

    def make(self, at: datetime, progress: Progress = no_progress) -> Backup:
        if self.full:
            raise StoreError("The disk is full.")
        self.backups.append(Backup(f"{at:%Y%m%d-%H%M%S}", at, 1))
        return self.backups[-1]

    def keep_damaged(self, progress: Progress) -> None:
        raise AssertionError("nothing is damaged here")

    def remove(self, backup: Backup) -> None:
        if self._stuck:
            raise StoreError("It can't be removed.")
        self.backups.remove(backup)

    def put_back(self, backup: Backup, progress: Progress) -> None:
        self.back_to.append(backup)
