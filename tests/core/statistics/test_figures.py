"""Sums of the log: by day, by stage, by hour, true retention, calibration."""

import math
from datetime import UTC, date, timedelta

import fsrs
import pytest
from hypothesis import given

from certdeck.core.exam.report import Share
from certdeck.core.statistics.activity import STEPS, activity, days, figures_of, hours
from certdeck.core.statistics.calibration import calibration
from certdeck.core.statistics.columns import Stage
from certdeck.core.statistics.curve import Curve, curve_of
from certdeck.core.statistics.local_time import date_of
from certdeck.core.statistics.retention import Span, retention
from tests.core.statistics.logs import NOON, TODAY, Made, framed, logs

DAY = timedelta(days=1)


@given(logs)
def test_all_bars_together_are_the_whole_log(made: list[Made]) -> None:
    ratings = framed(made)
    found = activity(ratings, int(min(ratings.day, default=TODAY)), TODAY)
    assert sum(found.ratings) == len(made)
    assert sum(found.milliseconds) == sum(entry.milliseconds for entry in made)
    assert [sum(stage) for stage in found.stages] == [sum(e.stage is stage for e in made) for stage in Stage]
    assert tuple(map(sum, zip(*found.stages, strict=True))) == found.ratings


@given(logs)
def test_bars_stand_for_equal_steps_that_end_today(made: list[Made]) -> None:
    found = activity(framed(made), TODAY - 729, TODAY)
    assert found.step in STEPS
    assert found.first + len(found.ratings) * found.step * DAY == NOON.date() + DAY
    assert len(found.ratings) <= 105


@given(logs)
def test_every_day_has_its_ratings_and_its_time(made: list[Made]) -> None:
    found = days(framed(made), TODAY - 400, TODAY)
    for place in {(entry.at - timedelta(hours=4)).date() for entry in made}:
        ahead = (place - found.first).days
        if ahead >= 0:
            here = [entry for entry in made if (entry.at - timedelta(hours=4)).date() == place]
            assert found.ratings[ahead] == len(here)
            assert found.milliseconds[ahead] == sum(entry.milliseconds for entry in here)
    assert found.studied == sum(count > 0 for count in found.ratings)


@given(logs)
def test_today_is_the_sum_of_its_stages(made: list[Made]) -> None:
    found = figures_of(framed(made), TODAY)
    here = [entry for entry in made if (entry.at - timedelta(hours=4)).date() == NOON.date()]
    assert found.ratings == len(here) == sum(count.ratings for count in found.stages)
    assert found.again == sum(entry.rating == 1 for entry in here)
    assert [count.stage for count in found.stages] == list(Stage)


@given(logs)
def test_hours_count_the_first_review_of_each_face_and_day(made: list[Made]) -> None:
    found = hours(framed(made))
    counted = [entry for entry in made if entry.stage >= Stage.YOUNG and _opens(entry)]
    assert len(found) == 24
    for hour, share in enumerate(found):
        here = [entry for entry in counted if entry.at.hour == hour]
        assert share == Share(sum(entry.rating > 1 for entry in here), len(here))


@given(logs)
def test_retention_grows_with_the_span_and_everything_is_in_one_stage(made: list[Made]) -> None:
    found = {entry.span: entry for entry in retention(framed(made), TODAY)}
    assert list(found) == list(Span)
    counts = [entry.true.total + entry.learning.total for entry in found.values()]
    assert counts == sorted(counts)
    whole = found[Span.ALL]
    steps = [entry for entry in made if entry.stage < Stage.YOUNG]
    assert whole.learning == Share(sum(entry.rating > 1 for entry in steps), len(steps))
    reviews = [entry for entry in made if entry.stage >= Stage.YOUNG and _opens(entry)]
    assert whole.true == Share(sum(entry.rating > 1 for entry in reviews), len(reviews))


def _opens(entry: Made) -> bool:
    if entry.elapsed is None:
        return True
    shift = timedelta(hours=4)
    return (entry.at - entry.elapsed - shift).date() != (entry.at - shift).date()


