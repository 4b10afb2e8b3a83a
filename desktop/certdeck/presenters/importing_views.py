"""What the import wizard shows, as values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from certdeck.core.deck import CardKind
from certdeck.ports.importing import Format

LEAVE: Final = "leave"
AS_TOLD: Final = "told"
FORMATS: Final = {
    Format.ANKI: "Anki package",
    Format.CSV: "CSV or TSV",
    Format.GIFT: "GIFT",
    Format.MOODLE: "Moodle XML",
    Format.AIKEN: "Aiken",
    Format.QTI: "QTI",
    Format.MARKDOWN: "Markdown",
    Format.JSON: "Certdeck JSON",
}
KINDS: Final = (
    (CardKind.BASIC.value, "Question and answer"),
    (CardKind.REVERSED.value, "Both directions"),
    (CardKind.CLOZE.value, "Text with gaps"),
    (CardKind.TYPED.value, "Typed answer"),
)
"""What the notes of a type can become."""


class Stage(StrEnum):
    """How far the wizard is."""

    CHOOSE = "choose"
    LOOK = "look"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class CountView:
    """So many cards have this outcome: words, tone and icon of a chip."""

    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card of the file: what becomes of it, what it asks, and what it answers."""

    outcome: CountView
    front: str
    back: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a note type, the part that it plays, and how it begins in the first note."""

    name: str
    role: str
    sample: str


@dataclass(frozen=True, slots=True)
class TypeView:
    """A note type: how many notes have it, what they become, and what their fields are. `told`: as the file says."""

    key: str
    name: str
    notes: str
    kind: str
    told: bool
    fields: tuple[FieldView, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class LossView:
    """Something that does not come along, or comes changed."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """What the wizard shows. `summary` is one sentence; `agree` names the button, which is off where it is empty."""

    stage: Stage
    title: str
    summary: str = ""
    file: str = ""
    counts: tuple[CountView, ...] = ()
    decks: tuple[str, ...] = ()
    types: tuple[TypeView, ...] = ()
    cards: tuple[CardView, ...] = ()
    more: str = ""
    losses: tuple[LossView, ...] = ()
    agree: str = ""
    keep_mine: bool = False
    skip_doubles: bool = False
    schedule: bool = True
    scheduled: str = ""
    returned: str = ""
    undoable: bool = False
