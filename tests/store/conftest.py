"""The stores that the contract tests run on: the fake and the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.ports.store import Store
from certdeck.store.database import open_database
from tests.empty_database import put_empty_database
from tests.services.fake_store import FakeStore
from tests.store.contract import install


@pytest.fixture(params=["fake", "real"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Store = FakeStore() if request.param == "fake" else _real(tmp_path)
    yield opened
    opened.close()


def _real(folder: Path) -> Store:
    put_empty_database(folder)
    return open_database(folder, backups=folder / "backups", stamp="test")


@pytest.fixture
def filled(store: Store) -> Store:
    install(store)
    return store
