"""What goes takes all that hangs on it away, and an id is that of one item or scenario only."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import Card, Deck, Scenario
from certdeck.core.errors import DeckError
from certdeck.core.ids import DeckId, FaceId, ItemId
from certdeck.core.search.parser import parse
from certdeck.ports.intake import Entrant
from certdeck.ports.search import Frame
from certdeck.ports.store import UnitOfWork
from certdeck.store.codec import encode_scenario
from certdeck.store.database import Database, open_database
from certdeck.store.functions import add_functions
from certdeck.store.library_file import FILE
from tests.builders import EXAM, NOON, card, confusion, deck, multiple_choice, sheet
from tests.empty_database import put_empty_database
from tests.store.contract import DAY, DECK, LATER, install

RELEASED = Path(__file__).parent / "released"
CASE = Scenario(ItemId("case-1"), "A case", "Its text.")
CAME = DeckId("import-came")
MINE = card("mine", links=(ItemId("c-basic"),))


def whole() -> Deck:
    """Return a deck with something that hangs on its items in every table."""
    linked = (card("c-basic", links=(ItemId("c-reversed"),)), card("c-reversed", tags=("hard",)))
    return deck(
        cards=linked, questions=(multiple_choice("q-1", scenario=CASE.id),), scenarios=(CASE,), sheets=(sheet(),)
    )


def confused() -> Deck:
    return replace(whole(), confusions=(confusion(),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    made = opened(tmp_path)
    yield made
    made.close()


def opened(folder: Path) -> Database:
    return open_database(folder, backups=folder, stamp="test")


def counts(folder: Path) -> dict[str, int]:
    tables = ("item", "scenario", "coverage", "item_link", "confusion_card")
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def check(folder: Path) -> None:
    """Fail where entries, texts, faces, relations and words do not say the same."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        add_functions(connection)
        entries = {key for (key,) in connection.execute("SELECT key FROM entry WHERE deck_id IS NOT NULL")}
        assert entries == {key for (key,) in connection.execute("SELECT key FROM item")}
        assert entries.issuperset(key for (key,) in connection.execute("SELECT entry FROM face_state WHERE entry"))
        named = {name for (name,) in connection.execute("SELECT item_id FROM entry WHERE deck_id IS NOT NULL")}
        for table in ("coverage", "item_link", "confusion_card"):
            assert named.issuperset(name for (name,) in connection.execute(f"SELECT item_id FROM {table}")), table
        covered = {name for (name,) in connection.execute("SELECT item_id FROM entry WHERE covered")}
        assert covered == {name for (name,) in connection.execute("SELECT item_id FROM coverage")}
        connection.execute("INSERT INTO word_index (word_index, rank) VALUES ('integrity-check', 1)")


def test_nothing_of_a_deck_is_left_behind_but_its_entries(store: Database, tmp_path: Path) -> None:
    install(store, confused())
    assert all(counts(tmp_path).values())
    with store.open(writing=True) as work:
        work.content.drop(DECK)
        work.commit()
    assert not any(counts(tmp_path).values())
    check(tmp_path)


def test_nothing_of_an_item_is_left_behind_that_a_deck_no_longer_brings(store: Database, tmp_path: Path) -> None:
    install(store, confused())
    install(store, deck(cards=(card("c-other"),), questions=(), sheets=()), LATER)
    assert counts(tmp_path) == {"item": 1, "scenario": 0, "coverage": 1, "item_link": 0, "confusion_card": 0}
    check(tmp_path)


def test_nothing_of_an_own_card_is_left_behind(store: Database, tmp_path: Path) -> None:
    with store.open(writing=True) as work:
        work.content.put_own(MINE, NOON)
        work.content.drop_own(MINE.id)
        work.commit()
    assert not any(counts(tmp_path).values())
    check(tmp_path)


def test_an_item_that_comes_back_has_its_number_and_is_as_old_as_it_was(store: Database, tmp_path: Path) -> None:
    def entry() -> object:
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            return connection.execute("SELECT key, added_at FROM entry WHERE item_id = 'c-basic'").fetchone()

    install(store, whole())
    before = entry()
    install(store, deck(cards=(card("c-other"),), questions=(), sheets=()), LATER)
    install(store, whole(), LATER + DAY)
    assert entry() == before
    check(tmp_path)


@pytest.mark.parametrize(
    "other",
    [
        deck("deck-2", cards=(card("case-1"),), questions=(), sheets=()),
        deck("deck-2", cards=(), questions=(), sheets=(), scenarios=(replace(CASE, id=ItemId("c-basic")),)),
        deck("deck-2", cards=(), questions=(), sheets=(), scenarios=(CASE,)),
        deck("deck-2", cards=(card("c-basic"),), questions=(), sheets=()),
    ],
    ids=["card by scenario", "scenario by card", "scenario by scenario", "card by card"],
)
def test_an_id_that_another_deck_has_is_refused(store: Database, tmp_path: Path, other: Deck) -> None:
    install(store, whole())
    with store.open(writing=True) as work, pytest.raises(DeckError, match="belongs to the deck deck-1 already"):
        work.content.replace(other, LATER)
    with store.open() as work:
        assert work.content.deck(DECK) == replace(whole(), digest="0" * 64)
    check(tmp_path)


