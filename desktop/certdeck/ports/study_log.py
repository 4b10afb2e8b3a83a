"""The lines of the study log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from certdeck.core.scheduling.schedule import FaceState, Rating

ANKI: Final = "anki"
SYNC: Final = "sync"
"""Where entries came from: another program, or another computer with Certdeck."""


class StudyEntry(NamedTuple):
    """One line of the study log: what was done to a face, and its state before and after.

    `kind` is `rate`, `suspend`, `resume`, `bury`, `flag`, `add`, `reschedule`, `undo` or `redo` (older logs hold `make`
    too); `reschedule` puts a due date where the parameters in force have it.
    `undoes` names the entry that an undo takes back or a redo brings back. `add` puts a card to be asked today.
    `change` is the number of the change that the entry is part of (see `ports.history`). `import` gives a face the
    state it had in another program, `merge` the one that its log leaves once reviews were brought home. Such a review
    has an `origin`, which is empty for all that was done here, and stands at its time whenever it came. `sync` gives a
    face the state that it has by what was done here and on other computers. Append-only.
    """

    kind: str
    at: datetime
    before: FaceState
    after: FaceState
    rating: Rating | None = None
    milliseconds: int = 0
    undoes: int | None = None
    change: int | None = None
    id: int = 0
    origin: str = ""

    @property
    def foreign(self) -> bool:
        """Whether it was brought home from elsewhere."""
        return bool(self.origin)
