"""Transactions one after the other, so that a click beside a long sync waits for one of them at most."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from certdeck.core.errors import SyncError
from certdeck.ports.exchange import WENT_BACK
from certdeck.ports.store import Store, UnitOfWork


class Turns:
    """Gives one transaction after the other, each of which leaves the library whole. `done` counts them.

    `pause` lets others have a turn in between. Where one of them had the library go back to a backup, what earlier
    turns left is not there any more, and must not be taken for done: then a turn raises `SyncError`.
    """

    def __init__(self, store: Store, pause: Callable[[], None], trial: UnitOfWork | None = None) -> None:
        self._store = store
        self._pause = pause
        self._trial = trial
        self.done = 0
        self._went_back: str | None = None

    @contextmanager
    def turn(self) -> Iterator[UnitOfWork]:
        """Give a transaction; it is durable once the block ends well, and was never there otherwise."""
        if self._trial is not None:
            yield self._trial
            return
        with self._store.open(writing=True) as work:
            self._see_whether_it_went_back(work)
            yield work
            work.commit()
        self.done += 1
        self._pause()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Give a transaction to look at what is there by now."""
        if self._trial is not None:
            yield self._trial
            return
        with self._store.open() as work:
            yield work

    def _see_whether_it_went_back(self, work: UnitOfWork) -> None:
        mark = work.exchange.operations.mark(WENT_BACK)
        if self._went_back is None:
            self._went_back = mark
        elif mark != self._went_back:
            raise SyncError(
                "Your library went back to a backup while it was synced, so the sync was ended. The library is what it "
                "was then. Sync again."
            )


@contextmanager
def turns(store: Store, pause: Callable[[], None], *, dry: bool) -> Iterator[Turns]:
    """Give turns; with `dry` all of them are one transaction that is rolled back."""
    if not dry:
        yield Turns(store, pause)
        return
    with store.open(writing=True) as work:
        yield Turns(store, pause, work)
