"""Connections that are free for use: which of them is taken, and which keep what they have read."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.store.connection import Link
from certdeck.store.database import open_database
from certdeck.store.library_file import FILE
from certdeck.store.transaction import Pool


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    open_database(tmp_path, backups=tmp_path / "backups", stamp="20260314-120000").close()
    pool = Pool(tmp_path / FILE)
    yield pool
    pool.close()


def test_the_first_connection_is_taken_wherever_it_is_free(pool: Pool) -> None:
    first, second, third = pool.take(), pool.take(), pool.take()
    for work in (third, first, second):
        pool.give_back(work)
    assert pool.take() is first
    assert {pool.take(), pool.take()} == {second, third}


def test_only_the_first_connection_keeps_what_it_has_read(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    shrunk: list[Link] = []

    def shrink(link: Link) -> None:
        shrunk.append(link)

    monkeypatch.setattr(Link, "shrink", shrink)
    first, second = pool.take(), pool.take()
    for work in (second, first):
        pool.give_back(work)
    assert shrunk == [second.link]


def test_a_connection_that_keeps_nothing_is_used_again_as_it_was(pool: Pool) -> None:
    pool.take()
    for _ in range(2):
        second = pool.take()
        second.begin(writing=True)
        assert second.link.rows("SELECT 1 FROM setting") == []
        second.link.roll_back()
        pool.give_back(second)


def test_a_connection_that_wrote_a_great_deal_goes_unless_it_is_the_first(pool: Pool) -> None:
    first, second, third = pool.take(), pool.take(), pool.take()
    for work in (first, second):
        work.begin(writing=True)
        work.link.make_room()
        work.link.roll_back()
    for work in (third, second, first):
        pool.give_back(work)
    assert [pool.take(), pool.take()] == [first, third]
    assert pool.take() not in (first, second, third)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        second.begin(writing=True)
