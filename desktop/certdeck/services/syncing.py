"""Syncing through a shared folder: what was done here goes out, what was done elsewhere comes in."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from certdeck.core.errors import SyncError
from certdeck.core.sync.operations import Operation, Record
from certdeck.ports.clock import Clock
from certdeck.ports.exchange import KnownFile
from certdeck.ports.exporting import Progress, no_progress
from certdeck.ports.memory import MemoryModel
from certdeck.ports.shared_folder import ChangeFile, Changeset, Listing, SharedFolder
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes
from certdeck.services.fits import Fits
from certdeck.services.library import LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService
from certdeck.services.sync_incoming import Arrived, Incoming
from certdeck.services.sync_outgoing import Outgoing
from certdeck.services.sync_parts import LOG, FaceOptions, Tally, tally

STEPS: Final = 1000
HERE: Final = "here"
"""The mark that says on which computer, and in which folder, the library was when it had its name."""
LAST: Final = "last"
LARGEST: Final = 8_000_000
MOST: Final = 20_000
"""Characters and operations of a file, about."""
SHORT: Final = 400
"""Characters of an operation that is not an exam, about."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, or with a dry run would have done.

    `others` is how many other libraries share the folder. `missing` tells how many changes of a library are known of
    and not there: their files are late or lost. `waiting` counts what has no place here yet, such as the options of a
    deck that is not installed; `unread` names what makes no sense here. `unsent` are files that could not be written.
    """

    folder: Path
    sent: Tally
    came: Tally
    files_read: int = 0
    files_written: int = 0
    others: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    waiting: int = 0
    unread: tuple[str, ...] = ()
    unsent: int = 0
    cards: int = 0


@dataclass(frozen=True, slots=True)
class LastSync:
    """When the library was synced last, aware UTC, and how many changes went out and came in then."""

    at: datetime
    sent: int
    came: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What lies in the folder and is new here, read before the database is asked to wait for it."""

    listing: Listing
    changesets: tuple[Changeset, ...]
    problems: tuple[str, ...]


