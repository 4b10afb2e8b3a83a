"""What must be true of a card of each kind. Each rule yields a sentence that says what is wrong."""

import re
from collections import Counter
from collections.abc import Iterator

from certdeck.core.card_parts import Grid, Occlusion, Outline, Shape
from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import LAST_ORDINAL, is_ordinal

_GAP = re.compile(r"\{\{c(\d{1,9})::")
"""The beginning of a cloze gap, `{{c1::hidden}}` or `{{c1::hidden::hint}}`; another gap may stand in it."""

CHOICES = range(2, 9)
"""Answers that a multiple-choice card may offer."""
COLUMNS = range(2, 9)
ROWS = range(1, 31)
"""Size of the table of a table card."""
SHAPES = 60
"""The most shapes on one picture."""
THINNEST = 0.002
"""Share of the picture's width or height below which a shape covers nothing."""


def gap_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of the gaps of a cloze text, each once, in ascending order."""
    found: set[int] = set()
    end = -1
    for begin in _GAP.finditer(text):
        if end < begin.end():
            end = text.find("}}", begin.end())
        if end < 0:
            break
        if end > begin.end():
            found.add(int(begin[1]))
    return tuple(sorted(found))


def card_faults(card: Card) -> Iterator[str]:
    """Yield what is wrong with `card` on its own, whatever else the deck holds."""
    if not card.front.strip() and card.kind is not CardKind.OCCLUSION:
        yield "there is nothing to ask: the front is empty"
    match card.kind:
        case CardKind.CLOZE:
            yield from _cloze_faults(card.front)
        case CardKind.TYPED:
            if "\n" in card.answer or not card.answer.strip():
                yield "a typed answer must be a single line that isn't blank"
        case CardKind.CHOICE:
            yield from _choice_faults(card)
        case CardKind.TABLE:
            yield from _grid_faults(card.grid)
        case CardKind.OCCLUSION:
            yield from _occlusion_faults(card.occlusion)
        case CardKind.BASIC | CardKind.REVERSED:
            if not card.back.strip():
                yield "there is no answer: the back is empty"


def _cloze_faults(text: str) -> Iterator[str]:
    numbers = gap_numbers(text)
    if not numbers:
        yield "a cloze text needs at least one gap, as in {{c1::hidden text}}"
    elif numbers != tuple(range(1, len(numbers) + 1)):
        yield f"gaps must be numbered 1, 2, 3 … without holes; found {', '.join(map(str, numbers))}"


def _choice_faults(card: Card) -> Iterator[str]:
    if len(card.choices) not in CHOICES:
        yield f"multiple choice needs 2 to 8 answers to choose from; found {len(card.choices)}"
    if not any(choice.right for choice in card.choices):
        yield "no answer is marked as the right one"
    if any(not choice.text.strip() for choice in card.choices):
        yield "one of the answers to choose from is empty"
    for text, times in Counter(choice.text.strip().casefold() for choice in card.choices).items():
        if text and times > 1:
            yield f"the answer “{text[:40]}” stands {times} times"


def _grid_faults(grid: Grid | None) -> Iterator[str]:
    if grid is None or len(grid.columns) not in COLUMNS or len(grid.rows) not in ROWS:
        yield "a table card needs a table of 2 to 8 columns and 1 to 30 rows"
        return
    for number, row in enumerate(grid.rows, start=1):
        if len(row) != len(grid.columns):
            yield f"row {number} of the table has {len(row)} cells where the head has {len(grid.columns)}"
    if not any(cell.strip() for row in grid.rows for cell in row[1:]):
        yield "there is nothing to ask: every cell of the table is empty"


def _occlusion_faults(occlusion: Occlusion | None) -> Iterator[str]:
    if occlusion is None or not occlusion.picture:
        yield "there is no picture"
        return
    if not occlusion.shapes:
        yield "nothing on the picture is covered"
    if len(occlusion.shapes) > SHAPES:
        yield f"a picture can have {SHAPES} covered parts at most; found {len(occlusion.shapes)}"
    numbers = occlusion.numbers()
    if not all(map(is_ordinal, numbers)):
        yield f"parts of a picture are numbered from 1 to {LAST_ORDINAL}"
    for place, shape in enumerate(occlusion.shapes, start=1):
        if not is_shape(shape):
            yield f"shape {place} is no {shape.outline.value} within the picture"


def is_shape(shape: Shape) -> bool:
    """Tell whether `shape` has as many points as its outline needs, all in the picture, and covers something."""
    wanted = range(3, 200) if shape.outline is Outline.POLYGON else range(2, 3)
    if len(shape.points) not in wanted:
        return False
    if any(not 0 <= part <= 1 for point in shape.points for part in point):
        return False
    _, _, width, height = shape.box()
    return width >= THINNEST and height >= THINNEST
