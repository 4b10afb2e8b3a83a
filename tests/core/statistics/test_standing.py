"""How things stand now: memories, the coming days, and the parts of the exam guide."""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.exam.report import Share
from certdeck.core.ids import BulletId
from certdeck.core.statistics.columns import BulletFaces, Faces, column
from certdeck.core.statistics.coverage import Standing, coverage, is_skill
from certdeck.core.statistics.curve import Curve
from certdeck.core.statistics.forecast import SKIPPED, course, due_days, forecast
from certdeck.core.statistics.memory import STABILITY_EDGES, memories, spread
from tests.builders import blueprint
from tests.core.statistics.logs import NOON

NOW = int(NOON.timestamp())
DAY = 86_400
loads = st.lists(st.integers(0, 300), min_size=1, max_size=60)


@given(loads, st.integers(0, 200), st.integers(0, 10), st.integers(0, 300))
def test_skipping_days_loses_no_review_and_no_day_brings_more_than_its_limit(
    due: list[int], limit: int, skip: int, done: int
) -> None:
    found = course(due, limit, skip=skip, done_today=done)
    assert sum(found.reviews) + found.left == sum(due)
    assert len(found.reviews) == len(due)
    assert max(found.reviews) <= limit
    assert not any(found.reviews[:skip])


@given(loads, st.integers(0, 200), st.integers(0, 10))
def test_who_skips_is_never_ahead_of_who_does_not(due: list[int], limit: int, skip: int) -> None:
    kept, skipped = course(due, limit), course(due, limit, skip=skip)
    for place in range(len(due)):
        assert sum(skipped.reviews[: place + 1]) <= sum(kept.reviews[: place + 1])


def test_skipped_days_pile_up_on_the_next_one() -> None:
    assert course((5, 5, 5, 5, 5), 100, skip=3).reviews == (0, 0, 0, 20, 5)
    assert course((5, 5, 5, 5, 5), 12, skip=3).reviews == (0, 0, 0, 12, 12)
    assert course((5, 5, 5, 5, 5), 12, skip=3).left == 1


def test_what_was_done_today_is_taken_from_todays_limit_alone() -> None:
    assert course((10, 10), 12, done_today=8).reviews == (4, 12)


@given(st.lists(st.integers(-400, 400), max_size=50))
def test_every_face_that_is_due_in_time_is_counted_once(ahead: list[int]) -> None:
    starts = NOW - 8 * 3600
    counts, overdue = due_days(column([starts + day * DAY + 3600 for day in ahead]), starts, 90)
    assert sum(counts) == sum(day < 90 for day in ahead)
    assert overdue == sum(day < 0 for day in ahead)
    assert counts[0] == sum(day <= 0 for day in ahead)


def test_the_forecast_has_both_courses() -> None:
    found = forecast(column([NOW - DAY, NOW, -1, NOW + DAY]), NOW, 30, limit=2, done_today=1)
    assert (found.due[:3], found.overdue, found.limit) == ((2, 1, 0), 1, 2)
    assert found.kept.reviews[:3] == (1, 2, 0)
    assert found.skipped.reviews[: SKIPPED + 2] == (0, 0, 0, 2, 1)


@given(st.lists(st.floats(0, 40_000), max_size=40))
def test_every_value_lies_in_one_bin(values: list[float]) -> None:
    import numpy as np

    found = spread(np.array(values, np.float64), STABILITY_EDGES)
    assert found.total == len(values)
    for place, count in enumerate(found.counts):
        assert count == sum(STABILITY_EDGES[place] <= value < STABILITY_EDGES[place + 1] for value in values)
    assert (found.median is None) is (not values)
    assert found.median == (median(values) if values else None)


def test_memories_are_spread_by_their_own_measures() -> None:
    faces = Faces(column([10_000, 400]), column([1000, 10_000]), column([NOW - 10 * DAY, NOW]), column(), 3)
    found = memories(faces, Curve(), NOW)
    assert found.recalled == pytest.approx(1.9)
    assert found.recall.counts[-1] == 2
    assert (found.difficulty.counts[0], found.difficulty.counts[-1]) == (1, 1)
    assert found.stability.counts[0] == 1
    assert found.stability.median == pytest.approx(5.2)
    assert found.new == 3


def test_no_faces_have_no_median() -> None:
    found = memories(Faces(column(), column(), column(), column()), Curve(), NOW)
    assert (found.stability.median, found.recalled, found.recall.total) == (None, 0.0, 0)


def bullet(name: str, faces: int, *stabilities: float, **questions: int) -> BulletFaces:
    known = column([int(value * 1000) for value in stabilities])
    return BulletFaces(BulletId(name), faces, known, column([NOW] * len(known)), **questions)


def test_a_task_and_a_domain_are_the_sum_of_their_main_bullets() -> None:
    exam = blueprint(weights=(60, 40), tasks=2)
    main = (bullet("1.1.k1", 4, 5.0, 6.0), bullet("1.2.k1", 2), bullet("2.1.k1", 1, 9.0, questions=3, seen=1))
    found = coverage(exam, main, main, Curve(), NOW)
    first, second = found
    assert [domain.weight for domain in found] == [60, 40]
    assert (first.standing.faces, first.standing.met) == (6, 2)
    assert first.standing.recalled == pytest.approx(2)
    assert (second.standing.questions, second.standing.seen) == (3, 1)
    assert [task.standing.faces for task in first.tasks] == [4, 2]
    assert first.tasks[0].knowledge[0].standing.share == pytest.approx(0.5)


def test_a_bullet_that_nothing_covers_is_there_and_not_seen() -> None:
    (task, *_), *_ = (domain.tasks for domain in coverage(blueprint(), (), (), Curve(), NOW))
    every = (*task.knowledge, *task.skills)
    assert every
    assert {entry.standing.step for entry in every} == {0}


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (Standing(faces=4), 0),
        (Standing(faces=4, met=1, recalled=0.9), 1),
        (Standing(faces=4, met=4, recalled=2.0), 2),
        (Standing(faces=4, met=4, recalled=2.6), 3),
        (Standing(faces=4, met=4, recalled=3.0), 4),
        (Standing(faces=4, met=4, recalled=3.9), 5),
        (Standing(questions=2, seen=1, answers=Share(1, 1)), 5),
        (Standing(questions=2, seen=1, answers=Share(0, 1)), 1),
    ],
)
def test_the_step_of_the_heat_map(standing: Standing, step: int) -> None:
    assert standing.step == step


def test_knowledge_and_skills_are_told_apart_by_their_ids() -> None:
    assert is_skill(BulletId("3.2.s11"))
    assert not is_skill(BulletId("3.2.k1"))
