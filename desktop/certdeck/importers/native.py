"""Reader of the project's own deck format: a folder of YAML files, split by kind and task statement.

    deck.yaml  blueprints/*.yaml  cards/<task>.yaml  questions/<task>.yaml  sheets/*.yaml  forms/<exam>.yaml
    confusions/*.yaml  glossary/*.yaml  plans/<exam>.yaml  media/*

YAML and the format's types are imported when a deck is read, not when the app starts: a start only compares digests.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from certdeck.core.deck import Deck
from certdeck.core.digests import blake2b
from certdeck.core.errors import DeckError, Problem

FOLDERS = ("blueprints", "cards", "questions", "sheets", "forms", "confusions", "glossary", "plans", "media")


class NativeReader:
    """Reads decks in the project's own format (see `certdeck.ports.decks.DeckReader`)."""

    def digest(self, folder: Path) -> str:
        """Return a hash over names and bytes of all files of the deck. Raises `DeckError` when one can't be read."""
        if not folder.is_dir():
            raise DeckError((Problem(folder, 1, "", "there is no such folder"),))
        total = blake2b()
        try:
            for file in _files(folder):
                content = file.read_bytes()
                total.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
                total.update(content)
        except OSError as error:
            raise DeckError((Problem(folder, 1, "", f"can't be read: {error.strerror}"),)) from error
        return total.hexdigest()

    def read(self, folder: Path) -> Deck:
        """Read the deck in `folder`. Raises `DeckError` with every problem of every file."""
        from certdeck.importers.deck_reading import DeckReading

        # Before the files are read: one saved in between then counts as changed, and is read again at the next start.
        digest = self.digest(folder)
        reading = DeckReading(folder)
        deck = reading.deck()
        if deck is None or reading.problems:
            raise DeckError(tuple(sorted(reading.problems)))
        return replace(deck, digest=digest)

    def pictures(self, folder: Path) -> Mapping[str, str]:
        """Return a hash of each picture of the deck, by name. Raises `DeckError` when one can't be read."""
        import hashlib

        files = sorted(file for file in (folder / "media").rglob("*") if file.is_file())
        try:
            return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
        except OSError as error:
            raise DeckError((Problem(folder, 1, "", f"can't be read: {error.strerror}"),)) from error

    def check(self, folder: Path, *, strict_on: date | None = None) -> tuple[Problem, ...]:
        """Return every problem in `folder` by file and line, lint included; empty when all is well.

        With a day in `strict_on` the deck is held to the strict standard as well, sources judged by that day.
        """
        from certdeck.core import deck_lint, deck_strict
        from certdeck.importers.deck_reading import DeckReading, Place

        reading = DeckReading(folder)
        deck = reading.deck()
        if deck is not None:
            found = [*deck_lint.findings(deck, banned_words=reading.banned_words, whole=not reading.unread)]
            if strict_on is not None and not reading.unread:
                found += deck_strict.findings(deck, domains=reading.source_domains, today=strict_on)
            for item, text in found:
                place = reading.places.get(item, Place(folder / "deck.yaml", 1))
                reading.problems.append(Problem(place.file, place.line, item, text))
        return tuple(sorted(reading.problems))


def _files(folder: Path) -> list[Path]:
    inside = [file for name in FOLDERS for file in (folder / name).rglob("*") if file.is_file()]
    return sorted([*folder.glob("*.yaml"), *inside])
