"""The plain rows that lists show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from certdeck.core.ids import FaceId, ItemId
    from certdeck.core.scheduling.schedule import Phase


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a list.

    `kind` is `card`, `question`, `sheet`, `confusion` or `term`; `form` the finer kind (`cloze`, `matching` …); `task`
    and `bullet` those of the blueprint asked for, empty for what doesn't belong to it. `due`, `phase` and what follows
    are those of its earliest face, None for what isn't studied as cards. `key` is its number in searches, `deck` its
    deck.
    """

    id: ItemId
    kind: str
    form: str
    title: str
    task: str
    bullet: str
    position: int
    face: FaceId | None = None
    phase: Phase | None = None
    due: datetime | None = None
    suspended: bool = False
    flag: int = 0
    stability: float | None = None
    last_review: datetime | None = None
    key: int = 0
    deck: str = ""
    buried_until: datetime | None = None
