"""A full disk, a database in use, a damaged page: words instead of a crash, and nothing that was kept is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy

from certdeck.core.errors import BusyForNow, BusyStore, StoreError
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.schedule import FaceState
from certdeck.ports.study_log import StudyEntry
from certdeck.store import connection
from certdeck.store.database import Database, open_database
from certdeck.store.failures import in_words
from certdeck.store.library_file import FILE
from tests.builders import NOON, card, deck

KEPT = "The last change was not kept; everything before it was."
STATE = FaceState(FaceId("c-basic/1"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path, backups=tmp_path, stamp="x")
    with opened.open(writing=True) as work:
        work.content.replace(deck(), NOON)
        work.commit()
    yield opened
    opened.close()


def flag(store: Database, number: int) -> None:
    """Read and then write, as most services do."""
    with store.open(writing=True) as work:
        before = work.study.state(STATE.face)
        work.study.record(StudyEntry("flag", NOON, before, FaceState(STATE.face, flag=number)))
        work.commit()


def put(store: Database, text: str) -> None:
    with store.open(writing=True) as work:
        work.preferences.put("text", text)
        work.commit()


def fill_up(store: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Database:
    """Open the same database on a disk that has no room for another page."""
    store.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as reader:
        (pages,) = reader.execute("PRAGMA page_count").fetchone()
    monkeypatch.setattr(connection, "PRAGMAS", (*connection.PRAGMAS, f"max_page_count={pages}"))
    return open_database(tmp_path, backups=tmp_path, stamp="x")


def test_a_full_disk_is_said_in_words_and_what_was_there_is_kept(
    store: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put(store, "kept")
    full = fill_up(store, monkeypatch, tmp_path)
    with pytest.raises(StoreError) as failure:
        put(full, "x" * 100_000)
    assert str(failure.value) == f"The disk is full. {KEPT} Free some room."
    with full.open() as work:
        assert work.preferences.all() == {"text": "kept"}
    put(full, "small")
    full.close()


def test_a_disk_that_is_full_while_a_deck_is_installed_leaves_the_old_version(
    store: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full = fill_up(store, monkeypatch, tmp_path)
    bigger = deck(version="2.0.0", cards=tuple(card(f"c-{number}", back="x" * 500) for number in range(200)))
    with pytest.raises(StoreError, match="The disk is full"), full.open(writing=True) as work:
        work.content.replace(bigger, NOON)
    with full.open() as work:
        assert work.content.deck(DeckId("deck-1")) == deck()
    full.close()


def test_a_database_in_use_is_said_in_words_after_the_wait(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with store.open(writing=True) as writer:
        with pytest.raises(StoreError) as failure:
            flag(store, 1)
        assert KEPT in str(failure.value)
        assert "Another program is using the database." in str(failure.value)
        assert "try again" in str(failure.value)
        writer.commit()
    flag(store, 2)
    with store.open() as work:
        assert work.study.state(STATE.face).flag == 2


def test_who_is_hurried_is_told_soon_that_another_is_writing_and_can_try_again(store: Database) -> None:
    with store.open(writing=True):
        for _ in range(2):
            with pytest.raises(BusyForNow, match="Another program is using the database"), store.hurried():
                flag(store, 1)
    with store.hurried():
        flag(store, 2)
    with store.open() as work:
        assert [entry.after.flag for entry in work.study.log()] == [2]


def test_what_comes_after_the_first_change_waits_as_ever(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with store.hurried():
        flag(store, 1)
        with store.open(writing=True), pytest.raises(StoreError) as failure:
            flag(store, 2)
    assert not isinstance(failure.value, BusyForNow)


def test_nobody_is_hurried_but_who_asked_for_it(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    failures: list[StoreError] = []

    def write() -> None:
        try:
            flag(store, 1)
        except StoreError as error:
            failures.append(error)

    with store.open(writing=True), store.hurried():
        other = Thread(target=write)
        other.start()
        other.join()
    write()
    assert [type(failure) for failure in failures] == [BusyStore]


def test_a_change_waits_for_another_writer_and_builds_on_what_that_one_wrote(store: Database) -> None:
    begun, told_to_end = Event(), Event()

    def hold() -> None:
        with store.open(writing=True) as work:
            work.study.record(StudyEntry("flag", NOON, STATE, FaceState(STATE.face, flag=5)))
            begun.set()
            told_to_end.wait(0.1)
            work.commit()

    holder = Thread(target=hold)
    holder.start()
    assert begun.wait(5)
    flag(store, 6)
    told_to_end.set()
    holder.join()
    with store.open() as work:
        last = work.study.log()[-1]
    assert (last.before.flag, last.after.flag) == (5, 6)


@pytest.mark.parametrize("many", [False, True])
def test_who_writes_without_having_said_so_waits_as_long_as_who_has(store: Database, *, many: bool) -> None:
    begun, told_to_end = Event(), Event()

    def hold() -> None:
        with store.open(writing=True) as work:
            work.preferences.put("held", "yes")
            begun.set()
            told_to_end.wait(0.1)

    holder = Thread(target=hold)
    holder.start()
    assert begun.wait(5)
    with store.open() as work:
        statement = "INSERT INTO setting (name, value) VALUES (?, ?)"
        if many:
            work.link.run_many(statement, [("a", "1"), ("b", "2")])
        else:
            work.link.run(statement, "a", "1")
        work.commit()
    holder.join()
    with store.open() as work:
        assert work.preferences.all() == ({"a": "1", "b": "2"} if many else {"a": "1"})


def test_a_damaged_page_is_said_in_words(store: Database, tmp_path: Path) -> None:
    put(store, "x" * 50_000)
    store.close()
    with (tmp_path / FILE).open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * (tmp_path.joinpath(FILE).stat().st_size - 4096))
    spoilt = open_spoilt(tmp_path)
    with pytest.raises(StoreError, match=r"The database is damaged \(.+\)\. The last change was not kept\."):
        put(spoilt, "new")
    spoilt.close()


def open_spoilt(folder: Path) -> Database:
    """Open past the first check, as a database that went bad while the app was running."""
    return Database(folder / FILE)


def test_failures_below_sqlalchemy_come_in_the_same_words(store: Database) -> None:
    with store.open(writing=True) as work:
        work.content.replace(deck(version="1.0.1"), NOON)
        built = work.link.built()
        built.exec_driver_sql("PRAGMA max_page_count=1")
        with pytest.raises(StoreError, match="The disk is full"):
            built.execute(sqlalchemy.text("INSERT INTO setting VALUES ('big', :text)"), {"text": "x" * 100_000})
        with pytest.raises(sqlalchemy.exc.OperationalError, match="no such table"):
            built.exec_driver_sql("SELECT * FROM nowhere")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("database or disk is full", "The disk is full."),
        ("database is locked", "Another program is using the database."),
        ("disk I/O error", "The database could not be used (disk I/O error)."),
        ("attempt to write a readonly database", "Check the disk and the folder's permissions."),
        ("unable to open database file", "Check the disk and the folder's permissions."),
    ],
)
def test_what_sqlite_says_becomes_words(said: str, shown: str) -> None:
    translated = in_words(sqlite3.OperationalError(said))
    assert isinstance(translated, StoreError)
    assert shown in str(translated)
    assert KEPT in str(translated)


@pytest.mark.parametrize(
    "bug", [sqlite3.OperationalError("no such column: x"), sqlite3.IntegrityError("NOT NULL constraint failed: disk.x")]
)
def test_a_bug_stays_a_bug(bug: sqlite3.DatabaseError) -> None:
    assert in_words(bug) is bug


def test_a_statement_that_breaks_a_rule_of_the_tables_is_a_bug_and_changes_nothing(store: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.open(writing=True) as work:
        work.preferences.put("name", None)  # type: ignore[arg-type]  # that is the bug
    with store.open() as work:
        assert work.preferences.all() == {}


def test_committing_outside_of_with_is_a_bug(store: Database) -> None:
    with store.open(writing=True) as work:
        pass
    with pytest.raises(RuntimeError, match="outside"):
        work.commit()


def test_what_is_read_and_written_after_a_commit_is_in_a_transaction_of_its_own(store: Database) -> None:
    with store.open(writing=True) as work:
        work.preferences.put("text", "kept")
        work.commit()
        work.preferences.put("text", "lost")
        assert work.preferences.all()["text"] == "lost"
    with store.open() as work:
        assert work.preferences.all()["text"] == "kept"


def test_units_of_work_in_many_threads_each_see_a_whole_state(store: Database) -> None:
    def write(number: int) -> None:
        for turn in range(5):
            put(store, f"{number}/{turn}")
            flag(store, turn)

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.open() as work:
        assert work.preferences.all()["text"].endswith("/4")
        chain = work.study.log()
    assert len(chain) == 20
    assert all(older.after == newer.before for older, newer in pairwise(chain))
