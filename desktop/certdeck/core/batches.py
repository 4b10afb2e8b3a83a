"""Notes of a file, some thousand at a time: of most of them a front, a back and tags are enough to compare.

Whoever reads a file hands out `Batch`es of what is needed to compare notes with a library, is told what is wanted of
each note, and hands that out with the batch after it. So the reader may be in a process of its own, ahead of those who
take cards in, and reads what was learnt only where somebody wants it. The way of the notes, from file to library:

    importers.anki_bundle,     rows of a package or a text as a `Bundle`, each made a note only where somebody asks for
    importers.csv_bundle       that (notes of other files are made one by one, and bundled here)
       │
    Turns                      from bundle to bundle: a `Batch` out, what is wanted of it in, the `Answer` out
       │                       (importers.reader_process does the same from another process, if the file is large,
       │                       and leaves half of what was learnt to this one, which would wait for it)
    services.arriving          compares each batch with the library, and says what it wants of each note
       │
    services.entry             notes what can be undone, and puts new plain cards together in runs
       │
    store.intake               puts what is new: rows in columns (store.new_rows), and where they are most of the
       │                       library, some indexes only at the end (store.late_indexes)
    the commit                 the cards can be studied; words of few are indexed with it (store.indexing)
       │
    services.full_text         makes very many cards searchable after it, in pieces
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

from certdeck.core.ids import DeckId, ItemId
from certdeck.core.incoming import BareLearnt, InNumbers, Note, Sides, simply
from certdeck.core.intake import TOKEN, deck_of, tags_of

NOTES: Final = 2000
"""Notes of a batch: few enough to be in memory, several batches at a time."""
CHARACTERS: Final = 32 * 1024 * 1024
"""Of the fields of a batch, those of its last note aside: some notes have pages of text."""
NOTHING, LEARNT, WHOLE = range(3)
"""What is wanted of a note: nothing more, what was learnt of its only card, or all there is."""

Take = Callable[[Sequence[tuple[DeckId, BareLearnt] | None]], Sequence[Any]]
"""Makes of what was learnt of cards, each of a deck, whatever is to be told of it; nothing of nothing.

It is asked for all cards of a batch at a time: to do one thing after the other with each card takes a fifth longer than
to do each thing with all of them.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """How notes become cards that are a front, a back and tags: `sides` by note type (see `incoming.sides_of`).

    `otherwise` names the deck of notes that name none. `take` is what has to be done with what was learnt of new cards
    (see `Take`), and can be sent to another process; without it nothing that was learnt is looked at.
    """

    sides: Mapping[str, Sides]
    otherwise: str
    take: Take | None = None


class Batch(NamedTuple):
    """Notes that follow on one another, `size` of them, and those among them that become one plain card.

    These stand in columns, in their order: their `places` in the batch, the ids of their cards, front, back and tags,
    the deck that the file names, and whether there is a schedule.
    """

    size: int
    places: Sequence[int] = ()
    names: Sequence[ItemId] = ()
    fronts: Sequence[str] = ()
    backs: Sequence[str] = ()
    tags: Sequence[tuple[str, ...]] = ()
    decks: Sequence[str] = ()
    scheduled: Sequence[bool] = ()


class Answer(NamedTuple):
    """What was wanted of the notes of a batch: what was `learnt`, note by note, and `whole` notes by their place.

    What was learnt is as `Rule.take` left it, None where nothing was. A note of which that can't be told in numbers
    comes whole, too.
    """

    learnt: Sequence[Any]
    whole: Mapping[int, Note]


NO_ANSWER: Final = Answer((), {})
"""Nothing was wanted."""
PlaceOf = Callable[[str], tuple[DeckId, str]]
"""Gives of the path of a deck in the file the id of its deck, and what is below that."""


class Bundle(Protocol):
    """Notes that follow on one another, the first numbered 0; it may make each only where somebody asks for it."""

    def __len__(self) -> int: ...

    def batch(self, sides: Mapping[str, Sides], place_of: PlaceOf) -> Batch:
        """Return what is needed to compare them."""
        ...

    def deck(self, place: int) -> str:
        """Return the path of the deck of a note."""
        ...

    def learnt(self, place: int) -> BareLearnt | None:
        """Return what was learnt of the only card of a note. Raises `LookupError` where that can't be told so."""
        ...

    def note(self, place: int) -> Note:
        """Return a note, whose `learnt` may be read only when it is looked at."""
        ...


@runtime_checkable
class Bundled(Protocol):
    """Notes that can be had by the bundle, quicker than one by one."""

    def bundle(self, most: int) -> Bundle:
        """Return the next notes, no more than `most`; none once all were read."""
        ...


