"""The memory model beside a second implementation of FSRS-6, and what this app adds: seeded, bounded spreading."""

import pickle
from datetime import UTC, datetime, timedelta, timezone
from math import isclose
from typing import NoReturn

import fsrs
import fsrs.card
import fsrs.scheduler
import fsrs_rs_python as second_opinion
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.fuzz import SHORTEST, chance_of, fuzz_range
from certdeck.core.scheduling.load import Load, spread_due
from certdeck.core.scheduling.options import USUAL, Options
from certdeck.core.scheduling.parameters import DEFAULTS
from certdeck.core.scheduling.schedule import Bare, MemoryState, Phase, Rating, Schedule
from certdeck.memory.fsrs_model import FsrsModel
from tests.builders import NOON

DAY = timedelta(days=1)
ALIKE = Options(balance_load=False)
MODEL = FsrsModel()
OTHER = second_opinion.FSRS(second_opinion.DEFAULT_PARAMETERS)
STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5.5, 10, 15))

ratings = st.sampled_from(Rating)
gaps = st.sampled_from((0, 0, 1, 2, 3, 5, 12, 40, 200, 1000))
"""Whole days between reviews; reviews of the same day come a minute apart."""
histories = st.lists(st.tuples(ratings, gaps), min_size=1, max_size=20)
seeds = st.integers(0, 2**32 - 1)


def reviewed(schedule: Schedule, rating: Rating, now: datetime, seed: int = 1, model: FsrsModel = MODEL) -> Schedule:
    """Return the schedule after a rating, spread as reviews are when every day is alike."""
    chance = chance_of(FaceId(f"c-{seed}/1"), schedule.reps)
    return spread_due(model.review(schedule, rating, now, USUAL), now, chance, ALIKE, Load())


def played(history: list[tuple[Rating, int]], seed: int = 1, model: FsrsModel = MODEL) -> tuple[Schedule, datetime]:
    """Return the schedule after all of `history`, and the time of its last review."""
    schedule, now = Schedule(), NOON
    for rating, days in history:
        now += days * DAY + timedelta(minutes=1)
        schedule = reviewed(schedule, rating, now, seed, model)
    return schedule, now


def remembered(schedule: Schedule) -> MemoryState:
    assert schedule.memory is not None
    return schedule.memory


@given(histories)
def test_a_second_implementation_comes_to_the_same_memory_after_every_review(history: list[tuple[Rating, int]]) -> None:
    reviews = [
        second_opinion.FSRSReview(int(rating), days if index else 0) for index, (rating, days) in enumerate(history)
    ]
    for count, theirs in enumerate(OTHER.historical_memory_states(second_opinion.FSRSItem(reviews)), start=1):
        ours = remembered(played(history[:count])[0])
        # They reckon in 32 bits.
        assert isclose(ours.stability, theirs.stability, rel_tol=1e-4)
        assert isclose(ours.difficulty, theirs.difficulty, abs_tol=1e-4)


def test_both_implementations_start_from_the_same_parameters() -> None:
    assert fsrs.Scheduler().parameters == pytest.approx(second_opinion.DEFAULT_PARAMETERS, rel=1e-6)


@given(histories, seeds)
def test_the_same_seed_gives_the_same_schedule_in_every_run(history: list[tuple[Rating, int]], seed: int) -> None:
    assert played(history, seed) == played(history, seed, FsrsModel())


def test_other_seeds_spread_the_same_review_over_days() -> None:
    schedule, now = played([(Rating.EASY, 0), (Rating.GOOD, 8)])
    dues = {reviewed(schedule, Rating.GOOD, now + 20 * DAY, seed).due for seed in range(200)}
    assert len(dues) > 5


def test_the_same_face_is_not_spread_in_the_same_way_at_every_review() -> None:
    schedule, now = played([(Rating.EASY, 0), (Rating.GOOD, 8)])
    later = now + 20 * DAY
    again = Schedule(
        schedule.phase, schedule.step, schedule.memory, schedule.due, schedule.last_review, reps=schedule.reps + 1
    )
    dues = [reviewed(found, Rating.GOOD, later, 3).interval for found in (schedule, again)]
    assert dues[0] != dues[1]


