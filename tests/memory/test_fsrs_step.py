"""One rating by our own arithmetic and by py-fsrs: the same to the bit."""

from datetime import timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.parameters import DEFAULTS, HIGHEST, LOWEST
from certdeck.core.scheduling.schedule import EPOCH, MICROSECOND, RATINGS, Bare, Phase, Rating, Schedule
from certdeck.memory.fsrs_step import FsrsStep
from tests.builders import NOON

PHASES = {fsrs.State.Learning: Phase.LEARNING, fsrs.State.Review: Phase.REVIEW, fsrs.State.Relearning: Phase.RELEARNING}
gaps = st.one_of(st.integers(-3600, 100_000), st.integers(86_400, 40_000_000))
histories = st.lists(st.tuples(st.sampled_from(Rating), gaps), min_size=1, max_size=12)
minutes = st.lists(st.sampled_from((0.5, 1.0, 7.0, 10.0, 1440.0)), max_size=3).map(tuple)
parameters = st.one_of(
    st.just(DEFAULTS), st.tuples(*(st.floats(low, high) for low, high in zip(LOWEST, HIGHEST, strict=True)))
)


def bare(schedule: Schedule) -> Bare:
    """Return `schedule` in numbers."""
    memory, due, reviewed = schedule.memory, schedule.due, schedule.last_review
    return Bare(
        schedule.phase,
        schedule.step,
        None if memory is None else memory.stability,
        None if memory is None else memory.difficulty,
        None if due is None else (due - EPOCH) // MICROSECOND,
        None if reviewed is None else (reviewed - EPOCH) // MICROSECOND,
        schedule.reps,
        schedule.lapses,
    )


@given(histories, minutes, minutes, parameters, st.floats(0.7, 0.97), st.integers(1, 36_500))
def test_every_rating_does_what_py_fsrs_says(
    history: list[tuple[Rating, int]],
    learning: tuple[float, ...],
    relearning: tuple[float, ...],
    weights: tuple[float, ...],
    retention: float,
    longest: int,
) -> None:
    options = Options(
        desired_retention=retention,
        learning_steps=learning,
        relearning_steps=relearning,
        maximum_interval=longest,
        parameters=weights,
    )
    ours = FsrsStep(options)
    theirs = fsrs.Scheduler(
        weights,
        desired_retention=retention,
        learning_steps=[timedelta(minutes=step) for step in learning],
        relearning_steps=[timedelta(minutes=step) for step in relearning],
        maximum_interval=longest,
        enable_fuzzing=False,
    )
    card, schedule, now = fsrs.Card(card_id=1, due=NOON), Schedule(), NOON
    for reps, (rating, seconds) in enumerate(history, 1):
        now += timedelta(seconds=seconds)
        card, _ = theirs.review_card(card, fsrs.Rating(int(rating)), now)
        told = dict(zip(RATINGS, ours.preview(schedule, now), strict=True))
        schedule = ours.review(schedule, rating, now)
        assert told[rating] == (schedule.phase, schedule.interval)
        assert schedule.memory is not None
        assert (schedule.memory.stability, schedule.memory.difficulty) == (card.stability, card.difficulty)
        assert (schedule.phase, schedule.step) == (PHASES[card.state], card.step or 0)
        assert (schedule.due, schedule.last_review, schedule.reps) == (card.due, now, reps)


@given(histories, minutes, minutes, parameters)
def test_a_rating_in_numbers_does_what_one_does_in_words(
    history: list[tuple[Rating, int]], learning: tuple[float, ...], relearning: tuple[float, ...], w: tuple[float, ...]
) -> None:
    step = FsrsStep(Options(learning_steps=learning, relearning_steps=relearning, parameters=w))
    schedule, numbers, now = Schedule(), Bare(), NOON
    for rating, seconds in history:
        now += timedelta(seconds=seconds)
        schedule = step.review(schedule, rating, now)
        numbers = step.play(numbers, int(rating), (now - EPOCH) // MICROSECOND)
        assert numbers == bare(schedule)
        assert numbers.dressed() == schedule


@pytest.mark.parametrize("phase", [Phase.REVIEW, Phase.RELEARNING])
def test_a_rating_of_a_face_that_must_have_a_memory_and_has_none_is_a_bug(phase: Phase) -> None:
    step = FsrsStep(Options())
    with pytest.raises(ValueError, match="no memory"):
        step.play(Bare(phase), 3, 0)
    with pytest.raises(ValueError, match="no memory"):
        step.review(Schedule(phase), Rating.GOOD, NOON)
    with pytest.raises(ValueError, match="no memory"):
        step.preview(Schedule(phase), NOON)


@given(st.sampled_from(RATINGS), st.integers(0, 10**6))
def test_a_face_in_learning_without_a_memory_gets_the_first_one(rating: Rating, seconds: int) -> None:
    step, now = FsrsStep(Options()), NOON + timedelta(seconds=seconds)
    told = dict(zip(RATINGS, step.preview(Schedule(Phase.LEARNING), now), strict=True))
    after = step.review(Schedule(Phase.LEARNING), rating, now)
    assert after.memory == step.review(Schedule(), rating, now).memory
    assert told[rating] == (after.phase, after.interval)
    assert step.play(Bare(Phase.LEARNING), int(rating), (now - EPOCH) // MICROSECOND) == bare(after)
