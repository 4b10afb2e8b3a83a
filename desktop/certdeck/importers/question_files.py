"""Files of questions, and Markdown: read whole, each question a card."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

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
_STRIDE: Final = 200
_LARGEST_PICTURE: Final = 20 * 1024 * 1024


class _Html:
    """Reads HTML, and counts what can't come along."""

    def __init__(self, html: HtmlReader, losses: LossBook, pictures: dict[str, str]) -> None:
        self._html = html
        self._losses = losses
        self._known = pictures
        self.found: dict[str, PackedPicture] = {}

    def __call__(self, text: str) -> str:
        if "<" in text and _SCRIPT.search(text):
            self._losses.add("scripts and forms", "nothing in a card may run")
        return self._html(text, self._picture)

    def _picture(self, name: str) -> str | None:
        entry = self._known.get(PurePosixPath(name.replace("\\", "/")).name)
        if entry is None or "://" in name:
            self._losses.add("pictures", "they are not in the file", name[:80])
            return None
        if entry not in self.found:
            token = f"import-picture-{len(self.found)}{PurePosixPath(entry).suffix.lower()}"
            self.found[entry] = PackedPicture(token, PurePosixPath(entry).name, entry)
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
    reader = _Html(html, losses, {})
    match form:
        case Format.GIFT:
            items = read_gift(read_text(file, losses), reader, losses)
        case Format.AIKEN:
            items = read_aiken(read_text(file, losses), lambda text: reader(escape(text, quote=False)), losses)
        case Format.MOODLE:
            items = read_moodle(parse_xml(file, read_bytes(file)), reader, losses)
        case _:
            items, reader = _qti(file, html, losses)
    notes = _reported(_notes(items, form, losses), progress)
    made = tuple(notes)
    return Plan(file, form, (), made, Found(tuple(reader.found.values()), losses.all()))


@contextmanager
def unpacking(file: Path) -> Iterator[Callable[[PackedPicture], Path | Loss]]:
    """Open a QTI package for its pictures; see the port."""
    with TemporaryDirectory(prefix="certdeck-") as folder, packed.opened(file) as archive:
        places = packed.Places(Path(folder))

        def unpack(picture: PackedPicture) -> Path | Loss:
            target = places.of(picture.name)
            packed.unpack(file, archive, picture.entry, target, zstd=False, most=_LARGEST_PICTURE)
            return target

        yield unpack


def _qti(file: Path, html: HtmlReader, losses: LossBook) -> tuple[Iterator[Item], _Html]:
    if not read_start(file).startswith(b"PK"):
        reader = _Html(html, losses, {})
        return read_items(parse_xml(file, read_bytes(file)), file.name, reader, losses), reader
    with packed.opened(file) as archive:
        names = archive.namelist()
        pictures = {
            PurePosixPath(name).name: name
            for name in names
            if PurePosixPath(name).suffix.lower() in (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
        }
        documents = [name for name in sorted(names) if name.endswith(".xml") and not name.endswith("imsmanifest.xml")]
        contents = [(name, packed.small_entry(file, archive, name)) for name in documents]
    reader = _Html(html, losses, pictures)
    return _items(file, contents, reader, losses), reader


def _items(file: Path, contents: list[tuple[str, bytes]], reader: _Html, losses: LossBook) -> Iterator[Item]:
    for name, content in contents:
        yield from read_items(parse_xml(file, content, name), name, reader, losses)


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
        yield Note(f"{form.value}:{item.name}{again}", "", item.category, (), (), item.text, place=f"{item.line}")


def _reported(notes: Iterator[Note], progress: Progress) -> Iterator[Note]:
    for number, note in enumerate(notes):
        if number % _STRIDE == 0:
            progress(0, 1)
        yield note
