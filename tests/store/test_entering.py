"""Numbers of items: each keeps the one that it was entered under, and nobody ever gets one that was given away."""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certdeck.ports.store import UnitOfWork
from certdeck.store.connection import Link
from certdeck.store.database import open_database
from certdeck.store.entering import ENTER, keys_for
from certdeck.store.library_file import FILE
from certdeck.store.pouring import AT_A_TIME, pour
from tests.builders import NOON, card, deck

decks = st.lists(st.sampled_from("abcdef"), unique=True, max_size=4)


def install(work: UnitOfWork, names: list[str]) -> None:
    cards = tuple(card(f"c-{name}") for name in names)
    work.content.replace(deck(cards=cards, questions=(), sheets=()), NOON)
    work.commit()


def keys(link: Link) -> dict[str, int]:
    return dict(link.tuples("SELECT item_id, key FROM entry"))


@settings(max_examples=20)
@given(st.lists(decks, min_size=2, max_size=5))
def test_an_item_has_one_number_for_ever_however_often_it_leaves_its_deck_and_comes_back(
    versions: list[list[str]],
) -> None:
    with TemporaryDirectory() as name:
        store = open_database(Path(name), backups=Path(name), stamp="test")
        known: dict[str, int] = {}
        for names in versions:
            with store.open(writing=True) as work:
                install(work, names)
                now = keys(work.link)
                there = set(work.link.column("SELECT key FROM item"))
            assert known.items() <= now.items()
            assert there == {now[f"c-{name}"] for name in names}
            new = [now[f"c-{name}"] for name in names if f"c-{name}" not in known]
            assert new == list(range(len(known) + 1, len(now) + 1))
            known = now
        store.close()


def test_a_number_that_was_given_away_is_given_to_no_other_item_even_where_its_entry_is_gone(tmp_path: Path) -> None:
    store = open_database(tmp_path, backups=tmp_path, stamp="test")
    with store.open(writing=True) as work:
        install(work, ["a", "b"])
    link = Link(tmp_path / FILE)
    link.begin(writing=True)
    link.run("DELETE FROM entry WHERE item_id = 'c-b'")
    assert keys_for(link, ["c-new", "c-a", "c-newer"], {"c-a": 1}) == [3, 1, 4]
    link.close()
    store.close()


@pytest.mark.parametrize("wrong", [0, AT_A_TIME // 2, AT_A_TIME + 1])
def test_nothing_stays_of_rows_of_which_one_cannot_be_put(tmp_path: Path, wrong: int) -> None:
    store = open_database(tmp_path, backups=tmp_path, stamp="test")
    rows = [(key, f"c-{key}", "deck-1", "card", "basic", key, 0) for key in range(1, AT_A_TIME + 3)]
    rows[wrong] = (wrong + 1, "c-taken", "deck-1", "card", "basic", wrong, 0)
    with store.open(writing=True) as work:
        work.link.run(ENTER, 9999, "c-taken", "deck-1", "card", "basic", 0, 0)
        work.link.run("SAVEPOINT part")
        with pytest.raises(sqlite3.IntegrityError):
            pour(work.link, ENTER, rows)
        work.link.run("ROLLBACK TO part")
        work.link.run("RELEASE part")
        work.commit()
        assert keys(work.link) == {"c-taken": 9999}
    with pytest.raises(sqlite3.IntegrityError), store.open(writing=True) as work:
        pour(work.link, ENTER, rows)
    with store.open() as work:
        assert keys(work.link) == {"c-taken": 9999}
    store.close()
