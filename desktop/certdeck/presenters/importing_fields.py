"""What the fields of a note type are for: parts as the wizard names them, and as an import goes by them."""

from collections.abc import Sequence

from certdeck.core.deck import CardKind
from certdeck.core.incoming import FieldMap, NoteType
from certdeck.presenters.importing_views import LEAVE


def roles_of(note_type: NoteType, maps: tuple[FieldMap, ...]) -> tuple[str, ...]:
    """Return the part that each field plays in the first of `maps`."""
    if not maps:
        return (LEAVE,) * len(note_type.fields)
    how = maps[0]

    def role(place: int) -> str:
        if place == how.answer:
            return "answer"
        return "front" if place in how.front else "back" if place in how.back else LEAVE

    return tuple(role(place) for place in range(len(note_type.fields)))


def map_of(kind: CardKind, roles: Sequence[str]) -> FieldMap:
    """Return how fields with these parts become a card of `kind`."""
    front = tuple(place for place, role in enumerate(roles) if role == "front")
    back = tuple(place for place, role in enumerate(roles) if role == "back")
    answer = next((place for place, role in enumerate(roles) if role == "answer"), None)
    if kind is CardKind.TYPED and answer is None and back:
        answer, back = back[0], back[1:]
    if kind is not CardKind.TYPED and answer is not None:
        back = tuple(sorted((*back, answer)))
        answer = None
    return FieldMap(kind, front, back, answer=answer, ordinals=(0, 1) if kind is CardKind.REVERSED else (0,))
