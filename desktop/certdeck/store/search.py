"""Finding items in the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from sqlite3 import Row
from typing import Final

from certdeck.core.deck import task_of
from certdeck.core.ids import BlueprintId, BulletId, FaceId, ItemId
from certdeck.core.scheduling.schedule import Phase
from certdeck.core.search.query import Kind, Query, looks_for_words
from certdeck.ports.rows import ItemRow
from certdeck.ports.search import Facet, Frame, Order
from certdeck.store.connection import Link, Value, read_time
from certdeck.store.face_numbers import id_of, of_item
from certdeck.store.indexing import index_first, index_texts, left
from certdeck.store.own_cards import OWN
from certdeck.store.search_terms import OF_ENTRY, Sql, condition, least_recalled

MAIN_BULLET: Final = (
    "(SELECT natural_key(bullet_id) FROM coverage WHERE item_id = entry.item_id AND blueprint_id = ? AND rank = 0)"
)
EARLIEST_DUE: Final = f"(SELECT min(due) FROM face_state {OF_ENTRY} AND NOT suspended AND phase != 'new')"
FRONT: Final = "(SELECT title_key(title) FROM item WHERE item.key = entry.key)"
IN_ORDER: Final = f"entry.deck_id = '{OWN}', entry.deck_id, entry.position"
ROWS: Final = """
    SELECT entry.key, entry.item_id, entry.deck_id, entry.kind, entry.form, entry.position, item.title,
        coverage.bullet_id
    FROM json_each(?) AS wanted
    JOIN entry ON entry.key = wanted.value
    JOIN item ON item.key = entry.key
    LEFT JOIN coverage ON coverage.blueprint_id = ? AND coverage.item_id = entry.item_id AND coverage.rank = 0
    ORDER BY wanted.key
"""
EARLIEST_FACES: Final = f"""
    SELECT entry.key, {id_of("state.face", "entry.item_id")} AS face_id, state.phase, state.due, state.suspended,
        state.flag, state.stability, state.last_review, state.buried_until
    FROM json_each(?) AS wanted CROSS JOIN entry ON entry.key = wanted.value
    CROSS JOIN face_state AS state ON state.face {of_item("entry.key")} AND state.entry IS NOT NULL
    ORDER BY state.due IS NOT NULL, state.due DESC, state.position DESC
"""
KEY_OF: Final = "SELECT key FROM entry WHERE item_id = ? AND deck_id IS NOT NULL"
FACES_OF: Final = f"""
    SELECT {id_of("state.face", "entry.item_id")} AS face_id
    FROM json_each(?) AS wanted CROSS JOIN entry ON entry.key = wanted.value
    CROSS JOIN face_state AS state ON state.face {of_item("entry.key")} AND state.entry IS NOT NULL
    ORDER BY wanted.key, state.position
"""
ITEMS_OF: Final = """
    SELECT entry.item_id FROM json_each(?) AS wanted JOIN entry ON entry.key = wanted.value
    WHERE entry.deck_id IS NOT NULL ORDER BY wanted.key
"""
TAGS: Final = """
    SELECT tag.name, count(DISTINCT entry.key) AS total FROM tag
    JOIN entry_tag ON entry_tag.tag_id = tag.id JOIN entry ON entry.key = entry_tag.entry
    WHERE entry.deck_id IS NOT NULL GROUP BY tag.id ORDER BY tag.folded
