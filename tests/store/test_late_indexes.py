"""Many cards that come do so without some indexes, which are there again as they were before anybody looks."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certdeck.core.ids import DeckId, ItemId
from certdeck.ports.exporting import Cancelled
from certdeck.ports.intake import Entrant, Plain, PlainRun
from certdeck.store import intake
from certdeck.store.database import Database, open_database
from certdeck.store.late_indexes import LATE
from certdeck.store.library_file import FILE
from tests.builders import NOON, deck

FEW = 4
decks = st.sampled_from(["import-aa", "import-bb", "import-cc"])


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(intake, "MANY", FEW)
    made = open_database(tmp_path, backups=tmp_path, stamp="test")
    yield made
    made.close()


def plain(number: int) -> PlainRun:
    return PlainRun([Plain(ItemId(f"imported-{number}"), f"Question {number}?", f"Answer {number}.", ("tag",))])


def indexes(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name").fetchall()


def there(store: Database) -> set[str]:
    """Return those of the late indexes that are there in a transaction that is open."""
    with store.open(writing=True) as work:
        work.intake.put(DeckId("import-aa"), "A", [plain(99)], NOON)
        found = work.link.column("SELECT name FROM sqlite_master WHERE type = 'index'")
        return set(found) & set(LATE)


def bring(store: Database, arriving: Sequence[tuple[str, int]], *, expected: int) -> None:
    with store.open(writing=True) as work:
        with work.intake.expecting(expected):
            for name, number in arriving:
                work.intake.put(DeckId(name), name, [plain(number)], NOON)
        work.commit()


def break_off(store: Database) -> None:
    with store.open(writing=True) as work, work.intake.expecting(FEW):
        work.intake.put(DeckId("import-aa"), "A", [plain(1)], NOON)
        raise Cancelled


def order(store: Database) -> dict[str, list[str]]:
    with store.open() as work:
        names = [head.id for head in work.content.heads()]
        return {name: [card.id for card in work.content.shipped_cards(name)] for name in names}


def test_indexes_are_as_before_once_many_cards_have_come(store: Database, tmp_path: Path) -> None:
    before = indexes(tmp_path)
    bring(store, [("import-aa", number) for number in range(FEW)], expected=FEW)
    assert indexes(tmp_path) == before
    assert len(order(store)["import-aa"]) == FEW


@pytest.mark.parametrize(("expected", "left"), [(FEW, set[str]()), (FEW - 1, set(LATE))])
def test_they_are_left_out_only_where_many_cards_are_expected(store: Database, expected: int, left: set[str]) -> None:
    with store.open(writing=True) as work, work.intake.expecting(expected):
        work.intake.put(DeckId("import-aa"), "A", [Entrant(plain(1).cards[0].as_card())], NOON)
        assert LATE[0] in set(work.link.column("SELECT name FROM sqlite_master"))
        work.intake.put(DeckId("import-aa"), "A", [plain(2)], NOON)
        assert set(work.link.column("SELECT name FROM sqlite_master")) & set(LATE) == left


def test_they_are_kept_where_the_library_is_not_much_smaller_than_what_comes(store: Database) -> None:
    bring(store, [("import-aa", number) for number in range(FEW)], expected=0)
    with store.open(writing=True) as work, work.intake.expecting(2 * FEW - 1):
        work.intake.put(DeckId("import-aa"), "A", [plain(9)], NOON)
        assert set(work.link.column("SELECT name FROM sqlite_master")) >= set(LATE)


def test_they_are_there_again_when_what_came_is_taken_back(store: Database, tmp_path: Path) -> None:
    before = indexes(tmp_path)
    with pytest.raises(Cancelled):
        break_off(store)
    assert indexes(tmp_path) == before
    assert there(store) == set(LATE)


@given(here=st.lists(decks, max_size=3), coming=st.lists(decks, min_size=1, max_size=8))
@settings(max_examples=8)
def test_cards_stand_in_the_same_order_with_and_without_them(here: list[str], coming: list[str]) -> None:
    assert brought(here, coming, expected=0) == brought(here, coming, expected=100)


def brought(here: list[str], coming: list[str], *, expected: int) -> dict[str, list[str]]:
    """Return what stands in a library of one deck after two imports."""
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "MANY", 1)
        with closing(open_database(Path(name), backups=Path(name), stamp="test")) as store:
            with store.open(writing=True) as work:
                work.content.replace(deck("import-aa", questions=(), sheets=(), blueprints=()), NOON)
                work.commit()
            bring(store, list(zip(here, range(10), strict=False)), expected=0)
            bring(store, list(zip(coming, range(10, 20), strict=False)), expected=expected)
            return order(store)


@pytest.mark.parametrize("expected", [0, FEW])
def test_tags_are_noted_whether_more_cards_are_expected_or_not(store: Database, expected: int) -> None:
    tagged = PlainRun(
        [
            Plain(ItemId("imported-one"), "One?", "1", ("aws", "AWS", "net")),
            Plain(ItemId("imported-two"), "Two?", "2", ()),
            Plain(ItemId("imported-three"), "Three?", "3", ("aws",)),
        ]
    )
    with store.open(writing=True) as work:
        with work.intake.expecting(expected):
            work.intake.put(DeckId("import-aa"), "A", [tagged], NOON)
            work.intake.put(DeckId("import-bb"), "B", [plain(4)], NOON)
        # Whoever puts more afterwards puts no tag twice.
        work.intake.put(DeckId("import-bb"), "B", [plain(5)], NOON)
        work.commit()
    with store.open() as work:
        found = work.link.tuples("SELECT name, entry FROM entry_tag JOIN tag ON tag.id = tag_id ORDER BY name, entry")
    first = min(entry for _, entry in found)
    assert [(name, entry - first) for name, entry in found] == [
        ("AWS", 0),
        ("AWS", 2),
        ("net", 0),
        ("tag", 3),
        ("tag", 4),
    ]
