"""The days up to the learner's own exam: how many, and what each of them is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from certdeck.presenters.dates import WEEKDAYS, counted, day_text

MOST_MARKS: Final = 42
"""Marks that a strip has room for; more days stand for a week each, then for four weeks."""
_STEPS: Final = ((1, ""), (7, "one mark a week"), (28, "one mark every four weeks"))


class Mark(StrEnum):
    """What a day is. One that is easy brings fewer reviews, one of rest brings none."""

    TODAY = "today"
    STUDY = "study"
    EASY = "easy"
    REST = "rest"
    EXAM = "exam"


@dataclass(frozen=True, slots=True)
class CountdownView:
    """How far the exam is away: `number` with `unit` in large, its `day`, and the days between as `marks`.

    `step` says what a mark is where it isn't a day; `spoken` tells all of it in words.
    """

    code: str
    day: str
    number: str
    unit: str
    marks: tuple[Mark, ...]
    step: str
    spoken: str


def countdown_view(code: str, exam: date, today: date, easy_days: Sequence[float]) -> CountdownView | None:
    """Return the countdown to `exam`, None once it is over. `easy_days` is each weekday's share of reviews (0 to 1)."""
    ahead = (exam - today).days
    if ahead < 0:
        return None
    days, step = next(((days, words) for days, words in _STEPS if ahead // days < MOST_MARKS), _STEPS[-1])
    between = (today + timedelta(days * place) for place in range(1, -(-ahead // days)))
    marks = (Mark.TODAY, *_marks(between, easy_days, whole_weeks=days > 1))[:MOST_MARKS]
    number, unit = _words(ahead)
    when = f"{WEEKDAYS[exam.weekday()][:3]} {day_text(exam)}"
    spoken = f"{code} on {when}: {number} {unit}"
    return CountdownView(code, when, number, unit, (*marks, Mark.EXAM) if ahead else (Mark.EXAM,), step, spoken)


def _marks(days: Iterable[date], easy_days: Sequence[float], *, whole_weeks: bool) -> Iterable[Mark]:
    for day in days:
        share = 1.0 if whole_weeks else easy_days[day.weekday()]
        yield Mark.STUDY if share == 1 else Mark.EASY if share else Mark.REST


def _words(ahead: int) -> tuple[str, str]:
    if ahead == 0:
        return "Today", "is your exam"
    return ("Tomorrow", "is your exam") if ahead == 1 else (counted(ahead, "day"), "to your exam")
