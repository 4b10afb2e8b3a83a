"""Making cards searchable that have come in large numbers: in pieces, which others have their turn between."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.scheduling.scope import Scope
from certdeck.core.search.parser import parse
from certdeck.ports.exporting import Cancelled, Format
from certdeck.ports.search import Facet
from certdeck.services import full_text
from certdeck.services.full_text import FullTextService
from certdeck.services.packing import Choice
from certdeck.store import indexing
from certdeck.store.database import open_database
from tests.builders import card, deck
from tests.empty_database import put_empty_database
from tests.imported import IMPORTED, alpacas, bring
from tests.services.parts import Parts

PIECE = 3
COUNT = 3 * PIECE - 1


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """Give services on a library into which many cards have come."""
    monkeypatch.setattr(indexing, "AT_ONCE", 0)
    monkeypatch.setattr(full_text, "PIECE", PIECE)
    put_empty_database(tmp_path)
    store = open_database(tmp_path, backups=tmp_path, stamp="test")
    made = Parts(tmp_path / "decks", store)
    made.install(deck(cards=(card("c-1", front="Payload"),), questions=(), sheets=()))
    made.full_text.catch_up()
    bring(store, alpacas(COUNT))
    yield made
    store.close()


def test_all_are_made_searchable_in_pieces_and_others_have_a_turn_after_each(parts: Parts) -> None:
    told: list[tuple[int, int]] = []
    turns: list[int] = []
    made = FullTextService(parts.store, lambda: turns.append(parts.full_text.left()))
    assert made.catch_up(progress=lambda done, total: told.append((done, total))) == COUNT
    assert told == [(0, COUNT), (PIECE, COUNT), (2 * PIECE, COUNT)]
    assert turns == [COUNT - PIECE, COUNT - 2 * PIECE, 0]
    assert made.catch_up() == 0
    assert len(turns) == 3


def test_whoever_cancels_keeps_what_is_done_and_leaves_the_rest(parts: Parts) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        parts.full_text.catch_up(progress=stop)
    assert parts.full_text.left() == COUNT - PIECE


def test_a_search_finds_cards_that_were_not_searchable_yet(parts: Parts) -> None:
    query = parse("alpaca")
    assert len(parts.search.find(query).keys) == COUNT
    assert parts.full_text.left() == 0


def test_counting_misses_no_card_that_was_not_searchable_yet(parts: Parts) -> None:
    assert parts.search.count(parse("alpaca")) == COUNT


def test_counting_by_deck_misses_none(parts: Parts) -> None:
    assert parts.search.tally(parse("alpaca"), Facet.DECK) == {IMPORTED: COUNT}


def test_the_best_hits_are_looked_for_among_all_cards(parts: Parts) -> None:
    assert [row.id for row in parts.search.best(parse("alpaca"), ("alpaca",), 2)] == ["new-0", "new-1"]


def test_a_part_of_a_text_is_looked_for_in_all_cards(parts: Parts) -> None:
    assert parts.search.is_anywhere("lpac")


def test_counting_what_an_export_would_hold_misses_none(parts: Parts) -> None:
    assert parts.packing.count(Choice("alpaca", everything=True)) == COUNT


def test_an_export_holds_all_that_its_search_means(parts: Parts, tmp_path: Path) -> None:
    written = parts.packing.write(Format.ANKI, tmp_path / "alpacas.apkg", Choice("alpaca", everything=True))
    assert written.notes == COUNT


def test_what_asks_for_no_words_leaves_the_words_for_later(parts: Parts) -> None:
    assert parts.search.count(parse("deck:A")) == COUNT
    assert parts.full_text.left() == COUNT


def test_cards_can_be_studied_before_they_are_searchable(parts: Parts) -> None:
    assert parts.study.next(Scope(IMPORTED)) is not None
    assert parts.full_text.left() == COUNT
