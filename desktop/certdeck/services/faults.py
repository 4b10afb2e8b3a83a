"""Cards that are to be mended: nothing to ask, gaps, formulas that can't be drawn, missing pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from certdeck.core.card_rules import card_faults, gap_numbers
from certdeck.core.deck import Card, CardKind
from certdeck.core.deck_lint import texts
from certdeck.core.richtext import Gap, Image, Math, every_span
from certdeck.core.search.query import Kind, OfKind
from certdeck.ports.math import BrokenFormula
from certdeck.ports.search import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from certdeck.ports.markup import Markup
    from certdeck.ports.math import MathRenderer
    from certdeck.ports.search import Frame
    from certdeck.ports.store import Store

_APART: Final = re.compile(r"[`~$|]|\n\s*(?:\n|[-*+>#=_]|\d+[.)])|^(?: {4}|\t)|::\s*::", re.MULTILINE)
"""Texts without any of it have their gaps where they can be hidden."""
_NOWHERE: Final = "it is empty, stands within code or a formula, or reaches over a paragraph or cell"
_LONGEST: Final = 40
"""Characters of a formula that are named."""


class FaultService:
    """Tells what is wrong with cards. Each can be kept and reviewed all the same.

    `markup` gives what reads Markdown, `picture` where a picture is, or None where it is missing.
    """

    def __init__(
        self,
        store: Store,
        markup: Callable[[], Markup],
        math: MathRenderer,
        picture: Callable[[str], Path | None],
    ) -> None:
        self._store = store
        self._markup = markup
        self._math = math
        self._picture = picture
        self._broken: dict[str, bool] = {}
        self._keys: tuple[int, ...] | None = None

    def of(self, card: Card, broken: Callable[[str], bool] | None = None) -> tuple[str, ...]:
        """Return what is wrong with `card`, each in a sentence.

        `broken` tells of LaTeX whether it can't be drawn; without it each formula is drawn, which takes some
        milliseconds.
        """
        found = [*card_faults(card), *self._in_texts(card, broken or self.is_broken)]
        return tuple(dict.fromkeys(f"{text[:1].upper()}{text[1:]}." for text in found))

    def is_broken(self, latex: str) -> bool:
        """Draw a formula and tell whether that can't be done."""
        if latex not in self._broken:
            try:
                self._math(latex, 16.0, "#000000")
            except BrokenFormula:
                self._broken[latex] = True
            else:
                self._broken[latex] = False
        return self._broken[latex]

    def keys(self, frame: Frame) -> tuple[int, ...]:
        """Return the keys of all cards that are to be mended, as found since `forget`.

        Looks at every card: a second or two for 100,000 of them.
        """
        if self._keys is None:
            with self._store.open() as work:
                cards = work.search.keys(OfKind((Kind.CARD,)), frame, Order.NONE)
                faulty = [each.item.id for each in work.outgoing.items(cards) if self._is_faulty(each.item)]
                found = (work.search.key_of(item) for item in faulty)
                self._keys = tuple(key for key in found if key is not None)
        return self._keys

    def forget(self) -> None:
        """Look at every card anew when it is asked next: something has changed."""
        self._keys = None

    def _is_faulty(self, card: object) -> bool:
        if not isinstance(card, Card):
            return False
        return any(True for _ in card_faults(card)) or any(True for _ in self._in_texts(card, self.is_broken))

    def _in_texts(self, card: Card, broken: Callable[[str], bool]) -> Iterator[str]:
        if card.kind is CardKind.CLOZE and _APART.search(card.front):
            shown = {
                span.ordinal
                for span in every_span(self._markup().read(card.front))
                if isinstance(span, Gap) and span.spans
            }
            for gap in gap_numbers(card.front):
                if gap not in shown:
                    yield f"gap {gap} hides nothing: {_NOWHERE}"
        for text in texts(card):
            if "$" not in text and "![" not in text:
                continue
            for span in every_span(self._markup().read(text)):
                if isinstance(span, Math) and broken(span.latex):
                    yield f"the formula {span.latex[:_LONGEST]} is broken and can't be drawn"
                elif isinstance(span, Image) and self._picture(span.name) is None:
                    yield f"the picture {span.name} is missing"
        name = card.occlusion.picture if card.occlusion else ""
        if name and self._picture(name) is None:
            yield f"the picture {name} is missing"
