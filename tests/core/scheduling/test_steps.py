"""Learning steps, typed and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.errors import SettingError
from certdeck.core.scheduling.steps import parsed_steps, steps_text


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1m 10m", (1, 10)),
        ("30s, 2H", (0.5, 120)),
        ("1 10min 1d", (1, 10, 1440)),
        ("1.5m", (1.5,)),
        ("  ", ()),
    ],
)
def test_steps_are_read_as_people_type_them(text: str, minutes: tuple[float, ...]) -> None:
    assert parsed_steps(text) == minutes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1m ten", "“ten” is no step"),
        ("-5m", "“-5m” is no step"),
        ("1w", "“1w” is no step"),
        ("nan", "“nan” is no step"),
        ("1e3m", "“1e3m” is no step"),
        ("1 m", "“m” is no step"),
        ("0m", "“0m” is out of bounds"),
        ("2d", "“2d” is out of bounds"),
        ("1m " * 11, "11 steps are too many"),
    ],
)
def test_what_can_t_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        parsed_steps(text)


@given(st.lists(st.integers(1, 1440), max_size=10), st.lists(st.integers(1, 4000), max_size=3))
def test_what_is_written_is_read_again(minutes: list[int], seconds: list[int]) -> None:
    steps = (*(second / 60 for second in seconds), *(float(minute) for minute in minutes))[:10]
    assert parsed_steps(steps_text(steps)) == pytest.approx(steps)
