"""Backups as the learner knows them: one a day, the right ones kept, and a way back that leads to and fro."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from certdeck.core.backups import superfluous
from certdeck.core.errors import StoreError
from certdeck.core.scheduling.schedule import FaceState, Rating
from certdeck.services.backups import BackupService
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from certdeck.store.library_file import FILE
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import open_library
from tests.services.fake_backups import FakeBackups


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    with open_library(tmp_path, deck(cards=tuple(card(f"c-{n}") for n in range(1, 9))), clock) as made:
        yield made


def test_one_is_due_until_it_is_made_and_again_the_next_day(services: Services, clock: FixedClock) -> None:
    assert services.backups.is_due()
    services.backups.make()
    assert not services.backups.is_due()
    clock.advance(days=1)
    assert services.backups.is_due()


def test_two_years_of_daily_backups_leave_those_that_the_rule_keeps(clock: FixedClock) -> None:
    folder = FakeBackups()
    service = BackupService(folder, clock)
    for _ in range(730):
        service.make()
        clock.advance(days=1)
    assert superfluous(folder.backups, clock.now() - timedelta(days=1), clock.zone()) == ()
    assert 20 < len(folder.backups) < 35


def test_a_backup_that_cannot_be_removed_is_in_nobodys_way(clock: FixedClock) -> None:
    folder = FakeBackups(stuck=True)
    service = BackupService(folder, clock)
    for _ in range(60):
        service.make()
        clock.advance(days=1)
    assert len(folder.backups) == 60


def test_the_way_back_leads_to_and_fro(services: Services, clock: FixedClock) -> None:
    early = services.backups.make()
    turn = services.study.next()
    assert turn is not None
    face = turn.face.id
    services.study.rate(face, Rating.GOOD, milliseconds=1000)
    rated = services.study.state(face)
    clock.advance(60)
    there = services.backups.go_back(early.name)
    assert there.to == early
    assert services.study.state(face) == FaceState(face)
    assert there.before is not None
    clock.advance(60)
    services.backups.go_back(there.before.name)
    assert services.study.state(face) == rated
    assert services.history.undo()[1] is not None
    assert services.study.state(face) == FaceState(face)


def test_what_services_keep_is_taken_up_anew_after_going_back(services: Services) -> None:
    early = services.backups.make()
    services.preferences.change(two_ratings=True)
    services.options.change(new_per_day=3)
    assert services.study.today().counts.new == 3
    services.backups.go_back(early.name)
    assert services.elsewhere.renew() == Changes(content=True, study=True, exams=True, settings=True)
    assert not services.preferences.settings.two_ratings
    assert services.study.today().counts.new == 8


def test_a_name_that_no_backup_has_changes_nothing(services: Services) -> None:
    with pytest.raises(StoreError, match=r"There is no backup \.\./x\. Nothing was changed\."):
        services.backups.go_back("../x")
    assert services.backups.all() == ()


def test_a_library_too_damaged_to_be_copied_goes_back_without_a_backup_of_it(
    services: Services, tmp_path: Path
) -> None:
    early = services.backups.make()
    services.close()
    with (tmp_path / "data" / FILE).open("r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\x77" * 4096 * 8)
    done = services.backups.go_back(early.name)
    assert done.before is None
    assert services.backups.all() == (early,)
    assert (tmp_path / "data" / "certdeck-damaged.db").is_file()


def test_where_the_library_of_now_cannot_be_kept_it_does_not_go_back(clock: FixedClock) -> None:
    folder = FakeBackups()
    service = BackupService(folder, clock)
    made = service.make()
    folder.full = True
    with pytest.raises(StoreError, match="full"):
        service.go_back(made.name)
    assert folder.back_to == []


def test_progress_goes_on_from_the_backup_of_now_to_the_going_back(services: Services) -> None:
    made = services.backups.make()
    told: list[int] = []
    services.backups.go_back(made.name, lambda done, total: told.append(done * 100 // total))
    assert told == sorted(told)
    assert told[-1] == 100
    assert min(told) < 50 < max(told)
