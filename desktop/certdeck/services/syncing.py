"""Syncing through a shared folder: what was done here goes out, what was done elsewhere comes in."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from certdeck.core.errors import SyncError
from certdeck.core.sync.operations import Operation
from certdeck.ports.clock import Clock
from certdeck.ports.exchange import KnownFile
from certdeck.ports.exporting import Cancelled, Progress, no_progress
from certdeck.ports.media import Media
from certdeck.ports.memory import MemoryModel
from certdeck.ports.shared_folder import ChangeFile, Changeset, Listing, SharedFolder
from certdeck.ports.store import Store, UnitOfWork
from certdeck.services.changes import Changes
from certdeck.services.fits import Fits
from certdeck.services.library import LibraryService
from certdeck.services.options import OptionsService
from certdeck.services.preferences import PreferencesService
from certdeck.services.sync_parts import Tally, tally
from certdeck.services.sync_pictures import PictureExchange, shown_pictures
from certdeck.services.sync_run import LAST, MOST, Load, SyncRun
from certdeck.services.sync_turns import turns
from certdeck.services.sync_twins import HERE, twins

STEPS: Final = 1000
COPY: Final = "is a copy that another program made of a file of changes. It was read, and left alone."
GONE: Final = "The shared folder is gone. What came until then is kept. Bring it back, and sync again."


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, or with a dry run would have done.

    `others` is how many other libraries share the folder. `missing` tells how many changes of a library are known of
    and not there: their files are late or lost. `waiting` counts what has no place here yet, such as the options of a
    deck that is not installed; `unread` names what makes no sense here. `unsent` are files that could not be written.
    `sent_late` is what an earlier sync told of and this one wrote, as that could not or its file was lost since.
    `not_undoable` counts changes of the learner's that can't be taken back any more, as others changed the same cards.
    `pictures_missing` are shown by cards and lie neither here nor there. A `stopped` one left the rest for later.
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
    sent_late: Tally = field(default_factory=Tally)
    cards: int = 0
    not_undoable: int = 0
    pictures_sent: int = 0
    pictures_came: int = 0
    pictures_missing: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class LastSync:
    """When the library was synced last, aware UTC, and how many changes went out and came in then."""

    at: datetime
    sent: int
    came: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What lies in the folder, which of it is new here, and what its writers say that they had seen.

    `known` are the files that this library has read or planned, `read` holds what files say of that which could be read
    so far, `problems` what was wrong with others.
    """

    listing: Listing
    known: Set[ChangeFile]
    new: tuple[ChangeFile, ...]
    seen: Sequence[Mapping[str, int]]
    problems: list[str]
    read: list[Mapping[str, int]] = field(default_factory=list)