def plain_interval(schedule: Schedule, rating: Rating, now: datetime) -> timedelta:
    """Return the interval that py-fsrs itself gives, without any spreading."""
    card = fsrs.Card(
        card_id=1,
        state={Phase.REVIEW: fsrs.State.Review, Phase.RELEARNING: fsrs.State.Relearning}.get(
            schedule.phase, fsrs.State.Learning
        ),
        step=None if schedule.phase is Phase.REVIEW else schedule.step,
        stability=schedule.memory.stability if schedule.memory else None,
        difficulty=schedule.memory.difficulty if schedule.memory else None,
        due=now,
        last_review=schedule.last_review,
    )
    reviewed, _ = fsrs.Scheduler(enable_fuzzing=False).review_card(card, fsrs.Rating(int(rating)), now)
    return reviewed.due - now


@given(histories, ratings, gaps, seeds)
def test_an_interval_stays_in_the_range_around_the_plain_one(
    history: list[tuple[Rating, int]], rating: Rating, gap: int, seed: int
) -> None:
    schedule, now = played(history, seed)
    later = now + gap * DAY + timedelta(minutes=1)
    after = reviewed(schedule, rating, later, seed)
    plain = plain_interval(schedule, rating, later)
    if after.phase is Phase.REVIEW and plain >= SHORTEST * DAY:
        low, high = fuzz_range(plain / DAY)
        assert low * DAY <= after.interval <= high * DAY
        assert after.interval % DAY == timedelta()
    else:
        assert after.interval == plain


@given(st.lists(ratings, max_size=6), ratings, seeds)
def test_learning_steps_are_never_spread_and_a_review_is_never_on_the_same_day(
    before: list[Rating], rating: Rating, seed: int
) -> None:
    schedule, now = played([(earlier, 0) for earlier in before], seed)
    after = reviewed(schedule, rating, now + timedelta(minutes=1), seed)
    if after.phase is Phase.REVIEW:
        assert after.interval >= DAY
    else:
        assert after.interval in STEPS


def test_a_new_card_goes_through_its_steps_into_long_term_review() -> None:
    schedule = Schedule()
    phases = []
    for rating in (Rating.AGAIN, Rating.GOOD, Rating.GOOD):
        schedule = reviewed(schedule, rating, NOON, 1)
        phases.append((schedule.phase, schedule.step, schedule.reps, schedule.lapses))
    assert phases == [(Phase.LEARNING, 0, 1, 0), (Phase.LEARNING, 1, 2, 0), (Phase.REVIEW, 0, 3, 0)]
    assert schedule.last_review == NOON


def test_forgetting_a_card_in_review_is_a_lapse_and_forgetting_it_again_in_its_steps_is_not() -> None:
    schedule, now = played([(Rating.EASY, 0)])
    forgotten = reviewed(schedule, Rating.AGAIN, now + 10 * DAY, 1)
    assert (forgotten.phase, forgotten.lapses) == (Phase.RELEARNING, 1)
    again = reviewed(forgotten, Rating.AGAIN, now + 10 * DAY, 1)
    assert (again.phase, again.lapses) == (Phase.RELEARNING, 1)
    assert reviewed(again, Rating.GOOD, now + 10 * DAY, 1).phase is Phase.REVIEW


@given(histories)
def test_better_ratings_never_bring_a_card_back_sooner(history: list[tuple[Rating, int]]) -> None:
    schedule, now = played(history)
    memories = [remembered(reviewed(schedule, rating, now + 5 * DAY, 1)).stability for rating in Rating]
    assert memories == sorted(memories)


@given(histories, gaps, gaps)
def test_recall_is_a_probability_that_only_falls_with_time(
    history: list[tuple[Rating, int]], gap: int, further: int
) -> None:
    schedule, now = played(history)
    sooner = MODEL.retrievability(schedule, now + gap * DAY, USUAL)
    later = MODEL.retrievability(schedule, now + (gap + further) * DAY, USUAL)
    assert 0.0 <= later <= sooner <= 1.0


def test_a_new_face_is_not_remembered() -> None:
    assert MODEL.retrievability(Schedule(), NOON, USUAL) == 0.0


def test_recall_has_fallen_to_nine_in_ten_after_the_days_of_the_stability() -> None:
    schedule = Schedule(Phase.REVIEW, 0, MemoryState(30.0, 5.0), NOON, NOON, 1)
    assert MODEL.retrievability(schedule, NOON + 30 * DAY, USUAL) == pytest.approx(0.9)


