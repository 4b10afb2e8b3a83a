"""What operations come to depends on their set alone."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.sync.merge import merged, standing
from certdeck.core.sync.operations import Fate, Line, LineKind, Operation, OperationId, Value
from certdeck.core.sync.stamp import Stamp, stamped
from tests.core.sync.operation_sets import NEW, START, operation_sets

FACE = FaceId("c-1/1")


@given(operation_sets(), st.randoms(use_true_random=False))
def test_neither_order_nor_doubling_matters(made: tuple[Operation, ...], dice: Random) -> None:
    doubled = [*made, *(one for one in made if dice.random() < 0.5)]
    dice.shuffle(doubled)
    assert merged(doubled) == merged(made)


@given(operation_sets(), st.randoms(use_true_random=False))
def test_replicas_that_heard_it_in_parts_come_to_the_same_once_they_have_heard_all(
    made: tuple[Operation, ...], dice: Random
) -> None:
    heard: list[set[Operation]] = [set(), set(), set()]
    for operation in dice.sample(made, len(made)):
        heard[dice.randrange(3)].add(operation)
    assert merged(heard[0] | heard[1] | heard[2]) == merged((heard[2] | heard[0]) | (heard[1] | heard[0]))
    assert merged(made) == merged([*heard[1], *heard[2], *heard[0], *heard[1]])


@given(operation_sets())
def test_a_line_that_was_taken_back_never_stands_and_no_rating_stands_twice(made: tuple[Operation, ...]) -> None:
    words: dict[OperationId, tuple[Stamp, bool]] = {}
    for one in made:
        if isinstance(one.body, Fate):
            word = (one.stamp, one.body.undone)
            words[one.body.line] = max(word, words.get(one.body.line, word))
    for lines in merged(made).faces.values():
        assert not [one for one in lines if words.get(one.id, (None, False))[1]]
        bodies = [one.body for one in lines if isinstance(one.body, Line) and one.body.kind is LineKind.RATE]
        for back in (body for body in bodies if body.foreign):
            others = [body for body in bodies if body is not back and body.rating == back.rating]
            assert not [body for body in others if abs(body.at - back.at) <= timedelta(seconds=1)]


@given(operation_sets())
def test_lines_stand_in_the_order_of_their_stamps(made: tuple[Operation, ...]) -> None:
    for lines in merged(made).faces.values():
        places = [(one.stamp.time, one.stamp.count) for one in lines]
        assert places == sorted(places)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 5))
def test_whoever_has_seen_a_change_and_makes_another_is_later(mine: int, theirs: int, count: int) -> None:
    seen = Stamp(theirs, count, "b")
    assert stamped(mine, "a", seen) > seen
    assert stamped(mine, "c", seen).time == max(mine, theirs)


def rated(number: int, replica: str, rating: Rating = Rating.GOOD, seconds: float = 0, **changes: object) -> Operation:
    at = START + timedelta(seconds=seconds)
    line = replace(Line(FACE, LineKind.RATE, at, NEW, NEW, rating), **changes)  # type: ignore[arg-type]
    return Operation(OperationId(replica, number), Stamp(int(seconds * 1e6), 0, replica), line)


def test_the_same_rating_brought_home_on_two_laptops_stands_once() -> None:
    here, there = rated(1, "a", foreign=True), rated(1, "b", foreign=True)
    assert standing([here, there]) == standing([there, here]) == (here,)


def test_a_rating_of_here_goes_before_the_same_one_that_a_phone_brought_back_a_little_earlier() -> None:
    here, back = rated(1, "a", seconds=1), rated(1, "b", seconds=0.5, foreign=True)
    assert standing([back, here]) == (here,)


def test_one_that_was_taken_back_here_stays_so_when_a_phone_brings_it_home() -> None:
    here, back = rated(1, "a"), rated(1, "b", foreign=True)
    undone = Operation(OperationId("a", 2), Stamp(9, 0, "a"), Fate(FACE, here.id, undone=True))
    assert standing([here, back, undone]) == ()
    again = Operation(OperationId("a", 3), Stamp(10, 0, "a"), Fate(FACE, here.id, undone=False))
    assert standing([here, back, again, undone]) == (here,)


def test_two_ratings_of_one_laptop_within_a_second_both_stand() -> None:
    first, second = rated(1, "a"), rated(2, "a", seconds=0.3)
    assert standing([second, first]) == (first, second)


def test_the_value_of_the_latest_stamp_holds_and_none_is_a_value() -> None:
    early = Operation(OperationId("a", 1), Stamp(5, 0, "a"), Value("note:c-1", '"early"'))
    late = Operation(OperationId("b", 1), Stamp(5, 1, "b"), Value("note:c-1", None))
    assert merged([late, early]).registers["note:c-1"].value is None
