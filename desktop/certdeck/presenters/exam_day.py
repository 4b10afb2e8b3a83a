"""The day of the learner's own exam, in words and as it is typed."""

from dataclasses import dataclass
from datetime import date, timedelta

from certdeck.core.errors import SettingError
from certdeck.core.ids import BlueprintId
from certdeck.core.scheduling.due_date import parsed_days
from certdeck.presenters.dates import WEEKDAYS, counted, day_text
from certdeck.presenters.progress_axes import short_day
from certdeck.services.catalogue import Services
from certdeck.services.changes import Changes


@dataclass(frozen=True, slots=True)
class ExamDayView:
    """What the settings say about the day, what stands in the field, and whether there is an exam to have one."""

    note: str
    typed: str = ""
    possible: bool = True


def exam_day_view(services: Services) -> ExamDayView:
    """Return the day of the exam studied for."""
    if not services.library.exams():
        return ExamDayView("No deck is installed.", possible=False)
    day = exam_day_of(services, None)
    if day is None:
        return ExamDayView("None yet. Today counts the days to it once you say when it is.")
    return ExamDayView(f"{exam_day_words(day, services.calendar.today())}.", day.isoformat())


def exam_day_of(services: Services, exam: BlueprintId | None) -> date | None:
    """Return the day of `exam`, or of the one studied for; None while the learner hasn't said."""
    return services.preferences.settings.exam_day(exam or services.library.exam().blueprint.id)


def set_exam_day(services: Services, text: str) -> Changes:
    """Take `text`, a date or a number of days from today, for the exam studied for; an empty one takes it away.

    Raises `CertdeckError` for anything else.
    """
    settings, exam = services.preferences.settings, services.library.exam().blueprint.id
    day = _parsed(text, services.calendar.today()) if text.strip() else None
    return services.preferences.change(exam_days=settings.with_exam_day(exam, day))


def exam_day_words(day: date, today: date) -> str:
    """Say when the exam is: Sat 12 Dec 2026, in 21 days."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day_text(day)}, {_distance(day, today)}"


def exam_day_in_short(day: date, today: date) -> str:
    """Say when the exam is where there is little room: 12 Dec, in 21 days."""
    return f"{short_day(day)}, {_distance(day, today)}"


def _distance(day: date, today: date) -> str:
    ahead = (day - today).days
    when = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(ahead)
    if when is not None:
        return when
    return f"in {counted(ahead, 'day')}" if ahead > 0 else f"{counted(-ahead, 'day')} ago"


def _parsed(text: str, today: date) -> date:
    first, last = parsed_days(text, today)
    if last - first > timedelta():
        raise SettingError("An exam has one day. Write it as 2026-12-01, or as a number of days.")
    return first
