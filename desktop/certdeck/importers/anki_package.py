"""Anki packages, .apkg and .colpkg, in all three containers.

`collection.anki2` is the oldest; newer packages bring it as a dummy beside `collection.anki21` or `.anki21b`, of which
the latter is packed with zstd, as are its media, whose list is protobuf. Source: Anki's `rslib/src/import_export`.
"""

import json
import re
import shutil
import weakref
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, mkdtemp
from typing import Final

from certdeck.core.batches import Rule
from certdeck.core.deck import CardKind
from certdeck.core.errors import ImportRefused
from certdeck.core.incoming import Note, Returned
from certdeck.core.own import CardText
from certdeck.importers import anki_database, packed, protobuf
from certdeck.importers.anki_bundle import PackedNotes
from certdeck.importers.anki_database import SEPARATOR, Collection, Model, Row
from certdeck.importers.anki_note_types import is_occlusion, note_type_of, template_losses
from certdeck.importers.anki_occlusion import occlusion_of, picture_in
from certdeck.importers.anki_options import option_losses
from certdeck.importers.anki_schedule import LearntLater, Schedules
from certdeck.importers.losses import LossBook
from certdeck.importers.reader_process import ReadAhead
from certdeck.importers.text_file import refused
from certdeck.ports.importing import Batches, Format, Found, Loss, PackedPicture, Plan
from certdeck.ports.markup import HtmlReader

