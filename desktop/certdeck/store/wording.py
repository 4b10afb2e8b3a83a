"""The texts of an item as they stand in its row: what lists show, what searches look in, and all that is left of it."""

from typing import NamedTuple

from certdeck.core.deck import Card, ConfusionSet, Item, Question, Sheet, Term
from certdeck.core.deck_lint import texts
from certdeck.store import codec


class Wording(NamedTuple):
    """Columns of an item: `text` is what can be read of it beside its `title`.

    Most cards are a front and a back and no other text. These two are their title and text, and `content` lacks them:
    that makes a large library a quarter smaller.
    """

    title: str
    text: str
    content: bytes


def wording(item: Item, shown: Item | None = None) -> Wording:
    """Return the columns of `item`, which the learner has as `shown`; `content` is always the deck's own."""
    seen = item if shown is None else shown
    if seen is item and isinstance(item, Card) and _is_plain(item):
        return Wording(item.front, item.back, codec.encode_plain(item))
    title = _title(seen)
    rest = [text for text in texts(seen) if text]
    if title in rest:
        rest.remove(title)
    return Wording(title, "\n".join(rest), codec.encode_item(item))


def _is_plain(card: Card) -> bool:
    """Tell whether a card is a front and a back and no other text."""
    return not (card.examined or card.today or card.answer or card.choices or card.grid)


def _title(item: Item) -> str:
    match item:
        case Card():
            return item.front
        case _ if isinstance(item, Question | Sheet | ConfusionSet):
            return item.title
        case Term():
            return item.term
        case _:
            raise TypeError(f"no title known of {type(item).__name__}")
