"""The full-text indexes: what comes in large numbers is found at once, and known to the index of parts later."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from certdeck.core.deck import Card, Deck, Scenario
from certdeck.core.ids import ItemId
from certdeck.core.search.parser import parse
from certdeck.ports.search import Frame
from certdeck.store import catching_up, indexing
from certdeck.store.database import FILE, Database, open_database
from certdeck.store.functions import add_functions
from tests.builders import NOON, card, deck
from tests.store.contract import DAY, install

LARGE = indexing.MANY + 50


def large(front: str = "Question about alpacas", count: int = LARGE) -> Deck:
    cards = tuple(card(f"c-{number}", front=f"{front} {number:04}?") for number in range(count))
    return deck(cards=cards, questions=(), sheets=())


class AtOnce:
    """A thread that has done its work when it has begun."""

    def __init__(self, target: Callable[[], None], name: str, daemon: bool) -> None:
        self.start = target

    def join(self) -> None: ...


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(catching_up, "QUIET", 3600.0)
    made = open_database(tmp_path, backups=tmp_path, stamp="test")
    yield made
    made.close()


def found(store: Database, text: str) -> int:
    with store.open() as work:
        return work.search.count(parse(text), Frame(NOON, NOON, NOON + DAY))


def unparted(folder: Path) -> int:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return int(connection.execute("SELECT count(*) FROM unparted").fetchone()[0])


def check(folder: Path) -> None:
    """Have FTS5 compare both indexes with the texts; it raises an error where they differ."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        add_functions(connection)
        for name in ("word_index", "part_index"):
            connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")


def test_parts_of_many_new_items_are_found_before_the_index_knows_them(store: Database, tmp_path: Path) -> None:
    install(store, large())
    assert unparted(tmp_path) == LARGE
    assert (found(store, "*lpac*"), found(store, "*lpacas 0007*"), found(store, "*llama*")) == (LARGE, 1, 0)
    assert found(store, "a*s kind:card") == LARGE


def test_a_few_items_are_known_to_all_indexes_at_once(store: Database, tmp_path: Path) -> None:
    install(store, large(count=20))
    assert unparted(tmp_path) == 0
    assert found(store, "*lpac*") == 20
    check(tmp_path)


def test_the_index_of_parts_is_written_after_many_items_came(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "QUIET", 0.0)
    monkeypatch.setattr(catching_up, "Thread", AtOnce)
    install(store, large())
    assert unparted(tmp_path) == 0
    assert (found(store, "*lpac*"), found(store, "*lpacas 0007*"), found(store, "*llama*")) == (LARGE, 1, 0)
    check(tmp_path)


def test_what_the_index_of_parts_lacks_is_written_when_the_library_is_opened_again(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(store, large())
    store.close()
    monkeypatch.setattr(catching_up, "QUIET", 0.0)
    monkeypatch.setattr(catching_up, "Thread", AtOnce)
    open_database(tmp_path, backups=tmp_path, stamp="test").close()
    assert unparted(tmp_path) == 0
    check(tmp_path)


def test_items_that_change_or_go_before_the_index_knows_them_leave_nothing_behind(
    store: Database, tmp_path: Path
) -> None:
    content = large()
    install(store, content)
    first, *rest = content.cards
    changed: tuple[Card, ...] = (replace(first, front="A llama?"), *rest[:-10])
    install(store, replace(content, cards=changed))
    assert (found(store, "*lpac*"), found(store, "*llama*")) == (LARGE - 11, 1)
    assert unparted(tmp_path) == LARGE - 11
    store.catch_up()
    assert (found(store, "*lpac*"), found(store, "*llama*")) == (LARGE - 11, 1)
    assert unparted(tmp_path) == 0
    check(tmp_path)


def test_many_items_that_change_after_the_index_knew_them_are_found_as_they_are(
    store: Database, tmp_path: Path
) -> None:
    install(store, large())
    store.catch_up()
    install(store, large("Question about llamas"))
    assert (found(store, "*lpac*"), found(store, "*lama*"), unparted(tmp_path)) == (0, LARGE, LARGE)
    store.catch_up()
    assert (found(store, "*lpac*"), found(store, "*lama*"), unparted(tmp_path)) == (0, LARGE, 0)
    check(tmp_path)


def test_a_card_keeps_its_texts_once_in_its_row(store: Database, tmp_path: Path) -> None:
    made = replace(deck(), cards=(card("c-1", front="A front?", back="A back."),), questions=(), sheets=())
    install(store, made)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        title, text, content = connection.execute("SELECT title, text, content FROM item").fetchone()
    assert (title, text) == ("A front?", "A back.")
    assert b"front" not in content
    assert b"back" not in content


def test_every_item_that_is_installed_is_entered_once_and_scenarios_are_not(store: Database, tmp_path: Path) -> None:
    made = deck(cards=(card("c-1"), card("c-2")), scenarios=(Scenario(ItemId("case-1"), "A case", "Its text."),))
    install(store, made)
    install(store, made)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        entered = [name for (name,) in connection.execute("SELECT item_id FROM entry ORDER BY key")]
    assert entered == [item.id for item in made.items()]
