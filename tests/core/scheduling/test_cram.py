"""A cram: every card until it was known once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.cram import GAP, CramWish, cram_of

FACES = tuple(FaceId(f"c-{number}/1") for number in range(6))


def test_what_was_not_known_comes_back_after_three_others() -> None:
    cram = cram_of(FACES)
    order = []
    for known in (False, True, True, True, True):
        order.append(cram.next)
        cram = cram.rated(known=known)
    assert order == ["c-0/1", "c-1/1", "c-2/1", "c-3/1", "c-0/1"]
    assert (cram.known, cram.total, cram.left) == (4, 6, ("c-4/1", "c-5/1"))


def test_the_last_card_comes_back_at_once() -> None:
    cram = cram_of(FACES[:1]).rated(known=False)
    assert cram.next == "c-0/1"
    done = cram.rated(known=True)
    assert (done.next, done.rated(known=True)) == (None, done)


def test_a_card_that_is_set_aside_is_no_part_any_more() -> None:
    cram = cram_of(FACES).without(FaceId("c-0/1"))
    assert (cram.next, cram.total, cram.known) == ("c-1/1", 5, 0)
    assert cram.without(FaceId("c-9/1")) == cram


def test_nothing_to_cram_is_said() -> None:
    with pytest.raises(StudyError, match="nothing to cram"):
        cram_of(())


@pytest.mark.parametrize("days", [0, 366])
def test_days_have_bounds(days: int) -> None:
    with pytest.raises(StudyError, match="1 to 365 days"):
        CramWish(days=days)


@given(st.lists(st.booleans(), max_size=60))
def test_each_card_is_known_once_and_the_round_ends_when_all_are(answers: list[bool]) -> None:
    cram, known = cram_of(FACES), []
    for answer in [*answers, *[True] * len(FACES)]:
        if cram.next is not None and answer:
            known.append(cram.next)
        before = cram.left
        cram = cram.rated(known=answer)
        assert answer or not before or cram.left.index(before[0]) == min(GAP, len(before) - 1)
    assert sorted(known) == sorted(FACES)
    assert (cram.left, cram.known) == ((), len(FACES))


def test_a_card_that_was_left_out_and_is_back_is_the_next_and_counts_again() -> None:
    cram = cram_of(FACES)
    aside = FACES[-1]
    assert cram.without(aside).beginning_with(aside).left == (aside, *FACES[:-1])
    assert cram.without(aside).beginning_with(aside).total == cram.beginning_with(aside).total == len(FACES)
