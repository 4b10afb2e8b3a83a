"""Sharing a width among the columns of a table."""

from collections.abc import Sequence


def shared_widths(least: Sequence[float], natural: Sequence[float], room: float) -> list[float]:
    """Share `room` among columns: each at least its longest word, more to those with more text.

    When even the longest words don't fit, the widest columns shrink to one width; narrower ones keep theirs.
    """
    if sum(least) >= room:
        widest = _widest(sorted(least), room)
        return [min(width, widest) for width in least]
    # A column of twice the text needs more than twice the lines of a narrow one, but not twice its width.
    wishes = [max(wide - narrow, 0.0) ** 0.75 for wide, narrow in zip(natural, least, strict=True)]
    spare = room - sum(least)
    if not sum(wishes):
        return [narrow + spare / len(least) for narrow in least]
    return [narrow + spare * wish / sum(wishes) for narrow, wish in zip(least, wishes, strict=True)]


def _widest(widths: Sequence[float], room: float) -> float:
    """Return the width to which columns shrink, the narrowest first in `widths`, so that all fill `room`."""
    for place, width in enumerate(widths):
        share = room / (len(widths) - place)
        if width >= share:
            return share
        room -= width
    return widths[-1]
