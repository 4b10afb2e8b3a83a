"""Notes of a file, some thousand at a time: of most of them a front, a back and tags are enough to compare.

Whoever reads a file hands out `Batch`es of what is needed to compare notes with a library, is told what is wanted of
each note, and hands that out with the batch after it. So the reader may be in a process of its own, ahead of those who
take cards in, and reads what was learnt only where somebody wants it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from certdeck.core.ids import ItemId
from certdeck.core.incoming import BareLearnt, InNumbers, Note, Sides, simply
from certdeck.core.intake import TOKEN, deck_of, tags_of

NOTES: Final = 2000
"""Notes of a batch: few enough to be in memory, several batches at a time."""
NOTHING, LEARNT, WHOLE = range(3)
"""What is wanted of a note: nothing more, what was learnt of its only card, or all there is."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How notes become cards that are a front, a back and tags: `sides` by note type (see `incoming.sides_of`).

    `otherwise` names the deck of notes that name none.
    """

    sides: Mapping[str, Sides]
    otherwise: str


class Batch(NamedTuple):
    """Notes that follow on one another, `size` of them, and those among them that become one plain card.

    These stand in columns, in their order: their `places` in the batch, the ids of their cards, front, back and tags,
    the deck that the file names, and whether there is a schedule.
    """

    size: int
    places: Sequence[int]
    names: Sequence[ItemId]
    fronts: Sequence[str]
    backs: Sequence[str]
    tags: Sequence[tuple[str, ...]]
    decks: Sequence[str]
    scheduled: Sequence[bool]


class Answer(NamedTuple):
    """What was wanted of the notes of a batch: what was `learnt`, note by note, and `whole` notes by their place.

    A note of which it can't be told in numbers what was learnt comes whole, too.
    """

    learnt: Sequence[BareLearnt | None]
    whole: Mapping[int, Note]


class Turns:
    """Goes through `notes`, batch by batch; what is wanted of one is handed out with the next."""

    def __init__(self, notes: Iterator[Note], rule: Rule) -> None:
        self._notes = notes
        self._rule = rule
        self._below: dict[str, str] = {}
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
        learnt: list[BareLearnt | None] = []
        whole: dict[int, Note] = {}
        for place, (note, wanted) in enumerate(zip(self._held, self._wanted, strict=True)):
            if wanted == WHOLE:
                whole[place] = _read(note)
            elif wanted == LEARNT:
                try:
                    learnt.append(_in_numbers(note))
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
        found = simply(notes, self._rule.sides)
        plain = [
            (place, note, one)
            for place, (note, one) in enumerate(zip(notes, found, strict=True))
            # Texts of cards with pictures are other ones in the library.
            if one is not None and TOKEN not in one[1] and TOKEN not in one[2]
        ]
        return Batch(
            len(notes),
            [place for place, _, _ in plain],
            [one[0] for _, _, one in plain],
            [one[1] for _, _, one in plain],
            [one[2] for _, _, one in plain],
            [tags_of(note, self._path_below(note.deck)) for _, note, _ in plain],
            [note.deck for _, note, _ in plain],
            [note.scheduled for _, note, _ in plain],
        )

    def _path_below(self, deck: str) -> str:
        below = self._below.get(deck)
        if below is None:
            below = self._below[deck] = deck_of(deck, self._rule.otherwise)[2]
        return below


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
