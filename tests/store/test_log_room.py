"""The log is made as long as it will be, and nothing else comes of it."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certdeck.core.ids import DeckId, ItemId
from certdeck.ports.intake import Plain, PlainRun
from certdeck.store import connection, intake, log_room
from certdeck.store.connection import Link
from certdeck.store.database import Database, open_database
from certdeck.store.functions import add_functions
from certdeck.store.library_file import FILE
from certdeck.store.log_room import PAGE, make_room
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


def test_the_log_is_folded_into_the_file_once_the_learner_rests(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folded = Event()

    def fold(link: Link) -> bool:
        whole = fold_log(link)
        folded.set()
        return whole

    monkeypatch.setattr(log_room, "FOLD_AFTER", 3)
    monkeypatch.setattr(Link, "fold_log", fold)
    store = open_database(folder, backups=folder, stamp="test")
    room_threads_ended()  # room has been made
    file = folder / FILE
    for number in range(3):
        write(store, number)
        if number == 1:
            assert b"written 1" not in file.read_bytes()
    assert folded.wait(30)
    room_threads_ended()
    assert b"written 2" in file.read_bytes()
    store.close()


# --- Who never rests

AT_LATEST = 5
"""Units of work after which the log is folded without a rest, in these tests."""
LARGEST = 10
"""Pages that a unit of work puts into the log at most, in these tests."""


@contextmanager
def restless(folder: Path) -> Iterator[Database]:
    """Open a library in which nobody ever rests and the log is short."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_room, "FOLD_AFTER", 3)
        patch.setattr(log_room, "FOLD_AT_LATEST", AT_LATEST)
        short = f"wal_autocheckpoint={(AT_LATEST + 1) * LARGEST}"
        patch.setattr(connection, "PRAGMAS", (*connection.PRAGMAS[:-1], short))
        patch.setattr(log_room, "QUIET", 0.0)
        store = open_database(folder, backups=folder, stamp="test")
        room_threads_ended()
        patch.setattr(log_room, "QUIET", 600.0)
        yield store
        store.close()


def write(store: Database, number: int, pages: int = 0) -> None:
    with store.open(writing=True) as work:
        text = f"written {number} " + "x" * PAGE * pages
        work.link.run("INSERT OR REPLACE INTO setting (name, value) VALUES ('x', ?)", text)
        work.commit()


def room_threads_ended() -> None:
    """Wait for the threads that make room in logs."""
    for thread in threading.enumerate():
        if thread.name == "room in the log":
            thread.join(30)
            assert not thread.is_alive()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, LARGEST - 4), min_size=3 * AT_LATEST, max_size=8 * AT_LATEST))
def test_however_much_is_written_without_a_rest_no_unit_of_work_folds_the_log(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("restless")
    file = folder / FILE
    with restless(folder) as store:
        for number, pages in enumerate(sizes, start=1):
            before = file.read_bytes()
            write(store, number, pages)
            if number % AT_LATEST:
                assert file.read_bytes() == before
            else:
                room_threads_ended()
                assert f"written {number} ".encode() in file.read_bytes()


def test_a_log_that_could_not_be_folded_whole_is_folded_at_the_next_unit_of_work(folder: Path) -> None:
    file = folder / FILE
    with restless(folder) as store:
        with store.open() as reader:
            assert reader.link.row("SELECT count(*) FROM setting") is not None
            for number in range(AT_LATEST):
                write(store, number)
            room_threads_ended()
            assert b"written 4" not in file.read_bytes()
        write(store, AT_LATEST)
        room_threads_ended()
        assert b"written 5" in file.read_bytes()


def test_a_fold_tells_when_somebody_wrote_meanwhile(folder: Path) -> None:
    file = folder / FILE
    link, other, folds = Link(file), Link(file), count(1)

    def write_before_the_second(statement: str) -> None:
        if "wal_checkpoint" in statement and next(folds) == 2:
            write_setting(other, "meanwhile")

    for name in ("before", "before that", "before all"):
        write_setting(other, name)
    link._connection.set_trace_callback(write_before_the_second)
    assert not link.fold_log()
    assert b"meanwhile" in file.read_bytes()
    assert link.fold_log()
    assert next(folds) == 5
    link.close()
    other.close()


def write_setting(link: Link, name: str) -> None:
    link.begin(writing=True)
    link.run("INSERT INTO setting (name, value) VALUES (?, '')", name)
    link.commit()
    link.roll_back()


def test_a_unit_of_work_that_writes_many_rows_counts_as_many(folder: Path) -> None:
    with restless(folder) as store:
        with store.open(writing=True) as work:
            rows = [(f"{number}", "much") for number in range(AT_LATEST * log_room.ROWS)]
            work.link.run_many("INSERT INTO setting (name, value) VALUES (?, ?)", rows)
            work.commit()
        room_threads_ended()
        assert b"much" in (folder / FILE).read_bytes()


def test_closing_does_not_wait_for_a_rest(folder: Path) -> None:
    with restless(folder) as store:
        for number in range(3):
            write(store, number)
    room_threads_ended()


# --- Many cards at once

SHORT = 20
"""Pages in the log from which on a commit folds it, in these tests."""


@pytest.mark.parametrize(("many", "folds"), [(30, False), (31, True)])
def test_the_commit_of_very_many_cards_leaves_the_log_to_be_folded_after_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, many: int, *, folds: bool
) -> None:
    monkeypatch.setattr(connection, "PRAGMAS", (*connection.PRAGMAS[:-1], f"wal_autocheckpoint={SHORT}"))
    monkeypatch.setattr(connection, "CHECKPOINT_PAGES", SHORT)
    monkeypatch.setattr(intake, "MANY", many)
    monkeypatch.setattr(log_room.LogRoom, "_begin", lambda *_: None)
    file = folder / FILE
    with closing(open_database(folder, backups=folder, stamp="test")) as store:
        bring(store, 30)
        assert (b"brought 29" in file.read_bytes()) is folds
        write(store, 1)
        # Who writes next folds it, if nobody has.
        assert b"brought 29" in file.read_bytes()


def test_it_is_folded_right_after_it_by_another_thread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MANY", 30)
    monkeypatch.setattr(log_room, "FOLD_AT_LATEST", 3)
    monkeypatch.setattr(log_room, "FOLD_AFTER", 3)
    with closing(open_database(folder, backups=folder, stamp="test")) as store:
        room_threads_ended()  # room has been made
        monkeypatch.setattr(log_room, "QUIET", 600.0)
        bring(store, 30)
        room_threads_ended()
        assert b"brought 29" in (folder / FILE).read_bytes()


def bring(store: Database, count: int) -> None:
    """Bring so many cards as an import does."""
    cards = [Plain(ItemId(f"new-{n}"), f"brought {n}" + "x" * PAGE, "", ()) for n in range(count)]
    with store.open(writing=True) as work:
        with work.intake.expecting(count):
            work.intake.put(DeckId("import-a"), "A", [PlainRun(cards)], NOON)
        work.commit()
