"""What an imported file holds, in words of no format: notes with fields, what each field means, and what was learnt.

A note becomes one card or several by the `FieldMap`s of its type, which the learner may change before the import.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import Card, CardKind
from certdeck.core.digests import sha256
from certdeck.core.ids import FaceId, ItemId, face_id, is_ordinal
from certdeck.core.own import CardText
from certdeck.core.scheduling.schedule import MemoryState, Phase, Rating

PREFIX: Final = "imported-"
"""Ids of imported cards begin so; what follows is a hash of what the file calls the note."""
_HASH: Final = 20
Sides = tuple[tuple[int, ...], tuple[int, ...]]
"""Places of the fields on the front of a card, and of those on its back."""
FIRST_TWO: Final[Sides] = ((0,), (1,))


@dataclass(frozen=True, slots=True)
class FieldMap:
    """How fields of a note become a card. Numbers are places of fields, from 0.

    `answer` is what has to be typed. With `needs` the card is made only where that field isn't empty. `ordinals` are
    the other program's cards, from 0, whose history belongs to the faces of the card in their order; of a cloze note
    they are the gaps.
    """

    kind: CardKind
    front: tuple[int, ...]
    back: tuple[int, ...] = ()
    answer: int | None = None
    needs: int | None = None
    ordinals: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A sort of notes: the names of its fields, and the cards that are made of them."""

    key: str
    name: str
    fields: tuple[str, ...]
    maps: tuple[FieldMap, ...]


class Review(NamedTuple):
    """A review done in another program; without a rating the card was made new again."""

    at: datetime
    rating: Rating | None
    milliseconds: int = 0


class Learnt(NamedTuple):
    """What is known of one card of a note: `ordinal` is its place, from 0. Without a memory it has to be reckoned.

    `steps_left` counts the learning steps before it, `interval` the days to its due time.
    """

    ordinal: int
    phase: Phase = Phase.NEW
    steps_left: int = 0
    due: datetime | None = None
    memory: MemoryState | None = None
    interval: int = 0
    lapses: int = 0
    suspended: bool = False
    flag: int = 0
    reviews: tuple[Review, ...] = ()

    @property
    def is_something(self) -> bool:
        """Whether there is anything to take over."""
        return self.phase is not Phase.NEW or bool(self.reviews) or self.suspended or self.flag > 0


@dataclass(frozen=True, slots=True)
class Origin:
    """What Certdeck itself wrote of an item: its id and, of a card, all of it.

    `own` says that the card is the learner's own, `remark` is their note on it.
    """

    item: ItemId
    card: Card | None = None
    own: bool = False
    remark: str = ""


class BareLearnt(NamedTuple):
    """What is known of the only card of a note, as `Learnt` has it, in numbers: times in microseconds since 1970.

    Of reviews these are the time, the rating (0 where the card was made new again) and the milliseconds.
    """

    phase: Phase
    steps_left: int
    due: int | None
    memory: tuple[float, float] | None
    interval: int
    lapses: int
    suspended: bool
    flag: int
    reviews: Sequence[tuple[int, int, int]]


class InNumbers(Sequence[Learnt]):
    """What is known of the cards of a note, where it can be told in numbers, too."""

    @abstractmethod
    def bare(self) -> BareLearnt | None:
        """Return what is known of the only card, the first of its note; None where nothing is.

        Raises `LookupError` where there are others.
        """


