"""Bringing a library up to date that an older version wrote: a front end says so before it begins."""

from collections.abc import Callable

from certdeck.ports.exporting import Progress, no_progress

Update = Callable[[Progress], None]
"""Brings a library up to date. Raises `StoreError` when that fails; then nothing of it was changed."""
Updating = Callable[[Update], None]
"""Tells the learner, does the work, and hands its errors on."""


def unannounced(update: Update) -> None:
    """Do the work without a word."""
    update(no_progress)
