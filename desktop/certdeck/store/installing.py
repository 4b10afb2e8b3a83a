"""Putting a deck into the database, or replacing what is there of it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from certdeck.core.deck import Card, Deck, Item, Question
from certdeck.core.errors import DeckError, Problem
from certdeck.core.ids import DeckId, ItemId
from certdeck.core.own import with_text
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import Phase
from certdeck.store import codec, tables
from certdeck.store.connection import stored_time
from certdeck.store.wording import wording

Values = dict[str, Any]


def install(connection: Connection, deck: Deck, now: datetime) -> None:
    """Install `deck` or replace what is there of it by id; progress stays.

    Items whose content is the same keep their revision time. Raises `DeckError` for ids of another deck.
    """
    _put_head(connection, deck, now)
    shown = _as_edited(connection, deck)
    old = {
        row.id: row
        for row in connection.execute(
            select(*(tables.item.c[name] for name in ("id", "kind", "title", "text", "content", "revised_at"))).where(
                tables.item.c.deck_id == deck.id
            )
        )
    }
    new = {values["id"]: values for values in _item_values(deck, shown, now)}
    _refuse_foreign(connection, deck, new.keys() - old.keys())
    for name, values in new.items():
        if name in old and _same(old[name], values):
            values["revised_at"] = old[name].revised_at
    _forget_relations(connection, deck.id)
    _remove(connection, [name for name, row in old.items() if name not in new or new[name]["kind"] != row.kind])
    _put_items(connection, list(new.values()))
    _insert(connection, tables.coverage, list(_coverage_values(deck)))
    _insert(connection, tables.item_link, list(_link_values(deck)))
    _insert(connection, tables.confusion_card, list(_confusion_values(deck)))
    _put_faces(connection, deck.id, shown.values())
    _put_tags(connection, deck)


def remove(connection: Connection, deck: DeckId) -> None:
    """Take a deck away with its items; states, log and all that is the learner's stay."""
    _forget_relations(connection, deck)
    connection.execute(delete(tables.deck).where(tables.deck.c.id == deck))


def _as_edited(connection: Connection, deck: Deck) -> dict[ItemId, Card]:
    """Return the cards of `deck` as the learner has them, and mark the edits of a text that is another one now."""
    edits = {row.item_id: row for row in connection.execute(select(tables.own_edit))}
    shown: dict[ItemId, Card] = {}
    for card in deck.cards:
        row = edits.get(card.id)
        if row is None:
            shown[card.id] = card
            continue
        edit = codec.decode_edit(row.content)
        shown[card.id] = with_text(card, edit.mine)
        if row.outdated != edit.outdated_by(card):
            values = {"outdated": edit.outdated_by(card)}
            connection.execute(update(tables.own_edit).where(tables.own_edit.c.item_id == card.id).values(values))
    return shown


def _same(stored: Row[Any], values: Values) -> bool:
    """Tell whether `stored` is the same item; one that an older version wrote may be in other words."""
    if stored.kind != values["kind"]:
        return False
    names = ("title", "text", "content") if stored.kind == "card" else ("content",)
    if all(getattr(stored, name) == values[name] for name in names):
        return True
    if stored.kind != "card":
        return False
    before = codec.decode_row("card", stored.content, stored.title, stored.text)
    return before == codec.decode_row("card", values["content"], values["title"], values["text"])


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


def _refuse_foreign(connection: Connection, deck: Deck, names: Iterable[str]) -> None:
    wanted = func.json_each(json.dumps(sorted(names))).table_valued("value")
    owned = select(tables.item.c.id, tables.item.c.deck_id).join_from(
        wanted, tables.item, tables.item.c.id == wanted.c.value
    )
    taken = {row.id: row.deck_id for row in connection.execute(owned)}
    if taken:
        place = Path(deck.id)
        raise DeckError(
            tuple(
                Problem(place, 1, name, f"this id belongs to the deck {taken[name]} already") for name in sorted(taken)
            )
        )


def _forget_relations(connection: Connection, deck: DeckId) -> None:
    owned = select(tables.item.c.id).where(tables.item.c.deck_id == deck)
    for table in (tables.coverage, tables.item_link, tables.confusion_card):
        connection.execute(delete(table).where(table.c.item_id.in_(owned)))
    entries = select(tables.entry.c.key).where(tables.entry.c.deck_id == deck)
    connection.execute(delete(tables.entry_tag).where(~tables.entry_tag.c.own, tables.entry_tag.c.entry.in_(entries)))
    connection.execute(update(tables.face_state).where(tables.face_state.c.deck_id == deck).values(entry=None))
    connection.execute(delete(tables.face).where(tables.face.c.deck_id == deck))


