"""Whole numbers that the database hands over as one text."""

from hypothesis import given
from hypothesis import strategies as st

from certdeck.store.connection import read_numbers


@given(st.lists(st.integers(-(2**63), 2**63 - 1)), st.integers(0, 100))
def test_numbers_are_read_in_their_order_in_pieces_of_any_size(numbers: list[int], piece: int) -> None:
    assert read_numbers(",".join(map(str, numbers)), piece).tolist() == numbers
