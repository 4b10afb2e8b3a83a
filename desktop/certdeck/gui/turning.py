"""Undo and redo from any page: what takes long does not stop the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from certdeck.gui.screen import Shell
from certdeck.services.changes import Changes

if TYPE_CHECKING:
    from certdeck.core.scheduling.undo import Change

Turned = Callable[[Changes, "Change | None"], None]


def turn_history(shell: Shell, *, undo: bool, done: Turned) -> None:
    """Take the last change back, or do it again, and call `done` with what came of it.

    Raises `CertdeckError` where it is done at once and can't be.
    """
    history = shell.services.history
    turn = history.undo if undo else history.redo
    if history.takes_long(undo=undo):
        shell.run("Undoing" if undo else "Redoing", lambda _progress: turn(), lambda found: done(*found))
    else:
        done(*turn())