class Note(NamedTuple):
    """One entry of a file. Fields are Markdown. `key` is what the file calls it, the same at every import.

    `text` is the card itself where a format has cards of our kinds. `deck` is a path such as `AWS::Storage`. `learnt`
    may be read only when it is looked at; `scheduled` says without that whether there is a schedule. `origin` is what
    Certdeck had before it wrote the file.
    """

    key: str
    type: str
    deck: str
    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    text: CardText | None = None
    learnt: Sequence[Learnt] = ()
    scheduled: bool = False
    place: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A note of ours that comes back: its GUID in Anki (see `core.anki`), and what was learnt there of its cards."""

    guid: str
    learnt: tuple[Learnt, ...]


class Made(NamedTuple):
    """A card made of a note, and what was learnt of its faces."""

    id: ItemId
    text: CardText
    note: Note
    learnt: tuple[tuple[FaceId, Learnt], ...] = ()


def item_id(key: str, part: int = 0) -> ItemId:
    """Return the id of card number `part` of the note called `key`: the same for ever."""
    name = f"{key}\0{part}" if part else key
    return ItemId(PREFIX + sha256(name.encode("utf-8", "surrogatepass"))[:_HASH])


def sides_of(types: Mapping[str, NoteType]) -> Mapping[str, Sides]:
    """Return the fields on front and back, for those of `types` whose notes become one card of nothing else."""
    found = {key: known.maps[0] for key, known in types.items() if len(known.maps) == 1}
    return {
        key: (how.front, how.back)
        for key, how in found.items()
        if how.kind is CardKind.BASIC and how.needs is None and how.ordinals[:1] == (0,)
    }


def simply(notes: Sequence[Note], sides: Mapping[str, Sides]) -> list[tuple[ItemId, str, str] | None]:
    """Return of each of `notes` id, front and back of its only card, where that is no more than these; else None.

    `sides` are those of the note types that have such cards (see `sides_of`).
    """
    found: list[tuple[ItemId, str, str] | None] = []
    for note in notes:
        places, fields = sides.get(note.type), note.fields
        if places is None or note.text is not None:
            found.append(None)
            continue
        if places == FIRST_TWO and len(fields) > 1:
            front, back = fields[0].strip(), fields[1].strip()
        else:
            front, back = _of(note, places[0]), _of(note, places[1])
        found.append((item_id(note.key), front, back) if front and back else None)
    return found


def made_of(note: Note, note_type: NoteType | None) -> Iterator[Made]:
    """Yield the cards that `note` becomes; none where nothing would be asked."""
    if note.text is not None and note.origin is not None and note.origin.card is not None:
        yield Made(note.origin.item, note.text, note)
        return
    if note.text is not None:
        yield _made(note, item_id(note.key), note.text, FieldMap(note.text.kind, (), ordinals=(0, 1)))
        return
    for part, how in enumerate(note_type.maps if note_type else ()):
        text = _text(note, how)
        if text is not None:
            yield _made(note, item_id(note.key, part), text, how)


def _text(note: Note, how: FieldMap) -> CardText | None:
    if how.needs is not None and not _of(note, (how.needs,)):
        return None
    front, back = _of(note, how.front), _of(note, how.back)
    if how.kind is CardKind.CLOZE:
        return CardText(kind=how.kind, front=front, back=back) if gap_numbers(front) else None
    if how.kind is CardKind.TYPED:
        answer = " ".join(_of(note, () if how.answer is None else (how.answer,)).split())
        if not answer:
            return CardText(front=front, back=back) if front and back else None
        return CardText(kind=how.kind, front=front, back=back, answer=answer) if front else None
    return CardText(kind=how.kind, front=front, back=back) if front and back else None


def _of(note: Note, places: tuple[int, ...]) -> str:
    if len(places) == 1:
        return note.fields[places[0]].strip() if places[0] < len(note.fields) else ""
    parts = (note.fields[place].strip() for place in places if place < len(note.fields))
    return "\n\n".join(part for part in parts if part)


def _made(note: Note, name: ItemId, text: CardText, how: FieldMap) -> Made:
    faces = []
    for known in note.learnt:
        if known.is_something:
            face = _face(name, text, how, known.ordinal)
            if face is not None:
                faces.append((face, known))
    return Made(name, text, note, tuple(faces))


def _named(name: ItemId, number: int, asked: Sequence[int]) -> FaceId | None:
    return face_id(name, number) if number in asked and is_ordinal(number) else None


def _face(name: ItemId, text: CardText, how: FieldMap, ordinal: int) -> FaceId | None:
    """Return the face of the card that the other program's card number `ordinal` is."""
    if text.kind is CardKind.CLOZE:
        return _named(name, ordinal + 1, gap_numbers(text.front))
    if text.kind is CardKind.OCCLUSION and text.occlusion is not None:
        return _named(name, ordinal + 1, text.occlusion.numbers())
    faces = how.ordinals if text.kind is CardKind.REVERSED else how.ordinals[:1]
    return face_id(name, faces.index(ordinal) + 1) if ordinal in faces else None