class SyncService:
    """Exchanges changes with other computers. What came can't be undone: it would come again.

    `folders` opens a shared folder, `names` makes the name of a library, and `here` says where this one is: a copy of
    it elsewhere is another one. `pause` lets others have their turn between two transactions.
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
        media: Media,
        *,
        folders: Callable[[Path], SharedFolder],
        names: Callable[[], str],
        here: Callable[[], str],
        pause: Callable[[], None],
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
        self._media = media
        self._pause = pause
        self._busy = Lock()

    def sync(self, folder: Path, *, dry: bool = False, progress: Progress = no_progress) -> tuple[Changes, SyncReport]:
        """Exchange changes through `folder`; with `dry` only tell what would go and come.

        What goes and comes is written piece by piece, so that a rating meanwhile waits for one of them at most; each
        leaves the library whole. Who cancels, by `Cancelled` from `progress`, keeps what came until then, and the rest
        comes with the next sync. A file that is damaged, late or of a later version is left out and named. Raises
        `SyncError` when the folder can't be used, and `Cancelled`; then nothing was changed. Raises `SyncError`, too,
        when the library goes back to a backup meanwhile: it is that then, and the next sync brings what is new to it.
        """
        if not self._busy.acquire(blocking=False):
            raise SyncError("A sync is under way already. Wait for that, or cancel it.")
        try:
            return self._sync(self._folders(folder), folder, progress, dry=dry)
        finally:
            self._busy.release()

    def _sync(self, shared: SharedFolder, folder: Path, progress: Progress, *, dry: bool) -> tuple[Changes, SyncReport]:
        found = self._found(shared)
        with turns(self._store, self._pause, dry=dry) as given:
            run = SyncRun(given, self._clock, self._memory, lambda work: self._name(work, found))
            stopped = False
            try:
                self._run(run, shared, found, progress)
            except Cancelled:
                if not given.done:
                    raise
                stopped = True
            finally:
                if given.done:
                    self._refresh()
            with given.reading() as work:
                report = replace(_counted(work, folder, run, found), stopped=stopped)
        if dry:
            return Changes(), report
        # Pictures first: who sees a card then sees its pictures as well.
        if not stopped:
            report = self._with_pictures(shared, report, progress)
            report = self._written(shared, found, report)
        return _changes(run, report), report

    def _run(self, run: SyncRun, shared: SharedFolder, found: _Found, progress: Progress) -> None:
        run.tell(_part(progress, 0, 250))
        part = _part(progress, 250, 850)
        total, done = sum(_length(file) for file in found.new), 0
        for load in _loads(shared, found):
            run.hear(load, lambda heard, _of, before=done: part(before + heard, total))  # type: ignore[misc]
            done += sum(map(_length, load.files))
        run.settle(_part(progress, 850, 950))

    def last(self) -> LastSync | None:
        """Return when the library was synced last, or None."""
        with self._store.open() as work:
            said = work.exchange.operations.mark(LAST)
        if not said:
            return None
        at, sent, came = json.loads(said)
        return LastSync(datetime.fromisoformat(at), sent, came)

    # --- Looking into the folder

    def _found(self, shared: SharedFolder) -> _Found:
        listing = shared.look()
        with self._store.open() as work:
            known = {ChangeFile(file.replica, file.first, file.last) for file in work.exchange.operations.files()}
        new = tuple(file for file in listing.files if file not in known) + _doubled(listing, known)
        problems = [f"{name} is no file of changes. It was left alone." for name in listing.odd]
        return _Found(listing, known, new, [shared.seen(file) for file in new], problems)

    # --- Within a transaction

    def _name(self, work: UnitOfWork, found: _Found) -> tuple[str, bool]:
        """Return the name of this replica, and whether it has never been synced.

        It takes another name where this one was used for what is not known here: a backup was put back, or the data
        folder copied. One name must never stand for two things.
        """
        operations = work.exchange.operations
        known, fresh = operations.replica(), not operations.replica()
        last = operations.last(known)
        later = [file.last for file in found.listing.files if file.replica == known]
        later += [seen.get(known, 0) for seen in found.seen]
        if known and operations.mark(HERE) == self._here() and max(later, default=0) <= last:
            return known, False
        name = self._names()
        operations.become(name)
        operations.put_mark(HERE, self._here())
        return name, fresh

    # --- Pictures

    def _with_pictures(self, shared: SharedFolder, report: SyncReport, progress: Progress) -> SyncReport:
        """Exchange pictures. Who cancels keeps what came until then."""
        with self._store.open() as work:
            shown = shown_pictures(work)
        exchange = PictureExchange(self._media, shared)
        with suppress(Cancelled):
            exchange.exchange(shown, _part(progress, 950, STEPS))
        return replace(
            report,
            pictures_sent=exchange.sent,
            pictures_came=exchange.came,
            pictures_missing=exchange.missing,
            problems=(*report.problems, *exchange.problems),
        )

    # --- Files of one's own

    def _written(self, shared: SharedFolder, found: _Found, report: SyncReport) -> SyncReport:
        """Write the files of this replica that are not in the folder: new ones, and those lost or spoiled there."""
        there = set(found.listing.files) - _spoiled(shared, found, self._own())
        written, late, problems = 0, Tally(), []
        with self._store.open() as work:
            own = work.exchange.operations.own()
            files = [one for name in sorted(own) for one in work.exchange.operations.files(name) if one.header]
            due = [one for one in files if ChangeFile(one.replica, one.first, one.last) not in there]
            for file in due:
                try:
                    changes = _changeset(work, file)
                    shared.write(changes)
                    written += 1
                    late += _tally(work, changes) if changes.file in found.known else Tally()
                except SyncError as error:
                    problems.append(str(error))
                    break
        unsent = len(due) - written
        problems = [*report.problems, *problems]
        return replace(report, files_written=written, unsent=unsent, sent_late=late, problems=tuple(problems))

    def _own(self) -> frozenset[str]:
        with self._store.open() as work:
            return frozenset(work.exchange.operations.own())

    def _refresh(self) -> None:
        """Have services that keep what they read read it anew."""
        for service in (self._library, self._preferences, self._options, self._fits):
            service.refresh()


def _doubled(listing: Listing, known: Set[ChangeFile]) -> tuple[ChangeFile, ...]:
    """Return copies, and what was read before of which there are some: one library wrote this, and another one that."""
    of_copies = {replace(copy, copy="") for copy in listing.copies}
    return (*listing.copies, *(file for file in listing.files if file in of_copies and file in known))


def _spoiled(shared: SharedFolder, found: _Found, own: Set[str]) -> set[ChangeFile]:
    """Return files of `own` names that lie in the folder and can't be read: what carries files has spoiled them.

    Only those are looked into that somebody had not read who wrote since.
    """
    spoiled = set()
    for file in found.listing.files:
        if file.replica in own and any(seen.get(file.replica, 0) < file.last for seen in found.read):
            try:
                shared.read(file)
            except SyncError:
                spoiled.add(file)
    return spoiled


def _changeset(work: UnitOfWork, file: KnownFile) -> Changeset:
    head = json.loads(file.header)
    operations = work.exchange.operations.between(file.replica, file.first, file.last)
    return Changeset(ChangeFile(file.replica, file.first, file.last), operations, head["seen"], head["decks"])


def _tally(work: UnitOfWork, changes: Changeset) -> Tally:
    return tally(changes.operations, sum(len(work.exchange.cards.items(one)) for one in changes.operations))


def _loads(shared: SharedFolder, found: _Found) -> Iterator[Load]:
    """Read files, and yield what they hold, several together as long as they are small."""
    files: list[ChangeFile] = []
    operations: list[Operation] = []
    for file in found.new:
        if operations and len(operations) + _length(file) > MOST:
            yield Load(tuple(files), tuple(operations), frozenset(found.known))
            files, operations = [], []
        try:
            changes = shared.read(file)
        except SyncError as error:
            if not shared.is_there():
                found.problems.append(GONE)
                break
            found.problems.append(str(error))
            continue
        if file.copy:
            found.problems.append(f"{file.replica}/{file.copy} {COPY}")
        found.read.append(changes.seen)
        files.append(file)
        operations += changes.operations
    if files:
        yield Load(tuple(files), tuple(operations), frozenset(found.known))


def _length(file: ChangeFile) -> int:
    return file.last - file.first + 1


def _counted(work: UnitOfWork, folder: Path, run: SyncRun, found: _Found) -> SyncReport:
    operations = work.exchange.operations
    own, shared = operations.own(), twins(operations)
    ranges = {name: known for name, known in operations.ranges().items() if name not in shared}
    expected = {name: known.last for name, known in ranges.items()}
    for seen in found.read:
        for name, last in seen.items():
            expected[name] = max(last, expected.get(name, 0))
    missing = {name: last - (ranges[name].count if name in ranges else 0) for name, last in expected.items()}
    arrived = run.arrived
    return SyncReport(
        folder=folder,
        sent=run.sent,
        came=run.came,
        files_read=len(found.read),
        others=len(ranges.keys() - own),
        missing={name: count for name, count in sorted(missing.items()) if count > 0},
        problems=tuple(found.problems),
        waiting=arrived.waiting,
        unread=tuple(dict.fromkeys(arrived.unread)),
        cards=arrived.faces,
        not_undoable=arrived.not_undoable,
    )


def _changes(run: SyncRun, report: SyncReport) -> Changes:
    """Return what is no longer as it was."""
    arrived = run.arrived
    content = bool(arrived.keys or arrived.cards or report.pictures_came)
    return Changes(
        content=content,
        study=bool(run.came.total or arrived.faces or arrived.keys or arrived.cards),
        exams=arrived.exams or bool(arrived.keys),
        settings=bool(arrived.keys),
    )


def _part(progress: Progress, first: int, last: int) -> Progress:
    """Report a part of all steps, from one of them to another."""

    def report(done: int, total: int) -> None:
        progress(first + (last - first) * done // max(1, total), STEPS)

    return report
