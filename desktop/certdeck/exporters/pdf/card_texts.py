"""What stands on the two sides of a printed card."""

from collections.abc import Iterator

from certdeck.core.card_parts import Grid
from certdeck.core.face_text import answer_text, asked_text, covered_picture
from certdeck.core.richtext import Paragraph, RichText, Spans, Strong, Text, cell_spans, plain
from certdeck.core.scheduling.faces import Face
from certdeck.ports.markup import Markup


def front(markup: Markup, face: Face) -> RichText:
    """Return what a face asks: gaps hidden, choices in the author's order, parts covered."""
    return asked_text(markup, face, range(len(face.choices)), shown=False)


def back(markup: Markup, face: Face) -> RichText:
    """Return the answer: what was hidden first, then the back of the card."""
    return (*_opened(markup, face), *answer_text(markup, face))


def _opened(markup: Markup, face: Face) -> RichText:
    if face.gap is not None:
        return markup.read_cloze(face.prompt, gap=face.gap, hidden=False)
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
        return (covered_picture(face.card.occlusion, "", face.part, shown=True),)
    return ()


def _bold(spans: Spans) -> Paragraph:
    return Paragraph((Strong(spans),))


def _hidden_cells(markup: Markup, grid: Grid, part: int) -> Iterator[Paragraph]:
    """Yield what was hidden, each cell with the name of its row and column."""
    for row, texts in enumerate(grid.rows):
        for column, text in enumerate(texts):
            if grid.hides(part, row, column) and column < len(grid.columns):
                name = plain(markup.read(f"{texts[0]}, {grid.columns[column]}"))
                yield Paragraph((Text(f"{name}: "), Strong(cell_spans(markup.read(text)))))