class Turns:
    """Goes through `notes`, batch by batch; what is wanted of one is handed out with the next."""

    def __init__(self, notes: Iterator[Note] | Bundled, rule: Rule) -> None:
        self._notes = notes if isinstance(notes, Bundled) else _OneByOne(notes)
        self._rule = rule
        self._decks: dict[str, tuple[DeckId, str]] = {}
        self._held: Bundle = _Notes(())
        self._ahead: tuple[Bundle, Batch | None] | None = None
        self._wanted = b""

    def first(self) -> Batch | None:
        """Return the first batch, None where there are no notes."""
        return self._next()

    def read_ahead(self) -> None:
        """Read the next batch now, so that it is at hand when it is asked for."""
        if self._ahead is None:
            bundle = self._notes.bundle(NOTES)
            self._ahead = bundle, bundle.batch(self._rule.sides, self._place) if len(bundle) else None

    def ask(self, wanted: bytes) -> None:
        """Say what is wanted of each note of the batch that was handed out last."""
        self._wanted = wanted

    def answered(self) -> tuple[Answer, Batch | None]:
        """Return what was asked for, and the next batch; None after the last."""
        return self._answer(self._held) if any(self._wanted) else NO_ANSWER, self._next()

    def _answer(self, held: Bundle) -> Answer:
        learnt: list[tuple[DeckId, BareLearnt] | None] = []
        whole: dict[int, Note] = {}
        take = self._rule.take
        for place, wanted in enumerate(self._wanted):
            if wanted == LEARNT:
                try:
                    known = None if take is None else held.learnt(place)
                except LookupError:
                    known = None
                    whole[place] = _read(held.note(place))
                learnt.append(None if known is None else (self._place(held.deck(place))[0], known))
            elif wanted == WHOLE:
                whole[place] = _read(held.note(place))
        return Answer(learnt if take is None else take(learnt), whole)

    def _next(self) -> Batch | None:
        self.read_ahead()
        assert self._ahead is not None
        (self._held, batch), self._ahead = self._ahead, None
        return batch

    def _place(self, path: str) -> tuple[DeckId, str]:
        found = self._decks.get(path)
        if found is None:
            deck, _, below = deck_of(path, self._rule.otherwise)
            found = self._decks[path] = deck, below
        return found


class _OneByOne:
    """Makes bundles of notes that come one by one."""

    def __init__(self, notes: Iterator[Note]) -> None:
        self._notes = notes

    def bundle(self, most: int) -> Bundle:
        """Return the next notes."""
        held: list[Note] = []
        size = 0
        for note in islice(self._notes, most):
            held.append(note)
            size += sum(map(len, note.fields))
            if size > CHARACTERS:
                break
        return _Notes(held)


class _Notes:
    """A bundle of notes that are there."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._notes = notes

    def __len__(self) -> int:
        return len(self._notes)

    def batch(self, sides: Mapping[str, Sides], place_of: PlaceOf) -> Batch:
        """Return what is needed to compare them."""
        return batch_of(len(self._notes), plain_rows(enumerate(self._notes), sides, place_of))

    def deck(self, place: int) -> str:
        """Return the path of the deck of a note."""
        return self._notes[place].deck

    def learnt(self, place: int) -> BareLearnt | None:
        """Return what was learnt of the only card of a note."""
        return in_numbers(self._notes[place])

    def note(self, place: int) -> Note:
        """Return a note."""
        return self._notes[place]


PlainRow = tuple[int, ItemId, str, str, tuple[str, ...], str, bool]
"""A row of what `Batch` has in columns."""


def batch_of(size: int, rows: Sequence[PlainRow]) -> Batch:
    """Return the batch of `size` notes in which `rows` stand."""
    return Batch(size, *zip(*rows, strict=True)) if rows else Batch(size)


def plain_rows(notes: Iterable[tuple[int, Note]], sides: Mapping[str, Sides], place_of: PlaceOf) -> list[PlainRow]:
    """Return those of `notes`, each with its place, that become one plain card."""
    placed = list(notes)
    found = simply([note for _, note in placed], sides)
    return [
        (place, *card, tags_of(note, place_of(note.deck)[1]), note.deck, note.scheduled)
        for (place, note), card in zip(placed, found, strict=True)
        # Texts of cards with pictures are other ones in the library.
        if card is not None and TOKEN not in card[1] and TOKEN not in card[2]
    ]


def in_numbers(note: Note) -> BareLearnt | None:
    """Return what was learnt of the only card of `note`. Raises `LookupError` where that can't be told in numbers."""
    if isinstance(note.learnt, InNumbers):
        return note.learnt.bare()
    if note.learnt:
        raise LookupError
    return None


def _read(note: Note) -> Note:
    """Return `note` with all that was learnt, which may be read only when it is looked at."""
    return note._replace(learnt=tuple(note.learnt))
