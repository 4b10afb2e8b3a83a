"""Decks and what is in them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Deck, Item, Scenario, Sheet
from certdeck.core.errors import CertdeckError, Problem
from certdeck.core.ids import BlueprintId, DeckId, ItemId
from certdeck.ports.clock import Clock
from certdeck.ports.content import DeckHead
from certdeck.ports.decks import DeckReader
from certdeck.ports.exporting import Progress, no_progress
from certdeck.ports.rows import ItemRow
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes
from certdeck.services.preferences import PreferencesService

OWN: Final = DeckId("own")
"""Stands for a deck where the learner's own cards are meant."""
PICTURES: Final = "pictures of "
"""Before the id of a deck, the name under which hashes of its pictures are kept."""


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam that can be studied for: the blueprint and the deck that brings it."""

    deck: DeckHead
    blueprint: Blueprint


class LibraryService:
    """Installs decks and finds items. `shipped` is the folder of the decks that come with the app."""

    def __init__(
        self, store: Store, reader: DeckReader, clock: Clock, preferences: PreferencesService, shipped: Path
    ) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._preferences = preferences
        self._shipped = shipped
        self._heads: tuple[DeckHead, ...] | None = None

    def outdated(self) -> tuple[Path, ...]:
        """Return the shipped decks that are not installed as their files are now. Reads no YAML.

        Raises `DeckError` when a file can't be read.
        """
        folders = sorted(file.parent for file in self._shipped.glob("*/deck.yaml"))
        installed = {head.digest for head in self.heads()}
        return tuple(folder for folder in folders if self._reader.digest(folder) not in installed)

    def install(self, folder: Path, *, progress: Progress = no_progress) -> Changes:
        """Install the deck in `folder`, or replace it by id; what was learnt stays. Two steps: reading, writing.

        Raises `DeckError` with every problem; then nothing was installed and the old version is kept.
        """
        progress(0, 2)
        deck = self._reader.read(folder)
        pictures = self._reader.pictures(folder)
        progress(1, 2)
        now = self._clock.now()
        with self._store.open(writing=True) as work:
            work.content.replace(deck, now)
            work.own.touch(_repainted(work, deck, pictures), now)
            work.commit()
        self._heads = None
        return Changes(content=True, study=True)

    def install_all(self, folders: Sequence[Path], *, progress: Progress = no_progress) -> Changes:
        """Install the decks in `folders`, one after the other, in two steps each. Raises `DeckError` as `install`."""
        changes = Changes()
        for number, folder in enumerate(folders):
            changes = self.install(folder, progress=partial(_after, 2 * number, 2 * len(folders), progress))
        return changes

    def refresh(self) -> None:
        """Read anew which decks there are at the next question: one was imported, or that was undone."""
        self._heads = None

    def check(self, folder: Path) -> tuple[Problem, ...]:
        """Return every problem of the deck in `folder`, lint included."""
        return self._reader.check(folder)

    def heads(self) -> tuple[DeckHead, ...]:
        """Return all installed decks, oldest first."""
        if self._heads is None:
            with self._store.open() as work:
                return self.heads_in(work)
        return self._heads

    def heads_in(self, work: UnitOfWork) -> tuple[DeckHead, ...]:
        """Return what `heads` does, read in `work` where it has to be read."""
        if self._heads is None:
            self._heads = work.content.heads()
        return self._heads

    def exams(self) -> tuple[Exam, ...]:
        """Return every exam of every deck."""
        return tuple(Exam(head, blueprint) for head in self.heads() for blueprint in head.blueprints)

    def options_deck(self, deck: DeckId) -> DeckId:
        """Return the deck whose options hold for `deck`: the learner's own cards go by those of the exam's deck."""
        return self.exam().deck.id if deck == OWN and self.exams() else deck

    def exam(self, blueprint: BlueprintId | None = None) -> Exam:
        """Return the exam called `blueprint`, or the one the learner studies for (the first until one is chosen).

        Raises `CertdeckError` when there is no such exam, or no deck at all.
        """
        exams = self.exams()
        if not exams:
            raise CertdeckError("No deck is installed yet. Restart Certdeck, or choose another data folder.")
        chosen = self._preferences.settings.exam
        if blueprint is None:
            return next((exam for exam in exams if exam.blueprint.id == chosen), exams[0])
        found = next((exam for exam in exams if exam.blueprint.id == blueprint), None)
        if found is None:
            known = ", ".join(exam.blueprint.id for exam in exams)
            raise CertdeckError(f"There is no exam called {blueprint} in your library. It has {known}.")
        return found

    def rows(self) -> Sequence[ItemRow]:
        """Return the items of the exam studied for, in the deck's order."""
        with self._store.open() as work:
            return work.content.rows(self.exam().blueprint.id)

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets of the exam studied for, in the deck's order."""
        with self._store.open() as work:
            return work.content.sheets(self.exam().blueprint.id)

    def item(self, item: ItemId) -> Item | None:
        """Return one card, question or sheet, or None."""
        with self._store.open() as work:
            return work.content.item(item)

    def scenario(self, scenario: ItemId) -> Scenario | None:
        """Return the case that a question belongs to, or None."""
        with self._store.open() as work:
            return work.content.scenario(scenario)


def _repainted(work: UnitOfWork, deck: Deck, pictures: Mapping[str, str]) -> list[ItemId]:
    """Return what of `deck` shows a picture that is another one under the same name, and remember the pictures."""
    from certdeck.core.deck_lint import texts

    name = f"{PICTURES}{deck.id}"
    known: Mapping[str, str] = json.loads(work.preferences.all().get(name, "{}"))
    if known != pictures:
        work.preferences.put(name, json.dumps(pictures, sort_keys=True))
    changed = {picture for picture, digest in pictures.items() if known.get(picture, digest) != digest}
    shown = [f"]({picture})" for picture in sorted(changed)]
    pages = [(item.id, "\n".join(texts(item))) for item in deck.items()]
    pages += [(scenario.id, scenario.text) for scenario in deck.scenarios]
    covered = [card.id for card in deck.cards if card.occlusion is not None and card.occlusion.picture in changed]
    return covered + [item for item, text in pages if any(mark in text for mark in shown)] if changed else []


def _after(done_before: int, total: int, progress: Progress, done: int, _total: int) -> None:
    progress(done_before + done, total)
