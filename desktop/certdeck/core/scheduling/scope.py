"""What is studied: an exam, a part of it, or a deck."""

from dataclasses import dataclass

from certdeck.core.ids import BlueprintId, DeckId


@dataclass(frozen=True, slots=True)
class Scope:
    """The cards of `deck` that belong to `exam`, and with them the learner's own ones for it; or a whole deck.

    `part` narrows an exam to a domain (`3`) or a task statement (`3.1`).
    """

    deck: DeckId
    exam: BlueprintId | None = None
    part: str = ""
