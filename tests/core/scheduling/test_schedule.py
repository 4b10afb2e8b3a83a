"""Schedules know their interval; a rating ends being buried."""

from datetime import timedelta

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import FaceState, Phase, Schedule
from tests.builders import NOON


def test_a_new_face_has_no_interval() -> None:
    assert Schedule().interval == timedelta()
    assert Schedule(due=NOON).interval == timedelta()


def test_the_interval_runs_from_the_last_review_to_the_next() -> None:
    schedule = Schedule(Phase.REVIEW, due=NOON + timedelta(days=3), last_review=NOON)
    assert schedule.interval == timedelta(days=3)


def test_a_rating_brings_the_new_schedule_and_digs_the_face_up() -> None:
    before = FaceState(FaceId("c-1/1"), flag=3, buried_until=NOON)
    schedule = Schedule(Phase.LEARNING, due=NOON)
    assert before.rated(schedule) == FaceState(FaceId("c-1/1"), schedule, flag=3, buried_until=None)
