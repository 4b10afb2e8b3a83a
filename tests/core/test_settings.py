"""Settings stay in their bounds."""

from typing import Any

import pytest

from certdeck.core.errors import SettingError
from certdeck.core.settings import Settings


@pytest.mark.parametrize(
    "changes",
    [
        {"text_scale": 200},
        {"day_starts_at": 0},
        {"day_starts_at": 23},
        {"paper": "letter"},
    ],
)
def test_the_bounds_themselves_are_allowed(changes: dict[str, Any]) -> None:
    name, value = next(iter(changes.items()))
    assert getattr(Settings(**changes), name) == value


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text_scale": 110}, "Text size"),
        ({"day_starts_at": -1}, "hour from 0 to 23"),
        ({"day_starts_at": 24}, "hour from 0 to 23"),
        ({"paper": "a5"}, "Paper"),
    ],
)
def test_a_value_out_of_bounds_is_refused_in_words(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError, match=said):
        Settings(**changes)
