"""When a card becomes a leech, and how often that is said."""

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.scheduling.leech import becomes_leech, is_leech
from certdeck.core.scheduling.options import Options


def said(threshold: int, lapses: int) -> list[int]:
    options = Options(leech_after=threshold)
    return [count for count in range(1, lapses + 1) if becomes_leech(count - 1, count, options)]


def test_a_leech_is_said_at_the_threshold_and_after_every_half_of_it() -> None:
    assert said(8, 17) == [8, 12, 16]
    assert said(5, 12) == [5, 8, 11]
    assert said(2, 4) == [2, 3, 4]


def test_no_threshold_means_no_leeches() -> None:
    assert said(0, 50) == []
    assert not is_leech(50, Options(leech_after=0))


def test_without_a_lapse_nothing_is_said() -> None:
    assert not becomes_leech(8, 8, Options())


@given(st.integers(2, 99), st.integers(0, 300))
def test_what_becomes_a_leech_is_one(threshold: int, lapses: int) -> None:
    options = Options(leech_after=threshold)
    assert not becomes_leech(lapses, lapses + 1, options) or is_leech(lapses + 1, options)
    assert is_leech(lapses, options) == (lapses >= threshold)
