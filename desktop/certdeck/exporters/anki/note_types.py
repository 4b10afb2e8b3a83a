"""The note types (see `certdeck.core.anki`) with their templates, as Anki stores them."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from certdeck.core.anki import SHAPES, ExtraKind, Kind
from certdeck.core.deck import CardKind, QuestionKind

REVISED: Final = datetime(2026, 11, 26, tzinfo=UTC)
"""When the templates last changed; Anki takes over changed templates only if this is later than what it has."""

FILES: Final[dict[Kind, tuple[str, ...]]] = {
    CardKind.BASIC: ("basic",),
    CardKind.REVERSED: ("basic", "reversed"),
    CardKind.CLOZE: ("cloze",),
    CardKind.TYPED: ("typed",),
    CardKind.OCCLUSION: ("occlusion",),
    QuestionKind.MULTIPLE_CHOICE: ("question",),
    QuestionKind.MULTIPLE_RESPONSE: ("question",),
    QuestionKind.ORDERING: ("question",),
    QuestionKind.MATCHING: ("question",),
    ExtraKind.SCENARIO: ("case",),
}
"""The files of the two sides of each card of a note type."""
_SCRIPT: Final = re.compile(r'<script src="([\w.-]+)"></script>')
_INCLUDED: Final = re.compile(r"<!-- ([\w.-]+) -->")


def models(templates: Path, *kinds: Kind) -> dict[str, Any]:
    """Return the note types of `kinds` (all if none is named) as Anki's JSON, by id.

    Their sides and style are read from the folder `templates`.
    """
    import genanki

    style = (templates / "card.css").read_text(encoding="utf-8")
    result: dict[str, Any] = {}
    for kind in kinds or SHAPES:
        shape = SHAPES[kind]
        model = genanki.Model(
            shape.id,
            shape.name,
            fields=[{"name": name} for name in shape.fields],
            templates=[
                {"name": name, "qfmt": side(templates, file, "front"), "afmt": side(templates, file, "back")}
                for name, file in zip(shape.cards, FILES[kind], strict=True)
            ],
            css=style,
            model_type=genanki.Model.CLOZE if shape.cloze else genanki.Model.FRONT_BACK,
        )
        result[str(shape.id)] = model.to_json(REVISED.timestamp(), 1)
    return result


def side(templates: Path, file: str, name: str) -> str:
    """Read a side; what it includes is put into it, for a note type can't refer to other files."""

    def text(part: str) -> str:
        return (templates / part).read_text(encoding="utf-8").strip()

    whole = _INCLUDED.sub(lambda found: text(found[1]), text(f"{file}.{name}.html"))
    return _SCRIPT.sub(lambda found: f"<script>\n{text(found[1])}\n</script>", whole)
