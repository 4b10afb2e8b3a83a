"""Highlights: joined where they touch, taken away where all of it was highlighted."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.exam.events import Span, merged, toggled

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8).map(tuple)
one = st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def letters(given_: tuple[Span, ...]) -> set[int]:
    return {place for start, end in given_ for place in range(start, end)}


@given(spans)
def test_merging_keeps_the_letters_and_leaves_gaps_between_the_spans(given_: tuple[Span, ...]) -> None:
    joined = merged(given_)
    assert letters(joined) == letters(given_)
    assert all(start < end for start, end in joined)
    assert all(before[1] < after[0] for before, after in pairwise(joined))
    assert merged(joined) == joined


@given(spans, one)
def test_toggling_adds_a_span_that_was_not_whole_and_takes_away_one_that_was(
    given_: tuple[Span, ...], span: Span
) -> None:
    before, part = letters(merged(given_)), letters((span,))
    after = letters(toggled(merged(given_), span))
    assert after == (before - part if part <= before else before | part)


@given(spans, one)
def test_toggling_twice_leaves_the_span_not_highlighted_or_as_it_was(given_: tuple[Span, ...], span: Span) -> None:
    first = merged(given_)
    twice = toggled(toggled(first, span), span)
    assert letters(twice) - letters((span,)) == letters(first) - letters((span,))
