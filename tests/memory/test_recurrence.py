"""The vectorised FSRS-6 beside the library that schedules reviews, and its gradient beside finite differences."""

from datetime import timedelta

import fsrs
import numpy as np
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from certdeck.core.scheduling.parameters import DEFAULTS, HIGHEST, LOWEST, Parameters, are_usable
from certdeck.memory.evaluation import foretold, score
from certdeck.memory.histories import Batch, Floats, Histories, batches, read
from certdeck.memory.recurrence import loss_and_gradient, run
from certdeck.ports.memory import ReviewLog
from tests.builders import NOON
from tests.memory.learners import learner, log_of, studied

DAY = timedelta(days=1)
History = list[tuple[int, int]]

reviews = st.tuples(st.integers(1, 4), st.sampled_from((0, 0, 0, 1, 1, 2, 3, 7, 20, 90, 400, 5000)))
histories = st.lists(st.lists(reviews, min_size=1, max_size=25), min_size=1, max_size=5)
shares = st.lists(st.floats(0, 1), min_size=21, max_size=21)


def between(share: list[float]) -> Parameters:
    """Return parameters anywhere within their bounds."""
    return tuple(low + (high - low) * part for low, high, part in zip(LOWEST, HIGHEST, share, strict=True))


def logged(played: list[History]) -> ReviewLog:
    """Return histories one after the other as a log; first reviews have no gap."""
    columns = [
        (face, gap if index else 0, rating)
        for face, history in enumerate(played)
        for index, (rating, gap) in enumerate(history)
    ]
    return ReviewLog(*(tuple(column) for column in zip(*columns, strict=True)))


def batch_of(log: ReviewLog) -> tuple[Histories, Batch]:
    found = read(log)
    (batch,) = batches(found, np.ones(len(log.faces)), len(log.faces) + 1)
    return found, batch


def by_the_library(history: History, parameters: Parameters) -> list[tuple[float, float]]:
    """Return stability and difficulty after each review."""
    scheduler, now = fsrs.Scheduler(parameters, enable_fuzzing=False), NOON
    known, states = fsrs.Card(card_id=1, due=now), []
    for index, (rating, gap) in enumerate(history):
        now += gap * DAY if index else timedelta()
        known, _ = scheduler.review_card(known, fsrs.Rating(rating), now)
        assert known.stability is not None
        assert known.difficulty is not None
        states.append((known.stability, known.difficulty))
    return states


def by_arrays(log: ReviewLog, parameters: Parameters) -> tuple[Floats, Floats]:
    found, batch = batch_of(log)
    course = run(np.array(parameters), batch)
    stability, difficulty = np.zeros(len(found.gaps)), np.zeros(len(found.gaps))
    stability[batch.index], difficulty[batch.index] = course.stability, course.difficulty
    return stability, difficulty


@given(histories, shares)
@settings(max_examples=150)
def test_every_memory_is_the_librarys_with_any_parameters(played: list[History], share: list[float]) -> None:
    parameters = between(share)
    stability, difficulty = by_arrays(logged(played), parameters)
    expected = [state for history in played for state in by_the_library(history, parameters)]
    assert stability == pytest.approx([state[0] for state in expected], rel=1e-9)
    assert difficulty == pytest.approx([state[1] for state in expected], rel=1e-9)


def test_a_long_history_on_one_day_and_one_of_lapses_stay_the_librarys() -> None:
    played = [[(rating, 0) for rating in (1, 2, 3, 4) * 20], [(1, 3)] * 80, [(4, 300)] * 80]
    stability, difficulty = by_arrays(logged(played), DEFAULTS)
    expected = [state for history in played for state in by_the_library(history, DEFAULTS)]
    assert stability == pytest.approx([state[0] for state in expected], rel=1e-9)
    assert difficulty == pytest.approx([state[1] for state in expected], rel=1e-9)


def test_defaults_and_bounds_are_the_librarys() -> None:
    assert (DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS) == (DEFAULTS, LOWEST, HIGHEST)


@given(shares)
def test_parameters_within_the_bounds_are_usable_and_others_are_not(share: list[float]) -> None:
    assert are_usable(between(share))
    assert not are_usable(between(share)[:20])
    assert not are_usable((*DEFAULTS[:20], float("nan")))
    assert not are_usable((*DEFAULTS[:20], 0.9))


@pytest.mark.parametrize("seed", range(6))
def test_the_gradient_is_that_of_finite_differences(seed: int) -> None:
    log = log_of(studied(learner(seed), 1500, seed))
    found = read(log)
    weights = np.where(found.scored, 0.25 + 0.75 * np.arange(len(found.gaps)) / len(found.gaps), 0.0)
    (batch,) = batches(found, weights, len(weights))
    w = np.array(learner(seed + 100).parameters)
    loss, gradient = loss_and_gradient(w, batch)
    assert loss > 0
    for index, slope in enumerate(gradient):
        step = np.zeros(21)
        step[index] = 1e-6 * max(0.01, abs(w[index]))
        higher, lower = loss_and_gradient(w + step, batch)[0], loss_and_gradient(w - step, batch)[0]
        assert slope == pytest.approx((higher - lower) / (2 * step[index]), rel=1e-4, abs=1e-3)


@given(histories, st.integers(1, 30))
def test_batches_of_any_size_foretell_the_same(played: list[History], size: int) -> None:
    found = read(logged(played))
    w = np.array(DEFAULTS)
    weights = found.scored.astype(np.float64)
    whole = sum(loss_and_gradient(w, batch)[0] for batch in batches(found, weights, size))
    chosen = np.flatnonzero(found.scored)
    assert sum(batch.size for batch in batches(found, weights, size)) == len(chosen)
    if len(chosen):
        _, costs = foretold(w, found, chosen)
        assert whole == pytest.approx(np.sum(costs))


def test_recall_is_foretold_as_the_library_foretells_it() -> None:
    history = [(3, 0), (3, 0), (3, 4), (1, 11), (3, 0), (2, 2), (4, 9)]
    found = read(logged([history]))
    chosen = np.flatnonzero(found.scored)
    chances, _ = foretold(np.array(DEFAULTS), found, chosen)
    scheduler, now, expected = fsrs.Scheduler(enable_fuzzing=False), NOON, []
    known = fsrs.Card(card_id=1, due=now)
    for index, (rating, gap) in enumerate(history):
        now += gap * DAY
        if index and gap:
            expected.append(scheduler.get_card_retrievability(known, now))
        known, _ = scheduler.review_card(known, fsrs.Rating(rating), now)
    assert chances == pytest.approx(expected, rel=1e-9)


def test_the_score_is_the_mean_loss_and_the_error_in_bins_of_like_reviews() -> None:
    # Both were asked after 4 days and for the second time: one bin, half of which was recalled.
    found = read(logged([[(3, 0), (3, 4)], [(3, 0), (1, 4)]]))
    chosen = np.flatnonzero(found.scored)
    chances, _ = foretold(np.array(DEFAULTS), found, chosen)
    judged = score(np.array(DEFAULTS), found, chosen)
    assert judged.log_loss == pytest.approx(-(np.log(chances[0]) + np.log(1 - chances[1])) / 2)
    assert judged.rmse == pytest.approx(abs(chances[0] - 0.5))
