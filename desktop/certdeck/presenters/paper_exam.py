"""Typing in what was marked on a printed exam, without Qt: the letters, and what is to be said of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.deck import ChoiceQuestion, OrderingQuestion
from certdeck.core.errors import ExamError
from certdeck.core.exam.bubbles import BLANK, Fit, PaperCode, judged, letter, most_marks, sheet_text
from certdeck.core.exam.form import Form, FormItem
from certdeck.core.ids import SittingId
from certdeck.presenters.dates import counted
from certdeck.services.catalogue import Services

LONGEST: Final = 12
"""Letters that are kept of what is typed into one field: no question has more responses."""


@dataclass(frozen=True, slots=True)
class MarksView:
    """The field of one question: its letters, what it takes, how they fit, and what is to be said of them."""

    number: int
    marks: str
    wanted: str
    fit: Fit
    words: str

    @property
    def spoken(self) -> str:
        """The field for who can't see it: Question 3, 2 of A to E; 1 of 2."""
        return f"Question {self.number}, {self.wanted}" + (f"; {self.words}" if self.words else "")


@dataclass(frozen=True, slots=True)
class PaperExamView:
    """The page: a field for each question, what is still to do, and the number of the field to go to, if any."""

    title: str
    about: str
    fields: tuple[MarksView, ...]
    done: str
    missing: str
    unfit: str
    at: int | None = None


class PaperExamPresenter:
    """Keeps every letter as it is typed, so that an exam can be typed in bit by bit. `render` gets each new view."""

    def __init__(
        self, services: Services, code: PaperCode, form: Form, *, render: Callable[[PaperExamView], None]
    ) -> None:
        self._services = services
        self._code = code
        self._form = form
        self._render = render
        kept = services.paper_exams.draft(code)
        fits = len(kept) == len(form.items)
        self._fields = [
            _field(number, item, kept[number - 1] if fits else "") for number, item in enumerate(form.items, 1)
        ]

    def show(self) -> None:
        """Show the page, at the first question that has no whole answer."""
        self._show(at=self._next_gap(0) or 1)

    def type(self, number: int, text: str) -> bool:
        """Take what the field of question `number` holds now, and tell whether its letters have changed.

        A whole answer goes on to the next question.
        """
        before = self._fields[number - 1]
        after = _field(number, self._form.items[number - 1], _letters(text))
        self._fields[number - 1] = after
        if after.marks != before.marks:
            self._keep()
        grown = len(after.marks) > len(before.marks)
        self._show(at=number + 1 if grown and after.fit is Fit.WHOLE and number < len(self._fields) else None)
        return after.marks != before.marks

    def go_to_gap(self, after: int) -> None:
        """Go to the next question behind `after` that has no whole answer, and from the last on to the first."""
        self._show(at=self._next_gap(after) or self._next_gap(0))

    def question(self) -> str:
        """Say what grading now would count as wrong; nothing if all is answered. Raises `ExamError` for a misfit."""
        unfit = self._numbers(Fit.UNFIT)
        if unfit:
            raise ExamError(f"Question {unfit[0]} can't be answered so: {self._words(unfit[0])}. Nothing was stored.")
        missing = self._numbers(Fit.BLANK, Fit.SHORT)
        if not missing:
            return ""
        verb = "has no whole answer and counts" if len(missing) == 1 else "have no whole answer and count"
        return f"{counted(len(missing), 'question')} {verb} as wrong: {_ranges(missing)}."

    def grade(self) -> SittingId:
        """Store the sitting, graded, and return its id. Raises `ExamError`; the letters are kept then."""
        return self._services.paper_exams.grade(str(self._code), sheet_text([one.marks for one in self._fields])).id

    def clear(self) -> None:
        """Take all letters away."""
        self._fields = [_field(number, item, "") for number, item in enumerate(self._form.items, 1)]
        self._keep()
        self._show(at=1)

    def _keep(self) -> None:
        marks = [one.marks for one in self._fields]
        if any(marks):
            self._services.paper_exams.keep(self._code, marks)
        else:
            self._services.paper_exams.drop(self._code)

    def _show(self, at: int | None) -> None:
        whole, count = len(self._numbers(Fit.WHOLE)), len(self._fields)
        missing, unfit = self._numbers(Fit.BLANK, Fit.SHORT), self._numbers(Fit.UNFIT)
        view = PaperExamView(
            title="Grade an exam on paper",
            about=f"Code {self._code}, {counted(count, 'question')}",
            fields=tuple(self._fields),
            done=f"{whole} of {count} answered",
            missing=f"Missing: {_ranges(missing)}" if missing and whole else "",
            unfit=f"Not possible: {_ranges(unfit)}" if unfit else "",
            at=at,
        )
        self._render(view)

    def _numbers(self, *fits: Fit) -> list[int]:
        return [one.number for one in self._fields if one.fit in fits]

    def _words(self, number: int) -> str:
        return self._fields[number - 1].words

    def _next_gap(self, after: int) -> int | None:
        return next((one.number for one in self._fields[after:] if one.fit is not Fit.WHOLE), None)


def _field(number: int, item: FormItem, marks: str) -> MarksView:
    found = judged(item, marks)
    return MarksView(number, marks, _wanted(item), found.fit, found.words)


def _wanted(item: FormItem) -> str:
    """Say which letters a question takes: A to D; 2 of A to E; 4 of A to F, in order; 1 to 3, each A to D."""
    most, last = most_marks(item), letter(len(item.order) - 1)
    match item.question:
        case ChoiceQuestion():
            return f"A to {last}" if most == 1 else f"{most} of A to {last}"
        case OrderingQuestion():
            return f"{most} of A to {last}, in order"
        case _:
            return f"1 to {most}, each A to {last}"


def _letters(text: str) -> str:
    """Return the letters of what was typed, and the dash that leaves a prompt out."""
    kept = "".join(mark for mark in text.upper() if "A" <= mark <= "Z" or mark in "-–—_")
    return "".join(mark if mark.isalpha() else BLANK for mark in kept)[:LONGEST]


def _ranges(numbers: Sequence[int]) -> str:
    """Write rising numbers in short: 3, 17, 40 to 45."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    if len(run) > 2:
        return f"{run[0]} to {run[-1]}"
    return ", ".join(map(str, run))