def test_the_deck_of_a_scenario_is_known_as_that_of_an_item_is(store: Database) -> None:
    install(store, whole())
    with store.open() as work:
        assert work.content.owners([CASE.id, ItemId("c-basic")]) == {CASE.id: DECK, ItemId("c-basic"): DECK}
        assert work.content.version_of(CASE.id) == "1.0.0"
        assert work.content.item(CASE.id) is None
        assert work.study.asked(FaceId(f"{CASE.id}/1"))[0] is None


def test_what_was_a_scenario_can_be_a_card_and_a_scenario_again(store: Database, tmp_path: Path) -> None:
    install(store, whole())
    named = deck(cards=(card("case-1"),), questions=(), sheets=())
    install(store, named, LATER)
    with store.open() as work:
        assert (work.content.item(CASE.id), work.content.scenario(CASE.id)) == (named.cards[0], None)
    check(tmp_path)
    install(store, whole(), LATER + DAY)
    with store.open() as work:
        assert (work.content.item(CASE.id), work.content.scenario(CASE.id)) == (None, CASE)
    check(tmp_path)


def test_a_scenario_counts_as_changed_when_its_text_does(store: Database) -> None:
    install(store, whole())
    install(store, replace(whole(), title="Renamed"), LATER)
    with store.open() as work:
        assert work.content.revisions(DECK)[CASE.id] == NOON
    install(store, replace(whole(), scenarios=(replace(CASE, text="Another text."),)), LATER)
    with store.open() as work:
        assert work.content.revisions(DECK)[CASE.id] == LATER


def test_a_scenario_of_an_old_database_is_there_and_goes_with_its_deck(tmp_path: Path) -> None:
    shutil.copy(RELEASED / "0021.db", tmp_path / FILE)
    columns = "id, deck_id, kind, form, position, title, text, content, revised_at"
    values = ("case-1", "deck-1", "scenario", "scenario", 99, CASE.title, CASE.text, encode_scenario(CASE), 0)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(f"INSERT INTO item ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        connection.commit()
        before = {name for (name,) in connection.execute("SELECT id FROM item WHERE kind != 'scenario'")}
    store = opened(tmp_path)
    check(tmp_path)
    with store.open(writing=True) as work:
        assert (work.content.scenarios(DECK), work.content.owners([CASE.id])) == ((CASE,), {CASE.id: DECK})
        assert {item.id for item in work.content.deck(DECK).items()} < before
        work.content.drop(DECK)
        work.commit()
    assert (counts(tmp_path)["scenario"], counts(tmp_path)["item"]) == (0, 1)
    check(tmp_path)
    store.close()


Act = Callable[[UnitOfWork], object]
CAME_CARDS: tuple[Card, ...] = tuple(card(f"imported-{name}", covers=(), sources=(), tags=("aws",)) for name in "ab")
ACTS: dict[str, Act] = {
    "install": lambda work: work.content.replace(whole(), NOON),
    "install with a confusion set": lambda work: work.content.replace(confused(), NOON),
    "install without a card": lambda work: work.content.replace(replace(whole(), cards=whole().cards[1:]), NOON),
    "install in another order": lambda work: work.content.replace(replace(whole(), cards=whole().cards[::-1]), NOON),
    "drop": lambda work: work.content.drop(DECK),
    "add an own card": lambda work: work.content.put_own(MINE, NOON),
    "write an own card anew": lambda work: work.content.put_own(replace(MINE, front="Other?"), NOON),
    "drop an own card": lambda work: work.content.drop_own(MINE.id),
    "take in": lambda work: work.intake.put(CAME, "Came", [Entrant(each) for each in CAME_CARDS], NOON),
    "take in other words": lambda work: work.intake.put(
        CAME, "Came", [Entrant(replace(each, back="Other.")) for each in CAME_CARDS], NOON
    ),
    "take one away": lambda work: work.intake.take_away(CAME, [CAME_CARDS[0].id]),
    "take all away": lambda work: work.intake.take_away(CAME, [each.id for each in CAME_CARDS]),
    "search": lambda work: work.search.count(parse("front"), Frame(NOON, NOON, NOON + DAY, EXAM)),
}


@given(names=st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=8), apart=st.booleans())
def test_entries_texts_and_words_say_the_same_whatever_comes_and_goes(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], apart: bool
) -> None:
    folder = tmp_path_factory.mktemp("acts")
    put_empty_database(folder)
    store = opened(folder)
    for several in [[name] for name in names] if apart else [names]:
        with store.open(writing=True) as work:
            for name in several:
                ACTS[name](work)
            work.commit()
        check(folder)
    store.close()
