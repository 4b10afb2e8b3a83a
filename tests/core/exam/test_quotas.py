"""Shares by weight: whole numbers that sum up, never more than there is room for, and rare kinds not forgotten."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.exam.quotas import KIND_MIX, capped, kind_plan, quotas

names = st.sampled_from("abcdef")
weights = st.dictionaries(names, st.integers(1, 100), min_size=1)


@given(weights, st.integers(0, 80), st.data())
def test_nobody_gets_more_than_its_room_and_nothing_is_left_while_there_is_room(
    given_: dict[str, int], total: int, data: st.DataObject
) -> None:
    room = {name: data.draw(st.integers(0, 20)) for name in given_}
    shared = capped(given_, room, total)
    assert all(shared[name] <= room[name] for name in given_)
    assert sum(shared.values()) == min(total, sum(room.values()))


@given(weights, st.integers(0, 80))
def test_with_room_enough_the_shares_are_the_plain_quotas(given_: dict[str, int], total: int) -> None:
    assert capped(given_, dict.fromkeys(given_, 999), total) == quotas(given_, total)


def test_without_weights_nobody_gets_anything() -> None:
    assert quotas({"a": 0, "b": 0}, 5) == {"a": 0, "b": 0}
    assert quotas({}, 5) == {}


def test_the_kinds_of_a_whole_exam_come_closest_to_the_mix() -> None:
    plan = kind_plan(KIND_MIX, [("1", 14), ("2", 13), ("3", 11), ("4", 12)])
    total: Counter[str] = Counter()
    for kinds in plan.values():
        total.update(kinds)
    assert total == {"multiple-choice": 35, "multiple-response": 8, "ordering": 4, "matching": 3}


@given(st.permutations([("1", 14), ("2", 13), ("3", 11), ("4", 12)]))
def test_each_domain_gets_about_as_many_kinds_as_questions_in_any_order(sizes: list[tuple[str, int]]) -> None:
    plan = kind_plan(KIND_MIX, sizes)
    for domain, size in sizes:
        assert abs(sum(plan[domain].values()) - size) <= 1


def test_an_exam_of_two_kinds_shares_among_these() -> None:
    plan = kind_plan(("multiple-choice", "multiple-response"), [("1", 17)])
    assert plan["1"] == {"multiple-choice": 14, "multiple-response": 3}
