"""Where a note goes: Anki's deck tree and tags, made from the exams."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from certdeck.core.blueprint import Blueprint, Domain, TaskStatement
from certdeck.core.deck import Item
from certdeck.core.ids import BlueprintId, DeckId
from certdeck.ports.content import DeckHead
from certdeck.ports.outgoing import Bundle

OWN: Final = DeckId("own")
_VERSION: Final = re.compile(r"-[a-z]?\d+$")


@dataclass(frozen=True, slots=True)
class Place:
    """The exam, the domain and the task statement of an item."""

    exam: Blueprint
    domain: Domain
    task: TaskStatement


def deck_id(*names: str) -> int:
    """Return Anki's id for a deck: constant for its `names`, and in the range where Anki's own ids lie."""
    digest = hashlib.sha256("\x1f".join(names).encode()).digest()
    return (1 << 40) + int.from_bytes(digest[:5])


def family(exam: BlueprintId) -> str:
    """Return the name of an exam without its version: `mla` for `mla-c01`."""
    return _VERSION.sub("", exam)


class Tree:
    """Finds the deck of each item and keeps count of the decks that are needed.

    An item goes under the first of the exams that it covers. What covers none goes into a deck with the title of its
    own deck, the learner's own cards into one below the exam that they study for.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._owners = {exam.id: head for head in bundle.heads.values() for exam in head.blueprints}
        self._needed: dict[int, tuple[str, str, DeckId]] = {}
        self._ids: dict[tuple[str, ...], int] = {}
        self._places: dict[tuple[BlueprintId, str], Place | None] = {}

    def place_of(self, item: Item) -> Place | None:
        """Return where `item` belongs, or None if it is part of no exam."""
        if not item.covers:
            return None
        for exam in self._bundle.exams:
            coverage = item.coverage(exam.id)
            if coverage is not None:
                return self._place(exam, coverage.task)
        return None

    def deck(self, owner: DeckId, place: Place | None) -> int:
        """Return the id of the deck for an item of the deck `owner` at `place`, and note that it is needed."""
        if place is None:
            return self._loose(owner)
        head = self._owners.get(place.exam.id)
        names = (head.id if head else owner, place.exam.id, place.task.id)
        if names not in self._ids:
            self._ids[names] = self._branch(names[0], place, head)
        return self._ids[names]

    def name(self, owner: DeckId, place: Place | None) -> str:
        """Return the name of that deck, its levels parted by `::`."""
        return self._needed[self.deck(owner, place)][0]

    def decks(self, presets: Mapping[DeckId, int]) -> dict[str, Any]:
        """Return every deck that is needed as Anki's JSON, by id; `presets` are the ids of their options."""
        ordered = sorted(self._needed.items(), key=lambda entry: entry[1][:2])
        return {
            str(number): _deck(number, name, text, presets.get(owner, 1)) for number, (name, text, owner) in ordered
        }

    def _place(self, exam: Blueprint, name: str) -> Place | None:
        key = (exam.id, name)
        if key not in self._places:
            found = next(((domain, task) for domain, task in exam.tasks() if task.id == name), None)
            self._places[key] = Place(exam, *found) if found else None
        return self._places[key]

    def _branch(self, owner: DeckId, place: Place, head: DeckHead | None) -> int:
        exam = place.exam
        root = _name(exam.code)
        self._need((owner, exam.id), root, _about(head), owner)
        domain = f"{root}::{_name(f'{place.domain.id} {place.domain.short}')}"
        self._need((owner, exam.id, "domain", place.domain.id), domain, "", owner)
        task = f"{domain}::{_name(f'{place.task.id} {place.task.short}')}"
        return self._need((owner, exam.id, place.task.id), task, "", owner)

    def _loose(self, owner: DeckId) -> int:
        names = (owner, "loose")
        if names not in self._ids:
            head = self._bundle.heads.get(owner)
            exam = next(iter(self._bundle.exams), None)
            if head is not None:
                self._ids[names] = self._need(names, _name(head.title), _about(head), owner)
            else:
                above = f"{_name(exam.code)}::" if exam else ""
                self._ids[names] = self._need(names, f"{above}My cards", "", owner)
        return self._ids[names]

    def _need(self, names: tuple[str, ...], name: str, about: str, owner: DeckId) -> int:
        number = deck_id(*names)
        self._needed[number] = (name, about, owner)
        return number


def tags(item: Item, kind: str, place: Place | None) -> str:
    """Return the tags of a note as Anki stores them: where it belongs, its kind, and its own."""
    if place is None:
        return tags_of(item.tags, kind)
    return f" {family(place.exam.id)}::d{place.domain.id}::{place.task.id}{tags_of(item.tags, kind)}"


def tags_of(own: tuple[str, ...], kind: str) -> str:
    """Return the same of a note that belongs nowhere."""
    return plain_tags("\n".join(own), kind)


def plain_tags(own: str, kind: str) -> str:
    """Return the same of a note that belongs nowhere and whose `own` tags are one a line."""
    written = own.replace(" ", "-").replace("\n", " ")
    return f" certdeck::{kind} {written} " if written else f" certdeck::{kind} "


def _about(head: DeckHead | None) -> str:
    if head is None:
        return ""
    return escape(f"{head.title}, deck version {head.version}. {head.notice} Licence: {head.licence}.")


def _name(text: str) -> str:
    """Keep Anki from seeing a level of the tree where there is none."""
    return text.replace("::", ":").strip()


def _deck(number: int, name: str, about: str, preset: int) -> dict[str, Any]:
    import genanki

    entry: dict[str, Any] = genanki.Deck(number, name, about).to_json()
    return entry | {"conf": preset}
