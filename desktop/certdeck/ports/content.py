"""Decks that are installed, and their items."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from certdeck.core.blueprint import Blueprint
    from certdeck.core.deck import Card, ConfusionSet, Deck, FixedForm, Item, Question, Scenario, Sheet, Term
    from certdeck.core.deck_plan import DeckPlan
    from certdeck.core.ids import BlueprintId, BulletId, DeckId, ItemId
    from certdeck.ports.rows import ItemRow


class DeckHead(NamedTuple):
    """A deck as lists and pages show it. `installed_at` is aware UTC. A tuple, as all are made for the first page."""

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
