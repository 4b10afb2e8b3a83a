"""What all tests of the command line share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Have garbage collected again: some commands leave it to the end of their process, which here goes on.

    A window among the tests after these would wait for its collection without end.
    """
    yield
    gc.enable()
