"""Taking many cards into the database, with what was learnt of them elsewhere."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from certdeck.core.deck import Card
from certdeck.core.ids import DeckId, FaceId, ItemId, face_id
from certdeck.core.own import with_text
from certdeck.core.scheduling.faces import face_ids
from certdeck.core.scheduling.schedule import FaceState
from certdeck.ports.intake import Entrant, Plain, PlainEntrant, card_in
from certdeck.store import codec
from certdeck.store.connection import Link, Value, stored_time
from certdeck.store.entering import AGAIN, KEEP_STATE, PUT_NEW, Entry, enter
from certdeck.store.own import OwnTables
from certdeck.store.own_cards import PUT_COVERAGE, PUT_LINK
from certdeck.store.pouring import pour
from certdeck.store.study import PUT_ENTRY, STATE_COLUMNS, course_state, course_values, entries_values, state_values
from certdeck.store.tags import put_author_tags
from certdeck.store.wording import wording

CHUNK: Final = 500
"""Cards that are taken away at a time."""
KNOWN: Final = """
    SELECT item.id, item.deck_id, item.content, item.title, item.text
    FROM json_each(?) AS wanted CROSS JOIN item ON item.id = wanted.value
    WHERE item.kind = 'card'
"""
PUT_DECK: Final = (
    "INSERT INTO deck (id, title, version, language, licence, notice, digest, installed_at, blueprints) "
    "VALUES (?, ?, ?, 'en', '', '', '', ?, ?) ON CONFLICT (id) DO NOTHING"
)
BEHIND: Final = """
    SELECT (SELECT coalesce(max(position) + 1, 0) FROM item WHERE deck_id = ?1) AS item,
        (SELECT coalesce(max(position) + 1, 0) FROM face_state WHERE deck_id = ?1 AND entry IS NOT NULL) AS face
"""
PUT_ITEM: Final = (
    "INSERT INTO item (id, deck_id, kind, form, position, title, text, content, revised_at) "
    "VALUES (?, ?, 'card', ?, ?, ?, ?, ?, ?)"
)
KEYS: Final = """
    SELECT entry.item_id, entry.key FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value
"""
PLACED: Final = (*STATE_COLUMNS, "deck_id", "position", "entry")
PUT_PLACED: Final = f"INSERT INTO face_state ({', '.join(PLACED)}) VALUES ({', '.join('?' * len(PLACED))})"
TAKE_STATE: Final = AGAIN + ", ".join(f"{name} = excluded.{name}" for name in PLACED[1:])
PUT_TAGS: Final = "INSERT INTO tag (name, folded) VALUES (?, ?) ON CONFLICT (folded) DO NOTHING"
TAG_IDS: Final = "SELECT tag.folded, tag.id FROM json_each(?) AS wanted JOIN tag ON tag.folded = wanted.value"
PUT_ENTRY_TAG: Final = "INSERT OR IGNORE INTO entry_tag (tag_id, entry, own) VALUES (?, ?, 0)"
RELATIONS: Final = ("coverage", "item_link")
OUTDATED: Final = "UPDATE own_edit SET outdated = ? WHERE item_id = ?"
LEAVE: Final = """
    UPDATE face_state SET entry = NULL
    WHERE entry IN (SELECT entry.key FROM json_each(?) AS wanted JOIN entry ON entry.item_id = wanted.value)
"""
FORGET_TAGS: Final = """
    DELETE FROM entry_tag
    WHERE entry IN (SELECT entry.key FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value)
