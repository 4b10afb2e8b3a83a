"""Putting a deck into the database, or replacing what is there of it."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count, repeat
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from certdeck.core.deck import Card, CardKind, Deck, Item, Question
from certdeck.core.errors import DeckError, Problem
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.own import with_text
from certdeck.core.scheduling.faces import ordinals
from certdeck.store import codec, tables
from certdeck.store.connection import Link, stored_time
from certdeck.store.entering import KEEP_STATE, PUT_ITEM, PUT_NEW, enter, keys_for
from certdeck.store.face_numbers import numbered
from certdeck.store.pouring import pour
from certdeck.store.wording import Wording, wording

Values = dict[str, Any]

LARGE: Final = 1_000
"""Items from which on more of the file is kept in memory while a deck is put."""
FORMS: Final = {kind: kind.value for kind in CardKind}
"""What a kind of card is called in the tables: to ask the kind itself takes several times as long."""
TEXTS: Final = ("title", "text", "content", "revised_at")
REWRITE: Final = f" ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in TEXTS)}"
"""What stays as it is costs the index of words nothing."""
PUT_SCENARIO: Final = "INSERT INTO scenario (id, deck_id, position, content, revised_at) VALUES (?, ?, ?, ?, ?)"
DROP_SCENARIOS: Final = "DELETE FROM scenario WHERE deck_id = ?"
DROP_ITEMS: Final = """
    DELETE FROM item WHERE key IN (
        SELECT entry.key FROM json_each(?) AS gone CROSS JOIN entry ON entry.item_id = gone.value
    )
"""
TAG_ENTRIES: Final = "INSERT OR IGNORE INTO entry_tag (tag_id, entry, own) SELECT ?, value, 0 FROM json_each(?)"
"""An item may have a tag twice, in capitals and in small letters at that."""
KNOWN: Final = """
    SELECT entry.item_id AS id, entry.kind, item.title, item.text, item.content, item.revised_at
    FROM entry JOIN item ON item.key = entry.key WHERE entry.deck_id = ?
"""
KNOWN_SCENARIOS: Final = "SELECT id, content, revised_at FROM scenario WHERE deck_id = ?"
ENTERED: Final = """
    SELECT entry.item_id, entry.key, entry.deck_id
    FROM json_each(?) AS wanted CROSS JOIN entry ON entry.item_id = wanted.value
"""
SCENARIOS_OF_OTHERS: Final = """
    SELECT scenario.id, scenario.deck_id
    FROM json_each(?) AS wanted CROSS JOIN scenario ON scenario.id = wanted.value WHERE scenario.deck_id != ?
"""


def install(link: Link, deck: Deck, now: datetime) -> None:
    """Install `deck` or replace what is there of it by id; progress stays.

    Items whose content is the same keep their revision time. Raises `DeckError` for ids of another deck.
    """
    connection = link.built()
    _put_head(connection, deck, now)
    shown, at = _as_edited(connection, deck), stored_time(now)
    items: dict[str, Item] = {item.id: item for item in deck.items()}
    entered = _entered(link, deck, (*items, *(scenario.id for scenario in deck.scenarios)))
    old = {row["id"]: row for row in link.rows(KNOWN, deck.id)}
    if len(items) > LARGE:
        link.make_room()
    if old:
        # Tags are found by their names: of a deck that is new one would look through all of them for nothing.
        _forget_relations(connection, deck.id)
        gone = [name for name in old if name not in items or codec.kind_of(items[name]) != old[name]["kind"]]
        link.run(DROP_ITEMS, json.dumps(gone))
    entries = dict(zip(items, keys_for(link, list(items), entered), strict=True))
    _put_items(link, deck.id, entries, items, shown, old, at, again=bool(entered))
    _put_scenarios(link, deck, len(items), at)
    _insert(link, tables.coverage, list(_coverage_values(deck)))
    _insert(link, tables.item_link, list(_link_values(deck)))
    _insert(link, tables.confusion_card, list(_confusion_values(deck)))
    faces = _faces((shown.get(card.id, card) for card in deck.cards), deck.id, entries)
    pour(link, PUT_NEW + KEEP_STATE if entered else PUT_NEW, faces)
    _put_tags(link, deck, entries)


def remove(connection: Connection, deck: DeckId) -> None:
    """Take a deck away with its items; states, log and all that is the learner's stay."""
    _forget_relations(connection, deck)
    connection.execute(delete(tables.deck).where(tables.deck.c.id == deck))


