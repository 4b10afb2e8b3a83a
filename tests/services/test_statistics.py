"""The figures as a whole, held against what was really done."""

from datetime import timedelta

import pytest

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.core.scheduling.scope import Scope
from certdeck.core.statistics.columns import Stage
from certdeck.core.statistics.report import EVERYTHING, MONTH, QUARTER, YEAR, Period, Statistics
from certdeck.core.statistics.retention import Span
from certdeck.ports.exporting import Cancelled
from tests.builders import EXAM, deck
from tests.services.parts import Parts
from tests.store.contract import DECK

WHOLE = Scope(DECK, EXAM)
FACES = tuple(map(FaceId, ("c-basic/1", "c-reversed/1", "c-cloze/1")))


@pytest.fixture
def studied(parts: Parts) -> Parts:
    """Give a learner who learnt three faces nine days ago and reviewed two of them today."""
    parts.install()
    for face in FACES:
        parts.study.rate(face, Rating.EASY, milliseconds=4000)
    parts.clock.advance(days=9)
    parts.study.rate(FACES[0], Rating.GOOD, milliseconds=6000)
    parts.study.rate(FACES[1], Rating.AGAIN, milliseconds=10_000)
    return parts


def report(parts: Parts, scope: Scope | None = WHOLE, period: Period = EVERYTHING) -> Statistics:
    return parts.statistics.report(scope, period)


def test_the_figures_tell_what_was_done_today_and_before(studied: Parts) -> None:
    found = report(studied)
    assert (found.today.ratings, found.today.again, found.today.milliseconds) == (2, 1, 16_000)
    assert {count.stage: count.ratings for count in found.today.stages if count.ratings} == {Stage.YOUNG: 2}
    assert sum(found.activity.ratings) == 5
    assert (len(found.days.ratings), found.days.studied) == (10, 2)
    assert found.retention[-1].span is Span.ALL
    assert (found.retention[-1].true.right, found.retention[-1].true.total) == (1, 2)
    assert found.calibration.reviews == 2
    assert sum(share.total for share in found.hours) == 2


def test_the_figures_tell_how_things_stand(studied: Parts) -> None:
    found = report(studied)
    assert (found.memories.stability.total, found.memories.new) == (3, 3)
    assert found.forecast.limit == 200
    assert sum(found.forecast.due) == 3
    assert [domain.domain for domain in found.coverage] == ["1", "2", "3", "4"]
    assert sum(domain.standing.faces for domain in found.coverage) == 6
    assert 0 < sum(domain.standing.recalled for domain in found.coverage) < 3


def test_a_rating_taken_back_is_in_no_figure(studied: Parts) -> None:
    studied.history.undo()
    found = report(studied)
    assert (found.today.ratings, found.today.again, sum(found.activity.ratings)) == (1, 0, 4)
    studied.history.redo()
    assert report(studied).today.again == 1


def test_a_period_leaves_out_what_is_older_and_keeps_how_things_stand(studied: Parts) -> None:
    studied.clock.advance(days=25)
    found = report(studied, period=MONTH)
    assert sum(found.days.ratings) == 2
    assert (len(found.days.ratings), len(found.forecast.due)) == (30, 30)
    assert found.retention[-1].learning.total == 3
    assert found.memories.stability.total == 3
    assert report(studied, period=YEAR).period == YEAR


def test_the_pace_is_assumed_until_there_are_enough_ratings(studied: Parts) -> None:
    assert report(studied).pace == 12_000
    for _ in range(5):
        studied.study.rate(FACES[0], Rating.GOOD, milliseconds=2000)
    assert report(studied).pace == pytest.approx((3 * 4000 + 6000 + 10_000 + 5 * 2000) / 10)


def test_every_scope_can_be_asked_for_even_with_nothing_in_it(parts: Parts) -> None:
    parts.install()
    parts.install(deck("deck-2", blueprints=(), cards=(), questions=(), sheets=()))
    choices = parts.statistics.scopes()
    assert [choice.name for choice in choices] == [parts.library.exam().blueprint.code, "A deck", "A deck", "All cards"]
    for choice in choices:
        for period in (MONTH, QUARTER, YEAR, EVERYTHING, Period(1)):
            found = report(parts, choice.scope, period)
            assert (found.today.ratings, sum(found.activity.ratings), found.calibration.reviews) == (0, 0, 0)
            assert bool(found.coverage) is (choice.scope == WHOLE)


def test_without_a_deck_there_is_nothing_to_choose(parts: Parts) -> None:
    with pytest.raises(CertdeckError, match="No deck is installed yet"):
        parts.statistics.scopes()


def test_limits_of_all_decks_add_up_where_everything_is_asked_for(studied: Parts) -> None:
    studied.options.change(reviews_per_day=30)
    assert report(studied).forecast.limit == report(studied, None).forecast.limit == 30


def test_the_work_can_be_cancelled_between_any_two_parts(studied: Parts) -> None:
    steps: list[tuple[int, int]] = []
    studied.statistics.report(WHOLE, EVERYTHING, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(done, steps[-1][0]) for done in range(len(steps))]

    for stop in range(len(steps)):

        def cancel(done: int, _total: int, stop: int = stop) -> None:
            if done == stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            studied.statistics.report(WHOLE, EVERYTHING, progress=cancel)


def test_a_day_begins_at_the_learners_hour(parts: Parts) -> None:
    parts.install()
    parts.preferences.change(day_starts_at=13)
    parts.study.rate(FACES[0], Rating.GOOD, milliseconds=1)
    assert report(parts).today.ratings == 1
    parts.clock.advance(timedelta(hours=2).total_seconds())
    assert report(parts).today.ratings == 0
