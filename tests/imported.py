"""Plain cards in a library, put there as an import puts them."""

from collections.abc import Sequence
from typing import Final

from certdeck.core.ids import DeckId, ItemId
from certdeck.ports.intake import Plain, PlainRun
from certdeck.ports.store import Store
from tests.builders import NOON

IMPORTED: Final = DeckId("import-a")


def alpacas(count: int, prefix: str = "new") -> list[Plain]:
    """Return so many cards that ask for alpacas, with ids that begin with `prefix`."""
    return [Plain(ItemId(f"{prefix}-{number}"), f"Alpaca {number}", "", ()) for number in range(count)]


def bring(store: Store, cards: Sequence[Plain], deck: DeckId = IMPORTED) -> None:
    """Put `cards` into `deck` and commit them."""
    with store.open(writing=True) as work:
        work.intake.put(deck, "A", [PlainRun(cards)], NOON)
        work.commit()
