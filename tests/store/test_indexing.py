"""The index of words: what comes in large numbers is found at once, also by parts of its words."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certdeck.core.deck import Card, Deck, Scenario
from certdeck.core.ids import ItemId
from certdeck.core.search.parser import parse
from certdeck.ports.search import Frame
from certdeck.store.connection import Link
from certdeck.store.database import Database, open_database
from certdeck.store.functions import add_functions
from certdeck.store.indexing import FOLDED
from certdeck.store.library_file import FILE
from certdeck.store.vocabulary import MOST_WORDS
from tests.builders import NOON, card, deck
from tests.store.contract import DAY, install

LARGE = 350
FRAME = Frame(NOON, NOON, NOON + DAY)


def large(front: str = "Question about alpacas", count: int = LARGE) -> Deck:
    cards = tuple(card(f"c-{number}", front=f"{front} {number:04}?") for number in range(count))
    return deck(cards=cards, questions=(), sheets=())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    made = open_database(tmp_path, backups=tmp_path, stamp="test")
    yield made
    made.close()


def found(store: Database, text: str) -> int:
    with store.open() as work:
        return work.search.count(parse(text), FRAME)


def check(folder: Path) -> None:
    """Have FTS5 compare the index with the texts; it raises an error where they differ."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        add_functions(connection)
        connection.execute("INSERT INTO word_index (word_index, rank) VALUES ('integrity-check', 1)")


def test_parts_of_many_new_items_are_found_at_once(store: Database, tmp_path: Path) -> None:
    install(store, large())
    assert (found(store, "*lpac*"), found(store, "*lpacas 0007*"), found(store, "*llama*")) == (LARGE, 1, 0)
    assert found(store, "a*s kind:card") == LARGE
    check(tmp_path)


def test_many_items_that_change_or_go_are_found_as_they_are(store: Database, tmp_path: Path) -> None:
    content = large()
    install(store, content)
    assert (found(store, "*lpac*"), found(store, "*llama*")) == (LARGE, 0)
    first, *rest = content.cards
    changed: tuple[Card, ...] = (replace(first, front="A llama?"), *rest[:-10])
    install(store, replace(content, cards=changed))
    assert (found(store, "*lpac*"), found(store, "*llama*")) == (LARGE - 11, 1)
    install(store, large("Question about llamas"))
    assert (found(store, "*lpac*"), found(store, "*lama*")) == (0, LARGE)
    check(tmp_path)


def test_parts_of_so_many_words_that_these_narrow_nothing_down_are_found(store: Database) -> None:
    cards = tuple(card(f"c-{number}", front=f"x{number}y?") for number in range(MOST_WORDS + 50))
    install(store, deck(cards=cards, questions=(), sheets=()))
    assert (found(store, "*x*"), found(store, "*x7*"), found(store, "*?*")) == (len(cards), 11, len(cards))


def test_words_that_were_not_committed_are_found_until_they_are_undone(store: Database) -> None:
    with store.open(writing=True) as work:
        for front, expected in (("alpacas", 1), ("llamas", 0)):
            work.content.put_own(card("c-1", front=front), NOON)
            assert work.search.count(parse("*lpac*"), FRAME) == expected
    with store.open(writing=True) as work:
        work.content.put_own(card("c-1", front="vicunas"), NOON)
        assert [work.search.count(parse(text), FRAME) for text in ("*lama*", "*icun*")] == [0, 1]


def test_words_that_another_program_brings_are_found(store: Database, tmp_path: Path) -> None:
    install(store, large(count=2))
    assert found(store, "*lama*") == 0
    other = open_database(tmp_path, backups=tmp_path, stamp="other")
    install(other, large("Question about llamas", 2))
    other.close()
    assert found(store, "*lama*") == 2


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


SIGNS = st.sampled_from(
    "abAB01 .-_*?\u00e9e\u0301\u0308\u00df\u0130\ufb01\u0451\u2014\U0001f600\u6c34\u304c\uac01\u0915\u093f\u1e9e"
)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Link]:
    """Give a connection with an empty index."""
    folder = tmp_path_factory.mktemp("texts")
    open_database(folder, backups=folder, stamp="test").close()
    link = Link(folder / FILE)
    yield link
    link.close()


@given(text=st.text(SIGNS, min_size=1, max_size=12), data=st.data())
def test_whatever_stands_in_a_text_is_among_what_its_words_lead_to(texts: Link, text: str, data: st.DataObject) -> None:
    folded = text.casefold()
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(folded))] * 2)))
    texts.begin(writing=True)
    texts.run("INSERT INTO word_index (rowid, text) VALUES (1, ?)", folded)
    texts.vocabulary.change()
    expression = texts.vocabulary.holding(json.dumps([folded[start:end]]))
    if expression is not None:
        assert texts.rows("SELECT rowid FROM word_index WHERE word_index MATCH ?", expression)
    texts.roll_back()


@given(text=st.one_of(st.text(SIGNS, max_size=12), st.text(st.characters(max_codepoint=127)), st.text()))
@example("a\0b")
@example("A\0\u0130")
def test_a_text_has_the_words_of_the_folded_one_whoever_folds_it(texts: Link, text: str) -> None:
    texts.begin(writing=True)
    texts.run(f"INSERT INTO word_index (rowid, text) SELECT 1, {FOLDED} FROM (SELECT ? AS text)", text)
    texts.run("INSERT INTO word_index (rowid, text) VALUES (2, folded(?))", text)
    assert not texts.rows("SELECT term FROM vocabulary WHERE doc != 2")
    texts.roll_back()