class SyncService:
    """Exchanges changes with other computers. What came can't be taken back: it would come again.

    `folders` opens a shared folder, `names` makes the name of a library, and `here` says where this one is: a copy of
    it elsewhere is another one.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        memory: MemoryModel,
        library: LibraryService,
        preferences: PreferencesService,
        options: OptionsService,
        fits: Fits,
        *,
        folders: Callable[[Path], SharedFolder],
        names: Callable[[], str],
        here: Callable[[], str],
    ) -> None:
        self._store = store
        self._clock = clock
        self._memory = memory
        self._library = library
        self._preferences = preferences
        self._options = options
        self._fits = fits
        self._folders = folders
        self._names = names
        self._here = here
        self._busy = Lock()

    def sync(self, folder: Path, *, dry: bool = False, progress: Progress = no_progress) -> tuple[Changes, SyncReport]:
        """Exchange changes through `folder`; with `dry` only tell what would go and come.

        What comes in is one transaction; files are written once that is durable. A file that is damaged, late or of a
        later version is left out and named. Raises `SyncError` when the folder can't be used, and `Cancelled`; then
        nothing was changed.
        """
        if not self._busy.acquire(blocking=False):
            raise SyncError("A sync is under way already. Wait for that, or cancel it.")
        try:
            return self._sync(self._folders(folder), SyncReport(folder, Tally(), Tally()), progress, dry=dry)
        finally:
            self._busy.release()

    def _sync(
        self, shared: SharedFolder, nothing: SyncReport, progress: Progress, *, dry: bool
    ) -> tuple[Changes, SyncReport]:
        found = self._found(shared, _part(progress, 0))
        with self._store.open(writing=True) as work:
            changes, report = self._exchanged(work, found, nothing, progress)
            if dry:
                return Changes(), report
            # The last moment to cancel.
            progress(STEPS, STEPS)
            work.commit()
        self._refresh()
        return changes, self._written(shared, found.listing, report)

    def last(self) -> LastSync | None:
        """Return when the library was synced last, or None."""
        with self._store.open() as work:
            said = work.exchange.operations.mark(LAST)
        if not said:
            return None
        at, sent, came = json.loads(said)
        return LastSync(datetime.fromisoformat(at), sent, came)

    # --- Looking into the folder

    def _found(self, shared: SharedFolder, progress: Progress) -> _Found:
        listing = shared.look()
        with self._store.open() as work:
            known = {(file.replica, file.first, file.last) for file in work.exchange.operations.files()}
        new = [file for file in listing.files if (file.replica, file.first, file.last) not in known]
        changesets: list[Changeset] = []
        problems = [f"{name} is no file of changes. It was left alone." for name in listing.odd]
        for number, file in enumerate(new):
            progress(number, len(new))
            try:
                changesets.append(shared.read(file))
            except SyncError as error:
                problems.append(str(error))
        return _Found(listing, tuple(changesets), tuple(problems))

    # --- Within the transaction

    def _exchanged(
        self, work: UnitOfWork, found: _Found, report: SyncReport, progress: Progress
    ) -> tuple[Changes, SyncReport]:
        now, operations = self._clock.now(), work.exchange.operations
        replica, first = self._name(work, found)
        outgoing = Outgoing(work, replica, FaceOptions(work), now, first=first)
        outgoing.gather(_part(progress, 1))
        came = [one for changes in found.changesets for one in changes.operations if operations.add(one)]
        for changes in found.changesets:
            file = changes.file
            operations.put_file(KnownFile(file.replica, file.first, file.last))
        arrived = Incoming(work, self._memory, now).put(came, outgoing.made, _part(progress, 2))
        if came:
            work.history.forget()
        self._plan_files(work, replica, outgoing.made)
        operations.put_mark(LOG, str(work.replays.last_id()))
        sent, received = tally(outgoing.made), tally(came)
        operations.put_mark(LAST, json.dumps([now.isoformat(), sent.total, received.total]))
        told = replace(_counted(work, found, arrived, report), sent=sent, came=received)
        return _changes(came, arrived), told

    def _name(self, work: UnitOfWork, found: _Found) -> tuple[str, bool]:
        """Return the name of this replica, and whether it has never been synced.

        It takes another name where this one was used for what is not known here: a backup was put back, or the data
        folder copied. One name must never stand for two things.
        """
        operations = work.exchange.operations
        known, fresh = operations.replica(), not operations.replica()
        last = operations.ranges()[known].last if known else 0
        later = [file.last for file in found.listing.files if file.replica == known]
        later += [changes.seen.get(known, 0) for changes in found.changesets]
        if known and operations.mark(HERE) == self._here() and max(later, default=0) <= last:
            return known, False
        name = self._names()
        operations.become(name)
        operations.put_mark(HERE, self._here())
        return name, fresh

    def _plan_files(self, work: UnitOfWork, replica: str, made: Sequence[Operation]) -> None:
        """Note which files are to be written: once the transaction is durable, now or the next time."""
        operations = work.exchange.operations
        seen = {name: known.last for name, known in operations.ranges().items() if known.last and name != replica}
        header = json.dumps({"seen": seen, "decks": dict(work.exchange.values.decks())}, sort_keys=True)
        for first, last in _portions(made):
            operations.put_file(KnownFile(replica, first, last, header))

    # --- Files of one's own

    def _written(self, shared: SharedFolder, listing: Listing, report: SyncReport) -> SyncReport:
        """Write the files of this replica that are not in the folder: new ones, and those that were lost there."""
        there = set(listing.files)
        written, problems = 0, []
        with self._store.open() as work:
            own = work.exchange.operations.own()
            files = [one for name in sorted(own) for one in work.exchange.operations.files(name) if one.header]
            due = [one for one in files if ChangeFile(one.replica, one.first, one.last) not in there]
            for file in due:
                try:
                    shared.write(_changeset(work, file))
                    written += 1
                except SyncError as error:
                    problems.append(str(error))
                    break
        unsent = len(due) - written
        return replace(report, files_written=written, unsent=unsent, problems=(*report.problems, *problems))

    def _refresh(self) -> None:
        """Have services that keep what they read read it anew."""
        for service in (self._library, self._preferences, self._options, self._fits):
            service.refresh()


def _changeset(work: UnitOfWork, file: KnownFile) -> Changeset:
    head = json.loads(file.header)
    operations = work.exchange.operations.between(file.replica, file.first, file.last)
    return Changeset(ChangeFile(file.replica, file.first, file.last), operations, head["seen"], head["decks"])


def _portions(made: Sequence[Operation]) -> Iterator[tuple[int, int]]:
    """Yield first and last number of files that none of them gets too large."""
    first, size = 0, 0
    for place, operation in enumerate(made):
        size += len(operation.body.content) if isinstance(operation.body, Record) else SHORT
        if size >= LARGEST or place - first + 1 >= MOST or place == len(made) - 1:
            yield made[first].id.number, operation.id.number
            first, size = place + 1, 0


def _counted(work: UnitOfWork, found: _Found, arrived: Arrived, report: SyncReport) -> SyncReport:
    operations = work.exchange.operations
    own, ranges = operations.own(), operations.ranges()
    expected = {name: known.last for name, known in ranges.items()}
    for changes in found.changesets:
        for name, last in changes.seen.items():
            expected[name] = max(last, expected.get(name, 0))
    missing = {name: last - (ranges[name].count if name in ranges else 0) for name, last in expected.items()}
    return replace(
        report,
        files_read=len(found.changesets),
        others=len(ranges.keys() - own),
        missing={name: count for name, count in sorted(missing.items()) if count > 0},
        problems=found.problems,
        waiting=arrived.waiting,
        unread=tuple(arrived.unread),
        cards=len(arrived.faces),
    )


def _changes(came: Sequence[Operation], arrived: Arrived) -> Changes:
    """Return what is no longer as it was."""
    return Changes(
        content=bool(arrived.keys),
        study=bool(came or arrived.faces or arrived.keys),
        exams=arrived.exams or bool(arrived.keys),
        settings=bool(arrived.keys),
    )


def _part(progress: Progress, part: int) -> Progress:
    """Report one of three parts as a third of all steps."""

    def report(done: int, total: int) -> None:
        progress((part * STEPS + STEPS * done // max(1, total)) // 3, STEPS)

    return report
