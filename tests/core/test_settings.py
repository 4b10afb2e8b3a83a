"""Settings stay in their bounds."""

from typing import Any

import pytest

from certdeck.core.errors import SettingError
from certdeck.core.settings import Settings


@pytest.mark.parametrize(
    "changes",
    [
        {"text_scale": 200},
        {"new_per_day": 0},
        {"new_per_day": 999},
        {"reviews_per_day": 0},
        {"desired_retention": 0.7},
        {"desired_retention": 0.97},
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
        ({"new_per_day": -1}, "New cards"),
        ({"new_per_day": 1000}, "New cards"),
        ({"reviews_per_day": 1000}, "Reviews"),
        ({"desired_retention": 0.69}, "retention"),
        ({"desired_retention": 0.98}, "retention"),
        ({"paper": "a5"}, "Paper"),
    ],
)
def test_a_value_out_of_bounds_is_refused_in_words(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError, match=said):
        Settings(**changes)
