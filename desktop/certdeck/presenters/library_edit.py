"""What can be done with several items at once, without Qt. Each is one change, which undo takes back whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId
from certdeck.core.own import tags_in
from certdeck.core.scheduling.due_date import parsed_days
from certdeck.core.scheduling.schedule import Phase
from certdeck.ports.rows import ItemRow
from certdeck.presenters.dates import counted
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes

MANY: Final = 500
"""Items from which on a change takes so long that its progress is shown."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed, and what to say of it."""

    changes: Changes
    words: str


class LibraryEdits:
    """Changes the items of some keys."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def suspend(self, keys: Sequence[int], *, on: bool) -> Done:
        """Leave the cards out until they are resumed, or resume them."""
        faces = self._faces(keys)
        changes = self._services.faces.suspend(*faces, on=on)
        return Done(changes, f"{self._cards(keys)} {'suspended' if on else 'resumed'}")

    def bury(self, keys: Sequence[int], *, on: bool = True) -> Done:
        """Leave the cards out until tomorrow, or bring them back today."""
        changes = self._services.faces.bury(*self._faces(keys), on=on)
        return Done(changes, f"{self._cards(keys)} {'buried until tomorrow' if on else 'back today'}")

    def is_buried(self, row: ItemRow) -> bool:
        """Tell whether `row` is left out until tomorrow."""
        return is_buried(row, self._services.clock.now())

    def flag(self, keys: Sequence[int], flag: int) -> Done:
        """Give the cards flag 1 to 7, or none with 0."""
        changes = self._services.faces.flag(flag, *self._faces(keys))
        if not flag:
            return Done(changes, f"{self._cards(keys)} without a flag")
        name = self._services.preferences.settings.flag_names()[flag - 1]
        return Done(changes, f"{self._cards(keys)} flagged {name}")

    def forget(self, keys: Sequence[int]) -> Done:
        """Make the cards new again."""
        changes = self._services.faces.forget(*self._faces(keys))
        return Done(changes, f"{self._cards(keys)} forgotten: new again")

    def set_due(self, keys: Sequence[int], text: str) -> Done:
        """Have the cards asked on a day such as `3`, `3-7` or `2026-12-01`. Raises `StudyError` for other texts."""
        first, last = parsed_days(text, self._services.calendar.today())
        changes = self._services.faces.set_due(first, *self._faces(keys), last=last)
        return Done(changes, f"{self._cards(keys)} given another due date")

    def add_tags(self, keys: Sequence[int], text: str) -> Done:
        """Give the items the tags that `text` names. Raises `StudyError` when it names none."""
        tags = _tags(text)
        changes = self._services.cards.tag(self._services.search.items(keys), add=tags)
        return Done(changes, f"{counted(len(keys), 'item')} tagged {', '.join(tags)}")

    def remove_tags(self, keys: Sequence[int], text: str) -> Done:
        """Take the tags of the learner's own that `text` names from the items. Raises `StudyError` for none."""
        tags = _tags(text)
        changes = self._services.cards.tag(self._services.search.items(keys), remove=tags)
        if not changes:
            raise StudyError("None of these items has such a tag of yours. Tags of a deck stay.")
        return Done(changes, f"{', '.join(tags)} taken from {counted(len(keys), 'item')}")

    def _faces(self, keys: Sequence[int]) -> tuple[FaceId, ...]:
        faces = self._services.search.faces(keys)
        if not faces:
            raise StudyError("There is no card among these items. Questions, sheets and terms are not scheduled.")
        return faces

    def _cards(self, keys: Sequence[int]) -> str:
        if len(keys) == 1:
            return "Card"
        return counted(len({face.rpartition("/")[0] for face in self._services.search.faces(keys)}), "card")


def is_buried(row: ItemRow, now: datetime) -> bool:
    """Tell whether `row` is buried; a new card that was given a day to be asked on waits for that day instead."""
    waits = row.phase is Phase.NEW and row.due is not None
    return row.buried_until is not None and row.buried_until > now and not waits


def _tags(text: str) -> tuple[str, ...]:
    tags = tags_in(text)
    if not tags:
        raise StudyError("Write at least one tag, such as weak or storage::s3.")
    return tags
