"""Learners who come back after a break."""

from datetime import datetime, timedelta

from certdeck.core.ids import FaceId
from certdeck.core.scheduling.schedule import FaceState, MemoryState, Phase, Rating, Schedule
from certdeck.ports.store import Store
from certdeck.ports.study_log import StudyEntry

DAY = timedelta(days=1)


def break_off(store: Store, now: datetime, *, days: int, cards: int, per_day: int) -> None:
    """Leave the cards c-0, c-1 and so on, rated `per_day` a day before a break of `days`; all are overdue at `now`."""
    with store.open(writing=True) as work:
        for number in range(cards):
            rated = now - (days + (cards - 1 - number) // per_day) * DAY
            face = FaceId(f"c-{number}/1")
            schedule = Schedule(Phase.REVIEW, 0, MemoryState(2.0, 5.0), now - DAY, rated, reps=3)
            work.study.record(StudyEntry("rate", rated, FaceState(face), FaceState(face, schedule), Rating.GOOD))
        work.commit()
