"""The fields of each kind of card, and how tables and choices are written in them."""

import re
from dataclasses import dataclass, replace
from typing import Final

from certdeck.core.card_parts import CardChoice, Grid, Hiding, Occlusion
from certdeck.core.deck import CardKind
from certdeck.core.own import CardText

_SPLIT: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"^[\s|:-]+$")


@dataclass(frozen=True, slots=True)
class FormView:
    """What a kind asks for: the words above the fields. Empty words leave a field out."""

    kind: CardKind
    words: str
    front: str
    back: str
    answer: str = ""
    hint: str = ""


FORMS: Final[dict[CardKind, FormView]] = {
    form.kind: form
    for form in (
        FormView(CardKind.BASIC, "Question and answer", "Front", "Back"),
        FormView(CardKind.REVERSED, "Asked both ways", "Front", "Back"),
        FormView(
            CardKind.CLOZE,
            "Text with gaps",
            "Text",
            "Remark",
            hint="Select words and press Ctrl+Shift+C to hide them. A hint stands behind two colons.",
        ),
        FormView(CardKind.TYPED, "Answer to be typed", "Front", "Explanation", answer="Answer, one line"),
        FormView(CardKind.CHOICE, "Multiple choice", "Question", "Remark"),
        FormView(
            CardKind.TABLE,
            "Table",
            "Question",
            "Remark",
            hint="One row a line, cells parted by |. The first line is the head; first cells are never hidden.",
        ),
        FormView(CardKind.OCCLUSION, "Picture with covered parts", "Question (may be empty)", "Remark"),
    )
}


def grid_of(text: str, hiding: Hiding) -> Grid | None:
    """Read a table of lines with cells parted by `|`, as Markdown writes it or without the outer bars."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows = [_cells(line) for line in lines if not (_RULE.match(line) and "-" in line)]
    if not rows:
        return None
    width = len(rows[0])
    return Grid(rows[0], tuple(row + ("",) * (width - len(row)) for row in rows[1:]), hiding)


def grid_text(grid: Grid | None) -> str:
    """Write a table as `grid_of` reads it."""
    if grid is None:
        return ""
    return "\n".join(" | ".join(cell.replace("|", "\\|") for cell in row) for row in (grid.columns, *grid.rows))


def of_kind(text: CardText, kind: CardKind) -> CardText:
    """Return what is written as another kind of card; what that kind has no field for is left out when it is saved."""
    choices = text.choices
    if kind is CardKind.CHOICE and not choices:
        choices = (CardChoice("", right=True), CardChoice(""), CardChoice(""))
    return replace(text, kind=kind, choices=choices)


def trimmed(text: CardText) -> CardText:
    """Return `text` without what its kind doesn't have, and without empty choices and blank ends."""
    kind = text.kind
    return CardText(
        kind=kind,
        front=text.front.strip(),
        back=text.back.strip(),
        answer=" ".join(text.answer.split()) if kind is CardKind.TYPED else "",
        choices=tuple(choice for choice in text.choices if choice.text.strip()) if kind is CardKind.CHOICE else (),
        grid=text.grid if kind is CardKind.TABLE else None,
        occlusion=(text.occlusion or Occlusion("")) if kind is CardKind.OCCLUSION else None,
    )


def _cells(line: str) -> tuple[str, ...]:
    inner = line.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.replace("\\|", "|").strip() for cell in _SPLIT.split(inner))
