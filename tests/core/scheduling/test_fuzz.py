"""Intervals are spread as py-fsrs publishes it, by a chance that is handed in."""

from collections import Counter

import pytest
from fsrs.scheduler import FUZZ_RANGES
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.fuzz import BANDS, LONGEST, SHORTEST, chance_of, fuzz_range, fuzzed

days = st.floats(0, 36_500)
chances = st.floats(0, 1, exclude_max=True)


def test_the_bands_are_those_of_py_fsrs() -> None:
    assert tuple((band["start"], band["end"], band["factor"]) for band in FUZZ_RANGES) == BANDS


@given(st.floats(SHORTEST, 36_500))
def test_the_range_holds_the_interval(interval: float) -> None:
    low, high = fuzz_range(interval)
    assert 2 <= low <= interval <= high


@given(st.integers(3, 36_500))
def test_the_range_is_the_one_that_py_fsrs_draws_from(interval: int) -> None:
    spread = (band["factor"] * max(min(float(interval), band["end"]) - band["start"], 0.0) for band in FUZZ_RANGES)
    delta = 1.0 + sum(spread)
    assert fuzz_range(interval) == (max(2, round(interval - delta)), min(LONGEST, round(interval + delta)))


@given(st.floats(0, SHORTEST, exclude_max=True))
def test_a_short_interval_becomes_whole_days_but_is_not_spread(interval: float) -> None:
    low, high = fuzz_range(interval)
    assert low == high == max(1, round(interval))


@given(days, days)
def test_a_longer_interval_never_has_an_earlier_range(one: float, other: float) -> None:
    shorter, longer = fuzz_range(min(one, other)), fuzz_range(max(one, other))
    assert shorter[0] <= longer[0]
    assert shorter[1] <= longer[1]


@given(days, chances)
def test_every_chance_falls_on_an_interval_of_the_range(interval: float, chance: float) -> None:
    low, high = fuzz_range(interval)
    assert low <= fuzzed(interval, chance) <= high


@given(st.floats(SHORTEST, 36_500), chances)
def test_days_that_are_all_as_welcome_are_as_likely_as_if_nothing_were_said(days: float, chance: float) -> None:
    said = fuzzed(days, chance, wanted=lambda choices: [2.0] * len(choices))
    assert abs(said - fuzzed(days, chance)) <= 1  # on the border between two days rounding decides


@pytest.mark.parametrize("interval", [3.0, 10.0, 90.0])
def test_every_day_of_the_range_can_come(interval: float) -> None:
    low, high = fuzz_range(interval)
    drawn = Counter(fuzzed(interval, chance_of(FaceId("c-1/1"), reps)) for reps in range(5000))
    assert set(drawn) == set(range(low, high + 1))
    assert max(drawn.values()) < 1.5 * min(drawn.values())


def test_a_day_that_is_not_wanted_does_not_come() -> None:
    drawn = {fuzzed(10, number / 100, wanted=lambda days: [float(day % 2) for day in days]) for number in range(100)}
    assert drawn == {9, 11}


def test_the_chance_of_a_face_never_changes() -> None:
    assert [chance_of(FaceId(name), reps) for name, reps in (("c-1/1", 0), ("c-1/1", 1), ("c-1/2", 1))] == [
        0.39159181790379716,
        0.7275850364615691,
        0.7934665364870346,
    ]
