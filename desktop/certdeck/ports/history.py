"""What undo and redo need from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certdeck.core.ids import FaceId, ItemId
    from certdeck.core.scheduling.undo import Change, Step
    from certdeck.ports.study_log import StudyEntry


class History(Protocol):
    """The changes to study data, newest last: `DEPTH` of them can be taken back, and done again until another is made.

    It survives a restart. Only what is recorded under a change is part of it.
    """

    def begin(self, kind: str, at: datetime) -> int:
        """Begin a change and return its number. What was undone before can't be done again any more."""
        ...

    def rate(self, entry: StudyEntry, now: datetime) -> None:
        """Begin a change that is one rating, made `now`, and record `entry`: what `begin` and `Study.record` do."""
        ...

    def keep(self, change: int, step: Step) -> None:
        """Record that something of the learner's own is another one since `change`; putting it is not done here."""
        ...

    def amend(self, change: int, position: int, step: Step) -> None:
        """Have step number `position` (from 0) of `change` be `step`, which knows more."""
        ...

    def undoable(self) -> Change | None:
        """Return the change that undo would take back, or None."""
        ...

    def redoable(self) -> Change | None:
        """Return the change that redo would do again, or None."""
        ...

    def newest(self, *, undo: bool) -> int:
        """Return the number of the change that undo, or redo, would turn now, without looking at it; 0 for none."""
        ...

    def size(self, *, undo: bool, most: int) -> int:
        """Return how many faces and things of the learner's own undo, or redo, would turn now, counted up to `most`.

        An import counts as `most`.
        """
        ...

    def entries(self, change: int) -> tuple[StudyEntry, ...]:
        """Return what the study log says of `change` itself, in order; its undoing and redoing are left out."""
        ...

    def steps(self, change: int) -> tuple[Step, ...]:
        """Return what `change` did to what is the learner's own, in order."""
        ...

    def mark(self, change: int, *, undone: bool) -> None:
        """Say that `change` is undone, or done again."""
        ...

    def forget(self, faces: Sequence[FaceId], items: Sequence[ItemId]) -> int:
        """Leave out each change that concerns any of `faces` or `items`: what came from elsewhere stands on it now.

        Returns how many were left out. All others can be taken back, or done again, as before.
        """
        ...
