"""When the facts of an item were last compared with their sources."""

from collections.abc import Sequence

from certdeck.core.deck import Source
from certdeck.presenters.dates import day_text


def verified_text(sources: Sequence[Source]) -> str:
    """Say when facts were last compared with `sources`: the oldest check, which all of them have passed."""
    return f"Verified {day_text(min(source.checked for source in sources))}" if sources else "No source given"
