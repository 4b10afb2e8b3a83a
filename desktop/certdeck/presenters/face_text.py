"""What one face of a card shows, as structured text: before the answer and after it."""

from random import Random

from certdeck.core.card_parts import Covering, Grid, Occlusion
from certdeck.core.ids import FaceId
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
from certdeck.ports.markup import Markup

RIGHT = " ✓ right"
"""Stands behind a right choice once the answer is shown."""


def prompt_text(markup: Markup, face: Face, *, shown: bool, asked_before: int = 0) -> RichText:
    """Return what `face` asks. Gaps, choices and parts are in it, and open up when the answer is `shown`.

    Choices stand in an order that depends on how often the face was rated: another one each time, the same until then.
    """
    if face.gap is not None:
        return markup.read_cloze(face.prompt, gap=face.gap, hidden=not shown)
    text = markup.read(face.prompt)
    if face.choices:
        return (*text, _choices(markup, face, shown=shown, asked_before=asked_before))
    card = face.card
    if card.grid is not None and face.part is not None:
        return (*text, grid_table(markup, card.grid, face.part, hidden=not shown))
    if card.occlusion is not None and card.occlusion.picture:
        return (*text, _picture(card.occlusion, plain(text), face.part, shown=shown))
    return text


def answer_text(markup: Markup, face: Face) -> RichText:
    """Return what stands below once the answer is shown: the back, and before it what had to be typed."""
    text = markup.read(face.answer)
    typed = face.typed
    if not typed or plain(text).casefold().startswith(typed.casefold()):
        return text
    return (Paragraph((Strong((Text(typed),)),)), *text)


def choice_order(face: FaceId, count: int, asked_before: int) -> tuple[int, ...]:
    """Return the places of the choices in the order in which they are shown."""
    places = list(range(count))
    Random(f"{face}/{asked_before}").shuffle(places)
    return tuple(places)


def grid_table(markup: Markup, grid: Grid, part: int, *, hidden: bool) -> Table:
    """Return the table of a card, the cells of `part` (from 1) hidden or set off."""
    width = len(grid.columns)

    def cell(row: int, column: int) -> Spans:
        texts = grid.rows[row]
        spans = cell_spans(markup.read(texts[column] if column < len(texts) else ""))
        return (Gap(part, spans, hidden=hidden),) if spans and grid.hides(part, row, column) else spans

    rows = tuple(tuple(cell(row, column) for column in range(width)) for row in range(len(grid.rows)))
    return Table(tuple(cell_spans(markup.read(name)) for name in grid.columns), rows)


def _choices(markup: Markup, face: Face, *, shown: bool, asked_before: int) -> Listing:
    ordered = (face.choices[place] for place in choice_order(face.id, len(face.choices), asked_before))
    entries = tuple(
        (_right(markup.read(choice.text)) if shown and choice.right else markup.read(choice.text)) for choice in ordered
    )
    return Listing(entries, ordered=True, letters=True)


def _right(text: RichText) -> RichText:
    """Return `text` set off, with a word that says so: weight alone could be the author's."""
    match text:
        case (Paragraph(spans), *rest):
            return (Paragraph((Strong(spans), Text(RIGHT))), *rest)
        case _:
            return (*text, Paragraph((Strong((Text(RIGHT.strip()),)),)))


def _picture(occlusion: Occlusion, words: str, part: int | None, *, shown: bool) -> CoveredPicture:
    masks = tuple(
        Mask(shape, asked=shape.number == part, shown=shown and shape.number == part)
        for shape in occlusion.shapes
        if occlusion.covering is Covering.ALL or shape.number == part
    )
    return CoveredPicture(occlusion.picture, words or "Picture", masks)