def _as_edited(connection: Connection, deck: Deck) -> dict[ItemId, Card]:
    """Return the cards of `deck` that the learner has in other words, and mark edits of a text that is another one."""
    edits = {row.item_id: row for row in connection.execute(select(tables.own_edit))}
    shown: dict[ItemId, Card] = {}
    for card in deck.cards if edits else ():
        row = edits.get(card.id)
        if row is None:
            continue
        edit = codec.decode_edit(row.content)
        shown[card.id] = with_text(card, edit.mine)
        if row.outdated != edit.outdated_by(card):
            values = {"outdated": edit.outdated_by(card)}
            connection.execute(update(tables.own_edit).where(tables.own_edit.c.item_id == card.id).values(values))
    return shown


def _same(name: str, stored: sqlite3.Row, kind: str, texts: Wording) -> bool:
    """Tell whether `stored` is the same item; one that an older version wrote may be in other words."""
    if stored["kind"] != kind:
        return False
    title, text, content = texts
    if stored["content"] == content and (kind != "card" or (stored["title"], stored["text"]) == (title, text)):
        return True
    if kind != "card":
        return False
    before = codec.decode_row(name, kind, stored["content"], stored["title"], stored["text"])
    return before == codec.decode_row(name, kind, content, title, text)


def _put_head(connection: Connection, deck: Deck, now: datetime) -> None:
    values: Values = {
        "id": deck.id,
        "title": deck.title,
        "version": deck.version,
        "language": deck.language,
        "licence": deck.licence,
        "notice": deck.notice,
        "digest": deck.digest,
        "blueprints": codec.encode_blueprints(deck.blueprints),
        "forms": codec.encode_forms(deck.forms),
        "plans": codec.encode_plans(deck.plans),
    }
    known = connection.execute(update(tables.deck).where(tables.deck.c.id == deck.id).values(values))
    if not known.rowcount:
        connection.execute(insert(tables.deck).values(values | {"installed_at": now}))


def _entered(link: Link, deck: Deck, names: Sequence[str]) -> Mapping[str, int]:
    """Return the keys of items of `deck` that are or were in the library. Raises `DeckError` for `names` of others."""
    wanted = json.dumps(names)
    entered = link.tuples(ENTERED, wanted)
    taken = {name: owner for name, _, owner in entered if owner not in (None, deck.id)}
    taken |= dict(link.tuples(SCENARIOS_OF_OTHERS, wanted, deck.id))
    if taken:
        place = Path(deck.id)
        raise DeckError(
            tuple(
                Problem(place, 1, name, f"this id belongs to the deck {taken[name]} already") for name in sorted(taken)
            )
        )
    return {name: key for name, key, _ in entered}


def _forget_relations(connection: Connection, deck: DeckId) -> None:
    owned = select(tables.entry.c.item_id).where(tables.entry.c.deck_id == deck)
    for table in (tables.coverage, tables.item_link, tables.confusion_card):
        connection.execute(delete(table).where(table.c.item_id.in_(owned)))
    entries = select(tables.entry.c.key).where(tables.entry.c.deck_id == deck)
    connection.execute(delete(tables.entry_tag).where(~tables.entry_tag.c.own, tables.entry_tag.c.entry.in_(entries)))
    connection.execute(update(tables.face_state).where(tables.face_state.c.deck_id == deck).values(entry=None))


def _put_items(
    link: Link,
    deck: DeckId,
    entries: Mapping[str, int],
    items: Mapping[str, Item],
    shown: Mapping[ItemId, Card],
    old: Mapping[str, sqlite3.Row],
    at: int | None,
    *,
    again: bool,
) -> None:
    """Put `items` column by column, which is quicker than row by row; `old` are those that the deck had before.

    `again` says that some may have been in the library before.
    """
    if not items:
        return
    seen = [shown.get(item.id, item) for item in items.values()] if shown else items.values()
    kinds = [codec.kind_of(item) for item in items.values()]
    texts = [wording(item, each) for item, each in zip(items.values(), seen, strict=True)]
    revised = _revised(old, items, kinds, texts, at) if old else [at] * len(kinds)
    keys = entries.values()
    enter(link, list(zip(keys, items, repeat(deck), kinds, map(_form, seen), count(), revised)), again=again)
    pour(
        link, PUT_ITEM + REWRITE if old else PUT_ITEM, list(zip(keys, *zip(*texts, strict=True), revised, strict=True))
    )


