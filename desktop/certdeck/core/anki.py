"""What ties a note in Anki to an item here: ids, fields and the rule for GUIDs. Frozen; see docs/anki-package.md.

Anki finds a note by its GUID and a note type by its id, and does not update notes whose type got another field. So
nothing here may change; what is to come goes into the spare fields or into a new note type.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from certdeck.core.deck import CardKind, QuestionKind
from certdeck.core.digests import sha256
from certdeck.core.ids import DeckId, FaceId, ItemId, face_id

COMMON: Final = ("Examined", "Today", "Sources", "Verified", "Item", "Spare 1", "Spare 2", "Spare 3")
"""Fields that every note type ends with."""
NOTE_FIELD: Final = "Spare 1"
"""Holds the learner's own note on the item."""
DECK_FIELD: Final = "Spare 2"
"""Holds the id of the deck that brings the item."""
ITEM_FIELD: Final = "Item"
QUESTION: Final = ("Title", "Scenario", "Stem", "Options", "Solution", *COMMON)


class ExtraKind(StrEnum):
    """What has a note type though it is neither a kind of card nor one of question: a case with its questions."""

    SCENARIO = "scenario"


Kind = CardKind | QuestionKind | ExtraKind


@dataclass(frozen=True, slots=True)
class NoteShape:
    """A note type: its constant id, its name, its fields in order, and the names of its cards."""

    id: int
    name: str
    fields: tuple[str, ...]
    cards: tuple[str, ...]
    cloze: bool = False


SHAPES: Final[dict[Kind, NoteShape]] = {
    CardKind.BASIC: NoteShape(1790000000101, "Certdeck Basic", ("Front", "Back", *COMMON), ("Card",)),
    CardKind.REVERSED: NoteShape(
        1790000000102, "Certdeck Reversed", ("Front", "Back", *COMMON), ("Forward", "Backward")
    ),
    CardKind.CLOZE: NoteShape(1790000000103, "Certdeck Cloze", ("Text", "Extra", *COMMON), ("Cloze",), cloze=True),
    CardKind.TYPED: NoteShape(1790000000104, "Certdeck Typed", ("Front", "Answer", "Back", *COMMON), ("Card",)),
    QuestionKind.MULTIPLE_CHOICE: NoteShape(1790000000105, "Certdeck Multiple choice", QUESTION, ("Question",)),
    QuestionKind.MULTIPLE_RESPONSE: NoteShape(1790000000106, "Certdeck Multiple response", QUESTION, ("Question",)),
    QuestionKind.ORDERING: NoteShape(1790000000107, "Certdeck Ordering", QUESTION, ("Question",)),
    QuestionKind.MATCHING: NoteShape(1790000000108, "Certdeck Matching", QUESTION, ("Question",)),
    ExtraKind.SCENARIO: NoteShape(1790000000109, "Certdeck Scenario", QUESTION, ("Case",)),
    CardKind.OCCLUSION: NoteShape(
        1790000000110, "Certdeck Occlusion", ("Front", "Picture", "Extra", *COMMON), ("Part",), cloze=True
    ),
}
"""The note types by kind. A multiple-choice card has that of a question, a table card that of a cloze text."""

SCHEDULED: Final = frozenset(shape.id for kind, shape in SHAPES.items() if kind is not ExtraKind.SCENARIO)
"""Note types whose cards can be faces here. Questions among them are not: only items that are cards have faces."""

_SIGNS: Final = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"  # Anki's base 91
)

_SQUARE: Final = len(_SIGNS) ** 2


@cache
def _pairs() -> tuple[str, ...]:
    """Return every pair of signs. Half a megabyte: made with the first GUID, which most days never ask for."""
    return tuple(high + low for high in _SIGNS for low in _SIGNS)


def guid(deck: DeckId, item: ItemId) -> str:
    """Return the GUID of the note that `item` of `deck` becomes: eight bytes of a hash, as genanki and Anki write them.

    The learner's own cards belong to the deck `own`. A scenario is an item like any other.
    """
    number = int(sha256(f"{deck}__{item}".encode())[:16], 16)
    number, fifth = divmod(number, _SQUARE)
    number, fourth = divmod(number, _SQUARE)
    number, third = divmod(number, _SQUARE)
    first, second = divmod(number, _SQUARE)
    pairs = _pairs()
    written = pairs[first] + pairs[second] + pairs[third] + pairs[fourth] + pairs[fifth]
    return written.lstrip(_SIGNS[0])


def face_of(item: ItemId, ordinal: int) -> FaceId:
    """Return the face that the card with Anki's `ordinal` (from 0) of the note of `item` is."""
    return face_id(item, ordinal + 1)


def ordinal_of(face: FaceId) -> int:
    """Return Anki's ordinal (from 0) of the card that `face` becomes."""
    return int(face.rpartition("/")[2]) - 1
