"""The rows of a CSV or TSV file, and the headers that Anki writes at its top (`#separator:tab` and so on).

Source: the Anki manual, "Text files" (https://docs.ankiweb.net/importing/text-files.html).
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import compress, islice
from pathlib import Path
from typing import Final

from certdeck.core.errors import ImportRefused
from certdeck.importers.losses import LossBook
from certdeck.importers.text_file import refused
from certdeck.ports.exporting import Progress

_SEPARATORS: Final = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "\\t": "\t",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_GUESSED: Final = ("\t", ";", ",", "|")
COLUMNS: Final = ("tags", "deck", "notetype", "guid")
"""What columns may hold that are no fields."""
_OTHER_HEADERS: Final = ("if matches", "match scope")
"""Headers by which Anki is told how to import; we ask."""
_SEP: Final = re.compile(r'"?sep=([^\n"])"?(?:\n|\Z)', re.IGNORECASE)
"""The first line by which spreadsheets are told the separator."""
MOST_FIELDS: Final = 200
"""Columns of a row that are read."""
_LONGEST_FIELD: Final = 1_000_000
_LONGEST_TITLES: Final = 100_000
"""Characters of the titles of all columns."""
_QUOTE: Final = '"'
_AS_TEXT: Final = '="'
"""So spreadsheets are told that a number such as 007 is a text."""
_COMMENT: Final = "#"
_COMMENT_LINE: Final = f"\n{_COMMENT}"
_STRIDE: Final = 500
_PIECE: Final = 65_536
"""Characters that are parted into lines at a time: all lines at once would take the room of the file again."""
_GUESSED_BY: Final = 1_000_000
"""Characters in which the first rows are looked for."""
_ROWS_TO_GUESS_BY: Final = 20
_NO_CARD: Final = "they begin with #, as comments do; in quotes they would be cards"
_TOO_WIDE: Final = f"only the first {MOST_FIELDS} columns are read"

Row = tuple[int, list[str]]
"""The line on which a row ends, from 1 at the top of its file, and its cells."""
Stretch = tuple[Sequence[int], list[list[str]]]
"""Rows that follow on one another, in columns: their lines, and the cells of each."""


@dataclass(slots=True)
class Head:
    """What the lines at the top say. Columns are counted from 1, 0 is none."""

    separator: str = ""
    html: bool | None = None
    """Whether fields are HTML; None where nothing is said."""
    tags: tuple[str, ...] = ()
    deck: str = ""
    note_type: str = ""
    names: tuple[str, ...] = ()
    columns: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    end: int = 0
    """Where the notes begin, in characters."""


def read_head(text: str, losses: LossBook) -> Head:
    """Read the lines at the top that begin with # or name the separator; those that say nothing are told."""
    head = Head()
    named = _SEP.match(text)
    if named:
        head.separator, head.lines, head.end = named[1], 1, named.end()
    while text.startswith(_COMMENT, head.end):
        end = text.find("\n", head.end)
        end = len(text) if end < 0 else end
        name, _, value = text[head.end + 1 : end].partition(":")
        head.lines += 1
        head.end = end + 1
        if not _put(head, name.strip().lower(), value):
            losses.add("lines", _NO_CARD, f"line {head.lines}")
    return head


def _put(head: Head, name: str, value: str) -> bool:
    """Note what the header called `name` says; return whether there is one."""
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
            titles = next(csv.reader([value[:_LONGEST_TITLES]], delimiter=separator), [])
            head.names = tuple(part.strip() for part in titles[:MOST_FIELDS])
        case _ if name.endswith(" column") and name.removesuffix(" column") in COLUMNS:
            if plain.isdecimal():
                # Only its last columns are too many: Python refuses to read numbers of thousands of digits.
                head.columns[name.removesuffix(" column")] = min(int(plain[:9]), MOST_FIELDS)
        case _:
            return name in _OTHER_HEADERS
    return True


def stretches_of(file: Path, text: str, head: Head, progress: Progress, losses: LossBook) -> Iterator[Stretch]:
    """Yield the rows of `text` that hold anything, some hundred at a time. Raises `ImportRefused`.

    Most lines have no quote. What the `csv` module looks for, sign by sign, can't be there: they are only parted.
    """
    return _Rows(file, text, head, progress, losses).stretches()


