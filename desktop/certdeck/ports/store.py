"""What services need from the database: small repositories inside one unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

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
    from certdeck.ports.study import Queues, Study


class Preferences(Protocol):
    """The learner's settings as JSON texts by name."""

    def all(self) -> Mapping[str, str]:
        """Return every setting that was ever changed."""
        ...

    def put(self, name: str, value: str) -> None:
        """Store one setting."""
        ...

    def remove(self, name: str) -> None:
        """Forget one setting; one that was never stored is none the less."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving without `commit` rolls back."""

    @property
    def content(self) -> Content:
        """Decks and what is in them."""
        ...

    @property
    def own(self) -> OwnContent:
        """The learner's own cards, edits and notes."""
        ...

    @property
    def intake(self) -> Intake:
        """Many cards taken in."""
        ...

    @property
    def outgoing(self) -> Outgoing:
        """Many items to be written elsewhere."""
        ...

    @property
    def study(self) -> Study:
        """Schedules and the study log."""
        ...

    @property
    def queues(self) -> Queues:
        """What is due, and in which order."""
        ...

    @property
    def figures(self) -> Figures:
        """Columns of numbers for statistics."""
        ...

    @property
    def history(self) -> History:
        """What can be undone."""
        ...

    @property
    def sittings(self) -> Sittings:
        """Exams, as they are sat."""
        ...

    @property
    def results(self) -> Results:
        """Exams that have ended."""
        ...

    @property
    def preferences(self) -> Preferences:
        """Settings."""
        ...

    @property
    def presets(self) -> Presets:
        """Options of decks."""
        ...

    @property
    def search(self) -> Search:
        """Finding items."""
        ...

    @property
    def saved_searches(self) -> SavedSearches:
        """Searches that the learner keeps."""
        ...

    @property
    def replays(self) -> Replays:
        """The study log, played again."""
        ...

    @property
    def exchange(self) -> Exchange:
        """What syncing needs."""
        ...

    def commit(self) -> None:
        """Make everything durable. When this returns, a power cut loses nothing of it."""
        ...


class Store(Protocol):
    """The database."""

    def open(self, *, writing: bool = False) -> AbstractContextManager[UnitOfWork]:
        """Begin a unit of work: `with store.open(writing=True) as work: …; work.commit()`.

        One that is `writing` has the database to itself: what it reads is still so when it commits. It waits for
        another writer first, and raises `StoreError` when that one takes too long. Reading never waits.
        """
        ...

    def hurried(self) -> AbstractContextManager[None]:
        """Have the first unit of work that this thread begins to write meanwhile wait for another writer a moment only.

        It then raises `BusyForNow`, having changed nothing: for those who can't stand still, and try again. Units of
        work after it wait as ever, so that nothing is left half done.
        """
        ...

    def written(self) -> int:
        """Return a number that is another one as soon as anything was written, by this program or by another one.

        Raises `StoreError` when the file can't be read.
        """
        ...

    def close(self) -> None:
        """Close all connections."""
        ...
