"""A whole app on a real database in a folder, with a small deck and a clock that tests move."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from certdeck.assets import Places
from certdeck.bootstrap import build
from certdeck.core.deck import Deck
from certdeck.services.catalogue import Services
from certdeck.store.library_file import FILE
from tests.clock import FixedClock

RESOURCES = Path(__file__).parents[1] / "resources"


def _put_empty_database(data: Path) -> None:
    """Begin with a copy of an empty database: making one by migrations takes most of a test's time."""
    data.mkdir(parents=True, exist_ok=True)
    if not (data / FILE).exists():
        (data / FILE).write_bytes(_empty_database())


@cache
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        build(Places(RESOURCES, Path(folder) / "no-decks", Path(folder)), FixedClock()).close()
        return (Path(folder) / FILE).read_bytes()


@contextmanager
def open_library(folder: Path, content: Deck | None, clock: FixedClock) -> Iterator[Services]:
    """Give the services of a library that holds `content`, or nothing; close it at the end."""
    _put_empty_database(folder / "data")
    services = build(Places(RESOURCES, folder / "no-decks", folder / "data"), clock)
    if content is not None:
        with services.store.open() as work:
            work.content.replace(content, clock.now())
            work.commit()
    yield services
    services.close()
