"""Ids are plain words, and a face's id says which card it belongs to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import ItemId, face_id, is_well_formed, item_of


@pytest.mark.parametrize("text", ["c", "c-1.1-columnar-few-columns", "q2", "mla-c01", "a" * 80])
def test_words_joined_by_hyphens_are_ids(text: str) -> None:
    assert is_well_formed(text)


@pytest.mark.parametrize("text", ["", "1c", "-c", "c-", "c--d", "C", "c_d", "c d", "c/1", "c\n", "é", "a" * 81])
def test_anything_else_is_no_id(text: str) -> None:
    assert not is_well_formed(text)


@given(st.from_regex(r"[a-z][a-z0-9.]{0,9}(-[a-z0-9.]{1,9}){0,3}", fullmatch=True), st.integers(1, 99))
def test_a_face_gives_back_its_card(name: str, ordinal: int) -> None:
    assert item_of(face_id(ItemId(name), ordinal)) == name
