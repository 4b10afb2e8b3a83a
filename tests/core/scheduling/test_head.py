"""What comes first is told without the whole queue, and is what that has in front."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.head import Backlog, Outline, head_of
from certdeck.core.scheduling.options import NewCards, Options, ReviewOrder
from certdeck.core.scheduling.order import Relations
from certdeck.core.scheduling.queue import Counts, Limits, Met, build_queue
from certdeck.core.scheduling.schedule import Phase
from certdeck.core.scheduling.waiting import Waiting, due_of
from tests.builders import NOON

STEPS = (Phase.LEARNING, Phase.RELEARNING)
TOPICS = ("1.1", "1.2", "2.1", "")
CARDS = st.integers(1, 9).map(lambda number: ItemId(f"c-{number}"))
FACES = st.builds(lambda card, ordinal: FaceId(f"{card}/{ordinal}"), CARDS, st.integers(1, 3))
OPTIONS = st.builds(
    Options, new_cards=st.sampled_from(NewCards), review_order=st.sampled_from(ReviewOrder), apart=st.booleans()
)
LIMITS = st.builds(Limits, new=st.integers(0, 6), reviews=st.integers(0, 6))
MET = st.builds(Met, st.frozensets(FACES, max_size=3), st.frozensets(CARDS, max_size=3))
RELATIONS = st.builds(
    Relations, st.dictionaries(CARDS, st.integers(1, 2).map(lambda member: {ItemId("s-1"): member}), max_size=4)
)


@st.composite
def crowds(draw: st.DrawFn) -> list[Waiting]:
    made = []
    for place, face in enumerate(draw(st.lists(FACES, unique=True, max_size=20))):
        phase, minutes = draw(st.sampled_from(list(Phase))), draw(st.integers(-500, 60))
        due = None if phase is Phase.NEW else NOON + timedelta(minutes=minutes)
        made.append(Waiting(face, phase, due, place, draw(st.sampled_from(TOPICS)), draw(st.integers(0, 4)) / 2))
    return made


def outline_of(crowd: list[Waiting]) -> Outline:
    steps = [entry for entry in crowd if entry.phase in STEPS]
    first = min(steps, key=lambda step: (due_of(step), step.position), default=None)
    others = [entry for entry in crowd if entry.phase not in STEPS]
    return Outline(first, len(steps), frozenset(step.item for step in steps), others)


def backlog_of(crowd: list[Waiting], some: list[Waiting], known: int) -> Outline:
    """Return the outline of a crowd with a backlog, of which the `known` most faded reviews and `some` are told."""
    outline = outline_of(crowd)
    due = [entry for entry in outline.others if entry.phase is Phase.REVIEW]
    new = [entry for entry in outline.others if entry.phase is Phase.NEW]
    urgent = sorted(due, key=lambda entry: (-entry.faded, entry.position))[:known]
    beside = frozenset(entry.item for entry in due) & frozenset(entry.item for entry in new)
    backlog = Backlog(urgent, frozenset(entry.item for entry in some), beside)
    return replace(outline, others=new, backlog=backlog)


@given(crowds(), LIMITS, OPTIONS, MET, RELATIONS)
def test_the_head_is_that_of_the_whole_queue_and_so_are_the_counts(
    crowd: list[Waiting], limits: Limits, options: Options, met: Met, relations: Relations
) -> None:
    queue = build_queue(crowd, limits, options=options, met=met, relations=relations)
    found = head_of(outline_of(crowd), limits, NOON, options=options, met=met, relations=relations)
    assert found == (queue.next(NOON), queue.counts())


@given(
    crowds().filter(lambda crowd: any(entry.phase is Phase.REVIEW for entry in crowd)),
    LIMITS,
    OPTIONS,
    MET,
    RELATIONS,
    st.integers(1, 3),
    st.data(),
)
def test_the_head_of_a_backlog_is_that_of_the_whole_queue_where_it_can_be_told(
    crowd: list[Waiting],
    limits: Limits,
    options: Options,
    met: Met,
    relations: Relations,
    known: int,
    data: st.DataObject,
) -> None:
    due = [entry for entry in crowd if entry.phase is Phase.REVIEW]
    limits = Limits(limits.new, min(limits.reviews, len(due) - 1))
    some = data.draw(st.permutations(due))[: limits.reviews + data.draw(st.integers(1, 3))]
    queue = build_queue(crowd, limits, options=options, met=met, relations=relations, backlog=True)
    outline = backlog_of(crowd, some, known)
    found = head_of(outline, limits, NOON, options=options, met=met, relations=relations)
    assert found in (None, (queue.next(NOON), queue.counts()))
    if not limits.reviews:
        assert found is not None


@pytest.mark.parametrize(
    ("place", "new", "asked"),
    [
        (NewCards.FIRST, 1, "c-9/1"),
        (NewCards.LAST, 1, "c-2/1"),
        (NewCards.MIXED, 1, "c-2/1"),
        (NewCards.MIXED, 3, "c-9/1"),
    ],
)
def test_the_head_of_a_backlog_is_told_where_no_sibling_bears_on_it(place: NewCards, new: int, asked: str) -> None:
    due = [review(number, faded) for number, faded in ((1, 1.0), (2, 3.0), (3, 2.0))]
    fresh = [Waiting(FaceId(f"c-9{number or ''}/1"), Phase.NEW, None, number) for number in range(new)]
    outline = backlog_of([*due, *fresh], due, known=1)
    options, limits = Options(new_cards=place), Limits(new=9, reviews=2)
    found = head_of(outline, limits, NOON, options=options, met=Met(), relations=Relations())
    assert found is not None
    assert (found[0] and found[0].face, found[1]) == (asked, Counts(new=new, learning=0, due=2))


def test_the_head_of_a_backlog_is_not_told_where_siblings_may_bear_on_it() -> None:
    due = [review(number, float(number)) for number in (1, 2, 3)]
    met, sibling = Met(frozenset({FaceId("c-3/2")})), Waiting(FaceId("c-1/2"), Phase.NEW, None, 9)
    limits = Limits(new=9, reviews=2)
    full, met_first = backlog_of([*due, sibling], due, known=3), backlog_of(due, due, known=1)
    too_few = backlog_of(due, due[:1], known=3)
    for outline, met_by_now in ((full, Met()), (met_first, met), (too_few, Met())):
        assert head_of(outline, limits, NOON, options=Options(), met=met_by_now, relations=Relations()) is None


def test_a_step_whose_time_has_come_is_told_whatever_the_most_faded_are() -> None:
    due = [review(number, float(number)) for number in (1, 2, 3)]
    for minutes in (0, 1):
        step = Waiting(FaceId("c-8/1"), Phase.LEARNING, NOON + timedelta(minutes=minutes), 8)
        backlog = Backlog((), frozenset(entry.item for entry in due), frozenset())
        outline = Outline(step, 1, frozenset({step.item}), (), backlog)
        found = head_of(outline, Limits(0, 2), NOON, options=Options(), met=Met(), relations=Relations())
        assert found == (None if minutes else (step, Counts(new=0, learning=1, due=2)))


def review(number: int, faded: float) -> Waiting:
    due = NOON - timedelta(days=number)
    return Waiting(FaceId(f"c-{number}/1"), Phase.REVIEW, due, number, faded=faded)
