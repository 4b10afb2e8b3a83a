"""Cramming from the library, without Qt: which items are meant, and what the command is called."""

from collections.abc import Sequence

from certdeck.core.errors import StudyError
from certdeck.core.scheduling.cram import CramKind, CramWish
from certdeck.services.catalogue import Services


def crammed(selected: Sequence[int], listed: Sequence[int]) -> Sequence[int]:
    """Return the keys that a cram goes through: several that are selected, or else all that the list shows.

    One row is always selected; a round of that card alone is not what anybody means.
    """
    return selected if len(selected) > 1 else listed


def cram_words(selected: Sequence[int], listed: Sequence[int]) -> str:
    """Return what the command is called: Cram 12 selected, Cram all 132 listed."""
    if len(selected) > 1:
        return f"Cram {len(selected):,} selected"
    return f"Cram all {len(listed):,} listed"


def chosen_cards(services: Services, keys: Sequence[int]) -> CramWish:
    """Return a cram of every card among the items of `keys`. Raises `StudyError` when there is none."""
    faces = services.search.faces(keys)
    if not faces:
        raise StudyError("There is no card among these items. Questions, sheets and terms can't be crammed.")
    return CramWish(CramKind.CHOSEN, faces=faces)
