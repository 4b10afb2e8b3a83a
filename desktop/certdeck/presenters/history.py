"""What undo and redo say."""

from typing import Final

from certdeck.core.scheduling.undo import Change

_DEEDS: Final = {
    "rate": "Rating",
    "suspend": "Suspending",
    "resume": "Resuming",
    "bury": "Burying",
    "unbury": "Bringing back",
    "forget": "Forgetting",
    "due": "New due date",
    "reschedule": "Moving due dates",
    "flag": "Flag",
    "add": "Adding to today's cards",
    "make": "Adding to today's cards",
    "write": "New card",
    "edit": "Edit",
    "delete": "Deleting a card",
    "note": "Note",
    "tags": "Tags",
    "keep": "Keeping your text",
    "take": "Taking the deck's text",
    "import": "Import",
    "merge": "Bringing reviews home",
}
"""Each kind of change in words."""


def undone_text(change: Change | None) -> str:
    """Say what an undo took back: Rating undone; without a change, that there is none."""
    return "There is nothing to undo." if change is None else f"{_DEEDS[change.kind]} undone"


def redone_text(change: Change | None) -> str:
    """Say what a redo did again: Rating redone; without a change, that there is none."""
    return "There is nothing to redo." if change is None else f"{_DEEDS[change.kind]} redone"


def turned_text(change: Change | None, *, undo: bool) -> str:
    """Say what an undo took back or a redo did again."""
    return undone_text(change) if undo else redone_text(change)