def _remove(connection: Connection, names: list[str]) -> None:
    if names:
        named = delete(tables.item).where(tables.item.c.id == bindparam("name"))
        connection.execute(named, [{"name": name} for name in names])


def _put_items(connection: Connection, items: list[Values]) -> None:
    """Insert or change `items`; what stays as it is costs the search indexes nothing."""
    if items:
        changed = ", ".join(f"{name} = excluded.{name}" for name in items[0] if name != "id")
        rows = [values | {"revised_at": stored_time(values["revised_at"])} for values in items]
        _insert(connection, tables.item, rows, f"ON CONFLICT (id) DO UPDATE SET {changed}")


def _put_faces(connection: Connection, deck: DeckId, cards: Iterable[Card]) -> None:
    faces = [(face.id, card.id) for card in cards for face in faces_of(card)]
    _insert(
        connection,
        tables.face,
        [
            {"id": face, "item_id": card, "deck_id": deck, "position": position}
            for position, (face, card) in enumerate(faces)
        ],
    )
    entries = _entries(connection, deck)
    new = {"phase": Phase.NEW.value, "step": 0, "reps": 0, "lapses": 0, "suspended": False, "flag": 0}
    places = ", ".join(f"{name} = excluded.{name}" for name in ("deck_id", "position", "entry"))
    _insert(
        connection,
        tables.face_state,
        [
            {"face_id": face, "deck_id": deck, "position": position, "entry": entries[card], **new}
            for position, (face, card) in enumerate(faces)
        ],
        f"ON CONFLICT (face_id) DO UPDATE SET {places}",
    )


def _put_tags(connection: Connection, deck: Deck) -> None:
    names = {tag.lower(): tag for item in deck.items() for tag in item.tags}
    if not names:
        return
    connection.execute(
        sqlite_insert(tables.tag).on_conflict_do_nothing(index_elements=["folded"]),
        [{"name": name, "folded": folded} for folded, name in names.items()],
    )
    entries = _entries(connection, deck.id)
    numbers = {row.folded: row.id for row in connection.execute(select(tables.tag.c.folded, tables.tag.c.id))}
    pairs = {(numbers[tag.lower()], entries[item.id]) for item in deck.items() for tag in item.tags}
    _insert(connection, tables.entry_tag, [{"tag_id": tag, "entry": key, "own": False} for tag, key in sorted(pairs)])


def _entries(connection: Connection, deck: DeckId) -> dict[str, int]:
    """Return the keys of the items of `deck`."""
    entry = tables.entry.c
    rows = connection.execute(select(entry.item_id, entry.key).where(entry.deck_id == deck))
    return {row.item_id: row.key for row in rows}


def _insert(connection: Connection, table: Table, values: list[Values], otherwise: str = "") -> None:
    """Insert rows of columns as SQLite has them: SQLAlchemy would go through each value of them."""
    if values:
        names, marks = ", ".join(values[0]), ", ".join("?" * len(values[0]))
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks}) {otherwise}"
        connection.exec_driver_sql(statement, [tuple(row.values()) for row in values])


def _item_values(deck: Deck, shown: Mapping[ItemId, Card], now: datetime) -> list[Values]:
    """Return the rows of items: `content` is the deck's own text, all else as the learner has it."""
    values: list[Values] = [
        {
            "id": item.id,
            "kind": codec.kind_of(item),
            "form": _form(shown.get(item.id, item)),
        }
        | wording(item, shown.get(item.id))._asdict()
        for item in deck.items()
    ]
    values += [
        {
            "id": scenario.id,
            "kind": codec.SCENARIO,
            "form": codec.SCENARIO,
            "title": scenario.title,
            "text": scenario.text,
            "content": codec.encode_scenario(scenario),
        }
        for scenario in deck.scenarios
    ]
    return [
        entry | {"deck_id": deck.id, "position": position, "revised_at": now} for position, entry in enumerate(values)
    ]


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
            return item.kind.value
        case _ if isinstance(item, Question):
            return item.kind.value
        case _:
            return codec.kind_of(item)