def test_a_higher_wish_to_remember_asks_sooner_and_holds_from_the_next_review() -> None:
    schedule = Schedule(Phase.REVIEW, 0, MemoryState(50.0, 5.0), NOON, NOON - 50 * DAY, 3)
    before = MODEL.review(schedule, Rating.GOOD, NOON, USUAL)
    after = MODEL.review(schedule, Rating.GOOD, NOON, Options(desired_retention=0.97))
    assert after.interval < before.interval
    assert after.memory == before.memory


def test_the_computers_clock_is_never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoClock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> NoReturn:
            raise AssertionError("the clock was read")

    monkeypatch.setattr(fsrs.card, "datetime", NoClock)
    monkeypatch.setattr(fsrs.scheduler, "datetime", NoClock)
    schedule, now = played([(rating, 3) for rating in Rating] * 2)
    MODEL.review(schedule, Rating.GOOD, now, USUAL)
    MODEL.retrievability(schedule, now, USUAL)
    with pytest.raises(AssertionError, match="the clock was read"):
        fsrs.Card()


def test_a_clock_that_was_put_back_does_no_harm() -> None:
    schedule, now = played([(Rating.EASY, 0), (Rating.GOOD, 10)])
    earlier = now - 3 * DAY
    after = reviewed(schedule, Rating.GOOD, earlier, 1)
    assert after.last_review == earlier
    assert after.interval > DAY
    assert MODEL.retrievability(schedule, earlier, USUAL) == 1.0


def test_a_time_that_is_not_utc_is_a_bug() -> None:
    with pytest.raises(ValueError, match="UTC"):
        reviewed(Schedule(), Rating.GOOD, NOON.astimezone(timezone(timedelta(hours=2))), 1)
    assert reviewed(Schedule(), Rating.GOOD, NOON.astimezone(UTC), 1).last_review == NOON


def test_steps_parameters_and_the_longest_interval_are_those_of_the_options() -> None:
    options = Options(learning_steps=(3.0,), relearning_steps=(), maximum_interval=10)
    first = MODEL.review(Schedule(), Rating.AGAIN, NOON, options)
    assert (first.phase, first.interval) == (Phase.LEARNING, timedelta(minutes=3))
    known = Schedule(Phase.REVIEW, 0, MemoryState(50.0, 5.0), NOON, NOON - 50 * DAY, 3)
    assert MODEL.review(known, Rating.GOOD, NOON, options).interval == 10 * DAY
    assert MODEL.review(known, Rating.AGAIN, NOON, options).phase is Phase.REVIEW
    other = tuple(value * 1.1 for value in fsrs.Scheduler().parameters[:4]) + tuple(fsrs.Scheduler().parameters[4:])
    fitted = MODEL.review(Schedule(), Rating.GOOD, NOON, Options(parameters=other))
    assert remembered(fitted).stability == pytest.approx(
        1.1 * remembered(MODEL.review(Schedule(), Rating.GOOD, NOON, USUAL)).stability
    )


@given(histories)
def test_replaying_leaves_the_memory_that_reviewing_left(history: list[tuple[Rating, int]]) -> None:
    schedule, now, reviews = Schedule(), NOON, []
    for rating, days in history:
        now += days * DAY + timedelta(minutes=1)
        reviews.append((rating, now))
    schedule, _ = played(history)
    assert MODEL.replay(Schedule(), reviews, USUAL) == schedule.memory
    begun, _ = played(history[:1])
    assert MODEL.replay(begun, reviews[1:], USUAL) == schedule.memory


@given(histories, gaps, st.sampled_from((0.7, 0.85, 0.9, 0.97)), st.sampled_from((36_500, 30)))
def test_a_review_is_due_where_reviewing_put_it_before_it_was_spread(
    history: list[tuple[Rating, int]], gap: int, retention: float, longest: int
) -> None:
    options = Options(desired_retention=retention, maximum_interval=longest, parameters=(*DEFAULTS[:20], 0.3))
    schedule, now = played(history)
    reviewed_again = MODEL.review(schedule, Rating.GOOD, now + gap * DAY, options)
    assert MODEL.due(reviewed_again, options) == reviewed_again.due


def test_a_model_goes_to_another_process_whatever_it_reckoned_here() -> None:
    model, options = FsrsModel(), Options()
    learnt = model.play(Bare(), 3, 0, options)
    model.retrievability(learnt.dressed(), datetime(2026, 1, 1, tzinfo=UTC), options)
    there = pickle.loads(pickle.dumps(model))
    assert there.play(Bare(), 3, 0, options) == learnt
