"""Units of work, each on a connection of its own, and the pool of those that are free."""

from __future__ import annotations

from collections import deque
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from certdeck.core.errors import StoreError
from certdeck.store.connection import Link
from certdeck.store.failures import words
from certdeck.store.indexing import index_before_commit
from certdeck.store.known import Known

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from certdeck.ports.content import Content
    from certdeck.ports.exchange import Exchange
    from certdeck.ports.history import History
    from certdeck.ports.intake import Intake
    from certdeck.ports.outgoing import Outgoing
    from certdeck.ports.own import OwnContent
    from certdeck.ports.presets import Presets
    from certdeck.ports.replays import Replays
    from certdeck.ports.search import SavedSearches, Search
    from certdeck.ports.sittings import Results, Sittings
    from certdeck.ports.statistics import Figures
    from certdeck.ports.store import Preferences
    from certdeck.ports.study import Queues, Study


class Transaction:
    """What can be done inside one transaction (see `certdeck.ports.store.UnitOfWork`). The next one has it again."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self._known = Known(link)

    def begin(self, *, writing: bool) -> None:
        """Begin. Raises `StoreError` when another program is writing for too long."""
        self.link.begin(writing=writing)
        # What these two remember of rows holds in one transaction only.
        parts = self.__dict__
        parts.pop("intake", None)
        parts.pop("exchange", None)

    def commit(self) -> None:
        """Make everything durable. Raises `StoreError` when the disk is full or fails; then nothing was changed.

        The words of very many new items are left for later (see `indexing`).
        """
        if not self._known.only_rated():
            index_before_commit(self.link)
        self.link.commit()

    # --- What is stored, each part loaded when it is first asked for

    @cached_property
    def content(self) -> Content:
        """Decks and what is in them."""
        from certdeck.store.content import ContentTables

        return ContentTables(self.link)

    @cached_property
    def own(self) -> OwnContent:
        """The learner's own cards, edits and notes."""
        from certdeck.store.own import OwnTables

        return OwnTables(self.link)

    @cached_property
    def intake(self) -> Intake:
        """Many cards taken in."""
        from certdeck.store.intake import IntakeTables

        return IntakeTables(self.link)

    @cached_property
    def outgoing(self) -> Outgoing:
        """Many items to be written elsewhere."""
        from certdeck.store.outgoing import OutgoingTables

        return OutgoingTables(self.link)

    @cached_property
    def study(self) -> Study:
        """Schedules and the study log."""
        from certdeck.store.study import StudyTables

        return StudyTables(self.link, self._known)

    @cached_property
    def queues(self) -> Queues:
        """What is due, and in which order."""
        from certdeck.store.queue import QueueTables

        return QueueTables(self.link, self._known)

    @cached_property
    def figures(self) -> Figures:
        """Columns of numbers for statistics."""
        from certdeck.store.statistics import FigureTables

        return FigureTables(self.link)

    @cached_property
    def history(self) -> History:
        """What can be undone."""
        from certdeck.store.history import HistoryTables

        return HistoryTables(self.link, self._known)

    @cached_property
    def sittings(self) -> Sittings:
        """Exams, as they are sat."""
        from certdeck.store.sittings import SittingTables

        return SittingTables(self.link)

    @cached_property
    def results(self) -> Results:
        """Exams that have ended."""
        from certdeck.store.results import ResultTables

        return ResultTables(self.link)

    @cached_property
    def preferences(self) -> Preferences:
        """Settings."""
        from certdeck.store.preferences import PreferenceTable

        return PreferenceTable(self.link)

    @cached_property
    def presets(self) -> Presets:
        """Options of decks."""
        from certdeck.store.presets import PresetTable

        return PresetTable(self.link)

    @cached_property
    def search(self) -> Search:
        """Finding items."""
        from certdeck.store.search import SearchTables

        return SearchTables(self.link)

    @cached_property
    def saved_searches(self) -> SavedSearches:
        """Searches that the learner keeps."""
        from certdeck.store.saved_searches import SavedSearchTable

        return SavedSearchTable(self.link)

    @cached_property
    def replays(self) -> Replays:
        """The study log, played again."""
        from certdeck.store.replays import ReplayTables

        return ReplayTables(self.link)

    @cached_property
    def exchange(self) -> Exchange:
        """What syncing needs."""
        from certdeck.store.exchange import ExchangeTables

        return ExchangeTables(self.link)


class Pool:
    """Transactions on one file that are free for use. One inside another one has a connection of its own.

    The one that was made first is taken wherever it is free, and keeps what it has read of the file. The others stand
    in for it now and then, and keep nothing: that would be two megabytes for each. One that wrote a great deal goes,
    for its statements alone take a megabyte.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._free = deque[Transaction]()
        self._first: Transaction | None = None
        self._lock = Lock()

    def take(self) -> Transaction:
        """Return a free one, made when there is none."""
        # Both ends of a deque can be used by many threads at once.
        try:
            return self._free.pop()
        except IndexError:
            return self._made()

    def _made(self) -> Transaction:
        with words():
            made = Transaction(Link(self._file))
        with self._lock:
            self._first = self._first or made
        return made

    def give_back(self, work: Transaction) -> None:
        """Keep `work` for the next time."""
        if work is self._first:
            self._free.append(work)
        elif work.link.has_had_room:
            work.link.close()
        else:
            work.link.shrink()
            self._free.appendleft(work)

    def close(self) -> None:
        """Close the connections of all that are free."""
        while self._free:
            self._free.pop().link.close()


class Opening(AbstractContextManager[Transaction]):
    """Begins a transaction and ends it. Leaving without `commit` rolls back.

    One that writes is handed `wrote`, which hears at the end how many rows were written.
    """

    __slots__ = ("_before", "_pool", "_work", "_wrote")

    def __init__(self, pool: Pool, wrote: Callable[[int], None] | None = None) -> None:
        self._pool = pool
        self._wrote = wrote

    def __enter__(self) -> Transaction:
        """Begin. Raises `StoreError` when another program is writing for too long."""
        work = self._work = self._pool.take()
        if self._wrote is None:
            # This asks SQLite for nothing yet, so that it can't fail.
            work.begin(writing=False)
            return work
        try:
            work.begin(writing=True)
        except StoreError:
            self._pool.give_back(work)
            raise
        self._before = work.link.rows_written()
        return work

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed and give the connection back."""
        link = self._work.link
        link.roll_back()
        if self._wrote is None:
            self._pool.give_back(self._work)
            return
        rows = link.rows_written() - self._before
        self._pool.give_back(self._work)
        self._wrote(rows)
