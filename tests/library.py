"""A whole app on a real database in a folder, with a small deck and a clock that tests move."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from certdeck.assets import Places
from certdeck.bootstrap import build
from certdeck.core.deck import Deck
from certdeck.core.ids import DeckId
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
        put_deck(services, content)
    yield services
    services.close()


def put_deck(services: Services, content: Deck) -> None:
    """Put a deck into the library as an installation does."""
    with services.store.open(writing=True) as work:
        work.content.replace(content, services.clock.now())
        work.commit()
    services.library.refresh()


def give_options(services: Services, deck: DeckId, **changes: object) -> None:
    """Have `deck` go by options of its own."""
    _, preset = services.options.add("Its own")
    services.options.change(preset.id, **changes)
    services.options.assign(deck, preset.id)
