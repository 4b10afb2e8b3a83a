"""What is to be mended on a card, in words: nothing to ask, gaps, formulas that can't be drawn, missing pictures."""

from collections.abc import Callable, Iterator
from functools import partial

from certdeck.core.card_rules import card_faults
from certdeck.core.deck import Card
from certdeck.core.deck_lint import texts
from certdeck.core.richtext import Image, Math, every_span
from certdeck.ports.math import BrokenFormula
from certdeck.services.catalogue import Services

_LONGEST = 40


def faults_of(services: Services, card: Card, broken: Callable[[str], bool] | None = None) -> tuple[str, ...]:
    """Return what is wrong with `card`, each in a sentence. It can be kept and reviewed all the same.

    `broken` tells of LaTeX whether it can't be drawn; without it each formula is drawn, which takes some milliseconds.
    """
    found = [*card_faults(card), *_broken(services, card, broken or partial(is_broken, services))]
    return tuple(dict.fromkeys(f"{text[:1].upper()}{text[1:]}." for text in found))


def _broken(services: Services, card: Card, broken: Callable[[str], bool]) -> Iterator[str]:
    for text in texts(card):
        if "$" not in text and "![" not in text:
            continue
        for span in every_span(services.markup.read(text)):
            if isinstance(span, Math) and broken(span.latex):
                yield f"the formula {span.latex[:_LONGEST]} is broken and can't be drawn"
            elif isinstance(span, Image) and services.cards.picture(span.name) is None:
                yield f"the picture {span.name} is missing"
    name = card.occlusion.picture if card.occlusion else ""
    if name and services.cards.picture(name) is None:
        yield f"the picture {name} is missing"


def is_broken(services: Services, latex: str) -> bool:
    """Draw a formula and tell whether that can't be done."""
    try:
        services.math(latex, 16.0, "#000000")
    except BrokenFormula:
        return True
    return False
