"""What is said about backups, in the window and on the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from certdeck.core.backups import Backup
from certdeck.core.errors import StoreError
from certdeck.presenters.dates import counted, moment_text
from certdeck.services.backups import BackupService, WentBack

NAME: Final = "Backups"
MAKE: Final = "Back up now"
GO_BACK: Final = "Go back to a backup"
HOW: Final = "One is made each day that you open Certdeck."
NONE_YET: Final = f"None yet. {HOW}"
WARNING: Final = (
    "Everything in your library becomes what it was then: cards, ratings, exams and settings. What it is now becomes a "
    "backup as well, so that you can come back to it. Pictures of your own cards stay."
)
KEPT_ASIDE: Final = (
    "What it was until now was too damaged for a backup: what is left of it lies beside it in the data folder, as "
    "certdeck-damaged."
)
_KB: Final = 1000
_MB: Final = _KB * 1000


@dataclass(frozen=True, slots=True)
class BackupsView:
    """What the settings show: how things stand, and the backups to go back to, each with its name and words."""

    note: str
    choices: tuple[tuple[str, str], ...]


class BackupsPresenter:
    """Says how the backups stand."""

    def __init__(self, backups: BackupService) -> None:
        self._backups = backups

    def view(self) -> BackupsView:
        """Return what is to be shown now. Raises `StoreError` when the folder can't be read."""
        zone, backups, last = self._backups.zone, self._backups.all(), self._backups.latest()
        if last is None:
            return BackupsView(NONE_YET, ())
        total = size_words(sum(backup.size for backup in backups))
        kept = f"{counted(len(backups), 'backup')}, {total}" if len(backups) > 1 else total
        note = f"The last one: {moment_text(last.made, zone)} ({kept}). {HOW}"
        return BackupsView(note, _choices(backups, zone))


def choices(backups: BackupService) -> tuple[tuple[str, str], ...]:
    """Return each backup by its name, with what is said about it, the newest first; none where they can't be read."""
    try:
        return _choices(backups.all(), backups.zone)
    except StoreError:
        return ()


def _choices(backups: Sequence[Backup], zone: tzinfo) -> tuple[tuple[str, str], ...]:
    return tuple((backup.name, backup_words(backup, zone)) for backup in backups)


def backup_words(backup: Backup, zone: tzinfo) -> str:
    """Say when `backup` was made, why if not as every day, and how large it is."""
    why = ", before an update" if backup.before_update else ""
    return f"{moment_text(backup.made, zone)}{why} \N{MIDDLE DOT} {size_words(backup.size)}"


def made_words(backup: Backup, zone: tzinfo) -> str:
    """Say that a backup was made."""
    return f"Backed up: {moment_text(backup.made, zone)}, {size_words(backup.size)}."


def went_back_words(done: WentBack, zone: tzinfo) -> str:
    """Say to when the library went back, and where what it was until now is."""
    words = f"Your library is what it was on {moment_text(done.to.made, zone)}."
    if done.before is None:
        return f"{words} {KEPT_ASIDE}"
    return f"{words} What it was until now is the backup of {moment_text(done.before.made, zone)}."


def size_words(size: int) -> str:
    """Write a number of bytes as 640 KB or 12.3 MB."""
    return f"{size / _MB:.1f} MB" if size >= _MB else f"{max(1, round(size / _KB))} KB"
