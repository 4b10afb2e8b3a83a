"""The note types. They are frozen: Anki matches them by id, and a field added later would break updates.

Three spare fields make room for what is to come.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from certdeck.core.deck import CardKind, QuestionKind

REVISED: Final = datetime(2026, 11, 21, tzinfo=UTC)
"""When the templates last changed; Anki takes over changed templates only if this is later than what it has."""

_COMMON: Final = ("Examined", "Today", "Sources", "Verified", "Item", "Spare 1", "Spare 2", "Spare 3")
_QUESTION: Final = ("Title", "Scenario", "Stem", "Options", "Solution", *_COMMON)
_SCRIPT: Final = re.compile(r'<script src="([\w.-]+)"></script>')
_INCLUDED: Final = re.compile(r"<!-- ([\w.-]+) -->")


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: constant id, fields in order, and its cards as (name, file of its two sides)."""

    id: int
    name: str
    fields: tuple[str, ...]
    cards: tuple[tuple[str, str], ...]
    cloze: bool = False


NOTE_TYPES: Final[dict[CardKind | QuestionKind, NoteType]] = {
    CardKind.BASIC: NoteType(1790000000101, "Certdeck Basic", ("Front", "Back", *_COMMON), (("Card", "basic"),)),
    CardKind.REVERSED: NoteType(
        1790000000102,
        "Certdeck Reversed",
        ("Front", "Back", *_COMMON),
        (("Forward", "basic"), ("Backward", "reversed")),
    ),
    CardKind.CLOZE: NoteType(
        1790000000103, "Certdeck Cloze", ("Text", "Extra", *_COMMON), (("Cloze", "cloze"),), cloze=True
    ),
    CardKind.TYPED: NoteType(
        1790000000104, "Certdeck Typed", ("Front", "Answer", "Back", *_COMMON), (("Card", "typed"),)
    ),
    QuestionKind.MULTIPLE_CHOICE: NoteType(
        1790000000105, "Certdeck Multiple choice", _QUESTION, (("Question", "question"),)
    ),
    QuestionKind.MULTIPLE_RESPONSE: NoteType(
        1790000000106, "Certdeck Multiple response", _QUESTION, (("Question", "question"),)
    ),
    QuestionKind.ORDERING: NoteType(1790000000107, "Certdeck Ordering", _QUESTION, (("Question", "question"),)),
    QuestionKind.MATCHING: NoteType(1790000000108, "Certdeck Matching", _QUESTION, (("Question", "question"),)),
}


def models(templates: Path) -> dict[str, Any]:
    """Return the note types as Anki's JSON, by id, with the sides and the style read from the folder `templates`."""
    import genanki

    style = (templates / "card.css").read_text(encoding="utf-8")
    result: dict[str, Any] = {}
    for note_type in NOTE_TYPES.values():
        model = genanki.Model(
            note_type.id,
            note_type.name,
            fields=[{"name": name} for name in note_type.fields],
            templates=[_card(templates, name, file) for name, file in note_type.cards],
            css=style,
            model_type=genanki.Model.CLOZE if note_type.cloze else genanki.Model.FRONT_BACK,
        )
        result[str(note_type.id)] = model.to_json(REVISED.timestamp(), 1)
    return result


def _card(templates: Path, name: str, file: str) -> dict[str, str]:
    front, back = _side(templates, f"{file}.front.html"), _side(templates, f"{file}.back.html")
    return {"name": name, "qfmt": front, "afmt": back}


def _side(templates: Path, file: str) -> str:
    """Read a side; what it includes is put into it, for a note type can't refer to other files."""

    def text(name: str) -> str:
        return (templates / name).read_text(encoding="utf-8").strip()

    side = _INCLUDED.sub(lambda found: text(found[1]), text(file))
    return _SCRIPT.sub(lambda found: f"<script>\n{text(found[1])}\n</script>", side)