"""
MOST_RANKED: Final = 200
"""Items of each kind whose titles are compared with the words of a quick search."""
KINDS: Final = (Kind.CARD, Kind.QUESTION, Kind.SHEET, Kind.CONFUSION, Kind.TERM)
BEST: Final = "WITH found AS MATERIALIZED (SELECT entry.key AS key, entry.kind AS kind FROM entry WHERE {0})" + (
    " UNION ALL ".join(
        f"""SELECT key FROM (
            SELECT entry.key AS key FROM (SELECT key FROM found WHERE kind = '{kind}' LIMIT {MOST_RANKED}) AS seen
            CROSS JOIN entry ON entry.key = seen.key JOIN item ON item.key = entry.key
            ORDER BY {{1}} DESC, {IN_ORDER} LIMIT ?
        )"""
        for kind in KINDS
    )
)
"""The best of each kind: sorting a few of each is quicker than numbering all that was found."""
TALLIES: Final = {
    Facet.KIND: "SELECT entry.kind AS name, count(*) AS total FROM entry",
    Facet.DECK: "SELECT entry.deck_id AS name, count(*) AS total FROM entry",
    Facet.DOMAIN: "SELECT substr(bullet_id, 1, instr(bullet_id, '.') - 1) AS name, count(*) AS total FROM entry "
    "JOIN coverage ON coverage.blueprint_id = ? AND coverage.item_id = entry.item_id AND coverage.rank = 0",
}
OF_EXAM: Final = (
    "(NOT entry.covered OR EXISTS (SELECT 1 FROM coverage WHERE blueprint_id = ? AND item_id = entry.item_id))"
)


class SearchTables:
    """Finds items by queries (see `certdeck.ports.search.Search`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def left(self) -> int:
        """Return how many items can't be found by their words as they are now."""
        return left(self._link)

    def index(self, most: int) -> int:
        """Have at most `most` of these found as well, and return how many they were."""
        return index_first(self._link, most)

    def keys(self, query: Query, frame: Frame, order: Order = Order.DECK, *, descending: bool = False) -> Sequence[int]:
        """Return the keys of every item that `query` finds, in order."""
        where, by = self._where(query, frame), _order(order, frame, descending=descending)
        if order is Order.NONE and where.select:
            return self._spanned(where) or self._link.numbers(where.select, *where.values)
        statement = f"SELECT entry.key AS key FROM entry WHERE {where.text}{by.text}"
        return self._link.numbers(statement, *where.values, *by.values)

    def _spanned(self, where: Sql) -> Sequence[int]:
        """Return the keys that `where` finds if they follow one on another, as those of a deck that came whole do."""
        row = self._link.row(where.span, *where.values) if where.span else None
        if row is None or not row["total"] or row["last"] - row["first"] + 1 != row["total"]:
            return ()
        return range(row["first"], row["last"] + 1)

    def best(self, query: Query, frame: Frame, words: Sequence[str], most: int) -> Sequence[int]:
        """Return the keys of at most `most` items of each kind, those with the most of `words` in the title first."""
        where = self._where(query, frame)
        rank = " + ".join("(instr(' ' || lower(item.title), ?) > 0)" for _ in words) or "FALSE"
        each: tuple[Value, ...] = (*words, most)
        return self._link.numbers(BEST.format(where.text, rank), *where.values, *each * len(KINDS))

    def count(self, query: Query, frame: Frame, up_to: int | None = None) -> int:
        """Return how many items `query` finds; no more than `up_to` are counted."""
        where = self._where(query, frame)
        counted = f"entry WHERE {where.text}"
        if up_to is not None:
            counted = f"(SELECT 1 FROM {counted} LIMIT {up_to})"
        total: int = next(self._link.column(f"SELECT count(*) FROM {counted}", *where.values))
        return total

    def tally(self, query: Query, frame: Frame, facet: Facet) -> Mapping[str, int]:
        """Return how many of the items that `query` finds each domain, kind or deck has."""
        where = self._where(query, frame)
        exam = (frame.exam,) if facet is Facet.DOMAIN else ()
        statement = f"{TALLIES[facet]} WHERE {_by_item(where.text) if exam else where.text} GROUP BY 1"
        return {row["name"]: row["total"] for row in self._link.rows(statement, *exam, *where.values)}

    def rows(self, keys: Sequence[int], exam: BlueprintId | None) -> tuple[ItemRow, ...]:
        """Return the items of `keys` in that order, as lists show them; those that are gone are left out."""
        wanted = json.dumps(list(keys))
        faces = {row["key"]: row for row in self._link.rows(EARLIEST_FACES, wanted)}
        return tuple(_item_row(row, faces.get(row["key"])) for row in self._link.rows(ROWS, wanted, exam))

    def key_of(self, item: ItemId) -> int | None:
        """Return the key of `item`, or None when it is in no deck."""
        return next(self._link.column(KEY_OF, item), None)

    def faces(self, keys: Sequence[int]) -> tuple[FaceId, ...]:
        """Return every face of the cards of `keys`, in that order."""
        return tuple(FaceId(row["face_id"]) for row in self._link.rows(FACES_OF, json.dumps(list(keys))))

    def items(self, keys: Sequence[int]) -> tuple[ItemId, ...]:
        """Return the ids of `keys` in that order; those that are gone are left out."""
        return tuple(map(ItemId, self._link.column(ITEMS_OF, json.dumps(list(keys)))))

    def tags(self) -> Mapping[str, int]:
        """Return every tag that items have, by name, with how many have it."""
        return {row["name"]: row["total"] for row in self._link.rows(TAGS)}

    def _where(self, query: Query, frame: Frame) -> Sql:
        """Return what is true of the items that `query` finds, and see to it that the index knows all that is asked."""
        if looks_for_words(query):
            index_texts(self._link)
        return _where(query, frame)


def _where(query: Query, frame: Frame) -> Sql:
    found = condition(query, frame)
    scope: tuple[Value, ...] = (frame.exam,) if frame.narrow else ()
    narrow = f" AND {OF_EXAM}" if frame.narrow else ""
    text = f"entry.deck_id IS NOT NULL AND ({found.text}){narrow}"
    return Sql(text, (*found.values, *scope), *(("", "") if narrow else (found.select, found.span)))


def _by_item(condition: str) -> str:
    """Return `condition` for entries that are looked up by their items one by one: those among many keys go by these.

    SQLite would look each of them up once for every one of these keys, which takes minutes for 40,000.
    """
    return condition.replace("entry.key IN (", "+entry.key IN (")


def _order(order: Order, frame: Frame, *, descending: bool) -> Sql:
    if order is Order.NONE:
        return Sql("")
    if order is Order.DECK:
        return Sql(f" ORDER BY {IN_ORDER}")
    values = {
        Order.FRONT: Sql(FRONT),
        Order.TASK: Sql(MAIN_BULLET, (frame.exam,)),
        Order.DUE: Sql(EARLIEST_DUE),
        Order.RECALL: least_recalled(frame),
    }
    # The more has been forgotten, the less is recalled.
    down = descending is not (order is Order.RECALL)
    by = f"{values[order].text} {'DESC' if down else 'ASC'} NULLS LAST, {IN_ORDER}"
    return Sql(f" ORDER BY {by}", values[order].values)


def _item_row(row: Row, face: Row | None) -> ItemRow:
    bullet = row["bullet_id"] or ""
    shown = ItemRow(
        id=ItemId(row["item_id"]),
        kind=row["kind"],
        form=row["form"],
        title=row["title"],
        task=task_of(BulletId(bullet)) if bullet else "",
        bullet=bullet,
        position=row["position"],
        key=row["key"],
        deck=row["deck_id"],
    )
    return shown if face is None else _with_face(shown, face)


def _with_face(shown: ItemRow, face: Row) -> ItemRow:
    return replace(
        shown,
        face=FaceId(face["face_id"]),
        phase=Phase(face["phase"]),
        due=read_time(face["due"]),
        suspended=bool(face["suspended"]),
        flag=face["flag"],
        stability=face["stability"],
        last_review=read_time(face["last_review"]),
        buried_until=read_time(face["buried_until"]),
    )
