"""What the figures need from the database: whole columns, each read at one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from certdeck.core.ids import BlueprintId
    from certdeck.core.scheduling.scope import Scope
    from certdeck.core.statistics.columns import BulletFaces, Faces, Ratings


class Figures(Protocol):
    """Columns of the study log, of the faces, and of what an exam guide asks for. A scope of None is everything."""

    def ratings(self, scope: Scope | None) -> Ratings:
        """Return every rating that was not taken back, of the faces of `scope`."""
        ...

    def faces(self, scope: Scope | None) -> Faces:
        """Return the faces of `scope` that are in the library."""
        ...

    def bullets(self, exam: BlueprintId, *, main: bool) -> tuple[BulletFaces, ...]:
        """Return the faces and questions of each bullet of `exam` that has any, by id.

        With `main` an item counts for its main bullet alone, else for every one that it covers.
        """
        ...

    def answered(self, scope: Scope | None, since: datetime) -> int:
        """Count the questions met in exams of `scope` that ended at or after `since`."""
        ...
