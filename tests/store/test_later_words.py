"""Words that are left for later: whatever happens to cards meanwhile, the index becomes what one made anew would be."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from certdeck.core.ids import ItemId
from certdeck.core.own import Edit, text_of
from certdeck.core.search.parser import parse
from certdeck.ports.intake import Entrant, Plain, PlainRun
from certdeck.ports.search import Frame
from certdeck.services import full_text
from certdeck.services.full_text import FullTextService
from certdeck.store import indexing
from certdeck.store.database import Database, open_database
from certdeck.store.functions import add_functions
from certdeck.store.library_file import FILE
from tests.builders import NOON
from tests.empty_database import put_empty_database
from tests.imported import IMPORTED, bring
from tests.store.contract import DAY

FEW, PIECE = 2, 3
"""New cards whose words come at once, and how many others are made searchable at a time."""
FRAME = Frame(NOON, NOON, NOON + DAY)
NAMES = [f"imported-{number}" for number in range(9)]
WORDS = ["alpaca", "llama", "vicuna", "\u00e9land", "STRASSE"]
fronts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
cards = st.dictionaries(st.sampled_from(NAMES), fronts, min_size=1)
names = st.sets(st.sampled_from(NAMES), min_size=1)
lives = st.booleans()
"""Whether what is written is committed, or the program killed before."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", FEW)
    monkeypatch.setattr(full_text, "PIECE", PIECE)


@pytest.fixture
def store(small: None, tmp_path: Path) -> Iterator[Database]:
    made = opened(tmp_path)
    yield made
    made.close()


def opened(folder: Path) -> Database:
    put_empty_database(folder)
    return open_database(folder, backups=folder, stamp="test")


def plain(name: str, front: str) -> Plain:
    return Plain(ItemId(name), front, "Answer.", ())


def left(store: Database) -> int:
    with store.open() as work:
        return work.search.left()


def found(store: Database, text: str) -> set[str]:
    query = parse(text)
    with FullTextService(store, lambda: None).reading(query) as work:
        return set(work.search.items(work.search.keys(query, FRAME)))


