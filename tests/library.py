"""A whole app on a real database in a folder, with a small deck and a clock that tests move."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from certdeck.assets import Places
from certdeck.bootstrap import build
from certdeck.core.deck import Deck
from certdeck.services.catalogue import Services
from tests.clock import FixedClock
from tests.empty_database import put_empty_database

RESOURCES = Path(__file__).parents[1] / "resources"


@contextmanager
def open_library(folder: Path, content: Deck | None, clock: FixedClock) -> Iterator[Services]:
    """Give the services of a library that holds `content`, or nothing; close it at the end."""
    put_empty_database(folder / "data")
    services = build(Places(RESOURCES, folder / "no-decks", folder / "data"), clock)
    if content is not None:
        with services.store.open() as work:
            work.content.replace(content, clock.now())
            work.commit()
    yield services
    services.close()
