"""Stable text ids, written by the author of a deck.

They never change from file to row, screen, log, Anki note and PDF.
"""

import re
from typing import Final, NewType

DeckId = NewType("DeckId", str)
BlueprintId = NewType("BlueprintId", str)
DomainId = NewType("DomainId", str)
TaskId = NewType("TaskId", str)
BulletId = NewType("BulletId", str)
ItemId = NewType("ItemId", str)
"""A card, question, scenario, sheet, confusion set, term or phase of a plan."""
OptionId = NewType("OptionId", str)
"""An option, ordering step, matching prompt or matching response; unique inside its question only."""
FaceId = NewType("FaceId", str)
"""One direction or one gap of a card: what is scheduled and rated. Written `item-id/ordinal`."""
SittingId = NewType("SittingId", int)

LAST_ORDINAL: Final = 4095
"""Faces of a card are numbered from 1 to this."""
ID_RULE: Final = "lower-case letters, digits, dots and single hyphens, beginning with a letter"
_ID: Final = re.compile(r"[a-z][a-z0-9.]*(?:-[a-z0-9.]+)*")


def is_well_formed(text: str) -> bool:
    """Tell whether `text` may be an id of an item or a deck (see `ID_RULE`), at most 80 characters long."""
    return len(text) <= 80 and _ID.fullmatch(text) is not None


def is_ordinal(number: int) -> bool:
    """Tell whether a face of a card may have `number`."""
    return 1 <= number <= LAST_ORDINAL


def face_id(item: ItemId, ordinal: int) -> FaceId:
    """Name face `ordinal` (1-based) of card `item`."""
    return FaceId(f"{item}/{ordinal}")


def item_of(face: FaceId) -> ItemId:
    """Return the id of the card that `face` belongs to."""
    return ItemId(face.rpartition("/")[0])
