"""CSV and TSV, whose rows are notes.

A file is gone through once to see what is in it, and again whenever its notes are read, so that of these no more than a
few have to be in memory.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from certdeck.core.batches import Rule
from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import CardKind
from certdeck.core.incoming import FieldMap, Note, NoteType
from certdeck.importers.csv_bundle import Columns, RowNotes
from certdeck.importers.csv_rows import Head, Row, Stretch, read_head, stretches_of
from certdeck.importers.csv_titles import has_numbers, names_columns, special_columns
from certdeck.importers.losses import LossBook
from certdeck.importers.reader_process import ReadAhead
from certdeck.importers.text_file import read_text
from certdeck.ports.exporting import Progress, no_progress
from certdeck.ports.importing import Batches, Format, Found, PackedPicture, Plan
from certdeck.ports.markup import HtmlReader

LARGE: Final = 8 * 1024 * 1024
"""Characters, of some 20,000 notes, from which on a process of its own makes up for its start."""

_TAG: Final = re.compile(
    r"</?(?:b|br|i|u|p|a|em|strong|div|span|font|img|ul|ol|li|sub|sup|table|tr|td|h[1-6])\b[^<>\n]{0,500}>",
    re.IGNORECASE,
)
_PICTURE: Final = "<img "
_SOUND: Final = "[sound:"
_NO_HTML: Final = (
    "tags of HTML",
    "they are shown as they are written, unless #html:true is the first line of the file",
)
_NO_PICTURES: Final = ("pictures", "a text names them, but they are not in it")
_NO_SOUNDS: Final = ("sounds", "Certdeck plays no sound, so their names stay in the text")


def read_csv(file: Path, html: HtmlReader, progress: Progress, sent: tuple[object, ...] = ()) -> Plan:
    """Look through a text file whose rows are notes; see `importers.files` for `sent`. Raises `ImportRefused`."""
    losses = LossBook()
    text = read_text(file, losses)
    # It gets ready while the file is looked through.
    ahead = ReadAhead(Table, html, *sent, large=len(text) >= LARGE)
    try:
        return _looked_through(file, text, html, losses, ahead, progress)
    except BaseException:
        ahead.close()
        raise


def _looked_through(
    file: Path, text: str, html: HtmlReader, losses: LossBook, ahead: ReadAhead, progress: Progress
) -> Plan:
    head, survey = read_head(text, losses), _Survey()
    _tell_of_markup(text, head, losses)
    stretches = stretches_of(file, text, head, progress, losses)
    first = next(stretches, None)
    if first is not None and not head.names and names_columns(first[1][0]):
        head.names = tuple(first[1][0])
        survey.passed.add(first[0][0])
        first = first[0][1:], first[1][1:]
    columns = Columns(head, html)
    survey.see(stretches if first is None else chain((first,), stretches), columns, losses)
    table = Table(file, text, html, head, survey.later, survey.passed)
    types = tuple(_type(name, sort, head) for name, sort in survey.sorts.items())
    return Plan(file, Format.CSV, types, CsvNotes(table, survey.count, ahead), Found(losses=losses.all()))


def _tell_of_markup(text: str, head: Head, losses: LossBook) -> None:
    """Tell of what can't come as it was meant. One sign is looked for first: that takes a tenth of the time."""
    if "<" in text and head.html:
        _tell(text, text.find(_PICTURE), text.count(_PICTURE), _NO_PICTURES, losses)
    elif "<" in text and head.html is None and (first := _TAG.search(text)):
        _tell(text, first.start(), sum(1 for _ in _TAG.finditer(text)), _NO_HTML, losses)
    if "[" in text:
        _tell(text, text.find(_SOUND), text.count(_SOUND), _NO_SOUNDS, losses)


def _tell(text: str, first: int, count: int, loss: tuple[str, str], losses: LossBook) -> None:
    if count:
        line = text.count("\n", 0, first) + 1
        losses.add(*loss, f"line {line}", count)


@dataclass(slots=True)
class _Sort:
    """What the notes of one type have: how many fields, and whether each first one has gaps; None while none is met."""

    width: int = 0
    gapped: bool | None = None


