"""Having every card found by its words: those of a large import are made so once its cards can be studied."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from certdeck.core.search.query import Query, looks_for_words
from certdeck.ports.exporting import Progress, no_progress
from certdeck.ports.store import Store, UnitOfWork

PIECE: Final = 25_000
"""Cards that are made searchable in one unit of work: a rating beside it waits for one of these at most, and smaller
ones have the index write much of itself again and again. Pieces of 10,000 take half as long again."""


class FullTextService:
    """Makes cards searchable that are not yet. `pause` lets others have a turn in between.

    What is not done stays noted in the library itself, so that nothing is lost where this is cancelled or killed.
    """

    def __init__(self, store: Store, pause: Callable[[], None]) -> None:
        self._store = store
        self._pause = pause

    def left(self) -> int:
        """Return how many cards can't be found by their words yet."""
        with self._store.open() as work:
            return work.search.left()

    def lacks(self, query: Query) -> bool:
        """Tell whether `query` may find cards that can't be found by their words yet."""
        return looks_for_words(query) and self.left() > 0

    def catch_up(self, *, progress: Progress = no_progress) -> int:
        """Make all cards searchable, and return how many were not.

        Each piece is durable when `progress` tells of it. Raises `Cancelled`; then the rest is left for later.
        """
        left, done = self.left(), 0
        piece = PIECE if left else 0
        # Others may bring more meanwhile, or do a part of it: they are done once there is less than a piece.
        while piece == PIECE:
            progress(done, max(left, done))
            piece = self._index_piece()
            done += piece
            self._pause()
        return done

    @contextmanager
    def reading(self, query: Query) -> Iterator[UnitOfWork]:
        """Give a unit of work in which `query` finds every card, made searchable before where that is needed."""
        while True:
            with self._store.open() as work:
                # What this unit sees is settled by its first question: cards that come later are none of it.
                if not looks_for_words(query) or not work.search.left():
                    yield work
                    return
            self.catch_up()

    def _index_piece(self) -> int:
        with self._store.open(writing=True) as work:
            piece = work.search.index(PIECE)
            work.commit()
        return piece
