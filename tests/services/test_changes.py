"""What a service says it changed."""

import pytest

from certdeck.services.changes import Changes


def test_no_changes_are_false() -> None:
    assert not Changes()


@pytest.mark.parametrize("kind", ["content", "study", "exams", "settings"])
def test_any_change_is_true(kind: str) -> None:
    assert Changes(**{kind: True})
