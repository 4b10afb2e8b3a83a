"""Lean days are filled first, and easy days stay lean."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.scheduling.fuzz import fuzz_range, fuzzed
from certdeck.core.scheduling.load import wanted_days
from certdeck.core.scheduling.options import Options

chances = st.floats(0, 1, exclude_max=True)
SUNDAY_FREE = (*(1.0,) * 6, 0.0)


def test_without_balance_and_easy_days_every_day_is_alike() -> None:
    assert wanted_days(Options(balance_load=False), {3: 9}, 0) is None


def test_a_day_that_brings_less_is_more_welcome() -> None:
    wanted = wanted_days(Options(), {3: 1, 4: 3}, 0)
    assert wanted is not None
    assert list(wanted(range(2, 5))) == [1.0, 1 / 4, 1 / 16]


@given(st.integers(8, 400), st.integers(0, 6), chances)
def test_an_easy_day_is_never_drawn_while_there_is_another_one(days: int, today: int, chance: float) -> None:
    options = Options(easy_days=SUNDAY_FREE)
    drawn = fuzzed(days, chance, wanted=wanted_days(options, {}, today))
    assert (today + drawn) % 7 != 6


@given(st.integers(3, 6), chances)
def test_where_all_days_are_easy_one_is_drawn_all_the_same(days: int, chance: float) -> None:
    low, high = fuzz_range(days)
    none = wanted_days(Options(easy_days=(0.0,) * 7), {}, 0)
    assert low <= fuzzed(days, chance, wanted=none) <= high


def test_cards_learnt_together_come_back_evenly() -> None:
    def spread(options: Options) -> int:
        load, dice = Counter[int](), Random(5)
        for _ in range(300):
            load[fuzzed(20, dice.random(), wanted=wanted_days(options, load, 0))] += 1
        return max(load.values()) - min(load[day] for day in range(*fuzz_range(20)))

    assert spread(Options()) <= 12 < spread(Options(balance_load=False))


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_a_reduced_day_brings_its_share_of_what_the_others_bring_with_balance_and_without(share: float) -> None:
    def brought(options: Options) -> float:
        load, dice = Counter[int](), Random(5)
        for _ in range(4000):
            load[fuzzed(60, dice.random(), wanted=wanted_days(options, load, 0))] += 1
        low, high = fuzz_range(60)
        on_sundays = [load[day] for day in range(low, high + 1) if day % 7 == 6]
        on_others = [load[day] for day in range(low, high + 1) if day % 7 != 6]
        return sum(on_sundays) / len(on_sundays) / (sum(on_others) / len(on_others))

    for balanced in (True, False):
        options = Options(balance_load=balanced, easy_days=(*(1.0,) * 6, share))
        assert brought(options) == pytest.approx(share, abs=0.06)


@given(st.floats(0, 1), st.integers(0, 10_000))
def test_an_easy_day_is_never_more_welcome_than_another_one_that_brings_as_much(share: float, reviews: int) -> None:
    wanted = wanted_days(Options(easy_days=(share, *(1.0,) * 6)), {7: reviews, 8: reviews}, 0)
    if wanted is not None:
        easy, other = wanted(range(7, 9))
        assert 0 <= easy <= other


@given(st.floats(0, 40_000), st.integers(1, 50), chances)
def test_no_interval_is_longer_than_the_longest(days: float, longest: int, chance: float) -> None:
    assert 1 <= fuzzed(days, chance, longest=longest) <= longest
