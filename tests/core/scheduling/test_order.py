"""Urgent cards come first; domains alternate; what is mixed up stands close together; nothing gets lost."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.options import Options, ReviewOrder
from certdeck.core.scheduling.order import Relations, in_order, spread
from certdeck.core.scheduling.schedule import Phase
from certdeck.core.scheduling.waiting import Waiting
from tests.builders import NOON

PLAIN = Options(mix_domains=False, mix_confusions=False)


def review(number: int, topic: str = "1.1", *, hours: int = 0, faded: float = 1.0) -> Waiting:
    return Waiting(
        FaceId(f"c-{number}/1"), Phase.REVIEW, NOON + timedelta(hours=hours), number, topic=topic, faded=faded
    )


reviews = st.lists(
    st.tuples(st.sampled_from(("1.1", "1.2", "2.1", "3.3")), st.integers(-99, 0), st.floats(0, 9)), max_size=30
).map(lambda rows: [review(number, *row[:1], hours=row[1], faded=row[2]) for number, row in enumerate(rows)])
members = st.dictionaries(
    st.integers(0, 30).map(lambda number: ItemId(f"c-{number}")),
    st.dictionaries(st.sampled_from((ItemId("x-1"), ItemId("x-2"))), st.integers(0, 2), max_size=2),
)


@given(reviews, members, st.booleans(), st.booleans())
def test_spreading_loses_and_adds_nothing(
    due: list[Waiting], sets: dict[ItemId, dict[ItemId, int]], domains: bool, confusions: bool
) -> None:
    options = Options(mix_domains=domains, mix_confusions=confusions)
    assert sorted(spread(due, options, Relations(members=sets)), key=lambda entry: entry.position) == due


@given(reviews, members)
def test_without_mixing_the_order_stays(due: list[Waiting], sets: dict[ItemId, dict[ItemId, int]]) -> None:
    assert spread(due, PLAIN, Relations(members=sets)) == due


@given(st.integers(1, 30))
def test_two_domains_of_the_same_size_alternate(size: int) -> None:
    due = [review(2 * number, "1.1") for number in range(size)] + [review(2 * number + 1, "2.1") for number in range(5)]
    mixed = spread(due[size - 5 :] if size >= 5 else due, Options(mix_confusions=False), Relations())
    if size >= 5:
        assert all(one.domain != other.domain for one, other in pairwise(mixed))


def test_a_review_is_not_brought_forward_past_more_than_its_reach() -> None:
    due = [review(number, "1.1") for number in range(30)] + [review(30, "2.1")]
    assert spread(due, Options(), Relations()).index(due[-1]) == 21


def test_the_next_member_of_a_confusion_set_comes_after_one_other_card() -> None:
    due = [review(number) for number in range(5)]
    sets = {ItemId("c-0"): {ItemId("x"): 0}, ItemId("c-3"): {ItemId("x"): 0}, ItemId("c-4"): {ItemId("x"): 1}}
    mixed = spread(due, Options(mix_domains=False), Relations(members=sets))
    assert [entry.position for entry in mixed] == [0, 1, 4, 2, 3]


@given(reviews, st.integers(0, 40), st.sampled_from(list(ReviewOrder)))
def test_under_a_backlog_the_most_forgotten_come_first(due: list[Waiting], most: int, order: ReviewOrder) -> None:
    ordered = in_order(due, Options(review_order=order), Relations(), most=most)
    assert sorted(ordered, key=lambda entry: entry.position) == due
    if len(due) > most or order is ReviewOrder.FORGOTTEN:
        assert all(one.faded >= other.faded for one, other in pairwise(ordered))
    elif order is ReviewOrder.DECK:
        assert ordered == due
    else:
        assert [entry.due for entry in ordered] == sorted(entry.due for entry in due if entry.due)


def test_while_catching_up_domains_of_little_weight_come_last() -> None:
    due = [review(1, "1.1", faded=9), review(2, "2.1"), review(3, "2.2", faded=5)]
    relations = Relations(weights={"1": 20, "2": 30}, catching_up=True)
    assert [entry.position for entry in in_order(due, Options(), relations, most=99)] == [3, 2, 1]
