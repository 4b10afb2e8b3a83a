"""The faces of a card: each direction or gap is asked, rated and scheduled on its own."""

from dataclasses import dataclass

from certdeck.core.deck import Card, CardKind
from certdeck.core.deck_rules import gap_numbers
from certdeck.core.ids import FaceId, face_id


@dataclass(frozen=True, slots=True)
class Face:
    """One way to ask a card. Texts are Markdown; `gap` is the hidden cloze gap, `typed` the text to type, if any."""

    id: FaceId
    card: Card
    ordinal: int
    prompt: str
    answer: str
    gap: int | None = None
    typed: str = ""


def faces_of(card: Card) -> tuple[Face, ...]:
    """Return the faces of `card`: two of a reversed one, one a gap of a cloze, one of any other."""
    match card.kind:
        case CardKind.REVERSED:
            return (_face(card, 1, card.front, card.back), _face(card, 2, card.back, card.front))
        case CardKind.CLOZE:
            gaps = gap_numbers(card.front)
            return tuple(Face(face_id(card.id, gap), card, gap, card.front, card.back, gap=gap) for gap in gaps)
        case CardKind.BASIC:
            return (_face(card, 1, card.front, card.back),)
        case CardKind.TYPED:
            return (Face(face_id(card.id, 1), card, 1, card.front, card.back, typed=card.answer),)


def _face(card: Card, ordinal: int, prompt: str, answer: str) -> Face:
    return Face(face_id(card.id, ordinal), card, ordinal, prompt, answer)
