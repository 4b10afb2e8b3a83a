"""`certdeck backup`: copies of the library, made and put back without a window, also where it can't be opened."""

import argparse

from certdeck.cli.output import print_values
from certdeck.core.backups import Backup
from certdeck.core.errors import StoreError
from certdeck.presenters.backups import backup_words, made_words, went_back_words
from certdeck.services.backups import BackupService

LATEST = "latest"


def make(options: argparse.Namespace) -> int:
    """Make a backup, and print what it is called."""
    service = _backups(options)
    made = service.make()
    print_values(options, _json(made), lambda: [made_words(made, service.zone), f"  {made.name}"])
    return 0


def list_backups(options: argparse.Namespace) -> int:
    """Print every backup, the newest first."""
    service = _backups(options)
    backups = service.all()
    print_values(
        options,
        [_json(backup) for backup in backups],
        lambda: [f"{backup.name}  {backup_words(backup, service.zone)}" for backup in backups] or ["no backups yet"],
    )
    return 0


def restore(options: argparse.Namespace) -> int:
    """Go back to a backup, and print which, and where what the library was until now is kept."""
    service = _backups(options)
    done = service.go_back(_named(service, options.name))
    before = None if done.before is None else _json(done.before)
    values = {"restored": _json(done.to), "before": before}
    print_values(options, values, lambda: [went_back_words(done, service.zone)])
    return 0


def _backups(options: argparse.Namespace) -> BackupService:
    from certdeck import assets, bootstrap

    return bootstrap.backups(assets.places(options.data_dir), bootstrap.SystemClock())


def _named(service: BackupService, name: str) -> str:
    if name != LATEST:
        return name
    backup = service.latest()
    if backup is None:
        raise StoreError("There are no backups yet. Nothing was changed.")
    return backup.name


def _json(backup: Backup) -> dict[str, object]:
    return {
        "name": backup.name,
        "made": backup.made.isoformat(),
        "bytes": backup.size,
        "before_update": backup.before_update,
    }
