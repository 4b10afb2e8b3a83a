"""Taking many cards into the database, with what was learnt of them elsewhere."""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Final

from certdeck.core.deck import Card
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.own import with_text
from certdeck.ports.intake import Arriving, Course, Entrant, Plain, PlainRun, Written
from certdeck.store import codec
from certdeck.store.connection import Link, Value, stored_time
from certdeck.store.entering import ANY_OWN_TAG, LAST_ENTRY, OWN_TAGS
from certdeck.store.face_numbers import KEYS, of_item
from certdeck.store.late_indexes import LateIndexes
from certdeck.store.new_rows import NewRows, NextPlaces
from certdeck.store.own import OwnTables
from certdeck.store.own_cards import PUT_COVERAGE, PUT_LINK
from certdeck.store.pouring import pour, pour_values
from certdeck.store.study import written
from certdeck.store.tags import put_author_tags

ROOM: Final = 24_000
"""KiB of the file that are kept in memory: more is not quicker, and who reads a large file beside needs some, too."""
MANY: Final = 10_000
"""Cards that are expected, at least twice as many as there are, from which on indexes are made when they are here."""
CHUNK: Final = 500
"""Cards that are taken away at a time."""
NUMBERS: Final = 20_000
"""Those of tags and entries that are put at a time."""
KNOWN: Final = """
    SELECT entry.item_id, entry.deck_id, item.content, item.title, item.text
    FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value
    CROSS JOIN item ON item.key = entry.key
    WHERE entry.kind = 'card'
"""
ANY_ENTERED: Final = "SELECT 1 FROM entry WHERE item_id >= ? AND item_id < ? LIMIT 1"
LAST_SIGN: Final = chr(0x10FFFF)
COMPARED: Final = """
    SELECT wanted.value, item.content, item.title, item.text
    FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value
    LEFT JOIN item ON item.key = entry.key AND entry.kind = 'card'
"""
PUT_DECK: Final = (
    "INSERT INTO deck (id, title, version, language, licence, notice, digest, installed_at, blueprints) "
    "VALUES (?, ?, ?, 'en', '', '', '', ?, ?) ON CONFLICT (id) DO NOTHING"
)
NEXT_PLACES: Final = """
    SELECT id, (SELECT coalesce(max(position) + 1, 0) FROM entry WHERE deck_id = deck.id),
        (SELECT coalesce(max(position) + 1, 0) FROM face_state WHERE deck_id = deck.id AND entry IS NOT NULL)
    FROM deck
"""
NEXT_PLACES_OF: Final = f"{NEXT_PLACES} WHERE id = ?"
PUT_TAGS: Final = "INSERT INTO tag (name, folded) VALUES (?, ?) ON CONFLICT (folded) DO NOTHING"
TAG_IDS: Final = "SELECT tag.folded, tag.id FROM json_each(?) AS wanted JOIN tag ON tag.folded = wanted.value"
PUT_ENTRY_TAG: Final = "INSERT OR IGNORE INTO entry_tag (tag_id, entry, own) VALUES (?, ?, 0)"
RELATIONS: Final = ("coverage", "item_link")
OUTDATED: Final = "UPDATE own_edit SET outdated = ? WHERE item_id = ?"
LEAVE: Final = f"""
    UPDATE face_state SET entry = NULL WHERE face IN (
        SELECT state.face FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value
        CROSS JOIN face_state AS state ON state.face {of_item("entry.key")}
    )
"""
FORGET_TAGS: Final = """
    DELETE FROM entry_tag
    WHERE entry IN (SELECT entry.key FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value)
"""
TAKE_AWAY: Final = """
    DELETE FROM item WHERE key IN (
        SELECT entry.key FROM json_each(?2) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value
        WHERE entry.deck_id = ?1
    )
"""
DROP_EMPTY: Final = "DELETE FROM deck WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM entry WHERE deck_id = ?1)"


