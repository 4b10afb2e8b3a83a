"""Decks and their items in the database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from sqlite3 import Row
from typing import Any, Final

from certdeck.core.deck import Card, ConfusionSet, Deck, Item, Question, Scenario, Sheet, Term, task_of
from certdeck.core.deck_plan import DeckPlan
from certdeck.core.ids import BlueprintId, BulletId, DeckId, FaceId, ItemId
from certdeck.core.scheduling.schedule import Phase
from certdeck.ports.content import DeckHead
from certdeck.ports.rows import ItemRow
from certdeck.store import codec
from certdeck.store.connection import Link, known_time, read_time
from certdeck.store.face_numbers import id_of
from certdeck.store.own import ADDED, with_added
from certdeck.store.own_cards import OWN, drop_own, put_own
from certdeck.store.owners import OWNER

HEADS: Final = """
    SELECT id, title, version, language, licence, notice, digest, installed_at, blueprints, forms
    FROM deck WHERE id != ?
"""
ITEMS: Final = f"""
    SELECT entry.item_id AS id, entry.kind, item.content, item.title, item.text, {ADDED}
    FROM entry JOIN item ON item.key = entry.key WHERE
"""
SHIPPED_CARDS: Final = """
    SELECT entry.item_id AS id, item.content, item.title, item.text FROM entry JOIN item ON item.key = entry.key
    WHERE entry.deck_id = ? AND entry.kind = 'card' ORDER BY entry.position
"""
OF_EXAM: Final = (
    ITEMS
    + """
    entry.kind = '{}' AND entry.item_id IN (SELECT item_id FROM coverage WHERE blueprint_id = ?)
    ORDER BY entry.position
"""
)
QUESTIONS: Final = OF_EXAM.format("question")
ROWS: Final = """
    SELECT entry.item_id AS id, entry.kind, entry.form, item.title, entry.position, coverage.bullet_id
    FROM coverage JOIN entry ON entry.item_id = coverage.item_id JOIN item ON item.key = entry.key
    WHERE coverage.blueprint_id = ? AND coverage.rank = 0 ORDER BY entry.position
"""
SCENARIOS: Final = "SELECT content FROM scenario WHERE deck_id = ? ORDER BY position"
SHEETS: Final = OF_EXAM.format("sheet")
TERMS: Final = OF_EXAM.format("term")
CARDS_OF: Final = (
    ITEMS
    + """
    entry.kind = 'card' AND entry.item_id IN (SELECT item_id FROM coverage WHERE blueprint_id = ? AND bullet_id = ?)
    ORDER BY entry.position
"""
)
CONFUSIONS: Final = ITEMS + (
    "entry.item_id IN (SELECT item_id FROM confusion_card WHERE card_id = ?) ORDER BY entry.position"
)
MEMBERS: Final = "SELECT card_id, item_id, member FROM confusion_card"
REVISIONS: Final = """
    SELECT entry.item_id AS id, item.revised_at FROM entry JOIN item ON item.key = entry.key WHERE entry.deck_id = ?1
    UNION ALL SELECT id, revised_at FROM scenario WHERE deck_id = ?1
"""
PLANS: Final = "SELECT plans FROM deck WHERE plans IS NOT NULL ORDER BY installed_at, id"
VERSION: Final = f"SELECT version FROM deck WHERE id = ({OWNER})"
EARLIEST_FACES: Final = f"""
    SELECT entry.item_id, {id_of("state.face", "entry.item_id")} AS face_id, state.phase, state.due,
        state.suspended, state.flag
    FROM face_state AS state JOIN entry ON entry.key = state.entry
    ORDER BY state.due IS NOT NULL, state.due DESC, state.position DESC
