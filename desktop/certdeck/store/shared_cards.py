"""Cards of imported decks as operations of a sync, and back (see `certdeck.ports.exchange.SharedCards`)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from sqlite3 import Row
from typing import Final

import msgspec

from certdeck.core.deck import Card
from certdeck.core.digests import blake2b, sha256
from certdeck.core.ids import DeckId, ItemId, is_well_formed
from certdeck.core.intake import IMPORTED
from certdeck.core.sync.operations import CARDS, Operation, Record
from certdeck.core.sync.plain import Unreadable
from certdeck.core.sync.stamp import Stamp
from certdeck.ports.exchange import CardChange, Place
from certdeck.ports.intake import Entrant
from certdeck.store import codec
from certdeck.store.connection import Link, Value
from certdeck.store.intake import IntakeTables
from certdeck.store.own import OwnTables
from certdeck.store.owners import OWNERS
from certdeck.store.savepoint import whole_or_not

MOST: Final = 2_000
"""Cards of one operation that are read."""
TOLD: Final = 500
"""Cards that are gone of which one operation tells."""
LONGEST_TITLE: Final = 60
BEHIND: Final = f"{IMPORTED[:-1]}{chr(ord(IMPORTED[-1]) + 1)}"
"""What comes behind all ids of imported decks."""
ONLY_IMPORTED: Final = f"entry.kind = 'card' AND entry.deck_id >= '{IMPORTED}' AND entry.deck_id < '{BEHIND}'"
COLUMNS: Final = """
    SELECT entry.item_id AS id, entry.deck_id, entry.position, item.title, item.text, item.content, item.revised_at,
        known.digest, known.time, known.count, sync_replica.name AS replica
"""
KNOWN: Final = """
    LEFT JOIN sync_card AS known ON known.item = entry.item_id
    LEFT JOIN sync_replica ON sync_replica.key = known.replica
"""
CHANGED: Final = f"""
    {COLUMNS} FROM entry JOIN item ON item.key = entry.key {KNOWN}
    WHERE {ONLY_IMPORTED} AND (entry.deck_id, entry.position) > (?, ?) AND known.revised_at IS NOT item.revised_at
    ORDER BY entry.deck_id, entry.position LIMIT ?
"""
CHANGED_OF: Final = f"""
    {COLUMNS} FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value
    CROSS JOIN item ON item.key = entry.key {KNOWN}
    WHERE {ONLY_IMPORTED} AND known.revised_at IS NOT item.revised_at
    ORDER BY entry.deck_id, entry.position
"""
GONE: Final = f"""
    SELECT known.item, known.time, known.count, sync_replica.name AS replica FROM sync_card AS known
    JOIN sync_replica ON sync_replica.key = known.replica
    WHERE known.revised_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.item_id = known.item AND {ONLY_IMPORTED})
"""
GONE_OF: Final = f"{GONE} AND known.item IN (SELECT value FROM json_each(?)) ORDER BY known.item"
RANKS: Final = """
    SELECT known.item, known.time, known.count, sync_replica.name AS replica, known.number FROM json_each(?) AS wanted
    CROSS JOIN sync_card AS known ON known.item = wanted.value JOIN sync_replica ON sync_replica.key = known.replica
"""
REVISED: Final = f"""
    (SELECT item.revised_at FROM entry JOIN item ON item.key = entry.key WHERE entry.item_id = ?1 AND {ONLY_IMPORTED})
"""
"""When a card last changed here; null where no imported deck has it."""
EDITED: Final = "SELECT item_id FROM json_each(?) AS wanted CROSS JOIN own_edit ON own_edit.item_id = wanted.value"
TELL: Final = f"""
    INSERT OR REPLACE INTO sync_card (item, replica, number, time, count, digest, revised_at)
    VALUES (?1, (SELECT key FROM sync_replica WHERE name = ?2), ?3, ?4, ?5, ?6, {REVISED})
