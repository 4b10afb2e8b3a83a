"""Rows of plain cards, made in numbers, are those of any other card."""

from datetime import timedelta
from operator import itemgetter

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId
from certdeck.core.incoming import BareLearnt, Learnt, Review
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import EPOCH, MICROSECOND, MemoryState, Phase, Rating
from certdeck.memory.fsrs_model import FsrsModel
from certdeck.services.learnt import taken_barely, taken_over
from certdeck.store.face_numbers import number
from certdeck.store.study import LINE, entries_values, state_values, written
from tests.builders import NOON

FACE, KEY, CHANGE = FaceId("imported-a/1"), 7, 3
MODEL, OPTIONS = FsrsModel(), Options()
ratings = st.lists(st.tuples(st.integers(0, 900 * 24), st.sampled_from([None, *Rating])), max_size=5)
known = st.builds(
    Learnt,
    ordinal=st.just(0),
    steps_left=st.integers(0, 3),
    lapses=st.integers(0, 9),
    phase=st.sampled_from(Phase),
    due=st.sampled_from([None, NOON - timedelta(days=2), NOON + timedelta(days=30)]),
    memory=st.sampled_from([None, MemoryState(3.5, 6.25)]),
    interval=st.integers(0, 40),
    suspended=st.booleans(),
    flag=st.integers(0, 7),
)


@given(known=known, rated=ratings)
def test_what_was_learnt_of_a_plain_card_is_written_as_that_of_any_other(
    known: Learnt, rated: list[tuple[int, Rating | None]]
) -> None:
    reviews = tuple(
        Review(NOON - timedelta(hours=hours), rating, 5 if rating else 0)
        for hours, rating in sorted(rated, key=itemgetter(0), reverse=True)
    )
    taken = taken_over(MODEL, OPTIONS, FACE, known._replace(reviews=reviews), CHANGE, NOON)
    course, _ = taken_barely(MODEL, OPTIONS, in_numbers(known, reviews), (NOON - EPOCH) // MICROSECOND)
    state, lines = written(course)
    assert tuple(state) == tuple(state_values(taken.state))
    rows = [(number(KEY, FACE), CHANGE, *lines[start + 2 : start + LINE]) for start in range(0, len(lines), LINE)]
    assert rows == list(entries_values(taken.entries, KEY))


def in_numbers(known: Learnt, reviews: tuple[Review, ...]) -> BareLearnt:
    """Return what a package tells in numbers of the same card."""
    due = None if known.due is None else (known.due - EPOCH) // MICROSECOND
    memory = None if known.memory is None else (known.memory.stability, known.memory.difficulty)
    told = [((one.at - EPOCH) // MICROSECOND, int(one.rating or 0), one.milliseconds) for one in reviews]
    return BareLearnt(
        known.phase, known.steps_left, due, memory, known.interval, known.lapses, known.suspended, known.flag, told
    )
