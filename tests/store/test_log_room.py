"""The log is made as long as it will be, and nothing else comes of it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from certdeck.store import log_room
from certdeck.store.connection import Link
from certdeck.store.database import FILE, Database, open_database
from certdeck.store.functions import add_functions
from certdeck.store.log_room import LogRoom, make_room
from certdeck.store.transaction import Pool
from tests.builders import NOON, deck

SIZE = 400 * 4096
fold_log = Link.fold_log


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = open_database(tmp_path, backups=tmp_path, stamp="test")
    fill(store)
    store.close()
    return tmp_path


def fill(store: Database) -> None:
    with store.open(writing=True) as work:
        work.content.replace(deck(), NOON)
        work.commit()


def content(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        add_functions(connection)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return list(connection.iterdump())


def test_what_is_written_into_the_room_does_not_make_the_log_longer(folder: Path) -> None:
    link, log = Link(folder / FILE), folder / f"{FILE}-wal"
    make_room(link, log, SIZE)
    long = log.stat().st_size
    assert long >= 0.9 * SIZE
    for number in range(20):
        link.begin(writing=True)
        link.run("INSERT INTO setting (name, value) VALUES (?, ?)", f"{number}", "x" * 9000)
        link.commit()
        link.roll_back()
    assert log.stat().st_size == long
    link.close()


def test_nothing_in_the_database_changes(folder: Path) -> None:
    file = folder / FILE
    before, size = content(file), file.stat().st_size
    link = Link(file)
    make_room(link, folder / f"{FILE}-wal", SIZE)
    link.close()
    assert content(file) == before
    assert file.stat().st_size == size


def test_what_was_committed_before_and_after_outlives_a_crash(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = Link(folder / FILE)
    for name in ("before", "after"):
        link.begin(writing=True)
        link.run("INSERT INTO setting (name, value) VALUES (?, '')", name)
        link.commit()
        link.roll_back()
        if name == "before":
            make_room(link, folder / f"{FILE}-wal", SIZE)
    crashed = tmp_path_factory.mktemp("crashed")
    for ending in ("", "-wal"):
        (crashed / f"{FILE}{ending}").write_bytes((folder / f"{FILE}{ending}").read_bytes())
    link.close()
    assert (crashed / f"{FILE}-wal").stat().st_size >= 0.9 * SIZE
    with closing(sqlite3.connect(crashed / FILE)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM setting")}
    assert {"before", "after"} <= names
    assert content(crashed / FILE)


def test_a_store_that_is_closed_at_once_makes_no_room(folder: Path) -> None:
    store = open_database(folder, backups=folder, stamp="test")
    store.close()
    assert not (folder / f"{FILE}-wal").exists()


def test_the_log_is_folded_into_the_file_before_a_unit_of_work_has_to_do_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded = Event()

    def fold(link: Link) -> None:
        fold_log(link)
        folded.set()

    monkeypatch.setattr(log_room, "FOLD_AFTER", 3)
    monkeypatch.setattr(Link, "fold_log", fold)
    file = folder / FILE
    link, pool = Link(file), Pool(file)
    room = LogRoom(pool, file)
    for number in range(3):
        room.wrote()
        link.begin(writing=True)
        link.run("INSERT INTO setting (name, value) VALUES (?, '')", f"written {number}")
        link.commit()
        link.roll_back()
        if number == 1:
            assert b"written 1" not in file.read_bytes()
    assert folded.wait(30)
    room.end()
    assert b"written 2" in file.read_bytes()
    link.close()
    pool.close()
