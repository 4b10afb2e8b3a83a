"""What one face of a card shows on screen: the choices in an order that changes, the rest as everywhere."""

from random import Random

from certdeck.core.face_text import asked_text
from certdeck.core.ids import FaceId
from certdeck.core.richtext import RichText
from certdeck.core.scheduling.faces import Face
from certdeck.ports.markup import Markup


def prompt_text(markup: Markup, face: Face, *, shown: bool, asked_before: int = 0) -> RichText:
    """Return what `face` asks. Gaps, choices and parts are in it, and open up when the answer is `shown`.

    Choices stand in an order that depends on how often the face was rated: another one each time, the same until then.
    """
    return asked_text(markup, face, choice_order(face.id, len(face.choices), asked_before), shown=shown)


def choice_order(face: FaceId, count: int, asked_before: int) -> tuple[int, ...]:
    """Return the places of the choices in the order in which they are shown."""
    places = list(range(count))
    Random(f"{face}/{asked_before}").shuffle(places)
    return tuple(places)