_CONTAINERS: Final = ("collection.anki21b", "collection.anki21", "collection.anki2")
_NEWEST_PACKAGE: Final = 3
_OWN_TYPES: Final = range(1_790_000_000_100, 1_790_000_000_200)
"""Ids of the note types in packages that Certdeck exports (see `exporters.anki.note_types`)."""
_PICTURES: Final = frozenset((".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"))
_LARGEST_PICTURE: Final = 20 * 1024 * 1024
_SOUNDS: Final = (
    (re.compile(r"\[sound:[^\]]*\]"), "]"),
    (re.compile(r"\[anki:tts\b.*?\[/anki:tts\]", re.DOTALL), "[/anki:tts]"),
)
"""Sounds, and what each ends with."""
_SCRIPT: Final = re.compile(
    r"<\s*(script|iframe|object|embed|form)\b|\bon[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
_REMOTE: Final = re.compile(r"^\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
LARGE: Final = 4 * 1024 * 1024
"""Bytes of a packed collection, of some 15,000 notes, from which on a process of its own makes up for its start."""
_MOST_FIELDS: Final = 200
_LARGEST_NOTE: Final = 256 * 1024 * 1024
"""Characters of the fields of a note, once for each of its cards: so much is read."""
_CONTENT: Final = 4
_ORDINAL, _TOLD = itemgetter(5), itemgetter(-1)
"""Columns of `anki_database.NOTES`."""


def read_package(file: Path, html: HtmlReader, sent: tuple[object, ...] = ()) -> Plan:
    """Look into a package; its notes are read when they are gone through. Raises `ImportRefused`.

    See `importers.files` for `sent`.
    """
    notes = PackageNotes(file, html, sent)
    return Plan(file, Format.ANKI, notes.types, notes, notes)


@contextmanager
def unpacking(file: Path) -> Iterator[Callable[[PackedPicture], Path | Loss]]:
    """Open a package for its pictures; see the port."""
    with TemporaryDirectory(prefix="certdeck-") as folder, packed.opened(file) as archive:
        zstd = _container(file, archive).endswith("b")
        places = packed.Places(Path(folder))

        def unpack(picture: PackedPicture) -> Path | Loss:
            target = places.of(PurePosixPath(picture.name).name)
            try:
                packed.unpack(file, archive, picture.entry, target, zstd=zstd, most=_LARGEST_PICTURE)
            except ImportRefused:
                return Loss(f"picture {picture.name}", "it is larger than 20 MB or damaged")
            except KeyError:
                return Loss("pictures", "they are not in the package", where=picture.name)
            return target

        yield unpack


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

    media: Mapping[str, str]
    losses: LossBook
    first: str = ""
    """The first field of the note that is read."""
    found: dict[str, PackedPicture] = field(default_factory=dict)
    by_token: dict[str, PackedPicture] = field(default_factory=dict)

    def token(self, name: str) -> str | None:
        """Return the token of the picture called `name`, or None for what can't come along."""
        name = name.strip()
        if name in self.found:
            return self.found[name].token
        why = self._fault(name)
        if why:
            self.losses.add("pictures", why, self.place())
            return None
        token = f"import-picture-{len(self.found)}{PurePosixPath(name).suffix.lower()}"
        self.found[name] = self.by_token[token] = PackedPicture(token, name, self.media[name])
        return token

    def place(self) -> str:
        """Return the words by which people find the note that is read."""
        return f"note {_short(self.first)}"

    def _fault(self, name: str) -> str:
        if _REMOTE.match(name):
            return "they lie on another computer, or inside the text; only pictures in the package come along"
        if "/" in name or "\\" in name or name.startswith(".") or not name.isprintable():
            return "their names lead out of the package"
        if PurePosixPath(name).suffix.lower() not in _PICTURES:
            return "only PNG, JPEG, GIF, WebP and SVG can be shown"
        return "" if name in self.media else "they are not in the package"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is known of a package once its collection is unpacked to `collection`; another process can be told it."""

    file: Path
    collection: Path
    html: HtmlReader
    media: Mapping[str, str]
    models: Mapping[int, Model]
    used: tuple[Model, ...]
    decks: Mapping[int, str]
    options: tuple[Loss, ...]

    @contextmanager
    def reading(self, by_token: dict[str, PackedPicture]) -> Iterator["_Reading"]:
        """Open the collection to go through its notes once; pictures that they show go to `by_token`.

        Raises `ImportRefused` when it is damaged.
        """
        with anki_database.open_collection(self.collection, self.file) as collection:
            pictures = _Pictures(self.media, LossBook(), by_token=by_token)
            for model in self.used:
                for loss in template_losses(model):
                    pictures.losses.add(*loss)
            for option in self.options:
                pictures.losses.add(option.what, option.why, option.where, option.count)
            yield _Reading(self, collection, pictures)


class PackageNotes:
    """The notes of a package and what is beside them (see `certdeck.ports.importing`).

    Its collection stays unpacked in a folder of its own as long as anybody holds this. Notes, cards and reviews are
    read side by side from there, so that no more than a few of them are in memory. In batches, those of a large
    package are read by a process of its own.
    """

    def __init__(self, file: Path, html: HtmlReader, sent: tuple[object, ...] = ()) -> None:
        self._file = file
        self._html = html
        self._sent = sent
        self._found: Found | None = None
        self._pictures: dict[str, PackedPicture] = {}
        self._folder = Path(mkdtemp(prefix="certdeck-"))
        self._gone = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        try:
            self._look()
        except BaseException:
            self._gone()
            raise

    def _look(self) -> None:
        target = self._folder / "collection"
        with packed.opened(self._file) as archive:
            container = _container(self._file, archive)
            # It gets ready while the collection is unpacked.
            large = archive.getinfo(container).compress_size >= LARGE
            self._ahead = ReadAhead(Contents, self._html, *self._sent, large=large)
            _unpack_collection(self._file, archive, container, target)
            media = _media(self._file, archive, packed_with_zstd=container.endswith("b"))
        with anki_database.open_collection(target, self._file) as collection:
            models = {model.id: model for model in collection.models()}
            decks = collection.decks()
            options = tuple(option_losses(collection, decks, _OWN_TYPES))
            counts: dict[int, int] = dict(collection.rows(anki_database.NOTES_BY_TYPE))
        known = {number: count for number, count in counts.items() if number in models}
        self._count = sum(count for number, count in known.items() if number not in _OWN_TYPES)
        used = tuple(model for model in models.values() if model.id in known and model.id not in _OWN_TYPES)
        self._contents = Contents(self._file, target, self._html, media, models, used, decks, options)
        self.types = tuple(note_type_of(model) for model in used)

    def __len__(self) -> int:
        """Return how many notes there are, without those that Certdeck exported."""
        return self._count

    def __iter__(self) -> Iterator[Note]:
        """Read the notes. Raises `ImportRefused` when the collection is damaged."""
        with self.skimming() as notes:
            for note in notes:
                len(note.learnt)  # read while it is there
                yield note

    @contextmanager
    def skimming(self) -> Iterator[Iterator[Note]]:
        """Read the notes, but of reviews only those of notes whose `learnt` is looked at (see the port)."""
        self._ahead.close()
        with self._contents.reading(self._pictures) as reading:
            yield self._read(reading)

    def _read(self, reading: "_Reading") -> Iterator[Note]:
        yield from reading.notes()
        self._found = reading.found()

    def batches(self, rule: Rule, waiting: Callable[[], None]) -> AbstractContextManager[Batches]:
        """Read the notes in batches (see the port), in a process of its own if there are many."""
        return self._ahead.batches(self._contents, self.skimming(), rule, self._add, waiting)

    def _add(self, pictures: Mapping[str, PackedPicture], found: Found | None) -> None:
        self._pictures |= pictures
        self._found = found or self._found

    @property
    def pictures(self) -> tuple[PackedPicture, ...]:
        """The pictures that notes show."""
        return self._all().pictures

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What doesn't come, or comes changed."""
        return self._all().losses

    @property
    def returned(self) -> tuple[Returned, ...]:
        """Notes of a deck that Certdeck itself exported."""
        return self._all().returned

    def picture(self, token: str) -> PackedPicture | None:
        """Return the picture that a text read so far shows as `token`."""
        return self._pictures.get(token)

    def _all(self) -> Found:
        if self._found is None:
            for _ in self:
                pass
        assert self._found is not None
        return self._found


class _Reading:
    """One way through a package, note by note."""

    def __init__(self, contents: Contents, collection: Collection, pictures: _Pictures) -> None:
        self._models = {number: (model, str(number), is_occlusion(model)) for number, model in contents.models.items()}
        self.keys = {
            number: key
            for number, (_, key, occluded) in self._models.items()
            if not occluded and number not in _OWN_TYPES
        }
        self.decks = contents.decks
        self.html = contents.html
        self._collection = collection
        self._file = contents.file
        self._losses = pictures.losses
        self._pictures = pictures
        self._returned: list[Returned] = []
        self._home = Schedules(collection)

    def found(self) -> Found:
        """Return what was met beside the notes."""
        return Found(tuple(self._pictures.found.values()), self._losses.all(), tuple(self._returned))

    def notes(self) -> PackedNotes:
        """Go through every note."""
        return PackedNotes(self, Schedules(self._collection))

    def cards(self) -> Iterator[list[Row]]:
        """Yield the rows of the cards of each note."""
        last, cards = None, list[Row]()
        for row in self._collection.rows(anki_database.NOTES):
            if row[0] == last:
                if len(cards) * len(row[_CONTENT]) > _LARGEST_NOTE:
                    raise refused(self._file, f"note {last} in it has more cards than any note")
                # The fields are those of the first, and may be long.
                cards.append((*row[:_CONTENT], cards[0][_CONTENT], *row[_CONTENT + 1 :]))
                continue
            if cards:
                yield cards
            last, cards = row[0], [row]
        if cards:
            yield cards

    def note(self, cards: list[Row], learnt: LearntLater) -> Note | None:
        """Return the note that has `cards`, and note what is lost; None for one that doesn't come."""
        if len(cards) > 1:
            cards.sort(key=_ORDINAL)
        number, guid, kind, tags, content, _, home, told = cards[0]
        known = self._models.get(kind)
        if known is None or not guid:
            why = "they have no GUID, by which Anki knows them" if known else "their note type is not in the package"
            self._losses.add("notes", why, f"note {number}")
            return None
        if kind in _OWN_TYPES:
            # Read at once, and apart from what others are asked for only when their turn comes.
            self._returned.append(Returned(guid, self._home.learnt(*self._home.rows(number))))
            return None
        model, key, occluded = known
        raw = content.split(SEPARATOR, _MOST_FIELDS)[:_MOST_FIELDS]
        self._pictures.first = raw[0]
        # Without these signs there is neither sound nor picture in a field, and nothing to run.
        read = self._field if "<" in content or "[" in content else self.html
        deck, scheduled = self.decks.get(home, ""), bool(told or (len(cards) > 1 and any(map(_TOLD, cards))))
        text = self._occlusion(model, raw) if occluded else None
        fields = () if text else tuple(map(read, raw))
        return Note(f"anki:{guid}", key, deck, fields, tuple(tags.split()), text, learnt, scheduled)

    def _field(self, raw: str) -> str:
        if "[" in raw:
            raw, sounds = _without_sounds(raw)
            if sounds:
                self._losses.add("sounds", "Certdeck plays no sound", self._pictures.place(), sounds)
        if "<" in raw and _SCRIPT.search(raw):
            self._losses.add("scripts and forms", "nothing in a card may run", self._pictures.place())
        return self.html(raw, self._pictures.token)

    def _occlusion(self, model: Model, raw: list[str]) -> CardText:
        named = dict(zip(model.fields, raw, strict=False))
        token = self._pictures.token(picture_in(named.get("Image", raw[1] if len(raw) > 1 else ""))) or ""
        found, lost = occlusion_of(named.get("Occlusion", raw[0]), token)
        if lost:
            self._losses.add(
                "covered parts", "they are lettering, or not within the picture", self._pictures.place(), lost
            )
        front, back = self._field(named.get("Header", "")), self._field(named.get("Back Extra", ""))
        return CardText(kind=CardKind.OCCLUSION, front=front, back=back, occlusion=found)


def _without_sounds(raw: str) -> tuple[str, int]:
    """Return a field without its sounds, and how many these were."""
    count = 0
    for sound, end in _SOUNDS:
        # None that begins further on ever ends, and each would be followed as far as the field goes.
        last = raw.rfind(end) + len(end)
        if last >= len(end):
            before, found = sound.subn("", raw[:last])
            raw, count = before + raw[last:], count + found
    return raw, count


def _short(html: str) -> str:
    """Return the beginning of a field for people to find the note by."""
    text = html[:400] if "<" in html or "&" in html else html[:80]
    text = " ".join(re.sub(r"<[^>]*>|&nbsp;", " ", text).split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
