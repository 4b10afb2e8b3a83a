"""Services on a fake store, with a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laptops import Laptop, Make
from tests.services.parts import Parts


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """Give services with nothing installed."""
    return Parts(tmp_path / "decks")


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Give laptops that share one folder, or each a folder of its own."""
    made: list[Laptop] = []

    def laptop(name: str, *, apart: bool = False, **options: object) -> Laptop:
        shared = tmp_path / (f"shared-{name}" if apart else "shared")
        shared.mkdir(exist_ok=True)
        made.append(Laptop(tmp_path / name, shared, **options))  # type: ignore[arg-type]
        return made[-1]

    yield laptop
    for one in made:
        one.stop()
