"""Services on a fake store, with a clock that stands still."""

from pathlib import Path

import pytest

from tests.services.parts import Parts


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """Give services with nothing installed."""
    return Parts(tmp_path / "decks")
