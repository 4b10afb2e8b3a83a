import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.scheduling.forgetting import DECAY, fading, recall


def test_after_its_stability_a_memory_is_recalled_nine_times_of_ten() -> None:
    assert recall(1.0) == pytest.approx(0.9)
    assert recall(1.0, 0.5) == pytest.approx(0.9)
    assert recall(0.0) == 1.0


@given(st.floats(0.05, 1.0), st.floats(0.1, 0.8))
def test_fading_is_the_time_after_which_recall_is_so_low(probability: float, decay: float) -> None:
    assert recall(fading(probability, decay), decay) == pytest.approx(probability, rel=1e-6)


def test_no_time_is_long_enough_to_forget_entirely() -> None:
    assert fading(0.0, DECAY) == fading(1e-9, DECAY) == float("inf")
