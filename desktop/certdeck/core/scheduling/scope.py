"""What is studied: an exam, a part of it, or a deck."""

from typing import NamedTuple

from certdeck.core.ids import BlueprintId, DeckId


class Scope(NamedTuple):
    """The cards of `deck` that belong to `exam`, and with them the learner's own ones for it; or a whole deck.

    `part` narrows an exam to a domain (`3`) or a task statement (`3.1`). A tuple, as each rating looks it up often.
    """

    deck: DeckId
    exam: BlueprintId | None = None
    part: str = ""

    def covers(self, other: "Scope") -> bool:
        """Tell whether everything of `other` is part of this scope as well."""
        if self.deck != other.deck or self.exam != other.exam:
            return False
        return self.part in ("", other.part) or other.part.startswith(f"{self.part}.")
