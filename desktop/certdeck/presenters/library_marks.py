"""Which cards of a list are to be mended. What takes long, drawing formulas, is left to whoever has time for it."""

from collections.abc import Mapping, Sequence
from typing import Final

from certdeck.core.deck import Card
from certdeck.core.ids import ItemId
from certdeck.services.catalogue import Services

MOST_UNSEEN: Final = 200
"""Cards that wait to be looked at; what was scrolled past longest ago is left out."""
MOST_KEPT: Final = 5_000
"""Cards whose faults are remembered; those that were scrolled past are looked at again."""


class FaultMarks:
    """Looks at the cards that are asked for, and remembers what is wrong with them until `forget`.

    `seen` is for lists: it answers at once and has the card looked at later, by `look_at`. A formula that nobody has
    drawn yet counts as sound and is `wanted`: have it tried in another thread by `try_out`,
    and hand what came of it to `know`.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._faults: dict[ItemId, tuple[str, ...]] = {}
        self._broken: dict[str, bool] = {}
        self._wanted: dict[str, None] = {}
        self._unseen: dict[ItemId, None] = {}

    def of(self, item: ItemId) -> tuple[str, ...]:
        """Return what is wrong with `item`, each in a sentence, as far as it is known; nothing of what is no card."""
        if item not in self._faults:
            if len(self._faults) >= MOST_KEPT:
                self._faults.clear()
            card = self._services.library.item(item)
            self._faults[item] = self._services.faults.of(card, self._seems_broken) if isinstance(card, Card) else ()
        return self._faults[item]

    def seen(self, item: ItemId) -> tuple[str, ...]:
        """Return what is known to be wrong with `item`; what was never looked at is `unseen` from now on."""
        known = self._faults.get(item)
        if known is None:
            self._unseen.pop(item, None)
            self._unseen[item] = None
            if len(self._unseen) > MOST_UNSEEN:
                del self._unseen[next(iter(self._unseen))]
        return known or ()

    @property
    def unseen(self) -> bool:
        """Tell whether there are cards to be looked at."""
        return bool(self._unseen)

    def look_at(self, most: int) -> bool:
        """Look at some cards that are unseen, the last ones first; tell whether one of them is to be mended."""
        looked = [self._unseen.popitem()[0] for _ in range(min(most, len(self._unseen)))]
        return any(list(map(self.of, looked)))

    @property
    def wanted(self) -> tuple[str, ...]:
        """Formulas that are to be tried."""
        return tuple(self._wanted)

    def try_out(self, formulas: Sequence[str]) -> Mapping[str, bool]:
        """Draw `formulas` and return of each whether it is broken. May run in another thread."""
        return {latex: self._services.faults.is_broken(latex) for latex in formulas}

    def know(self, tried: Mapping[str, bool]) -> bool:
        """Remember what came of formulas; tell whether marks have changed by that."""
        self._broken |= tried
        for latex in tried:
            self._wanted.pop(latex, None)
        if any(tried.values()):
            self._faults.clear()
            return True
        return False

    def forget(self) -> None:
        """Look at every card anew: something has changed."""
        self._faults.clear()
        self._services.faults.forget()

    def _seems_broken(self, latex: str) -> bool:
        if latex not in self._broken:
            self._wanted[latex] = None
        return self._broken.get(latex, False)
