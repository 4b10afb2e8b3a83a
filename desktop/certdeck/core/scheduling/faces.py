"""The faces of a card: each direction, gap or part is asked, rated and scheduled on its own."""

from typing import Final, NamedTuple

from certdeck.core.card_parts import CardChoice
from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import FaceId, face_id, is_ordinal

_ONE_FACE: Final = (CardKind.BASIC, CardKind.TYPED, CardKind.CHOICE)


class Face(NamedTuple):
    """One way to ask a card. Texts are Markdown; `gap` is the hidden cloze gap, `typed` the text to type, if any.

    `choices` are those of a multiple-choice card; `part` is the hidden row or column of a table, or the covered part of
    a picture.
    """

    id: FaceId
    card: Card
    ordinal: int
    prompt: str
    answer: str
    gap: int | None = None
    typed: str = ""
    choices: tuple[CardChoice, ...] = ()
    part: int | None = None


def faces_of(card: Card) -> tuple[Face, ...]:
    """Return the faces of `card`: two of a reversed one, one a gap or a part, one of any other.

    A card with no gap or part to ask has one face all the same: it can be reviewed, and mended, like any other. Where
    the number of a gap or part is one that no face can have, which is a fault of the card, it is not asked.
    """
    match card.kind:
        case CardKind.REVERSED:
            return (_face(card, 1, card.front, card.back), _face(card, 2, card.back, card.front))
        case CardKind.CLOZE:
            gaps = filter(is_ordinal, gap_numbers(card.front))
            faces = tuple(Face(face_id(card.id, gap), card, gap, card.front, card.back, gap=gap) for gap in gaps)
            return faces or _one(card)
        case CardKind.BASIC:
            return _one(card)
        case CardKind.TYPED:
            return (Face(face_id(card.id, 1), card, 1, card.front, card.back, typed=card.answer),)
        case CardKind.CHOICE:
            return (Face(face_id(card.id, 1), card, 1, card.front, card.back, choices=card.choices),)
        case CardKind.TABLE | CardKind.OCCLUSION:
            return tuple(_part(card, number) for number in part_numbers(card)) or _one(card)


def face_ids(card: Card) -> tuple[FaceId, ...]:
    """Return the ids of the faces of `card`, without what they show."""
    return tuple(face_id(card.id, ordinal) for ordinal in ordinals(card))


def ordinals(card: Card) -> tuple[int, ...]:
    """Return the ordinals of the faces of `card`."""
    if card.kind in _ONE_FACE:
        return (1,)
    return tuple(face.ordinal for face in faces_of(card))


def part_numbers(card: Card) -> tuple[int, ...]:
    """Return the numbers of the parts that `card` asks for: rows or columns of a table, parts of a picture."""
    if card.kind is CardKind.TABLE and card.grid is not None:
        return tuple(filter(is_ordinal, range(1, card.grid.parts() + 1)))
    if card.kind is CardKind.OCCLUSION and card.occlusion is not None:
        return tuple(filter(is_ordinal, card.occlusion.numbers()))
    return ()


def _one(card: Card) -> tuple[Face, ...]:
    return (_face(card, 1, card.front, card.back),)


def _face(card: Card, ordinal: int, prompt: str, answer: str) -> Face:
    return Face(face_id(card.id, ordinal), card, ordinal, prompt, answer)


def _part(card: Card, number: int) -> Face:
    return Face(face_id(card.id, number), card, number, card.front, card.back, part=number)