def test_retention_as_anki_counts_it() -> None:
    made = [
        Made(NOON, Stage.MATURE, rating=1, elapsed=30 * DAY),
        Made(NOON + timedelta(minutes=10), Stage.MATURE, rating=3, elapsed=timedelta(minutes=10)),
        Made(NOON - DAY, Stage.MATURE, rating=2, elapsed=40 * DAY),
        Made(NOON - DAY, Stage.YOUNG, rating=3),
        Made(NOON - 9 * DAY, Stage.YOUNG, rating=1),
        Made(NOON, Stage.NEW, rating=1, elapsed=None),
    ]
    today, week, month, *_ = retention(framed(made), TODAY)
    assert (today.learning, today.young, today.mature) == (Share(0, 1), Share(0, 0), Share(0, 1))
    assert (week.young, week.mature) == (Share(1, 1), Share(1, 2))
    assert month.young == Share(1, 2)


def test_days_to_come_are_part_of_no_span_but_all_time_since_the_clock_was_set_back() -> None:
    made = [Made(NOON, Stage.YOUNG, rating=3), Made(NOON + 5 * DAY, Stage.YOUNG, rating=1)]
    found = {entry.span: entry.young for entry in retention(framed(made), TODAY)}
    assert found.pop(Span.ALL) == Share(1, 2)
    assert set(found.values()) == {Share(1, 1)}


@given(logs)
def test_calibration_counts_each_prediction_once_and_stays_within_its_bounds(made: list[Made]) -> None:
    found = calibration(framed(made))
    known = [entry for entry in made if entry.stage >= Stage.YOUNG and entry.elapsed is not None and _opens(entry)]
    assert found.reviews == len(known)
    assert sum(entry.real.right for entry in found.bins) == sum(entry.rating > 1 for entry in known)
    assert 0 <= found.rmse <= 1
    assert math.isfinite(found.log_loss)
    assert all(0 <= entry.predicted <= 1 for entry in found.bins)
    assert list(found.bins) == sorted(found.bins, key=lambda entry: entry.predicted)


def test_calibration_of_a_forecast_that_is_right() -> None:
    made = [Made(NOON, rating=1 + (place < 90), elapsed=10 * DAY, stability=10) for place in range(100)]
    found = calibration(framed(made))
    (only,) = found.bins
    assert only.predicted == pytest.approx(0.9)
    assert only.real == Share(90, 100)
    assert found.rmse == pytest.approx(0, abs=1e-9)
    assert found.drift == pytest.approx(0, abs=1e-9)
    assert found.log_loss == pytest.approx(-(0.9 * math.log(0.9) + 0.1 * math.log(0.1)))


def test_a_forecast_that_is_too_high_drifts_above_nothing() -> None:
    found = calibration(framed([Made(NOON, rating=1, elapsed=10 * DAY, stability=10)]))
    assert found.drift == pytest.approx(0.9)


def test_nothing_to_predict_is_no_error() -> None:
    found = calibration(framed([]))
    assert (found.bins, found.log_loss, found.rmse, found.reviews, found.drift) == ((), 0.0, 0.0, 0, 0.0)


def test_an_empty_log_has_one_empty_bar() -> None:
    found = activity(framed([]), TODAY, TODAY)
    assert (found.first, found.step, found.ratings) == (date_of(TODAY), 1, (0,))


def test_a_rating_of_a_clock_that_ran_ahead_is_not_lost() -> None:
    found = activity(framed([Made(NOON + 9 * DAY)]), TODAY, TODAY)
    assert sum(found.ratings) == 1


def test_the_curve_is_the_librarys() -> None:
    assert fsrs.Scheduler().parameters[20] == Curve().decay
    card = fsrs.Card(card_id=1, stability=7.5, difficulty=5, state=fsrs.State.Review, last_review=NOON, due=NOON)
    for gap in (0, 1, 7, 40, 900):
        (ours,) = framed([Made(NOON, elapsed=gap * DAY, stability=7.5)]).predicted
        theirs = fsrs.Scheduler().get_card_retrievability(card, NOON + gap * DAY)
        assert ours == pytest.approx(theirs, abs=1e-12)


def test_the_curve_follows_fitted_parameters() -> None:
    assert curve_of(()) == Curve()
    assert curve_of((1.0,) * 20 + (0.3,)) == Curve(0.3)


def test_days_are_dates() -> None:
    assert days(framed([], UTC), TODAY, TODAY).first == date(2026, 11, 19)
