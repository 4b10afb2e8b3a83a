"""What is said about backups."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from certdeck.core.backups import Backup
from certdeck.core.errors import StoreError
from certdeck.ports.exporting import Progress
from certdeck.presenters.backups import BackupsPresenter, BackupsView, choices, made_words, size_words, went_back_words
from certdeck.services.backups import BackupService, WentBack
from tests.clock import FixedClock

BERLIN = timezone(timedelta(hours=1))
NEW = Backup("new", datetime(2026, 11, 27, 17, 45, tzinfo=UTC), 1_311_744)
OLD = Backup("old", datetime(2026, 11, 26, 23, 30, tzinfo=UTC), 640_100, before_update=True)


class Folder:
    """Holds the backups that it is given; None stands for one that can't be read."""

    def __init__(self, *backups: Backup | None) -> None:
        self._backups = backups

    def all(self) -> tuple[Backup, ...]:
        if None in self._backups:
            raise StoreError("The backups can't be listed.")
        return tuple(backup for backup in self._backups if backup is not None)

    def make(self, at: datetime, progress: Progress) -> Backup:
        raise NotImplementedError

    def keep_damaged(self, progress: Progress) -> None:
        raise NotImplementedError

    def remove(self, backup: Backup) -> None:
        raise NotImplementedError

    def put_back(self, backup: Backup, progress: Progress) -> None:
        raise NotImplementedError


def service(*backups: Backup | None) -> BackupService:
    return BackupService(Folder(*backups), FixedClock(zone=BERLIN))


def test_the_last_one_how_many_there_are_and_what_they_take_is_said_in_the_learners_time() -> None:
    view = BackupsPresenter(service(NEW, OLD)).view()
    assert view.note == (
        "The last one: 27 Nov 2026, 18:45 (2 backups, 2.0 MB). One is made each day that you open Certdeck."
    )
    assert view.choices == (
        ("new", "27 Nov 2026, 18:45 · 1.3 MB"),
        ("old", "27 Nov 2026, 00:30, before an update · 640 KB"),
    )


def test_one_alone_is_not_counted() -> None:
    assert "(1.3 MB)" in BackupsPresenter(service(NEW)).view().note


def test_without_any_there_is_nothing_to_choose() -> None:
    assert BackupsPresenter(service()).view() == BackupsView(
        "None yet. One is made each day that you open Certdeck.", ()
    )


def test_where_they_cannot_be_read_none_are_offered_at_the_start_and_the_settings_say_so() -> None:
    assert choices(service(None)) == ()
    with pytest.raises(StoreError):
        BackupsPresenter(service(None)).view()


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 KB"), (1499, "1 KB"), (640_000, "640 KB"), (1_000_000, "1.0 MB"), (39_741_888, "39.7 MB")],
)
def test_sizes_are_short(size: int, words: str) -> None:
    assert size_words(size) == words


def test_what_was_done_names_the_backups() -> None:
    assert made_words(NEW, BERLIN) == "Backed up: 27 Nov 2026, 18:45, 1.3 MB."
    assert went_back_words(WentBack(OLD, NEW), BERLIN) == (
        "Your library is what it was on 27 Nov 2026, 00:30. What it was until now is the backup of 27 Nov 2026, 18:45."
    )
    assert went_back_words(WentBack(OLD, None), BERLIN).endswith("as certdeck-damaged.")