"""
SEEN: Final = f"UPDATE sync_card SET revised_at = {REVISED} WHERE item = ?1"
TITLE: Final = "SELECT title FROM deck WHERE id = ?"


class _Cards(msgspec.Struct):
    """What an operation says: cards of a deck with their ids; null is a card that was taken away."""

    deck: str
    title: str
    cards: list[tuple[str, msgspec.Raw]]


class SharedCardTables:
    """Cards of imported decks."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def changed(self, behind: Place, most: int) -> tuple[Sequence[CardChange], Place | None]:
        """Return what is not told yet of the next cards, and where to go on (see the port)."""
        gone = [] if behind.deck else self._gone(self._link.rows(f"{GONE} ORDER BY known.item"))
        rows = self._link.rows(CHANGED, behind.deck, behind.position, most)
        last = Place(rows[-1]["deck_id"], rows[-1]["position"]) if len(rows) == most else None
        return [*gone, *self._told(rows)], last

    def changed_of(self, items: Sequence[ItemId]) -> Sequence[CardChange]:
        """Return what is not told yet of `items`."""
        wanted = json.dumps(items)
        return [*self._gone(self._link.rows(GONE_OF, wanted)), *self._told(self._link.rows(CHANGED_OF, wanted))]

    def tell(self, operation: Operation) -> None:
        """Remember that `operation` is the latest one about the cards that it names."""
        said = _read(operation)
        self._remember(operation, said.deck, {name: _card(name, card) for name, card in said.cards})

    def put(self, operation: Operation, now: datetime) -> Sequence[ItemId]:
        """Put what `operation` says into the library where it is the latest; return the cards that are others now."""
        with whole_or_not(self._link):
            said = _read(operation)
            names = [name for name, _ in said.cards]
            ranks = {row["item"]: _rank(row) for row in self._link.rows(RANKS, json.dumps(names))}
            latest = (operation.stamp.time, operation.stamp.count, operation.id.replica, operation.id.number)
            cards = {name: _card(name, card) for name, card in said.cards}
            won = {name: card for name, card in cards.items() if name not in ranks or ranks[name] < latest}
            changed = self._put(said, won, now)
            self._remember(operation, said.deck, won)
        return changed

    def items(self, operation: Operation) -> Sequence[ItemId]:
        """Return the cards that `operation` is about; none where it makes no sense."""
        try:
            return [ItemId(name) for name, _ in _read(operation).cards]
        except (Unreadable, ValueError, msgspec.MsgspecError):
            return []

    # --- What is not told yet

    def _told(self, rows: Sequence[Row]) -> list[CardChange]:
        changes: list[CardChange] = []
        for (deck, at), several in groupby(rows, key=lambda row: (row["deck_id"], row["revised_at"])):
            said = _Cards(deck, self._title(deck), [])
            stamps: list[Stamp] = []
            for row in several:
                card = codec.encode_item(codec.decode_row(row["id"], "card", row["content"], row["title"], row["text"]))
                if _digest(deck, card) == row["digest"]:
                    self._link.run(SEEN, row["id"])
                    continue
                said.cards.append((row["id"], msgspec.Raw(card)))
                stamps += _stamps(row)
            if said.cards:
                changes.append(CardChange(_record(said), at, max(stamps, default=None)))
        return changes

    def _gone(self, rows: Sequence[Row]) -> list[CardChange]:
        changes: list[CardChange] = []
        for start in range(0, len(rows), TOLD):
            several = rows[start : start + TOLD]
            said = _Cards("", "", [(row["item"], _NONE) for row in several])
            seen = max(stamp for row in several for stamp in _stamps(row))
            changes.append(CardChange(_record(said), None, seen))
        return changes

    def _title(self, deck: str) -> str:
        row = self._link.row(TITLE, deck)
        return "" if row is None else str(row["title"])

    # --- Putting

    def _put(self, said: _Cards, cards: Mapping[str, Card | None], now: datetime) -> Sequence[ItemId]:
        owners = {row["id"]: row["deck_id"] for row in self._link.rows(OWNERS, json.dumps(list(cards)))}
        intake = IntakeTables(self._link)
        here = intake.known([ItemId(name) for name in owners])
        # A card that a deck of an author's has, or that is the learner's own, is no business of an imported deck.
        free = {ItemId(name): card for name, card in cards.items() if owners.get(name, IMPORTED).startswith(IMPORTED)}
        leaving: dict[DeckId, list[ItemId]] = {}
        for name, card in free.items():
            if name in here and (card is None or here[name][0] != said.deck):
                leaving.setdefault(here[name][0], []).append(name)
        coming = [card for name, card in free.items() if card is not None and here.get(name) != (said.deck, card)]
        for deck, names in leaving.items():
            intake.take_away(deck, names)
        if coming:
            intake.put(DeckId(said.deck), said.title, [Entrant(card) for card in coming], now)
            self._edit([card.id for card in coming], now)
        gone = (name for names in leaving.values() for name in names)
        return list(dict.fromkeys((*gone, *(card.id for card in coming))))

    def _edit(self, items: Sequence[ItemId], now: datetime) -> None:
        """Have lists and search know cards that came as the learner has edited them: the edit may have been first."""
        own = OwnTables(self._link)
        for item in self._link.column(EDITED, json.dumps(items)):
            edit = own.edit(item)
            if edit is not None:
                own.put_edit(item, edit, now)

    def _remember(self, operation: Operation, deck: str, cards: Mapping[str, Card | None]) -> None:
        stamp, identity = operation.stamp, operation.id
        rows: list[tuple[Value, ...]] = []
        for name, card in cards.items():
            digest = None if card is None else _digest(deck, codec.encode_item(card))
            rows.append((name, identity.replica, identity.number, stamp.time, stamp.count, digest))
        self._link.run_many(TELL, rows)


_NONE: Final = msgspec.Raw(b"null")


def _read(operation: Operation) -> _Cards:
    """Return what an operation says. Raises `Unreadable`, or an error of msgspec, when it makes no sense."""
    body = operation.body
    if not isinstance(body, Record) or body.kind != CARDS:
        raise Unreadable("no cards")
    said = msgspec.json.decode(body.content, type=_Cards)
    taken_away = all(bytes(card) == b"null" for _, card in said.cards)
    is_deck = said.deck.startswith(IMPORTED) and is_well_formed(said.deck)
    is_titled = 0 < len(said.title.strip()) <= LONGEST_TITLE and said.title.isprintable()
    if not (taken_away or (is_deck and is_titled)) or len(said.cards) > MOST:
        raise Unreadable("no imported deck")
    if len({name for name, _ in said.cards}) < len(said.cards):
        raise Unreadable("a card twice")
    return said


def _card(name: str, content: msgspec.Raw) -> Card | None:
    if not is_well_formed(name):
        raise Unreadable("no card")
    if bytes(content) == b"null":
        return None
    card = codec.decode_item("card", bytes(content))
    if not isinstance(card, Card) or card.id != name:
        raise Unreadable("no card")
    return card


def _record(said: _Cards) -> Record:
    return Record(CARDS, msgspec.json.encode(said).decode())


def _digest(deck: str, card: bytes) -> bytes:
    """Return what stands for a card in a deck: where it is the same, nothing is new."""
    return blake2b(card, size=8, key=bytes.fromhex(sha256(deck.encode()))).digest()


def _stamps(row: Row) -> Iterator[Stamp]:
    if row["replica"] is not None:
        yield Stamp(row["time"], row["count"], row["replica"])


def _rank(row: Row) -> tuple[int, int, str, int]:
    return row["time"], row["count"], row["replica"], row["number"]
