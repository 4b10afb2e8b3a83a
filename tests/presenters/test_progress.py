"""The Progress page without a window: the words and numbers of every plot."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.ports.exporting import no_progress
from certdeck.presenters.dates import weekday_text
from certdeck.presenters.progress import ProgressPresenter
from certdeck.presenters.progress_axes import day_ticks, scale
from certdeck.presenters.progress_views import PlotView, ProgressView
from certdeck.services.catalogue import Services
from tests.builders import NOON, bank, blueprint, card, deck
from tests.clock import FixedClock
from tests.library import open_library
from tests.long_log import learner, write

PLOTS = (*("calibration", "forecast", "ratings", "time", "retention", "stability", "difficulty", "recall", "hours"),)
CARDS = 60


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def fresh(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    """Give a library in which nothing was studied."""
    cards = tuple(card(f"c-{number}", task="1.1" if number % 2 else "1.2") for number in range(CARDS))
    with open_library(tmp_path, deck(cards=cards, questions=bank(blueprint(), 2)), clock) as services:
        yield services


@pytest.fixture
def studied(fresh: Services, clock: FixedClock) -> Services:
    """Give a library with some months of study."""
    assert fresh.folder is not None
    faces = [f"c-{number}/1" for number in range(CARDS - 10)]
    write(fresh.folder, learner(faces, 500, clock.now() - timedelta(minutes=1), days=150))
    return fresh


def view_of(services: Services, period: str = "quarter", scope: int = 0) -> ProgressView:
    presenter = ProgressPresenter(services)
    presenter.scopes()
    presenter.choose_scope(scope)
    presenter.period = period
    return presenter.arrived(presenter.work()(no_progress))


def plots(view: ProgressView) -> list[PlotView]:
    return [getattr(view, name) for name in PLOTS]


@pytest.mark.parametrize("period", ["month", "quarter", "year", "all"])
@pytest.mark.parametrize("scope", [0, 1])
def test_every_plot_has_its_sentence_its_numbers_and_words_for_each_mark(
    studied: Services, period: str, scope: int
) -> None:
    for plot in plots(view_of(studied, period, scope)):
        assert plot.empty == ""
        assert plot.sentence.endswith(".")
        assert plot.table.rows
        assert {len(row) for row in plot.table.rows} == {len(plot.table.head)}
        assert plot.bars or plot.dots
        assert all(bar.tip for bar in plot.bars)
        assert all(dot.tip for dot in plot.dots)
        (left, right), (bottom, top) = plot.span, plot.rise
        assert all(left <= bar.x <= right and bottom <= bar.base + bar.height <= top + 1e-9 for bar in plot.bars)
        assert all(left <= tick.at <= right for tick in plot.across)
        assert len({plot.name for plot in plots(view_of(studied))}) == len(PLOTS)


def test_what_has_nothing_to_show_says_how_to_fill_it(fresh: Services) -> None:
    view = view_of(fresh)
    for plot in plots(view):
        assert plot.empty.endswith(".")
        assert (plot.bars, plot.dots, plot.legend, plot.note) == ((), (), (), "")
    assert view.today.line == "No card was rated yet today."
    assert view.today.stages == ()
    assert view.coverage is not None
    cells = [cell for row in view.coverage.rows for cell in (*row.knowledge, *row.skills)]
    assert {cell.step for cell in cells} == {0}
    assert cells[0].tip == "1.1.k1  not seen yet, 30 cards wait"
    assert f"{len(cells)} of {len(cells)} bullets are not seen yet." in view.coverage.sentence


def test_all_cards_together_have_no_exam_guide(studied: Services) -> None:
    presenter = ProgressPresenter(studied)
    assert presenter.scopes() == (blueprint().code, "All cards")
    assert view_of(studied, scope=1).coverage is None


def test_the_chosen_scope_is_kept_when_the_choices_are_read_anew(studied: Services) -> None:
    presenter = ProgressPresenter(studied)
    presenter.scopes()
    presenter.choose_scope(1)
    presenter.scopes()
    assert presenter.scope == 1


def test_today_says_how_many_how_long_and_how_many_again(fresh: Services, clock: FixedClock) -> None:
    for number, rating in enumerate((Rating.GOOD, Rating.AGAIN, Rating.GOOD, Rating.EASY)):
        fresh.study.rate(FaceId(f"c-{number}/1"), rating, milliseconds=30_000)
    facts = view_of(fresh).today
    assert facts.line == "4 ratings in 2 min, 25 % Again"
    assert [part.words for part in facts.stages] == ["4 new"]


def test_a_first_rating_took_a_minute_everywhere_and_counts_as_learning(fresh: Services) -> None:
    fresh.study.rate(FaceId("c-1/1"), Rating.GOOD, milliseconds=4000)
    view = view_of(fresh)
    assert view.today.line.startswith("1 rating in 1 min")
    assert (view.days.note, dict(view.days.facts)["Minutes per study day"]) == ("1 min so far", "1")
    assert view.time.note == "1 min"
    assert view.time.bars[0].tip.endswith(": 1 min")
    assert view.retention.bars[0].tip == "Today, learning: 100 % of 1 review"
    assert "Learning: all ratings of new cards and steps." in view.retention.sentence


def test_the_calendar_holds_each_day_once_and_marks_today(studied: Services) -> None:
    view = view_of(studied, "quarter").days
    assert len(view.days) == 90
    assert len({(day.week, day.weekday) for day in view.days}) == 90
    (today,) = [day for day in view.days if day.is_today]
    assert today is view.days[-1]
    assert (today.week, today.weekday) == (view.weeks - 1, NOON.weekday())
    assert all(0 <= day.step <= 5 for day in view.days)
    assert [name for name, _ in view.facts] == [
        "Study days",
        "Minutes per study day",
        "Cards rated",
        "Questions answered",
    ]
    assert len(view_of(studied, "all").days.days) <= 371


def test_skipping_moves_the_reviews_and_says_when_the_learner_is_level_again(studied: Services) -> None:
    presenter = ProgressPresenter(studied)
    assert presenter.set_skip(on=True) is None
    presenter.scopes()
    skipped = presenter.arrived(presenter.work()(no_progress)).forecast
    assert min(bar.x for bar in skipped.bars) == 3
    assert skipped.sentence.startswith(f"Skip three days, and {weekday_text(NOON.date() + timedelta(days=3))} brings ")
    assert "You are level again on " in skipped.sentence
    kept = presenter.set_skip(on=False)
    assert kept is not None
    assert kept.forecast.bars[0].x == 0
    assert sum(bar.height for bar in kept.forecast.bars) == sum(bar.height for bar in skipped.bars)


def test_a_limit_that_is_reached_is_drawn(studied: Services) -> None:
    studied.options.change(reviews_per_day=2)
    plot = view_of(studied).forecast
    assert [end[1] for end in plot.dashed] == [2, 2]
    assert "Your limit is 2 a day." in plot.sentence


def test_without_a_deck_there_is_nothing_to_choose(tmp_path: Path, clock: FixedClock) -> None:
    with (
        open_library(tmp_path, None, clock) as services,
        pytest.raises(CertdeckError, match="No deck is installed"),
    ):
        ProgressPresenter(services).scopes()


def test_there_is_no_page_before_the_figures(fresh: Services) -> None:
    with pytest.raises(RuntimeError):
        ProgressPresenter(fresh).view()


@given(st.floats(0, 1e7))
def test_an_axis_holds_its_greatest_value_and_has_few_round_ticks(top: float) -> None:
    end, ticks = scale(top)
    assert end >= max(top, 1)
    assert 2 <= len(ticks) <= 6
    assert ticks[0].at == 0
    assert ticks[-1].at == pytest.approx(end)


@given(st.integers(1, 105), st.sampled_from((1, 7, 30, 91)))
def test_days_on_an_axis_begin_with_the_first_and_end_with_the_last(count: int, step: int) -> None:
    ticks = day_ticks(date(2026, 1, 5), step, count)
    assert (ticks[0].at, ticks[-1].at) == (0, count - 1)
    assert len(ticks) <= 6
    assert [tick.at for tick in ticks] == sorted({tick.at for tick in ticks})
