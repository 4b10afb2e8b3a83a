"""Transactions one after the other, so that a click beside a long sync waits for one of them at most."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from certdeck.ports.store import Store, UnitOfWork


class Turns:
    """Gives one transaction after the other, each of which leaves the library whole. `done` counts them.

    `pause` lets others have a turn in between.
    """

    def __init__(self, store: Store, pause: Callable[[], None], trial: UnitOfWork | None = None) -> None:
        self._store = store
        self._pause = pause
        self._trial = trial
        self.done = 0

    @contextmanager
    def turn(self) -> Iterator[UnitOfWork]:
        """Give a transaction; it is durable once the block ends well, and was never there otherwise."""
        if self._trial is not None:
            yield self._trial
            return
        with self._store.open(writing=True) as work:
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


@contextmanager
def turns(store: Store, pause: Callable[[], None], *, dry: bool) -> Iterator[Turns]:
    """Give turns; with `dry` all of them are one transaction that is rolled back."""
    if not dry:
        yield Turns(store, pause)
        return
    with store.open(writing=True) as work:
        yield Turns(store, pause, work)
