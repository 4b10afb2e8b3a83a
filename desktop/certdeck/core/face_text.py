"""What one face of a card shows, as structured text: the rules that screens and paper share."""

from collections.abc import Sequence
from typing import Protocol

from certdeck.core.card_parts import Covering, Grid, Occlusion
from certdeck.core.richtext import (
    CoveredPicture,
    Gap,
    Listing,
    Mask,
    Paragraph,
    RichText,
    Spans,
    Strong,
    Table,
    Text,
    cell_spans,
    plain,
)
from certdeck.core.scheduling.faces import Face

RIGHT = " ✓ right"
"""Stands behind a right choice once the answer is shown."""


class Reading(Protocol):
    """Reads the author's texts (see `certdeck.ports.markup.Markup`)."""

    def read(self, text: str) -> RichText:
        """Read a text."""
        ...

    def read_cloze(self, text: str, *, gap: int, hidden: bool) -> RichText:
        """Read a text with gaps: gap `gap` is hidden or set off."""
        ...


def asked_text(reading: Reading, face: Face, order: Sequence[int], *, shown: bool) -> RichText:
    """Return what `face` asks, its choices in `order`. Gaps, choices and parts open up when the answer is `shown`."""
    if face.gap is not None:
        return reading.read_cloze(face.prompt, gap=face.gap, hidden=not shown)
    text = reading.read(face.prompt)
    if face.choices:
        return (*text, _choices(reading, face, order, shown=shown))
    card = face.card
    if card.grid is not None and face.part is not None:
        return (*text, grid_table(reading, card.grid, face.part, hidden=not shown))
    if card.occlusion is not None and card.occlusion.picture:
        return (*text, covered_picture(card.occlusion, plain(text), face.part, shown=shown))
    return text


def answer_text(reading: Reading, face: Face) -> RichText:
    """Return the back, and before it what had to be typed, unless the back begins with it."""
    text = reading.read(face.answer)
    typed = face.typed
    if not typed or plain(text).casefold().startswith(typed.casefold()):
        return text
    return (Paragraph((Strong((Text(typed),)),)), *text)


def grid_table(reading: Reading, grid: Grid, part: int, *, hidden: bool) -> Table:
    """Return the table of a card, the cells of `part` (from 1) hidden or set off."""
    width = len(grid.columns)

    def cell(row: int, column: int) -> Spans:
        texts = grid.rows[row]
        spans = cell_spans(reading.read(texts[column] if column < len(texts) else ""))
        return (Gap(part, spans, hidden=hidden),) if spans and grid.hides(part, row, column) else spans

    rows = tuple(tuple(cell(row, column) for column in range(width)) for row in range(len(grid.rows)))
    return Table(tuple(cell_spans(reading.read(name)) for name in grid.columns), rows)


def covered_picture(occlusion: Occlusion, words: str, part: int | None, *, shown: bool) -> CoveredPicture:
    """Return the picture of a card with its parts covered; `part` (from 1) is asked for, or `shown`."""
    masks = tuple(
        Mask(shape, asked=shape.number == part, shown=shown and shape.number == part)
        for shape in occlusion.shapes
        if occlusion.covering is Covering.ALL or shape.number == part
    )
    return CoveredPicture(occlusion.picture, words or "Picture", masks)


def _choices(reading: Reading, face: Face, order: Sequence[int], *, shown: bool) -> Listing:
    ordered = (face.choices[place] for place in order)
    entries = tuple(
        (_right(reading.read(choice.text)) if shown and choice.right else reading.read(choice.text))
        for choice in ordered
    )
    return Listing(entries, ordered=True, letters=True)


def _right(text: RichText) -> RichText:
    """Return `text` set off, with a word that says so: weight alone could be the author's."""
    match text:
        case (Paragraph(spans), *rest):
            return (Paragraph((Strong(spans), Text(RIGHT))), *rest)
        case _:
            return (*text, Paragraph((Strong((Text(RIGHT.strip()),)),)))
