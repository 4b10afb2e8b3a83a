"""Copies of a library: whole, made and put back while it is in use, and nothing else changed when that fails."""

import errno
import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from certdeck.core.backups import Backup
from certdeck.core.errors import DamagedStore, NewerStore, StoreError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import FaceState, Rating
from certdeck.ports.exporting import Cancelled, no_progress
from certdeck.services.catalogue import Services
from certdeck.store import backups as module
from certdeck.store.backups import MAKING, STALE, FolderOfBackups
from certdeck.store.library_file import FILE, revision_of
from certdeck.store.schema_version import HEAD
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.library import open_library

RELEASED = Path(__file__).parent / "released"
AT = datetime(2026, 3, 14, 12, 0, 30, tzinfo=UTC)
NAME = "certdeck-20260314-120030.db.gz"
FACE = FaceId("c-1/1")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, deck(cards=tuple(card(f"c-{n}") for n in range(1, 9))), FixedClock()) as made:
        yield made


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folder(data: Path) -> FolderOfBackups:
    return FolderOfBackups(data / FILE, data / "backups")


def rate(services: Services) -> FaceId:
    turn = services.study.next()
    assert turn is not None
    services.study.rate(turn.face.id, Rating.GOOD, milliseconds=1000)
    return turn.face.id


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rated(data: Path) -> int:
    with closing(sqlite3.connect(data / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        count: int = connection.execute("SELECT count(*) FROM study_log").fetchone()[0]
        return count


def test_the_library_becomes_what_it_was_when_the_backup_was_made(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    rate(services)
    backup = folder.make(AT, no_progress)
    face = rate(services)
    assert rated(data) == 2
    folder.put_back(backup, no_progress)
    assert rated(data) == 1
    assert services.study.state(face) == FaceState(face)


def test_a_backup_is_packed_and_listed_with_its_moment_and_size(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    assert folder.all() == ()
    made = folder.make(AT, no_progress)
    size = (data / "backups" / NAME).stat().st_size
    assert folder.all() == (made,) == (Backup(NAME, AT, size),)
    assert 0 < size < (data / FILE).stat().st_size
    assert [path.name for path in (data / "backups").iterdir()] == [NAME]


def test_two_backups_of_one_second_are_both_kept(services: Services, folder: FolderOfBackups) -> None:
    first, second = folder.make(AT, no_progress), folder.make(AT, no_progress)
    assert folder.all() == (second, first)
    assert second.name == "certdeck-20260314-120031.db.gz"


def test_nobody_who_writes_has_to_wait_for_a_backup_and_what_is_under_way_is_not_in_it(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    with services.store.open(writing=True) as work:
        work.preferences.put("paper", '"letter"')
        backup = folder.make(AT, no_progress)
        work.commit()
    rate(services)
    folder.put_back(backup, no_progress)
    with services.store.open() as work:
        assert "paper" not in work.preferences.all()
    assert rated(data) == 0


def test_what_is_written_while_a_copy_is_made_is_not_in_it_and_does_not_begin_it_anew(
    services: Services, folder: FolderOfBackups, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGES", 5)
    copied: list[int] = []

    def rating(done: int, _total: int) -> None:
        copied.append(done)
        if len(copied) == 3:
            rate(services)

    backup = folder.make(AT, rating)
    assert copied == sorted(copied)
    assert rated(data) == 1
    folder.put_back(backup, no_progress)
    assert rated(data) == 0


def test_another_window_sees_at_once_what_was_put_back(
    services: Services, folder: FolderOfBackups, tmp_path: Path
) -> None:
    with open_library(tmp_path, None, FixedClock()) as other:
        backup = folder.make(AT, no_progress)
        face = rate(other)
        other.elsewhere.leave()
        folder.put_back(backup, no_progress)
        assert other.elsewhere.look().study
        assert other.study.state(face) == FaceState(face)
        assert rate(other) == face


def test_where_another_program_writes_for_too_long_nothing_is_put_back(
    services: Services, folder: FolderOfBackups, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.1)
    backup = folder.make(AT, no_progress)
    rate(services)
    with closing(sqlite3.connect(data / FILE)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"could not be put back .*Your library is as it was.*close other windows"):
            folder.put_back(backup, no_progress)
    assert rated(data) == 1


def cut(packed: bytes) -> bytes:
    return packed[: len(packed) // 2]


def changed(packed: bytes) -> bytes:
    return packed[:200] + bytes(byte ^ 0xFF for byte in packed[200:260]) + packed[260:]


def page_lost(packed: bytes) -> bytes:
    whole = bytearray(gzip.decompress(packed))
    whole[4096 * 4 : 4096 * 12] = b"\x77" * 4096 * 8
    return gzip.compress(bytes(whole))


@pytest.mark.parametrize(
    "spoil",
    [
        cut,
        changed,
        page_lost,
        lambda _: b"",
        lambda _: b"no gzip",
        lambda _: gzip.compress(b""),
        lambda _: gzip.compress(b"no database"),
    ],
)
def test_a_damaged_backup_is_refused_and_the_library_stays_as_it_was(
    services: Services, folder: FolderOfBackups, data: Path, spoil: Callable[[bytes], bytes]
) -> None:
    backup = folder.make(AT, no_progress)
    rate(services)
    file = data / "backups" / NAME
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(DamagedStore, match=r"is damaged .*Your library is as it was. Go back to another one."):
        folder.put_back(backup, no_progress)
    assert rated(data) == 1


def test_a_backup_of_a_later_version_is_refused(services: Services, folder: FolderOfBackups, data: Path) -> None:
    backup = folder.make(AT, no_progress)
    file = data / "backups" / NAME
    whole = data / "later.db"
    whole.write_bytes(gzip.decompress(file.read_bytes()))
    with closing(sqlite3.connect(whole)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    file.write_bytes(gzip.compress(whole.read_bytes()))
    with pytest.raises(NewerStore):
        folder.put_back(backup, no_progress)


@pytest.mark.parametrize("old", [path.stem for path in sorted(RELEASED.glob("*.db"))])
def test_a_backup_that_was_made_before_an_update_is_brought_up_to_date(
    folder: FolderOfBackups, data: Path, old: str, services: Services
) -> None:
    (data / "backups").mkdir()
    shutil.copy(RELEASED / f"{old}.db", data / "backups" / f"certdeck-{old}-20260101-080000.db")
    (backup,) = folder.all()
    assert backup.before_update
    folder.put_back(backup, no_progress)
    assert revision_of(data / FILE) == HEAD
    assert (data / "backups" / backup.name).read_bytes() == (RELEASED / f"{old}.db").read_bytes()
    assert services.library.heads()


def test_of_a_damaged_library_no_backup_is_made_and_going_back_mends_it(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    backup = folder.make(AT, no_progress)
    services.close()
    with (data / FILE).open("r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\x77" * 4096 * 8)
    before = contents(data / "backups")
    with pytest.raises(DamagedStore, match=r"Your library is damaged .*the earlier ones are kept"):
        folder.make(AT, no_progress)
    assert contents(data / "backups") == before
    folder.put_back(backup, no_progress)
    assert rated(data) == 0


def test_what_is_no_database_any_more_is_moved_aside_when_the_library_goes_back(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    backup = folder.make(AT, no_progress)
    services.close()
    for number in ("", "-2"):
        (data / FILE).write_bytes(b"no database" * 100)
        (data / f"{FILE}-wal").write_bytes(b"its log")
        with pytest.raises(DamagedStore):
            folder.make(AT, no_progress)
        folder.put_back(backup, no_progress)
        assert rated(data) == 0
        assert (data / f"certdeck-damaged{number}.db").read_bytes() == b"no database" * 100


def test_what_is_left_of_a_damaged_library_is_kept_beside_it_once_for_each_time(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    rate(services)
    services.close()
    with (data / FILE).open("r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\x77" * 4096 * 8)
    damaged = (data / FILE).read_bytes()
    for name in ("certdeck-damaged.db", "certdeck-damaged-2.db"):
        folder.keep_damaged(no_progress)
        # SQLite counts the copy as a change in the first page.
        assert (data / name).read_bytes()[4096:] == damaged[4096:]
    assert list((data / "backups").iterdir()) == []


def test_what_is_left_of_a_library_and_cannot_be_kept_is_not_written_over(
    services: Services, folder: FolderOfBackups, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_transfer", full)
    with pytest.raises(StoreError, match=r"could not be kept .*No space left.*Nothing was changed"):
        folder.keep_damaged(no_progress)
    assert list(data.glob("*damaged*")) == []


def test_what_can_only_be_moved_aside_is_kept_by_that(services: Services, folder: FolderOfBackups, data: Path) -> None:
    services.close()
    (data / FILE).write_bytes(b"no database")
    folder.keep_damaged(no_progress)
    assert list(data.glob("*damaged*")) == []


def test_what_takes_the_place_of_a_library_beyond_use_is_on_disk_first(
    services: Services, folder: FolderOfBackups, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = folder.make(AT, no_progress)
    services.close()
    (data / FILE).write_bytes(b"no database")
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(number: int) -> None:
        done.append("on disk")
        fsync(number)

    def noted_replace(file: Path, target: Path) -> Path:
        done.append(target.name)
        return replace(file, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    folder.put_back(backup, no_progress)
    assert done == ["on disk", "certdeck-damaged.db", FILE]


def test_who_goes_back_to_an_earlier_version_of_certdeck_goes_back_to_the_library_of_before_the_update(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    backup = folder.make(AT, no_progress)
    rate(services)
    services.close()
    with closing(sqlite3.connect(data / FILE)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerStore):
        revision_of(data / FILE)
    folder.put_back(backup, no_progress)
    assert revision_of(data / FILE) == HEAD
    assert rated(data) == 0


def test_a_library_that_was_deleted_comes_back(services: Services, folder: FolderOfBackups, data: Path) -> None:
    rate(services)
    backup = folder.make(AT, no_progress)
    services.close()
    (data / FILE).unlink()
    with pytest.raises(DamagedStore, match="There is no library in"):
        folder.make(AT, no_progress)
    folder.put_back(backup, no_progress)
    assert rated(data) == 1


@pytest.mark.parametrize("makes", [True, False])
def test_what_is_cancelled_leaves_everything_as_it_was(
    services: Services, folder: FolderOfBackups, data: Path, monkeypatch: pytest.MonkeyPatch, makes: bool
) -> None:
    monkeypatch.setattr(module, "PAGES", 20)
    monkeypatch.setattr(module, "PIECE", 20_000)
    backup = folder.make(AT, no_progress)
    rate(services)
    before = contents(data / "backups")
    told = 0

    def act(progress: Callable[[int, int], None]) -> None:
        if makes:
            folder.make(AT, progress)
        else:
            folder.put_back(backup, progress)

    def count(_done: int, _total: int) -> None:
        nonlocal told
        told += 1

    def stopping_after(steps: int) -> Callable[[int, int], None]:
        left = iter(range(steps))

        def stop(_done: int, _total: int) -> None:
            if next(left, None) is None:
                raise Cancelled

        return stop

    for steps in (0, 1, 2, 5, 9):
        with pytest.raises(Cancelled):
            act(stopping_after(steps))
        assert contents(data / "backups") == before
        assert rated(data) == 1
    act(count)
    assert told > 9


def test_who_cancels_once_the_library_has_gone_back_is_not_told_that_nothing_was_done(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    backup = folder.make(AT, no_progress)
    rate(services)

    def cancelled_where_it_is_done(_done: int, _total: int) -> None:
        if not rated(data):
            raise Cancelled

    folder.put_back(backup, cancelled_where_it_is_done)
    assert rated(data) == 0


KILL = """
import os, sys
from pathlib import Path
from certdeck.store import backups
backups.PAGES = 1
left = iter(range(int(sys.argv[2])))
def progress(done, total):
    if next(left, None) is None:
        os._exit(9)
data = Path(sys.argv[1])
folder = backups.FolderOfBackups(data / "certdeck.db", data / "backups")
folder.put_back(folder.all()[0], progress)
"""


def test_a_library_whose_going_back_is_killed_is_whole_as_it_was_or_as_it_was_to_be(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    folder.make(AT, no_progress)
    rate(services)
    found = []
    for steps in (0, 3, 9, 30, 80, 100_000):
        done = subprocess.run([sys.executable, "-c", KILL, str(data), str(steps)], cwd=ROOT, check=False)
        found.append((done.returncode, rated(data)))
    assert found[:-1] == [(9, 1)] * 5
    assert found[-1] == (0, 0)


def full(*_arguments: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_and_nothing_half_done_is_left(
    services: Services, folder: FolderOfBackups, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = folder.make(AT, no_progress)
    rate(services)
    before = contents(data / "backups")
    monkeypatch.setattr(module, "_pack", full)
    with pytest.raises(StoreError, match=r"No backup could be made .*No space left.*are as they were"):
        folder.make(AT, no_progress)
    monkeypatch.setattr(module, "_transfer", full)
    with pytest.raises(StoreError, match=r"could not be put back .*No space left.*Your library is as it was"):
        folder.put_back(backup, no_progress)
    assert contents(data / "backups") == before
    assert rated(data) == 1


def test_where_there_is_no_library_no_folder_is_made_for_its_backups(tmp_path: Path) -> None:
    place = tmp_path / "mistyped"
    with pytest.raises(DamagedStore, match="There is no library in"):
        FolderOfBackups(place / FILE, place / "backups").make(AT, no_progress)
    assert not place.exists()


def test_a_copy_that_others_are_in_the_way_of_is_told_as_that_and_not_as_damage(
    services: Services, folder: FolderOfBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: Any) -> None:
        raise sqlite3.OperationalError("another program is writing")

    monkeypatch.setattr(module, "_transfer", busy)
    with pytest.raises(StoreError, match=r"No backup could be made .*another program is writing"):
        folder.make(AT, no_progress)


def test_files_of_other_names_are_let_be(services: Services, folder: FolderOfBackups, data: Path) -> None:
    made = folder.make(AT, no_progress)
    names = ["notes.txt", "certdeck.db", "certdeck-20269999-000000.db.gz", "certdeck-20260314-120030.db.gz.bak"]
    # Moments that have no day in some time zone.
    names += ["certdeck-00010101-000000.db.gz", "certdeck-99991231-235959.db.gz"]
    for name in names:
        (data / "backups" / name).touch()
    (data / "backups" / "certdeck-20260314-120031.db.gz").mkdir()
    assert folder.all() == (made,)


def test_what_a_killed_program_left_is_removed_and_what_another_one_is_making_is_not(
    services: Services, folder: FolderOfBackups, data: Path
) -> None:
    for name, age in (("old", STALE + 60), ("new", 60)):
        left = data / "backups" / f"{MAKING}{name}"
        left.mkdir(parents=True)
        (left / "copy.db").touch()
        then = left.stat().st_mtime - age
        os.utime(left, (then, then))
    folder.make(AT, no_progress)
    assert sorted(path.name for path in (data / "backups").iterdir()) == [NAME, f"{MAKING}new"]


def test_a_backup_is_removed_once(services: Services, folder: FolderOfBackups) -> None:
    made = folder.make(AT, no_progress)
    folder.remove(made)
    folder.remove(made)
    assert folder.all() == ()


def test_a_file_in_the_place_of_the_folder_is_told(services: Services, folder: FolderOfBackups, data: Path) -> None:
    (data / "backups").touch()
    assert folder.all() == ()
    with pytest.raises(StoreError, match=r"No backup could be made .*a file is in its place"):
        folder.make(AT, no_progress)


def test_what_the_system_forbids_is_told(
    services: Services, folder: FolderOfBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_arguments: Any, **_words: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    made = folder.make(AT, no_progress)
    monkeypatch.setattr(Path, "unlink", forbidden)
    with pytest.raises(StoreError, match="could not be removed: Permission denied"):
        folder.remove(made)
    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(StoreError, match="can't be listed: Permission denied"):
        folder.all()
