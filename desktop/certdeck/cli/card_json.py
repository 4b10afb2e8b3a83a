"""What a card asks and answers beside its front and back, as the command line prints it."""

from certdeck.core.card_parts import Grid
from certdeck.core.deck import Card, CardKind

Values = dict[str, object]


def parts_json(card: Card) -> Values:
    """Return what only cards of its kind have: the answer to be typed, the choices, the table, the picture."""
    match card.kind:
        case CardKind.TYPED:
            return {"answer": card.answer}
        case CardKind.CHOICE:
            return {"choices": [{"text": choice.text, "right": choice.right} for choice in card.choices]}
        case CardKind.TABLE if card.grid is not None:
            return {"columns": list(card.grid.columns), "rows": [list(row) for row in card.grid.rows]}
        case CardKind.OCCLUSION if card.occlusion is not None:
            return {"picture": card.occlusion.picture}
        case _:
            return {}


def part_lines(card: Card) -> list[str]:
    """Return the same as lines of text, none for cards that have no such part."""
    match card.kind:
        case CardKind.TYPED:
            return [f"Typed: {card.answer}"]
        case CardKind.CHOICE:
            return [f"{'x' if choice.right else ' '} {choice.text}" for choice in card.choices]
        case CardKind.TABLE if card.grid is not None:
            return _table_lines(card.grid)
        case CardKind.OCCLUSION if card.occlusion is not None:
            return [f"Picture: {card.occlusion.picture}"]
        case _:
            return []


def _table_lines(grid: Grid) -> list[str]:
    return [" | ".join(row) for row in (grid.columns, *grid.rows)]
