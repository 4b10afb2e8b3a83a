"""Settings stay in their bounds."""

from datetime import date
from typing import Any

import pytest

from certdeck.core.errors import SettingError
from certdeck.core.scheduling.catch_up import CatchUp
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
        ({"flags": "Red\nGreen"}, "flag's name"),
        ({"flags": "\n".join("ABCDEF") + "\n "}, "flag's name"),
        ({"flags": "\n".join("ABCDEF") + "\n" + "x" * 31}, "flag's name"),
        ({"catch_up": "yesterday 7"}, "Catching up"),
        ({"catch_up": "2026-03-14"}, "Catching up"),
        ({"exam_days": "exam-1 soon"}, "day of an exam"),
        ({"exam_days": "exam-1"}, "day of an exam"),
    ],
)
def test_a_value_out_of_bounds_is_refused_in_words(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError, match=said):
        Settings(**changes)


def test_flags_are_called_by_their_colours_until_they_are_named() -> None:
    assert Settings().flag_names()[:3] == ("Red", "Orange", "Green")
    assert Settings(flags="\n".join("ABCDEFG")).flag_names() == tuple("ABCDEFG")


def test_how_a_backlog_is_spread_is_read() -> None:
    assert Settings().spreading() is None
    assert Settings(catch_up="2026-03-14 7").spreading() == CatchUp(date(2026, 3, 14), 7)


def test_each_exam_has_a_day_of_its_own() -> None:
    day = date(2026, 12, 12)
    both = Settings(exam_days=Settings(exam_days="b 2027-01-01").with_exam_day("a", day))
    assert (both.exam_day("a"), both.exam_day("b"), both.exam_day("c")) == (day, date(2027, 1, 1), None)
    assert Settings(exam_days=both.with_exam_day("b", None)).exam_days == "a 2026-12-12"
