"""Files of questions, and Markdown: read whole, each question a card."""

import posixpath
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from html import escape
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from certdeck.core.errors import ImportRefused
from certdeck.core.incoming import Note
from certdeck.importers import packed
from certdeck.importers.aiken import read_aiken
from certdeck.importers.gift import Item, read_gift
from certdeck.importers.losses import LossBook
from certdeck.importers.markdown_notes import read_markdown
from certdeck.importers.moodle_xml import read_moodle
from certdeck.importers.qti import read_items
from certdeck.importers.safe_xml import parse_xml
from certdeck.importers.text_file import read_bytes, read_text, refused
from certdeck.ports.exporting import Progress
from certdeck.ports.importing import Format, Found, Loss, PackedPicture, Plan
from certdeck.ports.markup import HtmlReader

_SCRIPT: Final = re.compile(
    r"<\s*(script|iframe|object|embed|form)\b|\bon[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
_PICTURES: Final = frozenset((".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"))
_STRIDE: Final = 200
_LARGEST_PICTURE: Final = 20 * 1024 * 1024


class _Html:
    """Reads HTML, and counts what can't come along."""

    def __init__(self, html: HtmlReader, losses: LossBook) -> None:
        self._html = html
        self._losses = losses
        self.entry_of: Callable[[str], str | None] = lambda _name: None
        """Gives the entry of the file that a text calls so; None where there is none."""
        self.found: dict[str, PackedPicture] = {}

    def __call__(self, text: str) -> str:
        if "<" in text and _SCRIPT.search(text):
            self._losses.add("scripts and forms", "nothing in a card may run")
        return self._html(text, self._picture)

    def _picture(self, name: str) -> str | None:
        path = PurePosixPath(unquote(name.replace("\\", "/")))
        entry = None if "://" in name or path.suffix.lower() not in _PICTURES else self.entry_of(str(path))
        if entry is None:
            self._losses.add("pictures", "they are not in the file", name[:80])
            return None
        if entry not in self.found:
            token = f"import-picture-{len(self.found)}{path.suffix.lower()}"
            self.found[entry] = PackedPicture(token, path.name, entry)
        return self.found[entry].token


def read_questions(file: Path, form: Format, html: HtmlReader, progress: Progress) -> Plan:
    """Read `file` as `form`. Raises `ImportRefused`."""
    losses = LossBook()
    if form is Format.MARKDOWN:
        notes = _reported(read_markdown(read_text(file, losses), losses), progress)
        made = tuple(notes)
        return Plan(file, form, (), made, Found(losses=losses.all()))
    if form is Format.JSON:
        from certdeck.importers.certdeck_json import read_json

        made = tuple(_reported(read_json(file, losses), progress))
        return Plan(file, form, (), made, Found(losses=losses.all()))
    reader = _Html(html, losses)
    match form:
        case Format.GIFT:
            items = read_gift(read_text(file, losses), reader, losses)
        case Format.AIKEN:
            items = read_aiken(read_text(file, losses), lambda text: reader(escape(text, quote=False)), losses)
        case Format.MOODLE:
            items = _moodle(parse_xml(file, read_bytes(file)), reader, losses)
        case _:
            items, reader = _qti(file, html, losses)
    notes = _reported(_notes(items, form, losses), progress)
    made = tuple(notes)
    return Plan(file, form, (), made, Found(tuple(reader.found.values()), losses.all()))


def _moodle(quiz: Element, reader: _Html, losses: LossBook) -> Iterator[Item]:
    """Read a quiz. Its pictures lie within each question; their entries are their places among all files."""
    places = {id(packed_file): str(place) for place, packed_file in enumerate(quiz.iter("file"))}

    def turn(question: Element) -> None:
        own = {PurePosixPath(one.get("name", "")).name: places[id(one)] for one in question.iter("file")}
        reader.entry_of = lambda path: own.get(PurePosixPath(path).name)

    return read_moodle(quiz, reader, losses, turn)


@contextmanager
def unpacking_moodle(file: Path) -> Iterator[Callable[[PackedPicture], Path | Loss]]:
    """Open a quiz for the pictures in it; see the port."""
    contents = list(parse_xml(file, read_bytes(file)).iter("file"))
    with TemporaryDirectory(prefix="certdeck-") as folder:
        places = packed.Places(Path(folder))

        def unpack(picture: PackedPicture) -> Path | Loss:
            text = contents[int(picture.entry)].text or ""
            if len(text) > 4 * _LARGEST_PICTURE // 3:
                return Loss(f"picture {picture.name}", "it is larger than 20 MB")
            try:
                content = b64decode("".join(text.split()), validate=True)
            except ValueError:
                return Loss(f"picture {picture.name}", "it is damaged")
            target = places.of(picture.name)
            target.write_bytes(content)
            return target

        yield unpack


@contextmanager
def unpacking(file: Path) -> Iterator[Callable[[PackedPicture], Path | Loss]]:
    """Open a QTI package for its pictures; see the port."""
    with TemporaryDirectory(prefix="certdeck-") as folder, packed.opened(file) as archive:
        places = packed.Places(Path(folder))

        def unpack(picture: PackedPicture) -> Path | Loss:
            target = places.of(picture.name)
            try:
                packed.unpack(file, archive, picture.entry, target, zstd=False, most=_LARGEST_PICTURE)
            except ImportRefused:
                return Loss(f"picture {picture.name}", "it is larger than 20 MB or damaged")
            return target

        yield unpack


def _qti(file: Path, html: HtmlReader, losses: LossBook) -> tuple[Iterator[Item], _Html]:
    if not read_start(file).startswith(b"PK"):
        reader = _Html(html, losses)
        return read_items(_known_version(file, parse_xml(file, read_bytes(file))), file.name, reader, losses), reader
    with packed.opened(file) as archive:
        names = archive.namelist()
        documents = [name for name in sorted(names) if name.endswith(".xml") and not name.endswith("imsmanifest.xml")]
        contents = [(name, packed.small_entry(file, archive, name)) for name in documents]
    reader = _Html(html, losses)
    return _items(file, contents, names, reader, losses), reader


def _items(
    file: Path, contents: list[tuple[str, bytes]], names: list[str], reader: _Html, losses: LossBook
) -> Iterator[Item]:
    entries: dict[str, str | None] = {}
    for name in names:
        only = posixpath.basename(name)
        entries[only] = None if only in entries else name
    entries.update(zip(names, names, strict=True))
    for name, content in contents:
        folder = posixpath.dirname(name)
        reader.entry_of = partial(_entry_of, folder, entries)
        yield from read_items(_known_version(file, parse_xml(file, content, name)), name, reader, losses)


def _known_version(file: Path, document: Element) -> Element:
    """Return `document`. Raises `ImportRefused` for one of a version of QTI that is written in other words."""
    version = "1.2" if document.tag == "questestinterop" else "3.0" if document.tag.startswith("qti-") else ""
    if version:
        raise refused(file, f"it is QTI {version}, and only 2.1 and 2.2 can be read", "Export it as QTI 2.1 or 2.2.")
    return document


def _entry_of(folder: str, entries: Mapping[str, str | None], path: str) -> str | None:
    """Return the entry that a document in `folder` means by `path`: beside itself, or from the package's root.

    Some write paths that lead nowhere; then it is the only file of that name, if there is one.
    """
    places = (posixpath.normpath(posixpath.join(folder, path)), posixpath.normpath(path), posixpath.basename(path))
    return next((entries[place] for place in places if entries.get(place) is not None), None)


def read_start(file: Path) -> bytes:
    """Return the first bytes of `file`."""
    try:
        with file.open("rb") as stream:
            return stream.read(4)
    except OSError as error:
        raise refused(file, f"it can't be read ({error.strerror})") from error


def _notes(items: Iterator[Item], form: Format, losses: LossBook) -> Iterator[Note]:
    seen: dict[str, int] = {}
    for item in items:
        if item.text is None:
            continue
        seen[item.name] = seen.get(item.name, 0) + 1
        again = f"#{seen[item.name]}" if seen[item.name] > 1 else ""
        key = f"{form.value}:{item.name}{again}"
        yield Note(key, "", item.category, (), item.tags, item.text, place=f"{item.line}")


def _reported(notes: Iterator[Note], progress: Progress) -> Iterator[Note]:
    for number, note in enumerate(notes):
        if number % _STRIDE == 0:
            progress(0, 1)
        yield note
