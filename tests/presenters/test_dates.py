from datetime import date, timedelta

import pytest

from certdeck.presenters.dates import (
    coming_text,
    counted,
    day_text,
    minutes_text,
    weekday_text,
    whole_minutes,
)


def test_days_are_written_in_english_whatever_the_computer_speaks() -> None:
    assert day_text(date(2026, 10, 4)) == "4 Oct 2026"
    assert weekday_text(date(2026, 11, 19)) == "Thursday 19 November"


def test_a_day_to_come_is_named_by_its_distance() -> None:
    today = date(2026, 11, 19)
    said = [coming_text(today + timedelta(days), today) for days in (-1, 0, 1, 5)]
    assert said == ["today", "today", "tomorrow", "on Tuesday 24 November"]


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 min"), (12, "12 min"), (60, "1 h"), (72, "1 h 12 min")])
def test_minutes_become_hours_from_sixty_on(minutes: int, words: str) -> None:
    assert minutes_text(minutes) == words


def test_waiting_is_rounded_up_and_never_nothing() -> None:
    assert [whole_minutes(timedelta(seconds=seconds)) for seconds in (-5, 1, 60, 61)] == [1, 1, 1, 2]


def test_one_card_is_not_cards() -> None:
    assert [counted(number, "card") for number in (0, 1, 2300)] == ["0 cards", "1 card", "2,300 cards"]