"""
TAKE_AWAY: Final = "DELETE FROM item WHERE deck_id = ? AND id IN (SELECT value FROM json_each(?))"
DROP_EMPTY: Final = "DELETE FROM deck WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM item WHERE deck_id = ?1)"


class IntakeTables:
    """Takes cards in (see `certdeck.ports.intake.Intake`)."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._behind: dict[DeckId, list[int]] = {}
        self._tags: dict[str, int] = {}
        link.make_room()

    def known(self, items: Sequence[ItemId]) -> Mapping[ItemId, tuple[DeckId, Card]]:
        """Return those of `items` that are cards of decks, as these bring them, with their decks."""
        found: dict[ItemId, tuple[DeckId, Card]] = {}
        for row in self._link.rows(KNOWN, json.dumps(items)):
            card = codec.decode_row(row[0], "card", row[2], row[3], row[4])
            assert isinstance(card, Card)
            found[ItemId(row[0])] = DeckId(row[1]), card
        return found

    def unchanged(self, cards: Sequence[Plain]) -> Mapping[ItemId, DeckId]:
        """Return those of `cards` that decks bring word for word so, with their decks."""
        return self.compare(cards)[0]

    def compare(self, cards: Sequence[Plain]) -> tuple[Mapping[ItemId, DeckId], frozenset[ItemId]]:
        """Return those of `cards` that decks bring word for word so, and those that they bring otherwise."""
        wanted = {card.id: card for card in cards}
        same: dict[ItemId, DeckId] = {}
        other: set[ItemId] = set()
        for name, deck, content, title, text in self._link.rows(KNOWN, json.dumps(list(wanted))):
            _, front, back, tags = wanted[name]
            if (
                front == title
                and back == text
                and (content == codec.encode_tags(tags) or codec.plain_tags(content) == tags)
            ):
                same[name] = DeckId(deck)
            else:
                other.add(name)
        return same, frozenset(other)

    def put(self, deck: DeckId, title: str, entrants: Sequence[Entrant | PlainEntrant], now: datetime) -> None:
        """Put cards into a deck (see the port)."""
        here = self.known([entrant.card.id for entrant in entrants])
        new: list[Entrant | PlainEntrant] = []
        for entrant in entrants:
            if entrant.card.id in here:
                self._change(card_in(entrant), now)
            else:
                new.append(entrant)
        if new:
            self._add(deck, title, new, now)
        pour(self._link, PUT_ENTRY, list(_log(entrants)))

    def take_away(self, deck: DeckId, items: Sequence[ItemId]) -> None:
        """Take cards of a deck away, and an empty deck with them (see the port)."""
        # Tags are found by their names: one look at all of them is quicker than one for each few items.
        self._link.run(FORGET_TAGS, json.dumps(items))
        for start in range(0, len(items), CHUNK):
            wanted = json.dumps(items[start : start + CHUNK])
            self._link.run(LEAVE, wanted)
            self._link.run(TAKE_AWAY, deck, wanted)
        self._link.run(DROP_EMPTY, deck)
        self._behind.clear()

    # --- Cards that are new

    def _add(self, deck: DeckId, title: str, entrants: Sequence[Entrant | PlainEntrant], now: datetime) -> None:
        if deck not in self._behind:
            version = f"{now:%Y.%m.%d}"
            self._link.run(PUT_DECK, deck, title, version, stored_time(now), codec.encode_blueprints(()))
            row = self._link.row(BEHIND, deck)
            self._behind[deck] = [0, 0] if row is None else [row["item"], row["face"]]
        behind, at = self._behind[deck], stored_time(now)
        rows = [(place, entrant.card.id, *_columns(entrant)) for place, entrant in enumerate(entrants, behind[0])]
        enter(
            self._link, deck, [Entry(name, deck, "card", form, place, at) for place, name, form, *_ in rows], behind[0]
        )
        pour(
            self._link,
            PUT_ITEM,
            [(name, deck, form, place, front, text, content, at) for place, name, form, front, text, content in rows],
        )
        behind[0] += len(rows)
        keys = {row[0]: row[1] for row in self._link.rows(KEYS, json.dumps([row[1] for row in rows]))}
        behind[1] += self._add_faces(deck, entrants, keys, behind[1])
        self._tag([entrant.card for entrant in entrants], keys)
        self._relate([entrant.card for entrant in entrants if isinstance(entrant, Entrant)])

    def _add_faces(
        self, deck: DeckId, entrants: Sequence[Entrant | PlainEntrant], keys: Mapping[str, int], first: int
    ) -> int:
        """Add the faces of cards and return how many there are."""
        fresh: list[Sequence[Value]] = []
        learnt: list[Sequence[Value]] = []
        place = first
        for entrant in entrants:
            key = keys[entrant.card.id]
            for face, state in _faces(entrant):
                if state is None:
                    fresh.append((face, deck, place, key))
                else:
                    learnt.append((*state, deck, place, key))
                place += 1
        pour(self._link, PUT_NEW + KEEP_STATE, fresh)
        pour(self._link, PUT_PLACED + TAKE_STATE, learnt)
        return place - first

    def _tag(self, cards: Sequence[Card | Plain], keys: Mapping[str, int]) -> None:
        names = {tag.lower(): tag for card in cards for tag in card.tags}
        unknown = {folded: name for folded, name in names.items() if folded not in self._tags}
        if unknown:
            self._link.run_many(PUT_TAGS, [(name, folded) for folded, name in unknown.items()])
            self._tags |= {row[0]: row[1] for row in self._link.rows(TAG_IDS, json.dumps(list(unknown)))}
        # In their order the index is written page by page.
        pairs = sorted((self._tags[tag.lower()], keys[card.id]) for card in cards for tag in card.tags)
        pour(self._link, PUT_ENTRY_TAG, pairs)

    def _relate(self, cards: Sequence[Card]) -> None:
        """Write down which exams cards belong to, and what they lead to."""
        covered = [
            (coverage.blueprint, card.id, bullet, rank)
            for card in cards
            for coverage in card.covers
            for rank, bullet in enumerate(dict.fromkeys(coverage.bullets))
        ]
        self._link.run_many(PUT_COVERAGE, covered)
        self._link.run_many(PUT_LINK, [(card.id, linked) for card in cards for linked in card.links])

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


def _columns(entrant: Entrant | PlainEntrant) -> tuple[str, str, str, bytes]:
    """Return form, title, text and content of a card."""
    if isinstance(entrant, PlainEntrant):
        _, front, back, tags = entrant.card
        content = codec.encode_tags(tags)
        if content is not None:
            return "basic", front, back, content
    card = card_in(entrant)
    return card.kind.value, *wording(card)


def _faces(entrant: Entrant | PlainEntrant) -> Iterator[tuple[FaceId, Sequence[Value] | None]]:
    """Yield each face of a card, with the columns of what is known of it."""
    if isinstance(entrant, PlainEntrant):
        face = face_id(entrant.card.id, 1)
        yield face, None if entrant.course is None else course_state(face, entrant.course)
        return
    states: Mapping[FaceId, FaceState] = {state.face: state for state in entrant.states}
    for face in face_ids(entrant.card):
        yield face, state_values(states[face]) if face in states else None


def _log(entrants: Sequence[Entrant | PlainEntrant]) -> Iterator[Sequence[Value]]:
    for entrant in entrants:
        if isinstance(entrant, Entrant):
            yield from entries_values(entrant.entries)
        elif entrant.course is not None:
            yield from course_values(face_id(entrant.card.id, 1), entrant.course)