class IntakeTables:
    """Takes cards in (see `certdeck.ports.intake.Intake`)."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._next: dict[DeckId, NextPlaces] = {}
        self._tagged: defaultdict[int, array[int]] = defaultdict(partial(array, "q"))
        """The keys of new cards whose tags are not noted yet, by the numbers of these."""
        self._tags: dict[str, Callable[[int], None]] = {}
        """What adds a key to those of a tag, by its name."""
        self._last = 0
        self._own_tags = False
        self._expected = 0
        self._is_expecting = False
        self._late = LateIndexes(link)
        link.make_room(ROOM)

    @property
    def write_down(self) -> Callable[[Course], Written]:
        """What makes of a course what `put` takes (see the port)."""
        return written

    def known(self, items: Sequence[ItemId]) -> Mapping[ItemId, tuple[DeckId, Card]]:
        """Return those of `items` that are cards of decks, as these bring them, with their decks."""
        found: dict[ItemId, tuple[DeckId, Card]] = {}
        for row in self._link.rows(KNOWN, json.dumps(items)):
            card = codec.decode_row(row[0], "card", row[2], row[3], row[4])
            assert isinstance(card, Card)
            found[ItemId(row[0])] = DeckId(row[1]), card
        return found

    def compare(self, cards: Sequence[Plain]) -> tuple[frozenset[ItemId], frozenset[ItemId]]:
        """Return those of `cards` that are here word for word, and those that are or were otherwise (see the port)."""
        wanted = {card.id: card for card in cards}
        same: set[ItemId] = set()
        other: set[ItemId] = set()
        for name, content, title, text in self._link.tuples(COMPARED, json.dumps(list(wanted))):
            _, front, back, tags = wanted[name]
            if (
                front == title
                and back == text
                and (content == codec.encode_tags(tags) or codec.plain_tags(content) == tags)
            ):
                same.add(name)
            else:
                other.add(name)
        return frozenset(same), frozenset(other)

    def has_entered(self, prefix: str) -> bool:
        """Tell whether there are or were items whose ids begin so (see the port)."""
        return self._link.row(ANY_ENTERED, prefix, prefix + LAST_SIGN) is not None

    def entered(self, items: Iterable[ItemId]) -> frozenset[ItemId]:
        """Return those of `items` that are or were here."""
        return frozenset(map(ItemId, self._entered(items)))

    @contextmanager
    def expecting(self, cards: int) -> Iterator[None]:
        """Be ready for so many cards (see the port)."""
        self._expected, self._is_expecting = cards, True
        yield
        # Not where something went wrong: the whole transaction is taken back then, and the indexes are there again.
        self._expected, self._is_expecting = 0, False
        self._put_tags()
        self._late.make()

    def put(self, deck: DeckId, title: str, entrants: Sequence[Entrant | PlainRun], now: datetime) -> None:
        """Put cards into a deck (see the port)."""
        self.put_all(((deck, title, entrants),), now)

    def put_all(self, arriving: Sequence[Arriving], now: datetime) -> None:
        """Put cards into several decks (see the port)."""
        others = [one for _, _, entrants in arriving for one in entrants if isinstance(one, Entrant)]
        uncertain = [one.card.id for one in others if not one.fresh]
        here = self.known(uncertain) if uncertain else {}
        entered = self._entered(name for name in uncertain if name not in here)
        self._count_on()
        self._make_ready(arriving)
        for deck, title, _ in arriving:
            self._find_place(deck, title, now)
        rows = NewRows()
        for deck, _, entrants in arriving:
            places = self._next[deck]
            for entrant in entrants:
                if isinstance(entrant, PlainRun):
                    rows.add_plain(deck, entrant, self._numbers(len(entrant.cards)), places)
                elif not entrant.fresh and entrant.card.id in here:
                    self._change(entrant.card, now)
                else:
                    rows.add(deck, entrant, entered.get(entrant.card.id) or self._numbers(1)[0], places)
        if rows.keys:
            rows.put(self._link, stored_time(now), again=bool(entered))
            self._tag(rows)
        self._relate(rows.cards)

    def take_away(self, deck: DeckId, items: Sequence[ItemId]) -> None:
        """Take cards of a deck away, and an empty deck with them (see the port)."""
        # Tags are found by their names: one look at all of them is quicker than one for each few items.
        self._link.run(FORGET_TAGS, json.dumps(items))
        for start in range(0, len(items), CHUNK):
            wanted = json.dumps(items[start : start + CHUNK])
            self._link.run(LEAVE, wanted)
            self._link.run(TAKE_AWAY, deck, wanted)
        self._link.run(DROP_EMPTY, deck)
        self._next.clear()

    # --- Cards that are new

    def _make_ready(self, arriving: Sequence[Arriving]) -> None:
        """Do without indexes from the first plain cards on, if far more are expected than there are.

        Their commit, which is to come soon, folds no log: it is the longest that there is.
        """
        if self._expected < max(MANY, 2 * self._last):
            return
        if any(isinstance(entrant, PlainRun) for _, _, entrants in arriving for entrant in entrants):
            self._expected = 0
            # Found by these indexes.
            self._next |= {deck: NextPlaces(card, face) for deck, card, face in self._link.tuples(NEXT_PLACES)}
            self._late.leave_out()
            self._link.fold_later()

    def _find_place(self, deck: DeckId, title: str, now: datetime) -> None:
        """Make `deck` if there is none, and find out where the next card of it stands."""
        if deck in self._next:
            return
        version = f"{now:%Y.%m.%d}"
        if self._link.change(PUT_DECK, deck, title, version, stored_time(now), codec.encode_blueprints(())):
            self._next[deck] = NextPlaces(0, 0)
            return
        ((_, card, face),) = self._link.tuples(NEXT_PLACES_OF, deck)
        self._next[deck] = NextPlaces(card, face)

    def _count_on(self) -> None:
        """Find out the last number of an entry, and whether the learner gave tags to anything."""
        self._last = next(self._link.column(LAST_ENTRY))
        self._own_tags = self._link.row(ANY_OWN_TAG) is not None

    def _numbers(self, count: int) -> range:
        """Give away the next `count` numbers of entries."""
        first = self._last + 1
        self._last += count
        return range(first, first + count)

    def _entered(self, items: Iterable[str]) -> Mapping[str, int]:
        """Return the numbers of those of `items` that were in the library before."""
        wanted = list(items)
        return {row[0]: row[1] for row in self._link.rows(KEYS, json.dumps(wanted))} if wanted else {}

    def _tag(self, rows: NewRows) -> None:
        """Number the tags of new cards, which are noted now, or once all cards are here."""
        new = [name for name in dict.fromkeys(chain.from_iterable(rows.tags)) if name not in self._tags]
        if new:
            unknown = {name.lower(): name for name in new}
            self._link.run_many(PUT_TAGS, [(name, folded) for folded, name in unknown.items()])
            numbers = {row[0]: row[1] for row in self._link.rows(TAG_IDS, json.dumps(list(unknown)))}
            self._tags |= {name: self._tagged[numbers[name.lower()]].append for name in new}
        known = self._tags
        for names, key in zip(rows.tags, rows.keys, strict=True):
            for name in names:
                known[name](key)
        if not self._is_expecting:
            self._put_tags()
        if self._own_tags:
            self._link.run(OWN_TAGS, json.dumps(rows.names))

    def _put_tags(self) -> None:
        """Note the tags of new cards, in the order in which their index is written page by page."""
        # New numbers of entries rise, so that those of each tag need not be sorted.
        values: list[Value] = []
        for tag in sorted(self._tagged):
            keys = self._tagged[tag]
            tags: list[Value] = [tag] * (2 * len(keys))
            tags[1::2] = keys
            values += tags
            if len(values) > NUMBERS:
                pour_values(self._link, PUT_ENTRY_TAG, values, 2)
                values.clear()
            del keys[:]
        pour_values(self._link, PUT_ENTRY_TAG, values, 2)

    def _relate(self, cards: Sequence[Card]) -> None:
        """Write down which exams cards belong to, and what they lead to."""
        covered = [
            (coverage.blueprint, card.id, bullet, rank)
            for card in cards
            for coverage in card.covers
            for rank, bullet in enumerate(dict.fromkeys(coverage.bullets))
        ]
        linked = [(card.id, linked) for card in cards for linked in card.links]
        pour(self._link, PUT_COVERAGE, covered)
        pour(self._link, PUT_LINK, linked)

    # --- Cards that are there

    def _change(self, card: Card, now: datetime) -> None:
        own = OwnTables(self._link)
        edit = own.edit(card.id)
        if edit is not None:
            self._link.run(OUTDATED, edit.outdated_by(card), card.id)
        own.show(card, card if edit is None else with_text(card, edit.mine), now)
        put_author_tags(self._link, card.id, card.tags)
        for table in RELATIONS:
            self._link.run(f"DELETE FROM {table} WHERE item_id = ?", card.id)
        self._relate((card,))
