"""Where a note goes: Anki's deck tree and tags, made from the blueprint."""

import hashlib
from dataclasses import dataclass
from html import escape
from typing import Any

from certdeck.core.blueprint import Blueprint, Domain, TaskStatement
from certdeck.core.deck import Deck, Item


@dataclass(frozen=True, slots=True)
class Place:
    """The domain and the task statement of an item."""

    domain: Domain
    task: TaskStatement


def place_of(item: Item, blueprint: Blueprint) -> Place | None:
    """Return where `item` belongs in `blueprint`, or None if it isn't part of that exam."""
    coverage = item.coverage(blueprint.id)
    if coverage is None:
        return None
    domain, task = blueprint.domain_of(coverage.task), blueprint.task(coverage.task)
    return Place(domain, task) if domain and task else None


def deck_id(*names: str) -> int:
    """Return Anki's id for a deck: constant for its `names`, and in the range where Anki's own ids lie."""
    digest = hashlib.sha256("\x1f".join(names).encode()).digest()
    return (1 << 40) + int.from_bytes(digest[:5])


def task_deck_id(deck: Deck, blueprint: Blueprint, place: Place) -> int:
    """Return the id of the deck that holds the notes of a task statement."""
    return deck_id(deck.id, blueprint.id, place.task.id)


def decks(deck: Deck, blueprint: Blueprint, places: set[Place]) -> dict[str, Any]:
    """Return the decks exam › domain › task statement for `places` as Anki's JSON, by id."""
    root = _name(blueprint.code)
    about = f"{deck.title}, deck version {deck.version}. {deck.notice} Licence: {deck.licence}."
    found = {deck_id(deck.id, blueprint.id): (root, escape(about))}
    for place in places:
        domain = f"{root}::{_name(f'{place.domain.id} {place.domain.short}')}"
        found[deck_id(deck.id, blueprint.id, "domain", place.domain.id)] = (domain, "")
        task = f"{domain}::{_name(f'{place.task.id} {place.task.short}')}"
        found[task_deck_id(deck, blueprint, place)] = (task, "")
    ordered = sorted(found.items(), key=lambda entry: entry[1])
    return {str(number): _deck(number, name, text) for number, (name, text) in ordered}


def tags(item: Item, kind: str, blueprint: Blueprint, place: Place) -> str:
    """Return the tags of a note as Anki stores them: where it belongs, its kind, and its own."""
    own = (f"{blueprint.id}::d{place.domain.id}::{place.task.id}", f"certdeck::{kind}", *item.tags)
    return f" {' '.join(tag.replace(' ', '-') for tag in own)} "


def _name(text: str) -> str:
    """Keep Anki from seeing a level of the tree where there is none."""
    return text.replace("::", ":").strip()


def _deck(number: int, name: str, about: str) -> dict[str, Any]:
    import genanki

    entry: dict[str, Any] = genanki.Deck(number, name, about).to_json()
    return entry
