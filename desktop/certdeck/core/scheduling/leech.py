"""Leeches: cards that are forgotten again and again, and cost more time than they are worth as they are."""

from certdeck.core.scheduling.options import Options


def is_leech(lapses: int, options: Options) -> bool:
    """Tell whether a card with so many lapses is a leech. That is derived, and stored nowhere."""
    return bool(options.leech_after) and lapses >= options.leech_after


def becomes_leech(before: int, after: int, options: Options) -> bool:
    """Tell whether the lapse that led from `before` lapses to `after` is one to act on.

    That is the one that makes a leech, and from then on each time half as many again have come (Anki's rule).
    """
    if after <= before or not is_leech(after, options):
        return False
    half = -(-options.leech_after // 2)
    return (after - options.leech_after) % half == 0
