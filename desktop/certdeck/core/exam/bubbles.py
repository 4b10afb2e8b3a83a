"""An exam on paper: its code, the letters of its answers, and reading what a candidate marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion
from certdeck.core.digests import sha256
from certdeck.core.errors import ExamError, NotInForm, UnfitAnswer
from certdeck.core.exam.answers import KEPT, Answer, Chosen, Matched, Ordered, check_fit
from certdeck.core.exam.form import Form, FormItem
from certdeck.core.ids import ItemId, OptionId

_CODE: Final = re.compile(r"(\d+)([A-Z]?)-([0-9A-F]{4})")
_TOKEN: Final = re.compile(r"(\d*)[.:=)]?([A-Za-z,;]*|[-–—_]+)")
BLANK: Final = "-"
"""Stands for a question, or a prompt, without an answer."""


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What stands on every page of a printed exam: the seed, the letter of a fixed form, and a check of the whole."""

    seed: int
    form: str
    check: str

    def __str__(self) -> str:
        """Write it as it is printed: 7-3F0C, or 7A-3F0C for form A."""
        return f"{self.seed}{self.form}-{self.check}"


def code_of(form: Form, name: str = "") -> PaperCode:
    """Return the code of a form. Another order of a question's options gives another code."""
    words = "\n".join(f"{item.question.id} {' '.join(item.order)}" for item in form.items)
    return PaperCode(form.seed, name, sha256(words.encode())[:4].upper())


def read_code(text: str) -> PaperCode:
    """Read a code. Raises `ExamError` for what is none."""
    found = _CODE.fullmatch(text.strip().upper())
    if found is None:
        raise ExamError(f"{text} is no code of a printed exam; it looks like 7-3F0C. Nothing was stored.")
    return PaperCode(int(found[1]), found[2], found[3])


def letter(place: int) -> str:
    """Return the letter of the response at `place` (from 0)."""
    return chr(ord("A") + place)


def key_marks(item: FormItem) -> str:
    """Return the letters that answer a question right: of the keys, of the steps in order, of one for each prompt."""
    places = {name: letter(place) for place, name in enumerate(item.order)}
    match item.question:
        case ChoiceQuestion() as question:
            return "".join(sorted(places[name] for name in question.keys))
        case OrderingQuestion() as question:
            return "".join(places[name] for name in question.key)
        case MatchingQuestion() as question:
            return "".join(places[prompt.key] for prompt in question.prompts)


def read_sheet(form: Form, text: str) -> Mapping[ItemId, Answer]:
    """Read the marks of a whole exam: letters in the order of the questions, or after their numbers.

    `B AC - CAB`, `1B 2AC` and lines of `17: B` will all do; a dash leaves a question out. Raises `NotInForm` for a
    number beyond the last question, and `UnfitAnswer` for letters that a question doesn't have or for a question that
    stands twice; both name it.
    """
    answers: dict[ItemId, Answer] = {}
    met: set[int] = set()
    for number, marks in _marks(text):
        if number in met:
            raise UnfitAnswer(f"Question {number} stands twice. Nothing was stored.")
        met.add(number)
        if not 1 <= number <= len(form.items):
            raise NotInForm(f"There is no question {number}; the exam has {len(form.items)}. Nothing was stored.")
        item = form.items[number - 1]
        try:
            answer = read_marks(item, marks)
        except UnfitAnswer as error:
            said = str(error).removesuffix(f" {KEPT}")
            raise type(error)(f"Question {number}: {said} Nothing was stored.") from error
        if answer is not None:
            answers[item.question.id] = answer
    return answers


def unmentioned(form: Form, text: str) -> tuple[int, ...]:
    """Return the numbers of the questions for which `text` has neither letters nor a dash. Raises `UnfitAnswer`."""
    mentioned = {number for number, _ in _marks(text)}
    return tuple(number for number in range(1, len(form.items) + 1) if number not in mentioned)


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each question with its letters."""
    number, named = 0, False
    for token in text.split():
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise UnfitAnswer(f"{token} is neither a number nor letters. Nothing was stored.")
        digits, letters = found[1], found[2].replace(",", "").replace(";", "").upper()
        if digits:
            number, named = int(digits), True
        if letters:
            number = number if named else number + 1
            yield number, letters
            named = False


class Fit(StrEnum):
    """How far letters answer a question: not at all, in part, wholly, or as it can't be answered."""

    BLANK = "blank"
    SHORT = "short"
    WHOLE = "whole"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be said of the letters given to one question; no words where there is nothing to say."""

    fit: Fit
    words: str = ""


def most_marks(item: FormItem) -> int:
    """Return how many letters answer a question wholly: its keys, its steps, its prompts."""
    match item.question:
        case ChoiceQuestion(keys=keys):
            return len(keys)
        case OrderingQuestion(steps=steps):
            return len(steps)
        case MatchingQuestion(prompts=prompts):
            return len(prompts)


def judged(item: FormItem, marks: str) -> Judged:
    """Judge the letters given to one question, while they are being typed."""
    letters = marks.strip().upper()
    given = [mark for mark in letters if mark not in "-–—_"]
    if not given:
        return Judged(Fit.BLANK)
    twice = next((mark for mark in given if given.count(mark) > 1), None)
    if twice is not None and not (isinstance(item.question, MatchingQuestion) and item.question.reuse):
        return Judged(Fit.UNFIT, f"{twice} stands twice")
    last = letter(len(item.order) - 1)
    stranger = next((mark for mark in given if not "A" <= mark <= last), None)
    if stranger is not None:
        return Judged(Fit.UNFIT, f"no {stranger}, only A to {last}")
    most = most_marks(item)
    if len(letters) > most:
        return Judged(Fit.UNFIT, f"{len(letters)} letters, {most} at most")
    return Judged(Fit.WHOLE) if len(given) == most else Judged(Fit.SHORT, f"{len(given)} of {most}")


def sheet_text(marks: Sequence[str]) -> str:
    """Write the letters of all questions, in their order, as `read_sheet` reads them."""
    return "\n".join(f"{number}: {given or BLANK}" for number, given in enumerate(marks, 1))


def read_marks(item: FormItem, marks: str) -> Answer | None:
    """Read the letters given to one question. Raises `UnfitAnswer` when it can't have them."""
    if not marks.strip("-–—_"):
        return None
    names = [None if mark in "-–—_" else _response(item, mark) for mark in marks]
    given = tuple(name for name in names if name is not None)
    answer = _answer(item, names, given)
    check_fit(item.question, answer)
    return answer


def _answer(item: FormItem, names: list[OptionId | None], given: tuple[OptionId, ...]) -> Answer:
    match item.question:
        case ChoiceQuestion():
            return Chosen(frozenset(given))
        case OrderingQuestion():
            return Ordered((*given, *(name for name in item.order if name not in given)))
        case MatchingQuestion() as question:
            if len(names) > len(question.prompts):
                raise UnfitAnswer(f"it has {len(question.prompts)} prompts, and {len(names)} letters were given.")
            pairs = zip(question.prompts, names, strict=False)
            return Matched(frozenset((prompt.id, name) for prompt, name in pairs if name is not None))


def _response(item: FormItem, mark: str) -> OptionId:
    place = ord(mark) - ord("A")
    if not 0 <= place < len(item.order):
        last = letter(len(item.order) - 1)
        raise UnfitAnswer(f"it has responses A to {last}, not {mark}.")
    return item.order[place]
