"""Edits of shipped cards, and tags."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.deck import CardKind
from certdeck.core.own import LONGEST_TAG, Edit, tags_in, text_of, with_text
from tests.builders import card


@pytest.mark.parametrize("kind", list(CardKind))
def test_a_text_put_back_is_the_card_again_and_leaves_all_else(kind: CardKind) -> None:
    shipped, other = card(kind=kind), card("c-2", CardKind.REVERSED, task="2.1", tags=("a",))
    assert with_text(shipped, text_of(shipped)) == shipped
    mixed = with_text(other, text_of(shipped))
    assert text_of(mixed) == text_of(shipped)
    assert with_text(mixed, text_of(other)) == other


def test_an_edit_is_outdated_by_another_text_alone() -> None:
    shipped = card()
    edit = Edit(text_of(card(front="Mine?")), text_of(shipped))
    assert not edit.outdated_by(replace(shipped, tags=("new",), sources=()))
    newer = replace(shipped, back="New.")
    assert edit.outdated_by(newer)
    assert not edit.kept(newer).outdated_by(newer)
    assert edit.kept(newer).mine == edit.mine


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("hard, week-2  #Exam", ("hard", "week-2", "exam")),
        ("", ()),
        ("  ,, ", ()),
        ("a b a", ("a", "b")),
        ("größe x/y p:1 v1.2", ("größe", "x/y", "p:1", "v1.2")),
        ("what?! (this)", ("what", "this")),
    ],
)
def test_tags_are_read_from_what_is_typed(typed: str, tags: tuple[str, ...]) -> None:
    assert tags_in(typed) == tags


@given(st.text())
def test_tags_read_again_are_the_same_and_fit_a_word_each(typed: str) -> None:
    tags = tags_in(typed)
    assert all(0 < len(tag) <= LONGEST_TAG and not set(tag) & set(" \t\n,") for tag in tags)
    assert len(set(tags)) == len(tags)
