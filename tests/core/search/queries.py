"""Queries of every shape, for properties."""

from hypothesis import strategies as st

from certdeck.core.scheduling.schedule import Rating
from certdeck.core.search.query import (
    Added,
    Comparison,
    Covers,
    Flagged,
    Has,
    HasId,
    InDeck,
    Is,
    Kind,
    Missed,
    Not,
    OfKind,
    Part,
    Pattern,
    Phrase,
    Property,
    Query,
    Rated,
    State,
    Tagged,
    Word,
    all_of,
    any_of,
)
from certdeck.core.search.terms import _BOUNDS, _WHOLE, MOST_DAYS

LETTERS = st.text(st.sampled_from('abcXYZ089 -:*()"“”\\.,_%!é漢'), min_size=1, max_size=8).filter(str.strip)
DAYS = st.integers(1, MOST_DAYS)


def _patterns(*, inner: st.SearchStrategy[str] = LETTERS) -> st.SearchStrategy[Pattern]:
    ends = st.one_of(st.just(""), inner)
    several = st.builds(
        lambda first, middle, last: (first, *middle, last), ends, st.lists(inner, min_size=1, max_size=2), ends
    )
    return st.one_of(inner.map(lambda text: (text,)), several)


def _numbers(prop: Property) -> st.SearchStrategy[float]:
    least, most = _BOUNDS[prop]
    if prop in _WHOLE:
        return st.integers(int(least), int(most)).map(float)
    return st.floats(least, most, allow_nan=False).map(lambda value: round(value, 6) + 0.0)


def _several(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, min_size=1, max_size=3).map(tuple)


TERMS: st.SearchStrategy[Query] = st.one_of(
    _patterns().map(Word),
    LETTERS.map(Phrase),
    _patterns().map(Tagged),
    _patterns().map(InDeck),
    _patterns().map(HasId),
    _several(st.sampled_from(["1", "3", "x2"])).map(lambda ids: Covers(Part.DOMAIN, ids)),  # type: ignore[arg-type]
    _several(st.sampled_from(["3.1", "4.2"])).map(lambda ids: Covers(Part.TASK, ids)),  # type: ignore[arg-type]
    _several(st.sampled_from(["3.1.k5", "3.1.4"])).map(lambda ids: Covers(Part.BULLET, ids)),  # type: ignore[arg-type]
    _several(st.sampled_from(Kind)).map(OfKind),  # type: ignore[arg-type]
    _several(st.sampled_from(State)).map(Is),  # type: ignore[arg-type]
    _several(st.integers(0, 7)).map(Flagged),  # type: ignore[arg-type]
    st.builds(Rated, DAYS, st.one_of(st.none(), st.sampled_from(Rating))),
    DAYS.map(Added),
    DAYS.map(Missed),
    st.sampled_from(Property).flatmap(
        lambda prop: st.builds(Has, st.just(prop), st.sampled_from(Comparison), _numbers(prop))
    ),
)
QUERIES: st.SearchStrategy[Query] = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: any_of(*parts)),
    ),
    max_leaves=12,
)
