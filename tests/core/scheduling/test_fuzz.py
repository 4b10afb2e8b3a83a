"""Intervals are spread as py-fsrs publishes it, by dice that are handed in."""

from random import Random

import pytest
from fsrs.scheduler import FUZZ_RANGES
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.fuzz import BANDS, LONGEST, SHORTEST, fuzz_range, fuzzed, seed_of

days = st.floats(0, 36_500)


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


@given(days, st.integers())
def test_the_same_seed_gives_the_same_interval_in_the_range(interval: float, seed: int) -> None:
    low, high = fuzz_range(interval)
    drawn = fuzzed(interval, Random(seed))
    assert low <= drawn <= high
    assert drawn == fuzzed(interval, Random(seed))


@pytest.mark.parametrize("interval", [3.0, 10.0, 90.0])
def test_every_day_of_the_range_can_come(interval: float) -> None:
    low, high = fuzz_range(interval)
    dice = Random(1)
    assert {fuzzed(interval, dice) for _ in range(500)} == set(range(low, high + 1))


def test_the_seed_of_a_face_never_changes() -> None:
    assert [seed_of(FaceId(name)) for name in ("c-1/1", "c-1/2")] == [746797715, 3045747497]
