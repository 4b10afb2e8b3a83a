"""Undo and redo in lists (see `certdeck.ports.history.History`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.undo import DEPTH, IMPORT, Change, Step, items_of
from certdeck.ports.study_log import StudyEntry


@dataclass
class Stack:
    """The changes that can be undone, those that can be redone (the next one last), and their steps."""

    done: list[Change] = field(default_factory=list)
    undone: list[Change] = field(default_factory=list)
    steps: dict[int, tuple[Step, ...]] = field(default_factory=dict)
    count: int = 0

    def copy(self) -> "Stack":
        return Stack(list(self.done), list(self.undone), dict(self.steps), self.count)


class FakeHistory:
    """A stack over the study log."""

    def __init__(self, stack: Stack, log: Sequence[StudyEntry], record: Callable[[StudyEntry], None]) -> None:
        self._stack = stack
        self._log = log
        self._record = record

    def begin(self, kind: str, at: datetime) -> int:
        self._stack.count += 1
        self._stack.undone.clear()
        self._stack.done.append(Change(self._stack.count, kind, at))
        del self._stack.done[:-DEPTH]
        return self._stack.count

    def rate(self, entry: StudyEntry, now: datetime) -> None:
        self._record(entry._replace(change=self.begin("rate", now)))

    def keep(self, change: int, step: Step) -> None:
        self._stack.steps[change] = (*self._stack.steps.get(change, ()), step)

    def amend(self, change: int, position: int, step: Step) -> None:
        steps = list(self._stack.steps[change])
        steps[position] = step
        self._stack.steps[change] = tuple(steps)

    def undoable(self) -> Change | None:
        return self._filled(self._stack.done)

    def redoable(self) -> Change | None:
        return self._filled(self._stack.undone)

    def newest(self, *, undo: bool) -> int:
        changes = self._stack.done if undo else self._stack.undone
        return changes[-1].id if changes else 0

    def size(self, *, undo: bool, most: int) -> int:
        change = self.undoable() if undo else self.redoable()
        if change is None:
            return 0
        return most if change.kind == IMPORT else min(most, len(change.faces) + len(self.steps(change.id)))

    def entries(self, change: int) -> tuple[StudyEntry, ...]:
        return tuple(entry for entry in self._log if entry.change == change and entry.kind not in ("undo", "redo"))

    def steps(self, change: int) -> tuple[Step, ...]:
        return self._stack.steps.get(change, ())

    def mark(self, change: int, *, undone: bool) -> None:
        source, target = (self._stack.done, self._stack.undone) if undone else (self._stack.undone, self._stack.done)
        target.append(next(entry for entry in source if entry.id == change))
        source.remove(target[-1])

    def forget(self, faces: Sequence[FaceId], items: Sequence[ItemId]) -> int:
        of_faces = {entry.change for entry in self._log if entry.after.face in faces}
        steps = self._stack.steps.items()
        of_items = {number for number, found in steps if any(items_of(step) & set(items) for step in found)}
        before = [*self._stack.done, *self._stack.undone]
        for stack in (self._stack.done, self._stack.undone):
            stack[:] = [change for change in stack if change.id not in of_faces | of_items]
        return len(before) - len(self._stack.done) - len(self._stack.undone)

    def _filled(self, changes: Sequence[Change]) -> Change | None:
        if not changes:
            return None
        last = changes[-1]
        return Change(last.id, last.kind, last.at, tuple(entry.after.face for entry in self.entries(last.id)))


def standing_ratings(log: Sequence[StudyEntry]) -> list[StudyEntry]:
    """Return the ratings that hold."""
    return standing(log, "rate")


def standing(log: Sequence[StudyEntry], kind: str) -> list[StudyEntry]:
    """Return the entries of `kind` that hold: not undone, or redone after that."""
    fate = {entry.undoes: entry.kind for entry in log if entry.undoes is not None}
    return [entry for entry in log if entry.kind == kind and fate.get(entry.id, "redo") == "redo"]