class _Rows:
    """One way through the rows of a text."""

    def __init__(self, file: Path, text: str, head: Head, progress: Progress, losses: LossBook) -> None:
        self._file = file
        self._head = head
        self._progress = progress
        self._losses = losses
        self._separator = head.separator or _guess(text[head.end : head.end + _GUESSED_BY])
        self._total = text.count("\n", head.end) + (len(text) > head.end and not text.endswith("\n"))
        sign, pad = re.escape(self._separator), "" if self._separator == " " else " *"
        self._stray = re.compile(rf'[^"{sign}]"{pad}[^"{sign} ]')
        self._cell = re.compile(rf'{pad}"([^"]*(?:""[^"]*)*)"{pad}(?={sign}|\Z)|([^{sign}]*)')
        self._pieces = _pieces(text, head.end)
        self._lines: Iterator[str] = iter(())
        """What is left of a piece that is read line by line."""
        self._line = self._begun = self._due = 0

    def stretches(self) -> Iterator[Stretch]:
        """Yield all rows."""
        previous = csv.field_size_limit(_LONGEST_FIELD)
        try:
            for piece in self._pieces:
                lines, rows = self._read(piece)
                if rows:
                    yield lines, rows
        except csv.Error as error:
            reason = f"line {self._begun + self._head.lines} has a field of more than {_LONGEST_FIELD:,} characters"
            raise refused(self._file, reason, "Shorten it, or close the quote that it begins with.") from error
        finally:
            csv.field_size_limit(previous)

    def _read(self, piece: str) -> Stretch:
        odd = _QUOTE in piece or len(piece) > _LONGEST_FIELD or piece.startswith(_COMMENT) or _COMMENT_LINE in piece
        lines, rows = self._carefully(piece) if odd else self._quickly(piece)
        if max(map(len, rows), default=0) > MOST_FIELDS:
            rows = [self._cut(row, line) for line, row in zip(lines, rows, strict=True)]
        return _filled(lines, rows)

    def _quickly(self, piece: str) -> Stretch:
        """Part a piece whose rows are its lines."""
        rows = [content.split(self._separator) for content in piece.split("\n")]
        first = self._line + self._head.lines + 1
        self._line += len(rows)
        self._tell()
        return range(first, first + len(rows)), rows

    def _carefully(self, piece: str) -> Stretch:
        """Part a piece line by line; a row that begins in it may end in another one, of which all is read then."""
        held: list[str] = []
        reader = csv.reader(
            iter(lambda: f"{held.pop() if held else self._following()}\n", None),
            delimiter=self._separator,
        )
        lines: list[int] = []
        rows: list[list[str]] = []
        read = 0
        self._lines = iter(piece.split("\n"))
        # A quote may lead into another piece meanwhile.
        while (content := next(self._lines, None)) is not None:
            self._begun = self._line = self._line + 1
            if content.startswith(_COMMENT):
                self._losses.add("lines", _NO_CARD, f"line {self._line + self._head.lines}")
                continue
            if _QUOTE in content or len(content) > _LONGEST_FIELD:
                held.append(content)
                row = next(reader)
                more, read = reader.line_num - read - 1, reader.line_num
                self._line += more
                if not more and self._stray.search(content):
                    row = self._parted(content)
                if _AS_TEXT in content:
                    row = list(map(_as_text, row))
            else:
                row = content.split(self._separator)
            if self._line > self._total:
                raise self._unclosed()
            self._tell()
            lines.append(self._line + self._head.lines)
            rows.append(row)
        return lines, rows

    def _parted(self, content: str) -> list[str]:
        """Part a line that has quotes beside those of its fields, such as `"Yes" and "No",b`: these are text.

        Spaces around a field in quotes are not.
        """
        row: list[str] = []
        place = 0
        while place <= len(content):
            found = self._cell.match(content, place)
            assert found is not None
            quoted, plain = found.groups()
            row.append(plain if quoted is None else quoted.replace('""', _QUOTE))
            place = found.end() + 1
        return row

    def _following(self) -> str:
        """Return the next line within a quote."""
        line = next(self._lines, None)
        if line is not None:
            return line
        piece = next(self._pieces, None)
        if piece is None:
            # A quote that is never closed takes in the line behind the last, too.
            raise self._unclosed()
        self._lines = iter(piece.split("\n"))
        return next(self._lines)

    def _tell(self) -> None:
        if self._line >= self._due:
            self._progress(self._line, self._total)
            self._due = self._line + _STRIDE

    def _cut(self, row: list[str], line: int) -> list[str]:
        if any(map(str.strip, row[MOST_FIELDS:])):
            self._losses.add("ends of lines", _TOO_WIDE, f"line {line}")
        return row[:MOST_FIELDS]

    def _unclosed(self) -> ImportRefused:
        reason = f"line {self._begun + self._head.lines} opens a quote that is never closed"
        return refused(self._file, reason, 'Close it; a quote inside is "".')


def _as_text(cell: str) -> str:
    return cell[2:-1].replace('""', _QUOTE) if cell.startswith(_AS_TEXT) and cell.endswith(_QUOTE) else cell


def _filled(lines: Sequence[int], rows: list[list[str]]) -> Stretch:
    """Leave out rows that hold nothing."""
    kept = [bool(row[0].strip()) or any(map(str.strip, row)) for row in rows]
    return (lines, rows) if all(kept) else (list(compress(lines, kept)), list(compress(rows, kept)))


def _pieces(text: str, start: int) -> Iterator[str]:
    """Yield `text` from `start` on in pieces of whole lines, without the end of the last line of each."""
    while start < len(text):
        end = text.find("\n", start + _PIECE)
        if end < 0:
            end = len(text) - text.endswith("\n")
        yield text[start:end]
        start = end + 1


def _guess(body: str) -> str:
    """Return the separator that parts most of the first rows, most of them alike, and leaves fewest quotes in them.

    Of several the one that is followed by fewest spaces, as the signs of a sentence are.
    """
    lines = [line for line in body.split("\n") if line.strip() and not line.startswith(_COMMENT)]

    def parted(sign: str) -> tuple[int, int, int, int]:
        rows: list[list[str]] = []
        with suppress(csv.Error):
            found = csv.reader(map("{}\n".format, lines), delimiter=sign, skipinitialspace=True)
            rows.extend(islice(found, _ROWS_TO_GUESS_BY))
        widths = Counter(len(row) for row in rows if len(row) > 1)
        quotes = sum(cell.count(_QUOTE) for row in rows for cell in row)
        spaced = sum(line.count(f"{sign} ") for line in lines[:_ROWS_TO_GUESS_BY])
        return widths.total(), max(widths.values(), default=0), -quotes, -spaced

    return max(_GUESSED, key=parted)
