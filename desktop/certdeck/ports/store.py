"""What services need from the database: small repositories inside one unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from certdeck.core.blueprint import Blueprint
    from certdeck.core.deck import Card, ConfusionSet, Deck, FixedForm, Item, Question, Scenario, Sheet, Term
    from certdeck.core.deck_plan import DeckPlan
    from certdeck.core.ids import BlueprintId, BulletId, DeckId, ItemId
    from certdeck.ports.exchange import Exchange
    from certdeck.ports.history import History
    from certdeck.ports.intake import Intake
    from certdeck.ports.outgoing import Outgoing
    from certdeck.ports.own import OwnContent
    from certdeck.ports.presets import Presets
    from certdeck.ports.replays import Replays
    from certdeck.ports.rows import ItemRow
    from certdeck.ports.search import SavedSearches, Search
    from certdeck.ports.sittings import Results, Sittings
    from certdeck.ports.statistics import Figures
    from certdeck.ports.study import Queues, Study


@dataclass(frozen=True, slots=True)
class DeckHead:
    """A deck as lists and pages show it. `installed_at` is aware UTC."""

    id: DeckId
    title: str
    version: str
    language: str
    licence: str
    notice: str
    digest: str
    installed_at: datetime
    blueprints: tuple[Blueprint, ...]
    forms: tuple[FixedForm, ...] = ()


class Content(Protocol):
    """Decks and their items: replaced by id when a deck changes."""

    def heads(self) -> tuple[DeckHead, ...]:
        """Return all installed decks, oldest first."""
        ...

    def digests(self) -> Mapping[DeckId, str]:
        """Return the digest of every installed deck."""
        ...

    def replace(self, deck: Deck, now: datetime) -> None:
        """Install `deck` or replace what is there of it. Items whose content is the same keep their revision time.

        Raises `DeckError` when another deck owns one of the ids.
        """
        ...

    def drop(self, deck: DeckId) -> None:
        """Take a deck away with its items; progress, log and all that is the learner's stay."""
        ...

    def deck(self, deck: DeckId) -> Deck:
        """Return the whole deck."""
        ...

    def shipped_cards(self, deck: DeckId) -> tuple[Card, ...]:
        """Return the cards of `deck` as it brings them, whatever the learner made of them; none of an unknown deck."""
        ...

    def put_own(self, card: Card, now: datetime) -> None:
        """Add `card` to the learner's own ones, which no deck replaces; one of the same id is replaced."""
        ...

    def drop_own(self, card: ItemId) -> None:
        """Take one of the learner's own cards away; its study log stays."""
        ...

    def owners(self, items: Iterable[ItemId]) -> Mapping[ItemId, DeckId]:
        """Return the deck of each of `items` that is in one."""
        ...

    def item(self, item: ItemId) -> Item | None:
        """Return one item of any kind, or None if there is none of that id."""
        ...

    def version_of(self, item: ItemId) -> str:
        """Return the version of the deck that brings `item`; empty if there is none."""
        ...

    def scenario(self, scenario: ItemId) -> Scenario | None:
        """Return a scenario, or None."""
        ...

    def scenarios(self, deck: DeckId) -> tuple[Scenario, ...]:
        """Return the scenarios of `deck`."""
        ...

    def questions(self, blueprint: BlueprintId) -> tuple[Question, ...]:
        """Return every question that covers `blueprint`."""
        ...

    def sheets(self, blueprint: BlueprintId) -> tuple[Sheet, ...]:
        """Return every sheet that covers `blueprint`, in the deck's order."""
        ...

    def terms(self, blueprint: BlueprintId) -> tuple[Term, ...]:
        """Return the glossary of `blueprint`, in the deck's order."""
        ...

    def cards_of(self, blueprint: BlueprintId, bullet: BulletId) -> tuple[Card, ...]:
        """Return the cards that cover `bullet`, be it their main one or not, in the deck's order."""
        ...

    def confusions_of(self, card: ItemId) -> tuple[ConfusionSet, ...]:
        """Return the confusion sets that point to `card`, in the deck's order."""
        ...

    def confusion_members(self) -> Mapping[ItemId, Mapping[ItemId, int]]:
        """Return, for each card that confusion sets point to, those sets, each with the card's member there.

        A member is named by its place in the set, from 0.
        """
        ...

    def plan(self, blueprint: BlueprintId) -> DeckPlan | None:
        """Return the plan that a deck brings for `blueprint`, or None."""
        ...

    def revisions(self, deck: DeckId) -> Mapping[ItemId, datetime]:
        """Return when each item's content last changed."""
        ...

    def rows(self, blueprint: BlueprintId) -> Sequence[ItemRow]:
        """Return the items of `blueprint` in the deck's order."""
        ...


class Preferences(Protocol):
    """The learner's settings as JSON texts by name."""

    def all(self) -> Mapping[str, str]:
        """Return every setting that was ever changed."""
        ...

    def put(self, name: str, value: str) -> None:
        """Store one setting."""
        ...

    def remove(self, name: str) -> None:
        """Forget one setting; one that was never stored is none the less."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving without `commit` rolls back."""

    @property
    def content(self) -> Content:
        """Decks and what is in them."""
        ...

    @property
    def own(self) -> OwnContent:
        """The learner's own cards, edits and notes."""
        ...

    @property
    def intake(self) -> Intake:
        """Many cards taken in."""
        ...

    @property
    def outgoing(self) -> Outgoing:
        """Many items to be written elsewhere."""
        ...

    @property
    def study(self) -> Study:
        """Schedules and the study log."""
        ...

    @property
    def queues(self) -> Queues:
        """What is due, and in which order."""
        ...

    @property
    def figures(self) -> Figures:
        """Columns of numbers for statistics."""
        ...

    @property
    def history(self) -> History:
        """What can be undone."""
        ...

    @property
    def sittings(self) -> Sittings:
        """Exams, as they are sat."""
        ...

    @property
    def results(self) -> Results:
        """Exams that have ended."""
        ...

    @property
    def preferences(self) -> Preferences:
        """Settings."""
        ...

    @property
    def presets(self) -> Presets:
        """Options of decks."""
        ...

    @property
    def search(self) -> Search:
        """Finding items."""
        ...

    @property
    def saved_searches(self) -> SavedSearches:
        """Searches that the learner keeps."""
        ...

    @property
    def replays(self) -> Replays:
        """The study log, played again."""
        ...

    @property
    def exchange(self) -> Exchange:
        """What syncing needs."""
        ...

    def commit(self) -> None:
        """Make everything durable. When this returns, a power cut loses nothing of it."""
        ...


class Store(Protocol):
    """The database."""

    def open(self, *, writing: bool = False) -> AbstractContextManager[UnitOfWork]:
        """Begin a unit of work: `with store.open(writing=True) as work: …; work.commit()`.

        One that is `writing` has the database to itself: what it reads is still so when it commits. It waits for
        another writer first, and raises `StoreError` when that one takes too long. Reading never waits.
        """
        ...

    def close(self) -> None:
        """Close all connections."""
        ...
