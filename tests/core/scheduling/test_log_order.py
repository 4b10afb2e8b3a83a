"""The order of a log with reviews from elsewhere in it."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.scheduling.log_order import Line, begins_anew, in_order, made_new_before
from tests.builders import NOON

LINES = st.lists(
    st.builds(
        Line, st.integers(1, 99), st.integers(0, 50).map(lambda hours: NOON + timedelta(hours=hours)), st.booleans()
    ),
    unique_by=lambda line: line.id,
    max_size=12,
)


@given(LINES, st.randoms())
def test_the_order_does_not_depend_on_how_the_lines_come(lines: list[Line], dice: object) -> None:
    shuffled = list(lines)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_order(shuffled) == in_order(lines)


@given(LINES)
def test_what_was_given_here_stays_in_the_order_of_the_log(lines: list[Line]) -> None:
    here = [line.id for line in in_order(lines) if not line.foreign]
    assert here == sorted(here)


@given(LINES)
def test_what_came_from_elsewhere_is_in_the_order_of_time(lines: list[Line]) -> None:
    there = [line.at for line in in_order(lines) if line.foreign]
    assert there == sorted(there)


@given(LINES)
def test_with_a_true_clock_all_is_in_the_order_of_time(lines: list[Line]) -> None:
    times = sorted(line.at for line in lines if not line.foreign)
    here = iter(times)
    true = [line if line.foreign else Line(line.id, next(here)) for line in sorted(lines, key=lambda line: line.id)]
    found = [line.at for line in in_order(true)]
    assert found == sorted(found)


def test_a_face_that_was_made_new_begins_anew_and_one_that_another_device_knew_does_not() -> None:
    first, later = Line(1, NOON), Line(2, NOON + timedelta(days=1))
    assert begins_anew((first, later), (True, True)) == [True, True]
    assert begins_anew((first, later), (True, False)) == [True, False]
    earlier = Line(3, NOON - timedelta(days=1), foreign=True)
    assert begins_anew((earlier, first, later), (True, True, False)) == [True, False, False]


def test_a_rating_from_elsewhere_begins_anew_only_where_the_face_was_made_new_right_before_it() -> None:
    lines = [Line(number, NOON + timedelta(days=number), foreign=True) for number in (1, 3, 4)]
    forget = Line(9, NOON + timedelta(days=2), foreign=True)
    assert made_new_before(lines, ()) == frozenset()
    assert made_new_before(lines, (forget,)) == {3}
    assert begins_anew(lines, (False, True, False)) == [False, True, False]
