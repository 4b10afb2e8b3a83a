"""What Anki keeps with a card, in FSRS's words."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.incoming import Review
from certdeck.core.scheduling.schedule import EPOCH, MemoryState, Rating
from certdeck.importers.anki_database import Collection
from certdeck.importers.anki_schedule import Schedules, learnt_of

NOTES = range(1, 5)
TABLES = """
    CREATE TABLE cards (
        id integer PRIMARY KEY, nid integer, ord integer, type integer, queue integer, due integer, ivl integer,
        lapses integer, left integer, odue integer, odid integer, flags integer, data text
    );
    CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, ease integer, factor integer, time integer, type integer);
"""
INDEXES = "CREATE INDEX ix_cards_nid ON cards (nid); CREATE INDEX ix_revlog_cid ON revlog (cid);"
BEGUN = 1_700_000_000_000
Card = tuple[int, int, tuple[int, int, int]]
"""Note, ordinal, and type, queue and flags."""
cards = st.lists(
    st.tuples(
        st.sampled_from(NOTES),
        st.integers(0, 1),
        st.sampled_from([(0, 0, 0), (0, 0, 0), (0, -1, 0), (0, 0, 3), (1, 1, 0), (2, 2, 0)]),
    ),
    max_size=8,
)
reviewed = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(list(Rating))), max_size=9)
"""Cards by their places, and ratings."""


def collection(connection: sqlite3.Connection, cards: Iterable[Card], reviews: Iterable[tuple[int, Rating]]) -> None:
    for place, (note, ordinal, (kind, queue, flags)) in enumerate(cards):
        values = (100 + place, note, ordinal, kind, queue, 5, 3, 0, 0, 0, 0, flags, "{}")
        connection.execute(f"INSERT INTO cards VALUES ({', '.join('?' * len(values))})", values)
    for place, (card, rating) in enumerate(reviews):
        connection.execute("INSERT INTO revlog VALUES (?, ?, ?, 2500, 0, 1)", (BEGUN + place, 100 + card, rating))


@given(cards, reviewed, st.booleans())
def test_of_a_note_all_is_known_that_any_of_its_cards_tells_whatever_indexes_there_are(
    cards: list[Card], reviews: list[tuple[int, Rating]], indexed: bool
) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES + (INDEXES if indexed else ""))
        collection(connection, cards, reviews)
        schedules = Schedules(Collection(connection, Path("a.apkg"), 11, 0))
        for note in NOTES:
            told = [
                learnt_of(
                    (note, 100 + place, ordinal, kind, queue, 5, 3, 0, 0, 0, 0, flags, "{}"),
                    0,
                    [
                        Review(EPOCH + timedelta(milliseconds=BEGUN + at), rating)
                        for at, (card, rating) in enumerate(reviews)
                        if card == place
                    ],
                )
                for place, (of, ordinal, (kind, queue, flags)) in sorted(
                    enumerate(cards), key=lambda numbered: (numbered[1][1], numbered[0])
                )
                if of == note
            ]
            assert schedules.learnt(*schedules.rows(note)) == tuple(one for one in told if one is not None)


def memory_in(data: str) -> MemoryState | None:
    """Return the memory of a card in review beside which Anki keeps `data`."""
    in_review = (2, 2, 20_000, 7, 0, 0, 0, 0, 0)
    learnt = learnt_of((1, 2, 0, *in_review, data), 0, ())
    assert learnt is not None
    return learnt.memory


@given(st.decimals(1, 99_999, places=4), st.decimals(1, 99, places=3))
def test_a_memory_is_the_same_however_anki_writes_it(stability: object, difficulty: object) -> None:
    usual = f'{{"s":{stability},"d":{difficulty},"dr":0.9}}'
    assert memory_in(usual) == memory_in(json.dumps(json.loads(usual), indent=1))


def test_a_memory_stays_within_what_fsrs_knows() -> None:
    assert memory_in('{"s":99999.5,"d":12.5}') == MemoryState(36_500, 10.0)
    assert memory_in('{"s":0.0001,"d":0.5}') == MemoryState(0.001, 1.0)
    assert memory_in('{"s":1e999,"d":5.0}') is None
    assert memory_in("{") is None
    assert memory_in("") is None
    assert memory_in("{}") is None