"""


class ContentTables:
    """Decks and items (see `certdeck.ports.store.Content`)."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def heads(self) -> tuple[DeckHead, ...]:
        """Return all installed decks, oldest first."""
        # SQLite would carry all of their columns through its sort, which takes longer than a sort of what is read.
        return tuple(sorted(map(_head, self._link.tuples(HEADS, OWN)), key=attrgetter("installed_at", "id")))

    def digests(self) -> Mapping[DeckId, str]:
        """Return the digest of every installed deck."""
        return {DeckId(row["id"]): row["digest"] for row in self._link.rows("SELECT id, digest FROM deck")}

    def replace(self, deck: Deck, now: datetime) -> None:
        """Install `deck` or replace what is there of it; see the port. Raises `DeckError` for ids of another deck."""
        from certdeck.store.installing import install

        install(self._link, deck, now)

    def drop(self, deck: DeckId) -> None:
        """Take a deck away with its items; progress and log stay."""
        from certdeck.store.installing import remove

        remove(self._link.built(), deck)

    def deck(self, deck: DeckId) -> Deck:
        """Return the whole deck."""
        head = next(head for head in self.heads() if head.id == deck)
        items = self._items(ITEMS + "entry.deck_id = ? ORDER BY entry.position", deck)
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
            scenarios=self.scenarios(deck),
            sheets=tuple(item for item in items if isinstance(item, Sheet)),
            forms=head.forms,
            confusions=tuple(item for item in items if isinstance(item, ConfusionSet)),
            terms=tuple(item for item in items if isinstance(item, Term)),
            plans=codec.decode_plans(self._link.rows("SELECT plans FROM deck WHERE id = ?", deck)[0]["plans"]),
            digest=head.digest,
        )

    def shipped_cards(self, deck: DeckId) -> tuple[Card, ...]:
        """Return the cards of `deck` as it brings them, whatever the learner made of them."""
        rows = self._link.rows(SHIPPED_CARDS, deck)
        items = (codec.decode_row(row["id"], "card", row["content"], row["title"], row["text"]) for row in rows)
        return tuple(item for item in items if isinstance(item, Card))

    def put_own(self, card: Card, now: datetime) -> None:
        """Add `card` to the learner's own ones, which no deck replaces; one of the same id is replaced."""
        put_own(self._link, card, now)

    def drop_own(self, card: ItemId) -> None:
        """Take one of the learner's own cards away; its study log stays."""
        drop_own(self._link, card)

    def scenarios(self, deck: DeckId) -> tuple[Scenario, ...]:
        """Return the scenarios of `deck`."""
        rows = self._link.rows(SCENARIOS, deck)
        return tuple(codec.decode_scenario(row["content"]) for row in rows)

    def owners(self, items: Iterable[ItemId]) -> Mapping[ItemId, DeckId]:
        """Return the deck of each of `items` that is in one."""
        found = ((item, self._link.row(OWNER, item)) for item in items)
        return {item: DeckId(row["deck_id"]) for item, row in found if row is not None}

    def item(self, item: ItemId) -> Item | None:
        """Return one item, or None if there is none of that id."""
        return next(iter(self._items(ITEMS + "entry.item_id = ?", item)), None)

    def version_of(self, item: ItemId) -> str:
        """Return the version of the deck that brings `item`; empty if there is none."""
        row = self._link.row(VERSION, item)
        return "" if row is None else str(row["version"])

    def scenario(self, scenario: ItemId) -> Scenario | None:
        """Return a scenario, or None."""
        row = self._link.row("SELECT content FROM scenario WHERE id = ?", scenario)
        return None if row is None else codec.decode_scenario(row["content"])

    def questions(self, blueprint: BlueprintId) -> tuple[Question, ...]:
        """Return every question that covers `blueprint`."""
        return tuple(item for item in self._items(QUESTIONS, blueprint) if isinstance(item, Question))

    def sheets(self, blueprint: BlueprintId) -> tuple[Sheet, ...]:
        """Return every sheet that covers `blueprint`, in the deck's order."""
        return tuple(item for item in self._items(SHEETS, blueprint) if isinstance(item, Sheet))

    def terms(self, blueprint: BlueprintId) -> tuple[Term, ...]:
        """Return the glossary of `blueprint`, in the deck's order."""
        return tuple(item for item in self._items(TERMS, blueprint) if isinstance(item, Term))

    def cards_of(self, blueprint: BlueprintId, bullet: BulletId) -> tuple[Card, ...]:
        """Return the cards that cover `bullet`, be it their main one or not, in the deck's order."""
        return tuple(item for item in self._items(CARDS_OF, blueprint, bullet) if isinstance(item, Card))

    def confusions_of(self, card: ItemId) -> tuple[ConfusionSet, ...]:
        """Return the confusion sets that point to `card`, in the deck's order."""
        return tuple(item for item in self._items(CONFUSIONS, card) if isinstance(item, ConfusionSet))

    def confusion_members(self) -> Mapping[ItemId, Mapping[ItemId, int]]:
        """Return, for each card that confusion sets point to, those sets, each with the card's member there."""
        found: dict[ItemId, dict[ItemId, int]] = {}
        for row in self._link.rows(MEMBERS):
            found.setdefault(ItemId(row["card_id"]), {})[ItemId(row["item_id"])] = row["member"]
        return found

    def plan(self, blueprint: BlueprintId) -> DeckPlan | None:
        """Return the plan that a deck brings for `blueprint`, or None."""
        plans = (plan for row in self._link.rows(PLANS) for plan in codec.decode_plans(row["plans"]))
        return next((plan for plan in plans if plan.exam == blueprint), None)

    def revisions(self, deck: DeckId) -> Mapping[ItemId, datetime]:
        """Return when each item's content last changed."""
        rows = self._link.rows(REVISIONS, deck)
        return {ItemId(row["id"]): known_time(row["revised_at"]) for row in rows}

    def rows(self, blueprint: BlueprintId) -> Sequence[ItemRow]:
        """Return the items of `blueprint` in the deck's order."""
        found = self._link.rows(ROWS, blueprint)
        faces = self._earliest_faces() if found else {}
        return [_item_row(row, faces.get(row["id"], {})) for row in found]

    def _earliest_faces(self) -> dict[str, dict[str, Any]]:
        """Return the face that is due first of each card, new ones last."""
        return {
            row["item_id"]: {
                "face": FaceId(row["face_id"]),
                "phase": Phase(row["phase"]),
                "due": read_time(row["due"]),
                "suspended": bool(row["suspended"]),
                "flag": row["flag"],
            }
            for row in self._link.rows(EARLIEST_FACES)
        }

    def _items(self, statement: str, *values: str) -> list[Item]:
        rows = self._link.rows(statement, *values)
        return [
            with_added(
                codec.decode_row(row["id"], row["kind"], row["content"], row["title"], row["text"]),
                row["edit"],
                row["own_tags"],
            )
            for row in rows
        ]


def _head(row: Sequence[Any]) -> DeckHead:
    """Read a row of `HEADS`."""
    deck, title, version, language, licence, notice, digest, installed_at, blueprints, forms = row
    return DeckHead(
        deck,
        title,
        version,
        language,
        licence,
        notice,
        digest,
        known_time(installed_at),
        codec.decode_blueprints(blueprints),
        codec.decode_forms(forms),
    )


def _item_row(row: Row, face: dict[str, Any]) -> ItemRow:
    return ItemRow(
        id=ItemId(row["id"]),
        kind=row["kind"],
        form=row["form"],
        title=row["title"],
        task=task_of(BulletId(row["bullet_id"])),
        bullet=row["bullet_id"],
        position=row["position"],
        **face,
    )