@dataclass(slots=True)
class _Survey:
    """What is in a file: `count` notes by their `sorts`.

    Of rows with one key the last counts, in the place of the first: `later` is what stands there by the line of the
    first, and the lines of `passed` are left out.
    """

    count: int = 0
    sorts: dict[str, _Sort] = field(default_factory=dict)
    later: dict[int, Row] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)

    def see(self, stretches: Iterable[Stretch], columns: Columns, losses: LossBook) -> None:
        """Go through the rows."""
        begun: dict[str, int] = {}
        for lines, rows in stretches:
            kinds, keys, firsts = columns.named(rows)
            self.count += len(rows)
            for kind, cells in dict.fromkeys(zip(kinds, map(len, rows), strict=True)):
                sort = self.sorts.setdefault(kind, _Sort())
                sort.width = max(sort.width, columns.fields_of[cells])
            if any(sort.gapped is not False for sort in self.sorts.values()):
                self._see_gaps(kinds, rows, firsts, columns)
            before = list(map(begun.setdefault, keys, lines))
            if before != list(lines):
                self._see_later(before, lines, rows, losses)

    def _see_gaps(
        self, kinds: Sequence[str], rows: Sequence[list[str]], firsts: Sequence[str], columns: Columns
    ) -> None:
        for kind, row, first in zip(kinds, rows, firsts, strict=True):
            sort = self.sorts[kind]
            if sort.gapped is not False and columns.fields_of[len(row)]:
                sort.gapped = bool(gap_numbers(first))

    def _see_later(
        self, before: Sequence[int], lines: Sequence[int], rows: Sequence[list[str]], losses: LossBook
    ) -> None:
        for first, line, row in zip(before, lines, rows, strict=True):
            if first != line:
                losses.add("lines", "an earlier line has the same first field, so the later one counts", f"line {line}")
                self.later[first] = line, row
                self.passed.add(line)


@dataclass(frozen=True, slots=True)
class Table:
    """A text that was looked through, ready to be read by another process as well: see `_Survey`."""

    file: Path
    text: str
    html: HtmlReader
    head: Head
    later: Mapping[int, Row]
    passed: Collection[int]

    def reading(self, _: dict[str, PackedPicture]) -> AbstractContextManager["Table"]:
        """Go through the text once; it shows no pictures."""
        return nullcontext(self)

    def notes(self) -> RowNotes:
        """Read every note."""
        stretches = stretches_of(self.file, self.text, self.head, no_progress, LossBook())
        return RowNotes(map(self._last, stretches) if self.passed else stretches, Columns(self.head, self.html))

    def _last(self, stretch: Stretch) -> Stretch:
        """Return `stretch` with the last of the rows that have one key."""
        rows = [self.later.get(row[0], row) for row in zip(*stretch, strict=True) if row[0] not in self.passed]
        return [line for line, _ in rows], [row for _, row in rows]

    def found(self) -> Found:
        """Return what is beside the notes: nothing that isn't known already."""
        return Found()


class CsvNotes:
    """The notes of a text (see `certdeck.ports.importing`); those of a large one are read by a process of its own."""

    def __init__(self, table: Table, count: int, ahead: ReadAhead) -> None:
        self._table = table
        self._count = count
        self._ahead = ahead

    def __len__(self) -> int:
        """Return how many notes there are, those too that a later one takes the place of."""
        return self._count

    def __iter__(self) -> Iterator[Note]:
        """Read the notes."""
        self._ahead.close()
        return iter(self._table.notes())

    def batches(self, rule: Rule, waiting: Callable[[], None]) -> AbstractContextManager[Batches]:
        """Read the notes in batches (see the port)."""
        return self._ahead.batches(self._table, nullcontext(self._table.notes()), rule, _nothing_beside, waiting)


def _nothing_beside(_pictures: Mapping[str, PackedPicture], _found: Found | None) -> None:
    """A text has nothing beside its notes that isn't known before."""


def _type(name: str, sort: _Sort, head: Head) -> NoteType:
    special = set(special_columns(head).values())
    named = [name for place, name in enumerate(head.names, 1) if place not in special][: sort.width]
    named += [""] * (sort.width - len(named))
    fields = tuple(title or f"Column {place}" for place, title in enumerate(named, 1))
    kind, width, front = name.lower(), sort.width, int(has_numbers(head))
    if "cloze" in kind or sort.gapped:
        how = FieldMap(CardKind.CLOZE, (front,), tuple(range(front + 1, width)))
    elif "reversed" in kind:
        how = FieldMap(CardKind.REVERSED, (front,), tuple(range(front + 1, width)), ordinals=(0, 1))
    elif "type" in kind and width > front + 1:
        how = FieldMap(CardKind.TYPED, (front,), tuple(range(front + 2, width)), answer=front + 1)
    else:
        how = FieldMap(CardKind.BASIC, (front,), tuple(range(front + 1, width)))
    return NoteType(name, name, fields, (how,))
