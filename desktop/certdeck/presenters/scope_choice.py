"""What to study, as the chooser shows it."""

from dataclasses import dataclass

from certdeck.core.scheduling.cram import CramKind
from certdeck.core.scheduling.scope import Scope
from certdeck.services.catalogue import Services

CRAM_WORDS = {
    CramKind.ALL: "All cards",
    CramKind.FLAGGED: "Flagged",
    CramKind.LEECHES: "Leeches",
    CramKind.DUE: "Coming due",
    CramKind.FORGOTTEN: "Forgotten today",
}
"""What can be crammed of a scope."""


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """Something to study: its name, how deep it stands, what waits, and whether it is studied now."""

    scope: Scope
    name: str
    level: int
    new: int
    learning: int
    due: int
    chosen: bool

    @property
    def spoken(self) -> str:
        """What a screen reader says of the row."""
        now = ", studied now" if self.chosen else ""
        return f"{self.name}: {self.new} new, {self.learning} learning, {self.due} due{now}"


def scope_rows(services: Services, studied: Scope | None) -> tuple[ScopeRow, ...]:
    """Return everything that can be studied. Raises `CertdeckError` when no deck is installed."""
    nodes = services.scopes.tree()
    chosen = studied or nodes[0].scope
    return tuple(
        ScopeRow(
            node.scope,
            node.name,
            node.level,
            node.counts.new,
            node.counts.learning,
            node.counts.due,
            node.scope == chosen,
        )
        for node in nodes
    )
