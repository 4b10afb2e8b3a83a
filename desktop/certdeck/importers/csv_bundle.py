"""What the rows of a text are as notes: columns first, and notes made only of those that somebody wants whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress, repeat
from typing import NamedTuple

from certdeck.core.batches import Batch, PlaceOf, PlainRow, batch_of, plain_rows
from certdeck.core.incoming import FIRST_TWO, BareLearnt, Note, Sides, item_id
from certdeck.core.intake import TOKEN, tags_of_words
from certdeck.importers.csv_rows import COLUMNS, MOST_FIELDS, Head, Stretch
from certdeck.importers.csv_titles import has_numbers, special_columns
from certdeck.importers.text_formulas import with_dollars
from certdeck.ports.markup import HtmlReader


class Named(NamedTuple):
    """Of rows the note types, what their file calls the notes, and the first fields."""

    kinds: Sequence[str]
    keys: Sequence[str]
    firsts: Sequence[str]


class Columns:
    """Which column of a row is what."""

    def __init__(self, head: Head, html: HtmlReader) -> None:
        # A column that there is none of stands behind all that a row can have.
        places = {name: place - 1 if place else MOST_FIELDS for name, place in special_columns(head).items()}
        self._tags, self._deck, self._type, self._guid = (places.get(name, MOST_FIELDS) for name in COLUMNS)
        is_field = [place not in places.values() for place in range(MOST_FIELDS)]
        self._first = is_field.index(True)
        self._second = is_field.index(True, self._first + 1)
        self._others = [place != self._first and one for place, one in enumerate(is_field)]
        self.fields_of = tuple(accumulate(is_field, initial=0))
        """How many fields a row has, by the number of its cells."""
        self._numbered = has_numbers(head)
        self._head = head
        self._read: Callable[[str], str] = html if head.html else _plain

    def named(self, rows: Sequence[list[str]]) -> Named:
        """Find out what note each row is."""
        cells = list(_cells(rows, self._first))
        firsts = list(map(self._read, cells))
        # A text is known by its first field as it is written.
        said = firsts if self._head.html else cells
        if self._numbered:
            # Another file numbers its rows alike.
            others = self.seconds(rows) if self._head.html else _cells(rows, self._second)
            said = [other if one.strip().isdecimal() else one for one, other in zip(said, others, strict=True)]
        otherwise = self._head.note_type or "Text"
        kinds = [cell.strip() or otherwise for cell in _cells(rows, self._type)]
        if self._guid == MOST_FIELDS:
            return Named(kinds, list(map(_key, kinds, said)), firsts)
        guids = map(str.strip, _cells(rows, self._guid))
        keys = [
            f"anki:{guid}" if guid else _key(kind, first) for guid, kind, first in zip(guids, kinds, said, strict=True)
        ]
        return Named(kinds, keys, firsts)

    def seconds(self, rows: Sequence[list[str]]) -> list[str]:
        """Read the second fields."""
        return list(map(self._read, _cells(rows, self._second)))

    def decks(self, rows: Sequence[list[str]]) -> list[str]:
        """Return the paths of decks."""
        return [cell.strip() or self._head.deck for cell in _cells(rows, self._deck)]

    def tags(self, rows: Sequence[list[str]]) -> list[tuple[str, ...]]:
        """Return the tags as they are written."""
        return [(*self._head.tags, *cell.split()) for cell in _cells(rows, self._tags)]

    def notes(self, lines: Sequence[int], rows: Sequence[list[str]]) -> Iterator[Note]:
        """Read the note of each row."""
        kinds, keys, firsts = self.named(rows)
        columns = (lines, rows, kinds, keys, firsts, self.decks(rows), self.tags(rows))
        for line, row, kind, key, first, deck, tags in zip(*columns, strict=True):
            fields = (first, *map(self._read, compress(row, self._others))) if self.fields_of[len(row)] else ()
            yield Note(key, kind, deck, fields, tags, None, (), False, f"line {line}")


class RowNotes:
    """The notes of rows, one by one or by the bundle."""

    def __init__(self, stretches: Iterable[Stretch], columns: Columns) -> None:
        self._stretches = iter(stretches)
        self._columns = columns
        self._lines: list[int] = []
        self._rows: list[list[str]] = []
        """What was read beyond the last bundle."""

    def __iter__(self) -> Iterator[Note]:
        """Make every note."""
        return chain.from_iterable(self._columns.notes(*stretch) for stretch in self._stretches)

    def bundle(self, most: int) -> "RowBundle":
        """Return the next notes."""
        while len(self._rows) < most and (stretch := next(self._stretches, None)) is not None:
            self._lines += stretch[0]
            self._rows += stretch[1]
        lines, self._lines = self._lines[:most], self._lines[most:]
        rows, self._rows = self._rows[:most], self._rows[most:]
        return RowBundle(lines, rows, self._columns)


class RowBundle:
    """Notes of a text (see `core.batches.Bundle`), as rows until somebody wants one whole."""

    def __init__(self, lines: Sequence[int], rows: Sequence[list[str]], columns: Columns) -> None:
        self._lines = lines
        self._rows = rows
        self._columns = columns
        self._decks = columns.decks(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def batch(self, sides: Mapping[str, Sides], place_of: PlaceOf) -> Batch:
        """Return what is needed to compare them."""
        kinds, keys, firsts = self._columns.named(self._rows)
        below = {deck: place_of(deck)[1] for deck in dict.fromkeys(self._decks)}
        found: list[PlainRow] = []
        others: list[tuple[int, Note]] = []
        columns = (kinds, keys, firsts, self._columns.seconds(self._rows), self._columns.tags(self._rows), self._decks)
        quick = {kind for kind in set(kinds) if sides.get(kind) == FIRST_TWO}
        for place, (kind, key, front, back, tags, deck) in enumerate(zip(*columns, strict=True)):
            if kind not in quick:
                others.append((place, self.note(place)))
                continue
            front, back = front.strip(), back.strip()
            if front and back and TOKEN not in front and TOKEN not in back:
                found.append((place, item_id(key), front, back, tags_of_words(tags, below[deck]), deck, False))
        if others:
            found = sorted(found + plain_rows(others, sides, place_of))
        return batch_of(len(self._rows), found)

    def deck(self, place: int) -> str:
        """Return the path of the deck of a note."""
        return self._decks[place]

    def learnt(self, _place: int) -> BareLearnt | None:
        """Return what was learnt of the only card of a note: a text tells nothing of that."""
        return None

    def note(self, place: int) -> Note:
        """Return a note."""
        return next(self._columns.notes(self._lines[place : place + 1], self._rows[place : place + 1]))


def _cells(rows: Sequence[list[str]], place: int) -> Iterable[str]:
    """Return the cells at a place of `rows`, empty where a row ends before it."""
    if place == MOST_FIELDS:
        return repeat("", len(rows))
    return [row[place] if place < len(row) else "" for row in rows]


def _plain(cell: str) -> str:
    return with_dollars(cell.strip())


def _key(kind: str, first: str) -> str:
    return f"csv:{kind}:{' '.join(first.split())}"
