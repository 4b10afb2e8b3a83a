"""Backups: made once a day without a word, whenever the learner wants, and before the library goes back to one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certdeck.core.backups import Backup, is_due, latest, superfluous
from certdeck.core.errors import DamagedStore, StoreError
from certdeck.ports.exporting import Progress, no_progress

if TYPE_CHECKING:
    from datetime import tzinfo

    from certdeck.ports.backups import BackupFolder
    from certdeck.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class WentBack:
    """What came of going back: the backup that is the library now, and the one of what it was before.

    There is none of a library that was too damaged for one: what is left of that is kept beside it.
    """

    to: Backup
    before: Backup | None


class BackupService:
    """Makes backups, keeps the right ones, and goes back to one. It works where the library can't even be opened."""

    def __init__(self, folder: BackupFolder, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    @property
    def zone(self) -> tzinfo:
        """The time zone in which the learner reads when a backup was made."""
        return self._clock.zone()

    def all(self) -> tuple[Backup, ...]:
        """Return the backups that there are, the newest first."""
        return self._folder.all()

    def latest(self) -> Backup | None:
        """Return the last one that was made, or None."""
        return latest(self._folder.all(), self._clock.now())

    def is_due(self) -> bool:
        """Tell whether there is none of today yet."""
        return is_due(self._folder.all(), self._clock.now(), self._clock.zone())

    def make(self, progress: Progress = no_progress) -> Backup:
        """Copy the library as it is now, and remove backups that need not be kept any more.

        Raises `StoreError`; then the library and all backups are as they were.
        """
        made = self._folder.make(self._clock.now(), progress)
        self._thin_out()
        return made

    def go_back(self, name: str, progress: Progress = no_progress) -> WentBack:
        """Make the library what it was when the backup `name` was made; what it was until now becomes a backup, too.

        Raises `StoreError`; then the library is as it was.
        """
        backup = next((one for one in self._folder.all() if one.name == name), None)
        if backup is None:
            raise StoreError(f"There is no backup {name}. Nothing was changed.")
        before = self._before(lambda done, total: progress(done, 2 * total))
        self._folder.put_back(backup, lambda done, total: progress(total + done, 2 * total))
        return WentBack(backup, before)

    def _before(self, progress: Progress) -> Backup | None:
        try:
            return self._folder.make(self._clock.now(), progress)
        except DamagedStore:
            # It may hold what no backup has.
            self._folder.keep_damaged(progress)
            return None

    def _thin_out(self) -> None:
        for backup in superfluous(self._folder.all(), self._clock.now(), self._clock.zone()):
            # One that can't be removed is in nobody's way.
            with suppress(StoreError):
                self._folder.remove(backup)
