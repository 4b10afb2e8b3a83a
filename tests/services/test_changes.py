"""What a service says it changed, and the services together."""

from typing import Any

import pytest

from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes
from tests.services.fake_store import FakeStore


def test_no_changes_are_false() -> None:
    assert not Changes()


@pytest.mark.parametrize("kind", ["content", "study", "exams", "settings"])
def test_any_change_is_true(kind: str) -> None:
    assert Changes(**{kind: True})


def test_closing_the_services_closes_the_database() -> None:
    closed: list[bool] = []

    class Watched(FakeStore):
        def close(self) -> None:
            closed.append(True)

    absent: Any = None
    Services(absent, absent, absent, absent, absent, absent, absent, absent, Watched()).close()
    assert closed == [True]
