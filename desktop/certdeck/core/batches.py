"""Notes of a file, some thousand at a time: of most of them a front, a back and tags are enough to compare.

Whoever reads a file hands out `Batch`es of what is needed to compare notes with a library, is told what is wanted of
each note, and hands that out with the batch after it. So the reader may be in a process of its own, ahead of those who
take cards in, and reads what was learnt only where somebody wants it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

from certdeck.core.ids import DeckId, ItemId
from certdeck.core.incoming import BareLearnt, InNumbers, Note, Sides, simply
from certdeck.core.intake import TOKEN, deck_of, tags_of

NOTES: Final = 2000
"""Notes of a batch: few enough to be in memory, several batches at a time."""
NOTHING, LEARNT, WHOLE = range(3)
"""What is wanted of a note: nothing more, what was learnt of its only card, or all there is."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How notes become cards that are a front, a back and tags: `sides` by note type (see `incoming.sides_of`).

    `otherwise` names the deck of notes that name none. `take` is what has to be done with what was learnt of a new card
    of a deck, and can be sent to another process; without it nothing that was learnt is looked at.
    """

    sides: Mapping[str, Sides]
    otherwise: str
    take: Callable[[DeckId, BareLearnt], Any] | None = None


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


class Turns:
    """Goes through `notes`, batch by batch; what is wanted of one is handed out with the next."""

    def __init__(self, notes: Iterator[Note], rule: Rule) -> None:
        self._notes = notes
        self._rule = rule
        self._decks: dict[str, tuple[DeckId, str]] = {}
        self._held: Sequence[Note] = ()
        self._ahead: tuple[Sequence[Note], Batch | None] | None = None
        self._wanted = b""

    def first(self) -> Batch | None:
        """Return the first batch, None where there are no notes."""
        return self._next()

    def read_ahead(self) -> None:
        """Read the next batch now, so that it is at hand when it is asked for."""
        if self._ahead is None:
            notes = list(islice(self._notes, NOTES))
            self._ahead = notes, self._batch(notes) if notes else None

    def ask(self, wanted: bytes) -> None:
        """Say what is wanted of each note of the batch that was handed out last."""
        self._wanted = wanted

    def answered(self) -> tuple[Answer, Batch | None]:
        """Return what was asked for, and the next batch; None after the last."""
        learnt: list[Any] = []
        whole: dict[int, Note] = {}
        for place, (note, wanted) in enumerate(zip(self._held, self._wanted, strict=True)):
            if wanted == WHOLE:
                whole[place] = _read(note)
            elif wanted == LEARNT:
                try:
                    learnt.append(self._taken(note))
                except LookupError:
                    learnt.append(None)
                    whole[place] = _read(note)
        return Answer(learnt, whole), self._next()

    def _next(self) -> Batch | None:
        self.read_ahead()
        assert self._ahead is not None
        (self._held, batch), self._ahead = self._ahead, None
        return batch

    def _batch(self, notes: Sequence[Note]) -> Batch:
        place_of, found = self._place, simply(notes, self._rule.sides)
        rows = [
            (place, *card, tags_of(note, place_of(note.deck)[1]), note.deck, note.scheduled)
            for place, (note, card) in enumerate(zip(notes, found, strict=True))
            # Texts of cards with pictures are other ones in the library.
            if card is not None and TOKEN not in card[1] and TOKEN not in card[2]
        ]
        return Batch(len(notes), *zip(*rows, strict=True)) if rows else Batch(len(notes))

    def _taken(self, note: Note) -> Any:
        """Do what is to be done with what was learnt. Raises `LookupError` where that can't be told in numbers."""
        if self._rule.take is None:
            return None
        known = _in_numbers(note)
        return None if known is None else self._rule.take(self._place(note.deck)[0], known)

    def _place(self, path: str) -> tuple[DeckId, str]:
        """Return the id of a deck of the file, and what is below it."""
        found = self._decks.get(path)
        if found is None:
            deck, _, below = deck_of(path, self._rule.otherwise)
            found = self._decks[path] = deck, below
        return found


def _read(note: Note) -> Note:
    """Return `note` with all that was learnt, which may be read only when it is looked at."""
    return note._replace(learnt=tuple(note.learnt))


def _in_numbers(note: Note) -> BareLearnt | None:
    """Return what was learnt of the only card of `note`. Raises `LookupError` where that can't be told in numbers."""
    if isinstance(note.learnt, InNumbers):
        return note.learnt.bare()
    if note.learnt:
        raise LookupError
    return None
