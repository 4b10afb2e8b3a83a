"""What is decided about cards besides rating them: for many at once, and undone as one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import FaceState, Phase, Rating, Schedule
from certdeck.services.changes import Changes
from tests.builders import card, deck
from tests.clock import FixedClock
from tests.services.parts import Parts

ONE, TWO, THREE = FaceId("c-1/1"), FaceId("c-2/1"), FaceId("c-3/1")
DAY = timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def room(parts: Parts) -> Parts:
    parts.install(deck(cards=tuple(card(f"c-{number}") for number in (1, 2, 3))))
    parts.study.rate(ONE, Rating.EASY, milliseconds=1000)
    return parts


def asked(parts: Parts) -> FaceId | None:
    turn = parts.study.next()
    return turn.face.id if turn else None


def test_what_stays_as_it_is_is_no_change(room: Parts) -> None:
    assert room.faces.flag(0, ONE, TWO) == room.faces.suspend(ONE, on=False) == Changes()
    change = room.history.undo()[1]
    assert change is not None
    assert change.kind == "rate"


def test_many_faces_are_changed_and_undone_as_one(room: Parts) -> None:
    room.faces.suspend(TWO, on=True)
    room.faces.suspend(ONE, TWO, THREE, on=True)
    change = room.history.undo()[1]
    assert change is not None
    assert change.faces == (ONE, THREE)
    assert [room.study.state(face).suspended for face in (ONE, TWO, THREE)] == [False, True, False]


def test_a_buried_card_can_be_brought_back(room: Parts) -> None:
    room.faces.bury(TWO)
    assert asked(room) == THREE
    room.faces.bury(TWO, on=False)
    assert asked(room) == TWO


def test_a_forgotten_card_is_new_and_keeps_its_flag_and_its_log(room: Parts) -> None:
    room.faces.flag(3, ONE)
    room.faces.forget(ONE, TWO)
    assert room.study.state(ONE) == FaceState(ONE, Schedule(), flag=3)
    assert room.study.today().rated == 1
    room.history.undo()
    assert room.study.state(ONE).schedule.phase is Phase.REVIEW


def test_a_review_is_put_to_another_day_and_keeps_its_memory(room: Parts) -> None:
    before = room.study.state(ONE).schedule
    room.faces.set_due(room.calendar.today() + 3 * DAY, ONE)
    after = room.study.state(ONE).schedule
    assert (after.memory, after.last_review) == (before.memory, before.last_review)
    assert after.due is not None
    assert room.calendar.day_of(after.due) == room.calendar.today() + 3 * DAY


def test_a_review_put_to_today_is_asked_today(room: Parts) -> None:
    room.clock.advance(days=1)
    room.faces.set_due(room.calendar.today(), ONE)
    assert room.study.today().counts.due == 1


def test_a_new_card_put_to_a_later_day_is_left_out_until_then_and_comes_first(room: Parts) -> None:
    room.faces.set_due(room.calendar.today() + 2 * DAY, THREE)
    assert room.study.today().counts.new == 1
    room.clock.advance(days=1)
    assert asked(room) == TWO
    room.clock.advance(days=1)
    assert asked(room) == THREE


def test_a_suspended_card_with_a_new_date_is_asked_again(room: Parts) -> None:
    room.faces.suspend(TWO, on=True)
    room.faces.set_due(room.calendar.today(), TWO)
    assert asked(room) == TWO


@pytest.mark.parametrize("days", [-1, 36_501])
def test_a_day_in_the_past_or_too_far_away_is_refused(room: Parts, days: int) -> None:
    with pytest.raises(StudyError, match="Choose today or a later day"):
        room.faces.set_due(room.calendar.today() + days * DAY, ONE)


@pytest.mark.parametrize(
    "now", [datetime(2026, 3, 7, 23, 0, tzinfo=NEW_YORK), datetime(2026, 10, 31, 4, 30, tzinfo=NEW_YORK)]
)
def test_a_card_is_due_on_the_chosen_day_also_where_clocks_are_changed_on_it(tmp_path: Path, now: datetime) -> None:
    here = NEW_YORK
    parts = Parts(tmp_path, clock=FixedClock(now.astimezone(UTC), here))
    parts.install(deck(cards=tuple(card(f"c-{number}") for number in (1, 2))))
    parts.study.rate(ONE, Rating.EASY, milliseconds=1000)
    tomorrow = parts.calendar.today() + DAY
    parts.faces.set_due(tomorrow, ONE, TWO)
    due, hidden = parts.study.state(ONE).schedule.due, parts.study.state(TWO).buried_until
    assert due is not None
    assert hidden is not None
    assert parts.calendar.day_of(due) == tomorrow
    assert (hidden.astimezone(here).date(), hidden.astimezone(here).hour) == (tomorrow, 4)
