"""What is said about backups."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from certdeck.core.backups import Backup
from certdeck.core.errors import StoreError
from certdeck.presenters.backups import BackupsPresenter, BackupsView, choices, made_words, size_words, went_back_words
from certdeck.services.backups import BackupService, WentBack
from tests.clock import FixedClock
from tests.services.fake_backups import FakeBackups

BERLIN = timezone(timedelta(hours=1))
NEW = Backup("new", datetime(2026, 11, 27, 17, 45, tzinfo=UTC), 1_311_744)
OLD = Backup("old", datetime(2026, 11, 26, 23, 30, tzinfo=UTC), 640_100, before_update=True)


def service(*backups: Backup, unreadable: bool = False) -> BackupService:
    return BackupService(FakeBackups(*backups, unreadable=unreadable), FixedClock(zone=BERLIN))


def test_the_last_one_how_many_there_are_and_what_they_take_is_said_in_the_learners_time() -> None:
    view = BackupsPresenter(service(OLD, NEW)).view()
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
    backups = service(NEW, unreadable=True)
    assert choices(backups) == ()
    with pytest.raises(StoreError):
        BackupsPresenter(backups).view()


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
