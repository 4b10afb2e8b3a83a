"""Decks and their items in the database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from certdeck.core.deck import Card, Deck, Item, Question, Scenario, Sheet
from certdeck.core.deck_lint import texts
from certdeck.core.errors import DeckError, Problem
from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import Phase
from certdeck.ports.store import DeckHead, ItemRow
from certdeck.store import codec, tables

SCENARIO = "scenario"
Values = dict[str, Any]


class ContentTables:
    """Decks and items (see `certdeck.ports.store.Content`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def heads(self) -> tuple[DeckHead, ...]:
        """Return all installed decks, oldest first."""
        rows = self._connection.execute(select(tables.deck).order_by(tables.deck.c.installed_at, tables.deck.c.id))
        return tuple(
            DeckHead(
                id=row.id,
                title=row.title,
                version=row.version,
                language=row.language,
                licence=row.licence,
                notice=row.notice,
                digest=row.digest,
                installed_at=row.installed_at,
                blueprints=codec.decode_blueprints(row.blueprints),
            )
            for row in rows
        )

    def digests(self) -> Mapping[DeckId, str]:
        """Return the digest of every installed deck."""
        rows = self._connection.execute(select(tables.deck.c.id, tables.deck.c.digest))
        return {DeckId(row.id): row.digest for row in rows}

    def replace(self, deck: Deck, now: datetime) -> None:
        """Install `deck` or replace what is there of it; see the port. Raises `DeckError` for ids of another deck."""
        self._put_head(deck, now)
        old = {
            row.id: row
            for row in self._connection.execute(
                select(tables.item.c.id, tables.item.c.content, tables.item.c.revised_at).where(
                    tables.item.c.deck_id == deck.id
                )
            )
        }
        new = {values["id"]: values for values in _item_values(deck, now)}
        self._refuse_foreign(deck, new.keys() - old.keys())
        for name, values in new.items():
            if name in old and old[name].content == values["content"]:
                values["revised_at"] = old[name].revised_at
        self._forget_content(deck.id)
        self._insert(tables.item, list(new.values()))
        self._insert(tables.coverage, list(_coverage_values(deck)))
        self._put_faces(deck)

    def deck(self, deck: DeckId) -> Deck:
        """Return the whole deck."""
        head = next(head for head in self.heads() if head.id == deck)
        items = self._items(select(tables.item).where(tables.item.c.deck_id == deck))
        scenarios = self._connection.execute(
            select(tables.item.c.content)
            .where(tables.item.c.deck_id == deck, tables.item.c.kind == SCENARIO)
            .order_by(tables.item.c.position)
        )
        return Deck(
            id=head.id,
            title=head.title,
            version=head.version,
            language=head.language,
            licence=head.licence,
            notice=head.notice,
            blueprints=head.blueprints,
            cards=tuple(item for item in items if isinstance(item, Card)),
            questions=tuple(item for item in items if isinstance(item, Question)),
            scenarios=tuple(codec.decode_scenario(row.content) for row in scenarios),
            sheets=tuple(item for item in items if isinstance(item, Sheet)),
            digest=head.digest,
        )

    def item(self, item: ItemId) -> Item | None:
        """Return one item, or None if there is none of that id."""
        found = self._items(select(tables.item).where(tables.item.c.id == item))
        return found[0] if found else None

    def scenario(self, scenario: ItemId) -> Scenario | None:
        """Return a scenario, or None."""
        row = self._connection.execute(
            select(tables.item.c.content).where(tables.item.c.id == scenario, tables.item.c.kind == SCENARIO)
        ).first()
        return None if row is None else codec.decode_scenario(row.content)

    def questions(self, blueprint: BlueprintId) -> tuple[Question, ...]:
        """Return every question that covers `blueprint`."""
        covered = select(tables.coverage.c.item_id).where(tables.coverage.c.blueprint_id == blueprint)
        items = self._items(select(tables.item).where(tables.item.c.kind == "question", tables.item.c.id.in_(covered)))
        return tuple(item for item in items if isinstance(item, Question))

    def revisions(self, deck: DeckId) -> Mapping[ItemId, datetime]:
        """Return when each item's content last changed."""
        rows = self._connection.execute(
            select(tables.item.c.id, tables.item.c.revised_at).where(tables.item.c.deck_id == deck)
        )
        return {ItemId(row.id): row.revised_at for row in rows}

    def rows(self, blueprint: BlueprintId, words: str = "") -> Sequence[ItemRow]:
        """Return all items of `blueprint` in the deck's order; with `words`, those whose text holds every one of them."""
        item, covered = tables.item.c, tables.coverage.c
        query = (
            select(item.id, item.kind, item.form, item.title, item.position, covered.bullet_id)
            .join(tables.coverage, covered.item_id == item.id)
            .where(covered.blueprint_id == blueprint, covered.rank == 0)
            .order_by(item.position)
        )
        for word in words.casefold().split():
            query = query.where(item.text.contains(word, autoescape=True))
        faces = self._earliest_faces()
        return [
            ItemRow(
                id=row.id,
                kind=row.kind,
                form=row.form,
                title=row.title,
                task=".".join(row.bullet_id.split(".")[:2]),
                bullet=row.bullet_id,
                position=row.position,
                **faces.get(row.id, {}),
            )
            for row in self._connection.execute(query)
        ]

    def _earliest_faces(self) -> dict[str, Values]:
        """Return the face that is due first of each card, new ones last."""
        state = tables.face_state.c
        query = (
            select(tables.face.c.item_id, state.face_id, state.phase, state.due, state.suspended, state.flag)
            .join(tables.face_state, state.face_id == tables.face.c.id)
            .order_by(state.due.is_not(None), state.due.desc(), tables.face.c.position.desc())
        )
        return {
            row.item_id: {
                "face": FaceId(row.face_id),
                "phase": Phase(row.phase),
                "due": row.due,
                "suspended": row.suspended,
                "flag": row.flag,
            }
            for row in self._connection.execute(query)
        }

    def _items(self, query: Select[Any]) -> list[Item]:
        rows = self._connection.execute(query.where(tables.item.c.kind != SCENARIO).order_by(tables.item.c.position))
        return [codec.decode_item(row.kind, row.content) for row in rows]

    def _put_head(self, deck: Deck, now: datetime) -> None:
        values: Values = {
            "id": deck.id,
            "title": deck.title,
            "version": deck.version,
            "language": deck.language,
            "licence": deck.licence,
            "notice": deck.notice,
            "digest": deck.digest,
            "blueprints": codec.encode_blueprints(deck.blueprints),
        }
        known = self._connection.execute(update(tables.deck).where(tables.deck.c.id == deck.id).values(values))
        if not known.rowcount:
            self._connection.execute(insert(tables.deck).values(values | {"installed_at": now}))

    def _refuse_foreign(self, deck: Deck, names: Iterable[str]) -> None:
        owners = {
            row.id: row.deck_id for row in self._connection.execute(select(tables.item.c.id, tables.item.c.deck_id))
        }
        taken = sorted(name for name in names if name in owners)
        if taken:
            place = Path(deck.id)
            raise DeckError(
                tuple(Problem(place, 1, name, f"this id belongs to the deck {owners[name]} already") for name in taken)
            )

    def _forget_content(self, deck: DeckId) -> None:
        owned = select(tables.item.c.id).where(tables.item.c.deck_id == deck)
        self._connection.execute(delete(tables.coverage).where(tables.coverage.c.item_id.in_(owned)))
        self._connection.execute(delete(tables.face).where(tables.face.c.deck_id == deck))
        self._connection.execute(delete(tables.item).where(tables.item.c.deck_id == deck))

    def _put_faces(self, deck: Deck) -> None:
        faces = [(face.id, card.id) for card in deck.cards for face in faces_of(card)]
        self._insert(
            tables.face,
            [
                {"id": face, "item_id": card, "deck_id": deck.id, "position": position}
                for position, (face, card) in enumerate(faces)
            ],
        )
        if faces:
            self._connection.execute(
                sqlite_insert(tables.face_state).on_conflict_do_nothing(),
                [{"face_id": face, "phase": Phase.NEW.value, "suspended": False} for face, _ in faces],
            )

    def _insert(self, table: Any, values: list[Values]) -> None:
        if values:
            self._connection.execute(insert(table), values)


def _item_values(deck: Deck, now: datetime) -> list[Values]:
    values: list[Values] = [
        {
            "id": item.id,
            "kind": codec.kind_of(item),
            "form": _form(item),
            "title": _title(item),
            "text": "\n".join(texts(item)).casefold(),
            "content": codec.encode_item(item),
        }
        for item in deck.items()
    ]
    values += [
        {
            "id": scenario.id,
            "kind": SCENARIO,
            "form": SCENARIO,
            "title": scenario.title,
            "text": scenario.text.casefold(),
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


def _form(item: Item) -> str:
    match item:
        case Card():
            return item.kind.value
        case _ if isinstance(item, Question):
            return item.kind.value
        case _:
            return "sheet"


def _title(item: Item) -> str:
    match item:
        case Card():
            return item.front
        case _ if isinstance(item, Question | Sheet):
            return item.title
        case _:
            raise TypeError(f"no title known of {type(item).__name__}")
