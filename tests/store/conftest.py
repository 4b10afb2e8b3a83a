"""The stores that the contract tests run on: the fake and the real one."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from certdeck.ports.store import Store
from certdeck.store.database import open_database
from certdeck.store.library_file import FILE
from tests.services.fake_store import FakeStore
from tests.store.contract import install


@pytest.fixture(params=["fake", "real"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Store = FakeStore() if request.param == "fake" else _real(tmp_path)
    yield opened
    opened.close()


def _real(folder: Path) -> Store:
    """Open a copy of an empty database: making one by migrations takes most of a test's time."""
    (folder / FILE).write_bytes(_empty())
    return open_database(folder, backups=folder / "backups", stamp="test")


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as made:
        open_database(Path(made), backups=Path(made), stamp="test").close()
        return (Path(made) / FILE).read_bytes()


@pytest.fixture
def filled(store: Store) -> Store:
    install(store)
    return store
