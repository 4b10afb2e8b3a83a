"""Anki packages (.apkg) of a deck's cards and questions."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from certdeck.core.deck import Card, Question
from certdeck.exporters.anki.collection import Note, collection
from certdeck.exporters.anki.fields import FieldWriter, fits_package, note_kind
from certdeck.exporters.anki.media import Media
from certdeck.exporters.anki.note_types import NOTE_TYPES, models
from certdeck.exporters.anki.tree import Place, decks, place_of, tags, task_deck_id
from certdeck.exporters.atomic import replacing
from certdeck.ports.exporting import PackageContent, PackageCount, Progress
from certdeck.ports.markup import Markup

_STRIDE: Final = 50
"""Notes between two reports of progress."""


class AnkiPackageExporter:
    """Writes Anki packages (see `certdeck.ports.exporting.PackageExporter`).

    `templates` is the folder of the cards' HTML, CSS and script; `media` is the deck's folder of pictures, if any.
    """

    def __init__(self, markup: Markup, templates: Path, media: Path | None = None) -> None:
        self._markup = markup
        self._templates = templates
        self._media = media

    def write(self, content: PackageContent, target: Path, progress: Progress) -> PackageCount:
        """Write what `content`'s blueprint covers to `target`, whole or not at all.

        The same content gives the same bytes. Raises `ExportError` when the file can't be written, and whatever
        `progress` raises (`Cancelled`).
        """
        work = _Work(content, self._markup, Media(self._media))
        notes = tuple(work.notes(progress))
        places = {place for _, place in work.items}
        base = collection(
            notes, models(self._templates), decks(content.deck, content.blueprint, places), work.first_id()
        )
        with replacing(target) as temporary:
            temporary.write_bytes(_zipped(base, work.media.found))
        return PackageCount(len(notes), sum(len(note.cards) for note in notes), work.left_out)


class _Work:
    """One export: the items that its blueprint covers, made into notes."""

    def __init__(self, content: PackageContent, markup: Markup, media: Media) -> None:
        self.content = content
        self.media = media
        placed = tuple(_placed(content))
        self.items = tuple(pair for pair in placed if not isinstance(pair[0], Card) or fits_package(pair[0]))
        self.left_out = len(placed) - len(self.items)
        self._scenarios = {scenario.id: scenario for scenario in content.deck.scenarios}
        self._fields = FieldWriter(markup, media, self._scenarios)

    def notes(self, progress: Progress) -> Iterator[Note]:
        for done, (item, place) in enumerate(self.items):
            if done % _STRIDE == 0:
                progress(done, len(self.items))
            yield self._note(item, place)
        progress(len(self.items), len(self.items))

    def first_id(self) -> int:
        """Anki's ids are milliseconds since 1970: begin with the latest change, for there is no clock here."""
        return 1000 * max((self._revised(item) for item, _ in self.items), default=0)

    def _note(self, item: Card | Question, place: Place) -> Note:
        import genanki

        deck, blueprint = self.content.deck, self.content.blueprint
        written = self._fields.card(item) if isinstance(item, Card) else self._fields.question(item)
        note_type = NOTE_TYPES[note_kind(item) if isinstance(item, Card) else item.kind]
        return Note(
            guid=genanki.guid_for(deck.id, item.id),
            note_type=note_type.id,
            deck=task_deck_id(deck, blueprint, place),
            revised=self._revised(item),
            tags=tags(item, item.kind, blueprint, place),
            fields=tuple(written.fields.get(name, "") for name in note_type.fields),
            cards=written.cards,
        )

    def _revised(self, item: Card | Question) -> int:
        """Return when the note's content changed, in whole seconds; a changed scenario changes its questions."""
        revised = self.content.revised
        dates = [revised[item.id]]
        if not isinstance(item, Card) and item.scenario and item.scenario in revised:
            dates.append(revised[item.scenario])
        return int(max(dates).timestamp())


def _placed(content: PackageContent) -> Iterator[tuple[Card | Question, Place]]:
    for item in (*content.deck.cards, *content.deck.questions):
        place = place_of(item, content.blueprint)
        if place is not None:
            yield item, place


def _zipped(base: bytes, media: dict[str, bytes]) -> bytes:
    names = {str(number): name for number, name in enumerate(sorted(media))}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        _add(archive, "collection.anki2", base)
        _add(archive, "media", json.dumps(names).encode())
        for number, name in names.items():
            _add(archive, number, media[name])
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    # A ZipInfo of its own carries no clock: its date is the earliest that zip knows.
    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, compresslevel=1)
