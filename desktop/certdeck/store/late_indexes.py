"""Indexes that are made anew once many rows have come, rather than kept up to date row by row.

Where a row stands in one of these has nothing to do with when it comes, so that each new one goes into another page of
it: that takes as long as all else that a new face writes. Sorted at one go they take a third of it. Nobody else sees
the library without them, since all that is done in one transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from certdeck.store.connection import Link

LATE: Final = ("ix_face_state_waiting", "ix_entry_deck_id_position", "ix_study_log_rated")
WRITTEN: Final = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?"


class LateIndexes:
    """Does without `LATE` from `leave_out` to `make`; what needs one of them takes long meanwhile."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._left_out: list[str] = []

    def leave_out(self) -> None:
        """Do without them from now on."""
        for name in LATE:
            self._left_out += self._link.column(WRITTEN, name)
            self._link.run(f"DROP INDEX {name}")

    def make(self) -> None:
        """Make those that were left out, as they were."""
        for statement in self._left_out:
            self._link.run(statement)
        self._left_out.clear()
