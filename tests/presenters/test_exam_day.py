"""The day of the learner's exam: as it is typed, as it is said, and where it is marked."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from certdeck.core.errors import CertdeckError
from certdeck.core.ids import BlueprintId, FaceId
from certdeck.core.scheduling.schedule import Rating
from certdeck.ports.exporting import no_progress
from certdeck.presenters.exam_day import exam_day_of, exam_day_view, exam_day_words, set_exam_day
from certdeck.presenters.progress import ProgressPresenter
from certdeck.presenters.progress_views import ProgressView
from certdeck.services.catalogue import Services
from tests.builders import NOON, card, deck
from tests.clock import FixedClock
from tests.library import open_library

TODAY = NOON.date()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    content = deck(cards=tuple(card(f"c-{number}") for number in range(4)))
    with open_library(tmp_path, content, FixedClock()) as opened:
        for number in range(4):
            opened.study.rate(FaceId(f"c-{number}/1"), Rating.EASY, milliseconds=1000)
        yield opened


def progress(services: Services) -> ProgressView:
    presenter = ProgressPresenter(services)
    presenter.scopes()
    presenter.period = "month"
    return presenter.arrived(presenter.work()(no_progress))


def test_the_day_is_typed_as_a_date_or_as_days_ahead(services: Services) -> None:
    assert exam_day_view(services).note.startswith("None yet")
    assert set_exam_day(services, " 21 ").settings
    assert exam_day_of(services, None) == TODAY + timedelta(days=21)
    set_exam_day(services, "2026-12-12")
    assert exam_day_view(services).typed == "2026-12-12"
    assert exam_day_of(services, BlueprintId("exam-2")) is None
    set_exam_day(services, "")
    assert exam_day_of(services, None) is None


@pytest.mark.parametrize("text", ["soon", "3-7", "2020-01-01", "2026-02-31"])
def test_what_is_no_day_to_come_is_refused_and_the_old_one_holds(services: Services, text: str) -> None:
    set_exam_day(services, "5")
    with pytest.raises(CertdeckError):
        set_exam_day(services, text)
    assert exam_day_of(services, None) == TODAY + timedelta(days=5)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (21, "in 21 days"), (-9, "9 days ago")],
)
def test_the_day_is_said_with_its_distance(ahead: int, said: str) -> None:
    day = date(2026, 12, 12)
    assert exam_day_words(day, day - timedelta(days=ahead)) == f"Sat 12 Dec 2026, {said}"


def test_without_a_day_nothing_is_marked(services: Services) -> None:
    view = progress(services)
    assert not any(day.is_exam or day.ahead for day in view.days.days)
    assert view.forecast.lines == ()
    assert "Exam" not in dict(view.days.facts)


def test_calendar_and_forecast_mark_the_day_with_a_word(services: Services) -> None:
    set_exam_day(services, "21")
    view = progress(services)
    ahead = [day for day in view.days.days if day.ahead]
    assert (len(ahead), [day.is_exam for day in ahead].index(True)) == (21, 20)
    assert ahead[-1].tip.endswith(": your exam")
    assert dict(view.days.facts)["Exam"].endswith("in 21 days")
    assert [(line.at, line.words) for line in view.forecast.lines] == [(21, "exam")]
    assert "4 reviews come before your exam on " in view.forecast.sentence


def test_a_day_far_ahead_is_told_but_not_drawn(services: Services) -> None:
    set_exam_day(services, "400")
    view = progress(services)
    assert not any(day.ahead for day in view.days.days)
    assert view.forecast.lines == ()
    assert "Your exam is later, on " in view.forecast.sentence


def test_on_the_day_itself_it_is_marked_among_the_days_that_were(services: Services) -> None:
    set_exam_day(services, "0")
    view = progress(services)
    assert [day.is_today for day in view.days.days if day.is_exam] == [True]
    assert view.forecast.sentence.endswith("Your exam is today.")


def test_without_a_deck_there_is_no_exam_to_have_a_day(tmp_path: Path) -> None:
    with open_library(tmp_path, None, FixedClock()) as empty:
        assert not exam_day_view(empty).possible
