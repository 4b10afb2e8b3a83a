"""Anki packages, .apkg and .colpkg, in all three containers.

`collection.anki2` is the oldest; newer packages bring it as a dummy beside `collection.anki21` or `.anki21b`, of which
the latter is packed with zstd, as are its media, whose list is protobuf. Source: Anki's `rslib/src/import_export`.
"""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from certdeck.core.deck import CardKind
from certdeck.core.errors import ImportRefused
from certdeck.core.incoming import Note, Returned, Review
from certdeck.core.own import CardText
from certdeck.importers import anki_database, packed, protobuf
from certdeck.importers.anki_database import Collection, Model, Row
from certdeck.importers.anki_note_types import is_occlusion, note_type_of
from certdeck.importers.anki_occlusion import occlusion_of, picture_in
from certdeck.importers.anki_schedule import learnt_of, reviews_by_card
from certdeck.importers.losses import LossBook
from certdeck.importers.text_file import refused
from certdeck.ports.exporting import Progress
from certdeck.ports.importing import Format, Loss, PackedPicture, Plan
from certdeck.ports.markup import HtmlReader

_CONTAINERS: Final = ("collection.anki21b", "collection.anki21", "collection.anki2")
_NEWEST_PACKAGE: Final = 3
_OWN_TYPES: Final = range(1_790_000_000_100, 1_790_000_000_200)
"""Ids of the note types in packages that Certdeck exports (see `exporters.anki.note_types`)."""
_PICTURES: Final = frozenset((".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"))
_LARGEST_PICTURE: Final = 20 * 1024 * 1024
_SOUND: Final = re.compile(r"\[sound:[^\]]*\]|\[anki:tts\b.*?\[/anki:tts\]", re.DOTALL)
_SCRIPT: Final = re.compile(
    r"<\s*(script|iframe|object|embed|form)\b|\bon[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
_REMOTE: Final = re.compile(r"^\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_SEPARATOR: Final = "\x1f"
_STRIDE: Final = 500
_MOST_FIELDS: Final = 200


def read_package(file: Path, html: HtmlReader, progress: Progress) -> Plan:
    """Read a package. Raises `ImportRefused`, and whatever `progress` raises."""
    with TemporaryDirectory(prefix="certdeck-") as folder, packed.opened(file) as archive:
        container = _container(file, archive)
        database = Path(folder) / "collection"
        _unpack_collection(file, archive, container, database)
        media = _media(file, archive, packed_with_zstd=container.endswith("b"))
        with anki_database.open_collection(database, file) as collection:
            return _Reading(file, collection, media, html).plan(progress)


def pictures_of(plan: Plan) -> Iterator[tuple[PackedPicture, Path | Loss]]:
    """Unpack the pictures of `plan` one by one; see the port."""
    with TemporaryDirectory(prefix="certdeck-") as folder, packed.opened(plan.file) as archive:
        zstd = _container(plan.file, archive).endswith("b")
        for picture in plan.pictures:
            target = Path(folder) / PurePosixPath(picture.name).name
            try:
                packed.unpack(plan.file, archive, picture.entry, target, zstd=zstd, most=_LARGEST_PICTURE)
            except ImportRefused:
                yield picture, Loss(f"picture {picture.name}", "it is larger than 20 MB or damaged")
            except KeyError:
                yield picture, Loss("pictures", "they are not in the package", where=picture.name)
            else:
                yield picture, target
            target.unlink(missing_ok=True)


def _container(file: Path, archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "meta" in names:
        try:
            version = protobuf.number_in(packed.small_entry(file, archive, "meta"), 1)
        except ValueError as error:
            raise refused(file, "it is damaged or was not loaded whole", "Export or load it again.") from error
        if version > _NEWEST_PACKAGE:
            fix = "Export it from Anki with “Support older Anki versions”."
            raise refused(file, f"a newer Anki wrote it (package version {version}, known is {_NEWEST_PACKAGE})", fix)
    found = next((name for name in _CONTAINERS if name in names), None)
    if found is None:
        raise refused(file, "it is not an Anki package (no collection inside)")
    return found


def _unpack_collection(file: Path, archive: zipfile.ZipFile, container: str, target: Path) -> None:
    size = archive.getinfo(container).compress_size
    most = min(packed.LARGEST_ENTRY, max(4 * packed.SMALL, packed.TIGHTEST * size))
    packed.unpack(file, archive, container, target, zstd=container.endswith("b"), most=most)


def _media(file: Path, archive: zipfile.ZipFile, *, packed_with_zstd: bool) -> dict[str, str]:
    """Return the entry of each file that cards may show, by its name."""
    if "media" not in archive.namelist():
        return {}
    content = packed.small_entry(file, archive, "media", zstd=packed_with_zstd, most=4 * packed.SMALL)
    try:
        if not packed_with_zstd:
            listed = {str(name): str(entry) for entry, name in json.loads(content or b"{}").items()}
        else:
            entries = [value for number, value in protobuf.fields(content) if number == 1 and isinstance(value, bytes)]
            listed = {protobuf.text_in(entry, 1): str(place) for place, entry in enumerate(entries)}
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise refused(file, "its list of media can't be read") from error
    return listed


@dataclass(slots=True)
class _Pictures:
    """Gives pictures tokens as texts show them."""

    media: dict[str, str]
    losses: LossBook
    place: str = ""
    found: dict[str, PackedPicture] = field(default_factory=dict)

    def token(self, name: str) -> str | None:
        """Return the token of the picture called `name`, or None for what can't come along."""
        name = name.strip()
        if name in self.found:
            return self.found[name].token
        why = self._fault(name)
        if why:
            self.losses.add("pictures", why, self.place)
            return None
        token = f"import-picture-{len(self.found)}{PurePosixPath(name).suffix.lower()}"
        self.found[name] = PackedPicture(token, name, self.media[name])
        return token

    def _fault(self, name: str) -> str:
        if _REMOTE.match(name):
            return "they lie on another computer, or inside the text; only pictures in the package come along"
        if "/" in name or "\\" in name or name.startswith(".") or not name.isprintable():
            return "their names lead out of the package"
        if PurePosixPath(name).suffix.lower() not in _PICTURES:
            return "only PNG, JPEG, GIF, WebP and SVG can be shown"
        return "" if name in self.media else "they are not in the package"


class _Reading:
    """One package, read note by note."""

    def __init__(self, file: Path, collection: Collection, media: dict[str, str], html: HtmlReader) -> None:
        self._file = file
        self._collection = collection
        self._html = html
        self._losses = LossBook()
        self._pictures = _Pictures(media, self._losses)
        self._models = {model.id: model for model in collection.models()}
        self._decks = collection.decks()
        self._returned: list[Returned] = []

    def plan(self, progress: Progress) -> Plan:
        """Read everything."""
        reviews = reviews_by_card(self._collection, anki_database.REVIEWS)
        cards: dict[int, list[Row]] = {}
        for row in self._collection.rows(anki_database.CARDS):
            cards.setdefault(row[1], []).append(row)
        notes = tuple(self._notes(cards, reviews, progress))
        used = {note.type for note in notes}
        types = tuple(note_type_of(model) for model in self._models.values() if str(model.id) in used)
        return Plan(
            self._file,
            Format.ANKI,
            types,
            notes,
            tuple(self._pictures.found.values()),
            self._losses.all(),
            tuple(self._returned),
        )

    def _notes(
        self, cards: dict[int, list[Row]], reviews: Mapping[int, list[Review]], progress: Progress
    ) -> Iterator[Note]:
        total = len(cards)
        for number, row in enumerate(self._collection.rows(anki_database.NOTES)):
            if number % _STRIDE == 0:
                progress(min(number, total), total)
            note = self._note(row, cards.get(row[0], []), reviews)
            if note is not None:
                yield note

    def _note(self, row: Row, cards: list[Row], reviews: Mapping[int, list[Review]]) -> Note | None:
        number, guid, kind, tags, content = row
        model = self._models.get(kind)
        if model is None or not guid:
            self._losses.add("notes", "their note type is not in the package", f"note {number}")
            return None
        learnt = tuple(learnt_of(card, self._collection.created, reviews.get(card[0], [])) for card in cards)
        if kind in _OWN_TYPES:
            self._returned.append(Returned(guid, learnt))
            return None
        raw = content.split(_SEPARATOR)[:_MOST_FIELDS]
        place = self._pictures.place = f"note {_short(raw[0])}"
        deck = self._decks.get(cards[0][11] or cards[0][2], "") if cards else ""
        text = self._occlusion(model, raw, place) if is_occlusion(model) else None
        fields = () if text else tuple(self._field(part, place) for part in raw)
        return Note(f"anki:{guid}", str(kind), deck, fields, tuple(tags.split()), text, learnt, place)

    def _field(self, raw: str, place: str) -> str:
        if "[" in raw:
            raw, sounds = _SOUND.subn("", raw)
            if sounds:
                self._losses.add("sounds", "Certdeck plays no sound", place, sounds)
        if "<" in raw and _SCRIPT.search(raw):
            self._losses.add("scripts and forms", "nothing in a card may run", place)
        return self._html(raw, self._pictures.token)

    def _occlusion(self, model: Model, raw: list[str], place: str) -> CardText:
        named = dict(zip(model.fields, raw, strict=False))
        token = self._pictures.token(picture_in(named.get("Image", raw[1] if len(raw) > 1 else ""))) or ""
        found, lost = occlusion_of(named.get("Occlusion", raw[0]), token)
        if lost:
            self._losses.add("covered parts", "they are lettering, or not within the picture", place, lost)
        front, back = self._field(named.get("Header", ""), place), self._field(named.get("Back Extra", ""), place)
        return CardText(kind=CardKind.OCCLUSION, front=front, back=back, occlusion=found)


def _short(html: str) -> str:
    """Return the beginning of a field for people to find the note by."""
    text = " ".join(re.sub(r"<[^>]*>|&nbsp;", " ", html[:400]).split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
