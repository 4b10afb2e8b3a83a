"""What stands on the two sides of a printed card."""

from certdeck.core.card_parts import Covering, Grid
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


def front(markup: Markup, face: Face) -> RichText:
    """Return what a face asks: gaps hidden, choices in the author's order, parts covered."""
    if face.gap is not None:
        return markup.read_cloze(face.prompt, gap=face.gap, hidden=True)
    text = markup.read(face.prompt)
    card = face.card
    if face.choices:
        entries = tuple(markup.read(choice.text) for choice in face.choices)
        return (*text, Listing(entries, ordered=True, letters=True))
    if card.grid is not None and face.part is not None:
        return (*text, _grid(markup, card.grid, face.part))
    if card.occlusion is not None and card.occlusion.picture:
        return (*text, _picture(face, plain(text), shown=False))
    return text


def back(markup: Markup, face: Face) -> RichText:
    """Return the answer: what was hidden first, then the back of the card."""
    return (*_opened(markup, face), *markup.read(face.answer))


def _opened(markup: Markup, face: Face) -> RichText:
    if face.gap is not None:
        return markup.read_cloze(face.prompt, gap=face.gap, hidden=False)
    if face.typed:
        return (_bold((Text(face.typed),)),)
    if face.choices:
        right = [
            _bold((Text(f"{chr(ord('A') + at)}. "), *cell_spans(markup.read(choice.text))))
            for at, choice in enumerate(face.choices)
            if choice.right
        ]
        return tuple(right)
    if face.card.grid is not None and face.part is not None:
        return tuple(_hidden_cells(markup, face.card.grid, face.part))
    if face.card.occlusion is not None and face.card.occlusion.picture:
        return (_picture(face, "Picture", shown=True),)
    return ()


def _bold(spans: Spans) -> Paragraph:
    return Paragraph((Strong(spans),))


def _grid(markup: Markup, grid: Grid, part: int) -> Table:
    def cell(row: int, column: int, text: str) -> Spans:
        spans = cell_spans(markup.read(text))
        return (Gap(part, spans, hidden=True),) if spans and grid.hides(part, row, column) else spans

    rows = tuple(
        tuple(cell(row, column, text) for column, text in enumerate(texts)) for row, texts in enumerate(grid.rows)
    )
    return Table(tuple(cell_spans(markup.read(name)) for name in grid.columns), rows)


def _hidden_cells(markup: Markup, grid: Grid, part: int) -> list[Paragraph]:
    """Return what was hidden, each cell with the name of its row and column."""
    found = []
    for row, texts in enumerate(grid.rows):
        for column, text in enumerate(texts):
            if grid.hides(part, row, column) and column < len(grid.columns):
                name = plain(markup.read(f"{texts[0]}, {grid.columns[column]}"))
                found.append(Paragraph((Text(f"{name}: "), Strong(cell_spans(markup.read(text))))))
    return found


def _picture(face: Face, words: str, *, shown: bool) -> CoveredPicture:
    occlusion = face.card.occlusion
    if occlusion is None:
        return CoveredPicture("", words)
    masks = tuple(
        Mask(shape, asked=shape.number == face.part, shown=shown and shape.number == face.part)
        for shape in occlusion.shapes
        if occlusion.covering is Covering.ALL or shape.number == face.part
    )
    return CoveredPicture(occlusion.picture, words or "Picture", masks)
