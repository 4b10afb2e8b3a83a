"""CSV and TSV, with the headers that Anki writes at the top of its text files (`#separator:tab` and so on).

Source: the Anki manual, "Text files" (https://docs.ankiweb.net/importing/text-files.html).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Final

from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import CardKind
from certdeck.core.incoming import FieldMap, Note, NoteType
from certdeck.importers.losses import LossBook
from certdeck.importers.text_file import read_text, refused
from certdeck.ports.exporting import Progress
from certdeck.ports.importing import Format, Found, Plan
from certdeck.ports.markup import HtmlReader

_SEPARATORS: Final = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_GUESSED: Final = ("\t", ";", ",", "|")
_COLUMNS: Final = ("tags", "deck", "notetype", "guid")
_USUAL: Final = "front back question answer tags deck text extra term definition meaning hint guid id notes"
_LONGEST_FIELD: Final = 1_000_000
_MOST_FIELDS: Final = 200
_STRIDE: Final = 500


@dataclass(slots=True)
class Head:
    """What the lines at the top say. Columns are counted from 1, 0 is none."""

    separator: str = ""
    html: bool = False
    tags: tuple[str, ...] = ()
    deck: str = ""
    note_type: str = ""
    names: tuple[str, ...] = ()
    columns: dict[str, int] = field(default_factory=dict)
    lines: int = 0


def read_csv(file: Path, html: HtmlReader, progress: Progress) -> Plan:
    """Read a text file whose lines are notes. Raises `ImportRefused`."""
    losses = LossBook()
    text = read_text(file, losses)
    head = read_head(text)
    body = "\n".join(text.split("\n")[head.lines :])
    rows = list(_rows(file, body, head, progress))
    if not head.names and rows and _is_head(rows[0][1]):
        head.names = tuple(rows.pop(0)[1])
    notes = tuple(_notes(rows, head, html, losses))
    types = _types(notes, head)
    return Plan(file, Format.CSV, types, notes, Found(losses=losses.all()))


def read_head(text: str) -> Head:
    """Read the lines that begin with # at the top."""
    head = Head()
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        head.lines += 1
        name, _, value = line[1:].partition(":")
        _put(head, name.strip().lower(), value)
    return head


def _put(head: Head, name: str, value: str) -> None:
    plain = value.strip()
    match name:
        case "separator":
            head.separator = _SEPARATORS.get(plain.lower(), plain[:1] or value[:1])
        case "html":
            head.html = plain.lower() == "true"
        case "tags":
            head.tags = tuple(plain.split())
        case "deck":
            head.deck = plain
        case "notetype":
            head.note_type = plain
        case "columns":
            separator = head.separator or next((sign for sign in _GUESSED if sign in value), ",")
            head.names = tuple(part.strip() for part in next(csv.reader([value], delimiter=separator), []))
        case _ if name.endswith(" column") and name.removesuffix(" column") in _COLUMNS and plain.isdecimal():
            head.columns[name.removesuffix(" column")] = min(int(plain), _MOST_FIELDS)


def _rows(file: Path, body: str, head: Head, progress: Progress) -> Iterator[tuple[int, list[str]]]:
    """Yield each note's line, from 1, and its columns."""
    separator = head.separator or _guess(body)
    previous = csv.field_size_limit(_LONGEST_FIELD)
    total = body.count("\n") + 1
    reader = csv.reader(StringIO(body, newline="\n"), delimiter=separator)
    try:
        for row in reader:
            if reader.line_num % _STRIDE == 0:
                progress(reader.line_num, total)
            if any(cell.strip() for cell in row) and not row[0].startswith("#"):
                yield reader.line_num + head.lines, row[:_MOST_FIELDS]
    except csv.Error as error:
        raise refused(file, f"line {reader.line_num + head.lines} is no CSV ({error})") from error
    finally:
        csv.field_size_limit(previous)


def _guess(body: str) -> str:
    """Return the separator that the first lines have most alike."""
    lines = [line for line in body.split("\n")[:20] if line.strip()]
    return max(_GUESSED, key=lambda sign: (sum(sign in line for line in lines), -_GUESSED.index(sign)), default=",")


def _is_head(row: list[str]) -> bool:
    """Tell whether a first row names columns: two words at least that such columns are called."""
    usual = _USUAL.split()
    return len(row) > 1 and sum(cell.strip().lower() in usual for cell in row) > 1


def _notes(rows: list[tuple[int, list[str]]], head: Head, html: HtmlReader, losses: LossBook) -> Iterator[Note]:
    places = dict(head.columns)
    for name in _COLUMNS:
        found = next((place for place, title in enumerate(head.names, 1) if title.strip().lower() == name), 0)
        if found:
            places.setdefault(name, found)
    special = set(places.values())
    seen: dict[str, int] = {}
    for line, row in rows:
        given = {name: row[place - 1].strip() for name, place in places.items() if place <= len(row)}
        raw = [cell for place, cell in enumerate(row, 1) if place not in special]
        fields = tuple(html(cell) if head.html else cell.strip() for cell in raw)
        note_type = given.get("notetype") or head.note_type or "Text"
        key = (
            f"anki:{given['guid']}"
            if given.get("guid")
            else f"csv:{note_type}:{' '.join(fields[0].split()) if fields else ''}"
        )
        if key in seen:
            losses.add("lines", "an earlier line has the same first field, so the later one counts", f"line {line}")
        seen[key] = line
        tags = (*head.tags, *given.get("tags", "").split())
        yield Note(key, note_type, given.get("deck") or head.deck, fields, tags, place=f"line {line}")


def _types(notes: tuple[Note, ...], head: Head) -> tuple[NoteType, ...]:
    special = {place for place in head.columns.values() if place}
    named = [name for place, name in enumerate(head.names, 1) if place not in special]
    named = [name for name in named if name.strip().lower() not in _COLUMNS]
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.type, []).append(note)
    return tuple(_type(name, several, named) for name, several in found.items())


def _type(name: str, notes: list[Note], named: list[str]) -> NoteType:
    width = max(len(note.fields) for note in notes)
    fields = tuple((named + [f"Column {place}" for place in range(len(named) + 1, width + 1)])[:width])
    first = [note.fields[0] for note in notes if note.fields]
    kind = name.lower()
    if "cloze" in kind or (first and all(gap_numbers(text) for text in first)):
        how = FieldMap(CardKind.CLOZE, (0,), tuple(range(1, width)))
    elif "reversed" in kind:
        how = FieldMap(CardKind.REVERSED, (0,), tuple(range(1, width)), ordinals=(0, 1))
    elif "type" in kind and width > 1:
        how = FieldMap(CardKind.TYPED, (0,), tuple(range(2, width)), answer=1)
    else:
        how = FieldMap(CardKind.BASIC, (0,), tuple(range(1, width)))
    return NoteType(name, name, fields, (how,))
