"""What the learner decides about cards besides rating them: for one face or for many, each time as one change."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId
from certdeck.core.scheduling.due_date import FURTHEST
from certdeck.core.scheduling.schedule import MICROSECOND, FaceState, Phase, Schedule
from certdeck.ports.store import Store
from certdeck.ports.study_log import StudyEntry
from certdeck.services.calendar import Calendar
from certdeck.services.changes import Changes

FLAGS = range(8)


class FaceService:
    """Suspends, buries, flags, forgets and reschedules faces. Each call is durable, and undone as one change."""

    def __init__(self, store: Store, calendar: Calendar) -> None:
        self._store = store
        self._calendar = calendar

    def suspend(self, *faces: FaceId, on: bool) -> Changes:
        """Leave `faces` out until they are resumed, or resume them."""
        return self._change("suspend" if on else "resume", faces, lambda state, _: state._replace(suspended=on))

    def bury(self, *faces: FaceId, on: bool = True) -> Changes:
        """Leave `faces` out until tomorrow, or bring them back."""
        until = self._calendar.ends() if on else None
        return self._change("bury" if on else "unbury", faces, lambda state, _: state._replace(buried_until=until))

    def flag(self, flag: int, *faces: FaceId) -> Changes:
        """Give `faces` flag 1 to 7, or none with 0. Raises `StudyError` for another number."""
        if flag not in FLAGS:
            raise StudyError(f"There is no flag {flag}. Flags run from 1 to 7; 0 is none.")
        return self._change("flag", faces, lambda state, _: state._replace(flag=flag))

    def forget(self, *faces: FaceId) -> Changes:
        """Make `faces` new again; flags, and whether they are suspended, stay. The log of what was done stays too."""
        return self._change("forget", faces, lambda state, _: state._replace(schedule=Schedule(), buried_until=None))

    def set_due(self, day: date, *faces: FaceId, last: date | None = None) -> Changes:
        """Have `faces` asked on the learner's day `day`: reviews keep their memory, others come as they are.

        With `last` they are spread over the days from `day` to that one, each time in the same way. Raises `StudyError`
        for a day in the past or too far away.
        """
        today, calendar = self._calendar.today(), self._calendar
        away, most = (day - today).days, ((last or day) - today).days
        if not 0 <= away <= most <= FURTHEST:
            raise StudyError("Choose today or a later day, at most 100 years away. The cards were left as they are.")

        def put_off(state: FaceState, now: datetime) -> FaceState:
            days = Random(f"due/{state.face}/{state.schedule.reps}").randint(away, most)
            wanted = today + timedelta(days=days)
            starts, ends = calendar.start_of(wanted), calendar.start_of(wanted + timedelta(days=1))
            return _due_on(state, _within(now + timedelta(days=days), starts, ends), starts if days else None)

        return self._change("due", faces, put_off)

    def _change(
        self, kind: str, faces: Sequence[FaceId], change: Callable[[FaceState, datetime], FaceState]
    ) -> Changes:
        """Change the state of `faces`; those that stay as they are are no part of it."""
        now = self._calendar.now()
        with self._store.open(writing=True) as work:
            states = [work.study.state(face) for face in faces]
            changed = [(before, after) for before in states if (after := change(before, now)) != before]
            if not changed:
                return Changes()
            number = work.history.begin(kind, now)
            for before, after in changed:
                work.study.record(StudyEntry(kind, now, before, after, change=number))
            work.commit()
        return Changes(study=True)


def _within(moment: datetime, starts: datetime, ends: datetime) -> datetime:
    """Return `moment`, moved into the day that it is meant for: where clocks are changed that has not 24 hours."""
    return max(starts, min(moment, ends - MICROSECOND))


def _due_on(state: FaceState, due: datetime, starts: datetime | None) -> FaceState:
    """Return `state` due at `due`, on a day to come that begins at `starts`, None for today.

    A new face has no memory that could be due: it is left out until then, and comes before other new ones.
    """
    hidden = starts if state.schedule.phase is Phase.NEW else None
    return state._replace(schedule=state.schedule._replace(due=due), suspended=False, buried_until=hidden)