def _revised(
    old: Mapping[str, sqlite3.Row], names: Iterable[str], kinds: Sequence[str], texts: Sequence[Wording], at: int | None
) -> list[int | None]:
    """Return when items were revised: those that are as they were when they had been before, all others now."""
    return [
        old[name]["revised_at"] if name in old and _same(name, old[name], kind, words) else at
        for name, kind, words in zip(names, kinds, texts, strict=True)
    ]


def _put_scenarios(link: Link, deck: Deck, first: int, at: int | None) -> None:
    old = {row["id"]: row for row in link.rows(KNOWN_SCENARIOS, deck.id)}
    link.run(DROP_SCENARIOS, deck.id)
    rows = []
    for position, scenario in enumerate(deck.scenarios, first):
        content, before = codec.encode_scenario(scenario), old.get(scenario.id)
        revised = before["revised_at"] if before is not None and before["content"] == content else at
        rows.append((scenario.id, deck.id, position, content, revised))
    link.run_many(PUT_SCENARIO, rows)


def _faces(cards: Iterable[Card], deck: DeckId, entries: Mapping[str, int]) -> list[tuple[int, str, int, int]]:
    """Return what `PUT_NEW` puts of the faces of `cards`."""
    faces = (
        (numbered(key, ordinal), key) for card in cards for key in (entries[card.id],) for ordinal in ordinals(card)
    )
    return [(face, deck, place, key) for place, (face, key) in enumerate(faces)]


def _put_tags(link: Link, deck: Deck, entries: Mapping[str, int]) -> None:
    tagged = _tagged(deck, entries)
    if not tagged:
        return
    names = {tag.lower(): tag for tag in tagged}
    connection = link.built()
    connection.execute(
        sqlite_insert(tables.tag).on_conflict_do_nothing(index_elements=["folded"]),
        [{"name": name, "folded": folded} for folded, name in names.items()],
    )
    numbers = {row.folded: row.id for row in connection.execute(select(tables.tag.c.folded, tables.tag.c.id))}
    keys: defaultdict[int, list[int]] = defaultdict(list)
    for tag, found in tagged.items():
        keys[numbers[tag.lower()]] += found
    for number in sorted(keys):
        link.run(TAG_ENTRIES, number, json.dumps(sorted(keys[number])))


def _tagged(deck: Deck, entries: Mapping[str, int]) -> Mapping[str, list[int]]:
    """Return the tags of `deck`, each with the keys of the items that have it."""
    tagged: defaultdict[str, list[int]] = defaultdict(list)
    for item in deck.items():
        key = entries[item.id]
        for tag in item.tags:
            tagged[tag].append(key)
    return tagged


def _insert(link: Link, table: Table, values: list[Values], otherwise: str = "") -> None:
    """Insert rows of columns as SQLite has them: SQLAlchemy would go through each value of them."""
    if values:
        names, marks = ", ".join(values[0]), ", ".join("?" * len(values[0]))
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks}) {otherwise}"
        link.run_many(statement, [tuple(row.values()) for row in values])


def _coverage_values(deck: Deck) -> Iterable[Values]:
    for item in deck.items():
        for coverage in item.covers:
            for rank, bullet in enumerate(dict.fromkeys(coverage.bullets)):
                yield {"blueprint_id": coverage.blueprint, "item_id": item.id, "bullet_id": bullet, "rank": rank}


def _link_values(deck: Deck) -> Iterable[Values]:
    for item in (*deck.cards, *deck.questions):
        for linked in dict.fromkeys(item.links):
            yield {"item_id": item.id, "linked_id": linked}


def _confusion_values(deck: Deck) -> Iterable[Values]:
    for confusion in deck.confusions:
        places = {card: place for place, member in enumerate(confusion.members) for card in member.cards}
        for card, place in places.items():
            yield {"card_id": card, "item_id": confusion.id, "member": place}


def _form(item: Item) -> str:
    match item:
        case Card():
            return FORMS[item.kind]
        case _ if isinstance(item, Question):
            return item.kind.value
        case _:
            return codec.kind_of(item)
