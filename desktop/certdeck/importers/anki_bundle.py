"""Notes of an Anki package, some thousand at a time: most can be compared by their rows, without being made.

What is in such a row, and how, is said at `anki_database.NOTES`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from certdeck.core import batches
from certdeck.core.batches import Batch, PlaceOf, PlainRow, batch_of, in_numbers, plain_rows
from certdeck.core.incoming import FIRST_TWO, BareLearnt, Note, Sides, item_id
from certdeck.core.intake import TOKEN, tags_of_words
from certdeck.importers.anki_database import SEPARATOR, Row
from certdeck.importers.anki_schedule import LearntLater, Schedules


class PackageReading(Protocol):
    """One way through a package, as far as it is needed here."""

    @property
    def keys(self) -> Mapping[int, str]:
        """The keys of the note types, by their numbers, of which a note may be made by its row."""
        ...

    @property
    def decks(self) -> Mapping[int, str]:
        """The paths of decks."""
        ...

    @property
    def html(self) -> Callable[[str], str]:
        """What makes Markdown of a field that shows no picture."""
        ...

    def cards(self) -> Iterator[list[Row]]:
        """Yield the rows of the cards of each note."""
        ...

    def note(self, cards: list[Row], learnt: LearntLater) -> Note | None:
        """Return the note, and note what is lost; None for one that doesn't come."""
        ...


class PackedNotes:
    """The notes of a package, one by one or by the bundle."""

    def __init__(self, reading: PackageReading, schedules: Schedules) -> None:
        self._reading = reading
        self._schedules = schedules
        self._cards = reading.cards()

    def __iter__(self) -> Iterator[Note]:
        """Make every note. What was learnt of its cards is read when `learnt` is asked for, note after note."""
        for cards in self._cards:
            note = self._made(cards)
            if note is not None:
                yield note

    def bundle(self, most: int) -> "RowBundle":
        """Return the next notes."""
        held: list[Row | Note] = []
        size, keys = 0, self._reading.keys
        for cards in self._cards:
            _, guid, kind, _, content, _, _, _ = row = cards[0]
            # Without these signs nothing of a field is lost.
            if len(cards) == 1 and kind in keys and guid and "<" not in content and "[" not in content:
                held.append(row)
            else:
                note = self._made(cards)
                if note is None:
                    continue
                held.append(note)
            size += len(content)
            if len(held) == most or size > batches.CHARACTERS:
                break
        return RowBundle(held, self._reading, self._schedules)

    def _made(self, cards: list[Row]) -> Note | None:
        return self._reading.note(cards, LearntLater(cards[0][0], self._schedules))


class RowBundle:
    """Notes of a package (see `core.batches.Bundle`), those of one card as rows until somebody wants one whole."""

    def __init__(self, held: list[Row | Note], reading: PackageReading, schedules: Schedules) -> None:
        self._held = held
        self._reading = reading
        self._schedules = schedules

    def __len__(self) -> int:
        return len(self._held)

    def batch(self, sides: Mapping[str, Sides], place_of: PlaceOf) -> Batch:
        """Return what is needed to compare them."""
        found: list[PlainRow] = []
        others: list[tuple[int, Note]] = []
        html = self._reading.html
        simple = {kind for kind, key in self._reading.keys.items() if sides.get(key) == FIRST_TWO}
        homes: dict[int, tuple[str, str]] = {}
        for place, one in enumerate(self._held):
            if isinstance(one, Note):
                others.append((place, one))
                continue
            _, guid, kind, tags, content, _, home, told = one
            front, divided, rest = content.partition(SEPARATOR)
            if not divided or kind not in simple:
                others.append((place, self.note(place)))
                continue
            front, back = html(front).strip(), html(rest.partition(SEPARATOR)[0]).strip()
            if front and back and TOKEN not in front and TOKEN not in back:
                if home not in homes:
                    path = self._reading.decks.get(home, "")
                    homes[home] = path, place_of(path)[1]
                deck, below = homes[home]
                named = tags_of_words(tags.split(), below)
                found.append((place, item_id(f"anki:{guid}"), front, back, named, deck, bool(told)))
        if others:
            found = sorted(found + plain_rows(others, sides, place_of))
        return batch_of(len(self._held), found)

    def deck(self, place: int) -> str:
        """Return the path of the deck of a note."""
        one = self._held[place]
        return one.deck if isinstance(one, Note) else self._reading.decks.get(one[6], "")

    def learnt(self, place: int) -> BareLearnt | None:
        """Return what was learnt of the only card of a note. Raises `LookupError` where that can't be told so."""
        one = self._held[place]
        if isinstance(one, Note):
            return in_numbers(one)
        rows = self._schedules.rows(one[0])
        try:
            return self._schedules.bare(*rows)
        except LookupError:
            # These rows are read once only.
            self._made(place, one, LearntLater(one[0], self._schedules, rows))
            raise

    def note(self, place: int) -> Note:
        """Return a note, made now if it was not before."""
        one = self._held[place]
        return one if isinstance(one, Note) else self._made(place, one, LearntLater(one[0], self._schedules))

    def _made(self, place: int, row: Row, learnt: LearntLater) -> Note:
        note = self._reading.note([row], learnt)
        assert note is not None
        self._held[place] = note
        return note
