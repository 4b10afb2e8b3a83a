"""Fitting beside fsrs-rs on learners whose memory is known."""

from collections.abc import Sequence
from functools import cache
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certdeck.core.scheduling.parameters import DEFAULTS, are_usable
from certdeck.memory.evaluation import score
from certdeck.memory.histories import Flags, Floats, Histories, read
from certdeck.memory.initial_stability import initial_stabilities, smoothed, usual
from certdeck.memory.training import fit, recency, split, train
from certdeck.ports.memory import ReviewLog
from tests.memory.learners import learner, log_of, studied
from tests.memory.rust_optimiser import fitted_by_rust

WITHIN = 1.005
"""Times their log loss."""


def silent(_done: int, _total: int) -> None:
    """Report to nobody."""


@cache
def log(seed: int, reviews: int = 6000) -> ReviewLog:
    return log_of(studied(learner(seed), reviews, seed))


def loss(parameters: Sequence[float] | Floats, histories: Histories, chosen: Flags) -> float:
    return score(np.array(parameters), histories, np.flatnonzero(chosen)).log_loss


@cache
def ours_beside_theirs(seed: int) -> tuple[float, float]:
    """Return our log loss as a multiple of theirs on the reviews that both learnt from, and on those held back."""
    histories = read(log(seed))
    earlier, later = split(histories)
    ours = train(histories, earlier, silent)
    border = int(histories.position[later].min())
    theirs = fitted_by_rust(log(seed), before=border)
    learnt, held_back = (loss(ours, histories, part) / loss(theirs, histories, part) for part in (earlier, later))
    return learnt, held_back


SEEDS = (1, 2, 3, 4, 5)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_learnt_from_is_foretold_within_half_a_percent_of_the_rust_optimiser(seed: int) -> None:
    assert ours_beside_theirs(seed)[0] <= WITHIN


def test_reviews_held_back_are_foretold_within_half_a_percent_of_the_rust_optimiser() -> None:
    assert mean(ours_beside_theirs(seed)[1] for seed in SEEDS) <= WITHIN


@pytest.mark.parametrize("seed", [2, 11])
def test_a_learner_unlike_most_is_foretold_better_than_by_the_defaults(seed: int) -> None:
    fitted = fit(log(seed), silent)
    assert fitted.after.log_loss < 0.99 * fitted.before.log_loss
    assert fitted.after.rmse < fitted.before.rmse
    assert are_usable(fitted.parameters)
    assert fitted.reviews == log(seed).scored
    assert fitted.held_back == pytest.approx(fitted.reviews / 5, abs=1)


def test_the_same_log_gives_the_same_parameters() -> None:
    assert fit(log(2), silent) == fit(log(2), silent)


def test_progress_runs_up_to_the_whole() -> None:
    seen: list[tuple[int, int]] = []
    fit(log(2), lambda done, total: seen.append((done, total)))
    assert len({total for _, total in seen}) <= 2
    assert [done / total for done, total in seen] == sorted(done / total for done, total in seen)
    assert seen[-1][0] == seen[-1][1]


def test_reviews_are_held_back_by_time_and_never_learnt_from() -> None:
    histories = read(log(3))
    earlier, later = split(histories)
    assert not np.any(earlier & later)
    assert np.array_equal(earlier | later, histories.scored)
    assert histories.position[earlier].max() < histories.position[later].min()
    turned = ReviewLog(
        log(3).faces,
        log(3).gaps,
        tuple(
            5 - rating if place >= histories.position[later].min() else rating
            for place, rating in enumerate(log(3).ratings)
        ),
    )
    assert np.array_equal(train(histories, earlier, silent), train(read(turned), earlier, silent))


reviews = st.tuples(st.integers(0, 6), st.sampled_from((0, 1, 2, 30, 4000)), st.integers(1, 4))


@given(st.lists(reviews, min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_any_log_gives_usable_parameters(rows: list[tuple[int, int, int]]) -> None:
    histories = read(ReviewLog(*(tuple(column) for column in zip(*rows, strict=True))))
    assert are_usable(tuple(train(histories, histories.scored, silent)))


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
def test_somebody_who_always_gives_the_same_rating_gets_usable_parameters(rating: int) -> None:
    faces = tuple(face for face in range(200) for _ in range(6))
    always = ReviewLog(faces, (0, 1, 3, 9, 27, 80) * 200, (rating,) * len(faces))
    assert are_usable(fit(always, silent).parameters)


def test_newer_reviews_weigh_more() -> None:
    histories = read(log(2))
    weights = recency(histories, histories.scored)
    in_order = weights[histories.scored][np.argsort(histories.position[histories.scored])]
    assert (in_order[0], in_order[-1]) == (0.25, 1.0)
    assert np.all(np.diff(in_order) >= 0)
    assert not np.any(weights[~histories.scored])


def first_reviews(rating: int, gaps: dict[int, tuple[int, int]]) -> ReviewLog:
    """Return cards that began with `rating`; `gaps` tells for a number of days (cards recalled, cards forgotten)."""
    second = [(gap, 3) for gap, (good, _) in gaps.items() for _ in range(good)]
    second += [(gap, 1) for gap, (_, bad) in gaps.items() for _ in range(bad)]
    faces = tuple(face for face in range(len(second)) for _ in range(2))
    return ReviewLog(
        faces,
        tuple(gap for late, _ in second for gap in (0, late)),
        tuple(grade for _, again in second for grade in (rating, again)),
    )


def test_an_initial_stability_is_where_nine_in_ten_were_recalled() -> None:
    histories = read(first_reviews(3, {4: (900, 100)}))
    _, first = usual(histories, histories.scored)
    found, counts = initial_stabilities(histories, first, 0.9)
    assert found[2] == pytest.approx(4.0, rel=0.02)
    assert list(counts) == [0, 0, 1000, 0]
    assert list(found) == sorted(found)


def test_rare_and_very_long_first_gaps_are_outliers() -> None:
    histories = read(first_reviews(3, {4: (300, 30), 9: (30, 6), 5: (3, 1), 200: (40, 10)}))
    fits, first = usual(histories, histories.scored)
    assert set(histories.gaps[first].tolist()) == {4, 9}
    assert int(np.sum(~fits)) == 4 + 50


@given(st.lists(st.floats(0.001, 100), min_size=4, max_size=4), st.lists(st.integers(0, 50), min_size=4, max_size=4))
def test_initial_stabilities_rise_from_again_to_easy(found: list[float], counts: list[int]) -> None:
    made = smoothed(np.array(found), np.array(counts))
    assert list(made) == sorted(made)
    assert are_usable((*made, *DEFAULTS[4:]))
    if sum(counts):
        weighted = [np.sum(np.log(values) * counts) / sum(counts) for values in (made, found)]
        assert weighted[0] == pytest.approx(weighted[1], abs=1e-6)


def test_initial_stabilities_that_rise_stay() -> None:
    assert smoothed(np.array([0.5, 1.0, 7.0, 9.0]), np.array([9, 1, 5, 2])) == pytest.approx([0.5, 1.0, 7.0, 9.0])


def test_first_ratings_that_never_came_stand_to_the_others_as_the_defaults_do() -> None:
    doubled = np.array(DEFAULTS[:4]) * 2
    only_good = smoothed(np.array([9.0, 9.0, doubled[2], 9.0]), np.array([0, 0, 10, 0]))
    assert only_good == pytest.approx(doubled)
