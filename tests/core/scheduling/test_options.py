"""Deck options have bounds, and say them."""

from typing import Any

import pytest

from certdeck.core.errors import SettingError
from certdeck.core.scheduling.options import Options


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"desired_retention": 0.69}, "70 % to 97 %"),
        ({"desired_retention": float("nan")}, "70 % to 97 %"),
        ({"new_per_day": -1}, "New cards a day"),
        ({"reviews_per_day": 10_000}, "Reviews a day"),
        ({"learning_steps": (1.0, 0.0)}, "Learning steps must be longer than 0"),
        ({"relearning_steps": (1441.0,)}, "Relearning steps must"),
        ({"learning_steps": (1.0,) * 11}, "10 at most"),
        ({"maximum_interval": 0}, "longest interval"),
        ({"easy_days": (1.0,) * 6}, "seven weekdays"),
        ({"easy_days": (1.5, *(1.0,) * 6)}, "share from 0 to 1"),
        ({"leech_after": 1}, "2 to 99 lapses"),
    ],
)
def test_a_value_out_of_bounds_is_refused_in_words(values: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingError, match=words):
        Options(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"learning_steps": ()},
        {"relearning_steps": ()},
        {"new_per_day": 0, "reviews_per_day": 0},
        {"leech_after": 0},
        {"easy_days": (0.0,) * 7},
    ],
)
def test_the_ends_of_the_bounds_are_allowed(values: dict[str, Any]) -> None:
    name = next(iter(values))
    assert getattr(Options(**values), name) == values[name]