def words(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    return connection.execute("SELECT term, doc FROM every_word ORDER BY term, doc").fetchall()


def check(folder: Path) -> None:
    """Compare the index with the texts, and with one that is made anew; it raises an error where they differ."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection:
        add_functions(connection)
        connection.execute("CREATE VIRTUAL TABLE temp.every_word USING fts5vocab(main, word_index, instance)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO word_index (word_index, rank) VALUES ('integrity-check', 1)")
        before = words(connection)
        connection.execute("INSERT INTO word_index (word_index) VALUES ('rebuild')")
        assert words(connection) == before
        connection.execute("ROLLBACK")


def test_the_words_of_few_cards_are_known_when_these_are_committed_and_those_of_more_are_left(
    store: Database, tmp_path: Path
) -> None:
    bring(store, [plain(name, "alpaca") for name in NAMES[:FEW]])
    assert left(store) == 0
    bring(store, [plain(name, "llama") for name in NAMES[FEW:]])
    assert left(store) == len(NAMES) - FEW
    assert found(store, "alpaca or llama") == set(NAMES)
    assert left(store) == 0
    check(tmp_path)


def test_what_asks_for_no_words_waits_for_none(store: Database) -> None:
    bring(store, [plain(name, "alpaca") for name in NAMES])
    assert found(store, "kind:card -is:due") == set(NAMES)
    assert left(store) == len(NAMES)


def test_a_card_that_was_found_before_is_found_as_it_is_now_when_its_change_is_committed(store: Database) -> None:
    bring(store, [plain("known", "alpaca")])
    bring(store, [plain(name, "alpaca") for name in NAMES])
    bring_again = Entrant(plain("known", "llama").as_card())
    with store.open(writing=True) as work:
        work.intake.put(IMPORTED, "A", [bring_again], NOON)
        work.commit()
    assert left(store) == len(NAMES)
    with store.open() as work:
        assert not list(work.link.column("SELECT rowid FROM word_index WHERE word_index MATCH 'alpaca'"))
        assert len(list(work.link.column("SELECT rowid FROM word_index WHERE word_index MATCH 'llama'"))) == 1


def test_a_unit_of_work_finds_what_it_has_brought_itself_however_much_it_is(store: Database) -> None:
    with store.open(writing=True) as work:
        work.intake.put(IMPORTED, "A", [PlainRun([plain(name, "alpaca") for name in NAMES])], NOON)
        assert work.search.count(parse("alpaca"), FRAME) == len(NAMES)


def test_cards_that_another_program_brings_meanwhile_are_found(store: Database, tmp_path: Path) -> None:
    bring(store, [plain(name, "alpaca") for name in NAMES[:4]])
    other = opened(tmp_path)

    def brought() -> None:
        if not has(other, NAMES[-1]):
            bring(other, [plain(name, "alpaca") for name in NAMES[4:]])

    query = parse("alpaca")
    with FullTextService(store, brought).reading(query) as work:
        assert work.search.count(query, FRAME) == len(NAMES)
    other.close()


def has(store: Database, name: str) -> bool:
    with store.open() as work:
        return work.search.key_of(ItemId(name)) is not None


class LaterWords(RuleBasedStateMachine):
    """A library into which cards come and in which they change, beside the texts that it should have."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp())
        self.store = opened(self.folder)
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(indexing, "AT_ONCE", FEW)
        self.patch.setattr(full_text, "PIECE", PIECE)
        self.fronts: dict[str, str] = {}
        self.edits: dict[str, str] = {}

    def teardown(self) -> None:
        FullTextService(self.store, lambda: None).catch_up()
        self.store.close()
        check(self.folder)
        self.patch.undo()
        shutil.rmtree(self.folder)

    @rule(coming=cards, lives=lives)
    def cards_come_or_are_brought_up_to_date(self, coming: dict[str, str], lives: bool) -> None:
        with self.store.open(writing=True) as work:
            entered = work.intake.entered([ItemId(name) for name in coming])
            cards = [plain(name, front) for name, front in coming.items()]
            entrants = [Entrant(one.as_card()) if one.id in entered else PlainRun([one]) for one in cards]
            work.intake.put(IMPORTED, "A", entrants, NOON)
            if lives:
                work.commit()
                self.fronts |= coming

    @rule(gone=names, lives=lives)
    def cards_go(self, gone: set[str], lives: bool) -> None:
        with self.store.open(writing=True) as work:
            work.intake.take_away(IMPORTED, [ItemId(name) for name in sorted(gone)])
            if lives:
                work.commit()
                for name in gone:
                    self.fronts.pop(name, None)

    @rule(name=st.sampled_from(NAMES), front=fronts, lives=lives)
    def a_card_is_edited(self, name: str, front: str, lives: bool) -> None:
        with self.store.open(writing=True) as work:
            card = work.own.shipped(ItemId(name))
            if card is None:
                return
            text = text_of(card)
            work.own.put_edit(ItemId(name), Edit(replace(text, front=front), text), NOON)
            if lives:
                work.commit()
                self.edits[name] = front

    @rule(name=st.sampled_from(NAMES))
    def an_edit_is_taken_back(self, name: str) -> None:
        with self.store.open(writing=True) as work:
            if work.own.edit(ItemId(name)) is not None and work.own.shipped(ItemId(name)) is not None:
                work.own.put_edit(ItemId(name), None, NOON)
                work.commit()
                self.edits.pop(name)

    @rule(most=st.integers(1, 4), lives=lives)
    def a_piece_is_made_searchable(self, most: int, lives: bool) -> None:
        with self.store.open(writing=True) as work:
            before = work.search.left()
            assert work.search.index(most) == min(most, before)
            assert work.search.left() == before - min(most, before)
            if lives:
                work.commit()

    @rule()
    def the_app_is_started_anew(self) -> None:
        self.store.close()
        self.store = opened(self.folder)

    @rule(word=st.sampled_from(WORDS))
    def a_word_is_searched_for(self, word: str) -> None:
        shown = self.fronts | {name: front for name, front in self.edits.items() if name in self.fronts}
        assert found(self.store, word) == {name for name, front in shown.items() if word in front}
        assert left(self.store) == 0

    @invariant()
    def nothing_that_only_changed_is_left(self) -> None:
        with self.store.open() as work:
            assert not list(work.link.column("SELECT entry FROM unindexed WHERE known IS NOT NULL"))


TestLaterWords = LaterWords.TestCase
TestLaterWords.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
