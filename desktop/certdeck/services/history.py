"""Taking back what was done to study data, and doing it again."""

from datetime import datetime
from typing import Final

from certdeck.core.scheduling.undo import CardStep, Change, DeckStep, EditStep, IntakeStep, NoteStep, Step, TagStep
from certdeck.ports.clock import Clock
from certdeck.ports.store import Store, UnitOfWork
from certdeck.ports.study_log import StudyEntry
from certdeck.services import entry
from certdeck.services.changes import Changes
from certdeck.services.library import LibraryService
from certdeck.services.replay import Replay

MANY: Final = 200
"""Faces and things of the learner's own from which on turning a change takes more than a moment."""


class HistoryService:
    """Undo and redo, change by change, also after a restart. Each is durable when it returns."""

    def __init__(self, store: Store, clock: Clock, replay: Replay, library: LibraryService) -> None:
        self._store = store
        self._clock = clock
        self._replay = replay
        self._library = library

    def undo(self) -> tuple[Changes, Change | None]:
        """Take back the last change to study data. Return it, or None when there is nothing left to undo."""
        return self._turn(undo=True)

    def redo(self) -> tuple[Changes, Change | None]:
        """Do again what was undone last. Return it, or None: nothing was undone, or something else was done since."""
        return self._turn(undo=False)

    def coming(self, *, undo: bool) -> Change | None:
        """Return the change that undo, or redo, would turn now; None when there is none."""
        with self._store.open() as work:
            return work.history.undoable() if undo else work.history.redoable()

    def newest(self, *, undo: bool) -> int:
        """Return the number of the change that undo, or redo, would turn now; 0 for none. Later changes have more."""
        with self._store.open() as work:
            return work.history.newest(undo=undo)

    def takes_long(self, *, undo: bool) -> bool:
        """Tell whether undo, or redo, would now turn so much that a window has to show its progress."""
        with self._store.open() as work:
            return work.history.size(undo=undo, most=MANY) >= MANY

    def _turn(self, *, undo: bool) -> tuple[Changes, Change | None]:
        now = self._clock.now()
        with self._store.open(writing=True) as work:
            change = work.history.undoable() if undo else work.history.redoable()
            if change is None:
                return Changes(), None
            steps = _turn_own(work, change, now, undo=undo)
            entries = _turn_faces(work, change, now, undo=undo)
            self._replay.mend(work, entries)
            work.history.mark(change.id, undone=undo)
            work.commit()
        if any(isinstance(step, DeckStep | IntakeStep) for step in steps):
            self._library.refresh()
        return Changes(study=True, content=bool(steps)), change


def _turn_own(work: UnitOfWork, change: Change, now: datetime, *, undo: bool) -> tuple[Step, ...]:
    steps = work.history.steps(change.id)
    numbered = tuple(enumerate(steps))
    for place, step in reversed(numbered) if undo else numbered:
        if isinstance(step, IntakeStep):
            entry.put_back(work, change.id, place, step, now, before=undo)
        else:
            put_back(work, step, now, before=undo)
    return steps


def put_back(work: UnitOfWork, step: Step, now: datetime, *, before: bool) -> None:
    """Make what `step` is about as it was before, or after."""
    match step:
        case CardStep(name):
            card = step.before if before else step.after
            if card is None:
                work.content.drop_own(name)
            else:
                work.content.put_own(card, now)
        case DeckStep(name):
            deck = step.before if before else step.after
            if deck is None:
                work.content.drop(name)
            else:
                work.content.replace(deck, now)
        case EditStep(name):
            work.own.put_edit(name, step.before if before else step.after, now)
        case NoteStep(name):
            work.own.put_note(name, step.before if before else step.after, now)
            work.own.touch((name,), now)
        case TagStep(name):
            work.own.put_tags(name, step.before if before else step.after)
            work.own.touch((name,), now)


def _turn_faces(work: UnitOfWork, change: Change, now: datetime, *, undo: bool) -> tuple[StudyEntry, ...]:
    entries = work.history.entries(change.id)
    for line in reversed(entries) if undo else entries:
        state = work.study.state(line.after.face)
        after = line.before if undo else line.after
        kind = "undo" if undo else "redo"
        work.study.record(StudyEntry(kind, now, state, after, undoes=line.id, change=change.id))
    return entries
