"""Answers to a whole form that come from the command line: the key, dice, or a file."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from random import Random

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.errors import ExamError, NotInForm, RepeatedResponse, UnfitAnswer
from certdeck.core.exam.answers import KEPT, Answer, Chosen, Matched, Ordered, check_fit
from certdeck.core.exam.form import Form, FormItem
from certdeck.core.ids import ItemId, OptionId

Sheet = Mapping[ItemId, Answer]


def from_key(form: Form) -> Sheet:
    """Answer everything right."""
    return {item.question.id: _right(item.question) for item in form.items}


def from_dice(form: Form, dice: Random) -> Sheet:
    """Answer everything, each whole answer as likely as any other."""
    return {item.question.id: _random(item, dice) for item in form.items}


def from_file(file: Path) -> Callable[[Form], Sheet]:
    """Read a JSON object from ids of questions to answers; questions left out are not answered.

    A choice question takes a list of options, an ordering question the list of its responses, a matching question an
    object from prompts to responses; null is no answer. Raises `ExamError` when the file can't be read. What is
    returned raises `NotInForm` for a question that the form doesn't ask, and `UnfitAnswer` for an answer that it can't
    have.
    """
    # Read before there is a form: whoever writes the other end of a pipe must not keep the database waiting.
    content = _read(file)
    return lambda form: _sheet(form, content, file)


def _sheet(form: Form, content: Mapping[str, object], file: Path) -> Sheet:
    known = {item.question.id: item.question for item in form.items}
    sheet: dict[ItemId, Answer] = {}
    for name, given in content.items():
        if name not in known:
            raise NotInForm(f"{file}: the form has no question {name}. Nothing was stored.")
        if given is None:
            continue
        try:
            sheet[ItemId(name)] = _answer(known[ItemId(name)], given)
        except UnfitAnswer as error:
            said = str(error).removesuffix(f" {KEPT}")
            raise type(error)(f"{file}: {name}: {said} Nothing was stored.") from error
    return sheet


def as_json(answer: Answer | None) -> object:
    """Write an answer as `from_file` reads it; None where there is none."""
    match answer:
        case Chosen(options):
            return sorted(options)
        case Ordered(steps):
            return list(steps)
        case Matched(pairs):
            return dict(sorted(pairs))
        case None:
            return None


def _read(file: Path) -> dict[str, object]:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"), object_pairs_hook=partial(_each_once, file))
    except OSError as error:
        raise ExamError(f"{file} can't be read: {error.strerror}. Nothing was started.") from error
    except (ValueError, RecursionError) as error:
        raise ExamError(f"{file} is not JSON ({error}). Nothing was started.") from error
    if not isinstance(content, dict):
        raise ExamError(f"{file} must hold an object from ids of questions to answers. Nothing was started.")
    return content


def _each_once(file: Path, pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return `pairs` as an object. JSON lets a name stand twice; the later answer would replace the other silently."""
    content = dict(pairs)
    if len(content) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _given in pairs).items() if times > 1)
        raise RepeatedResponse(f"{file} answers {twice} twice. Nothing was started.")
    return content


def _answer(question: Question, given: object) -> Answer:
    answer = _of_kind(question, given)
    check_fit(question, answer)
    return answer


def _of_kind(question: Question, given: object) -> Answer:
    if isinstance(question, MatchingQuestion):
        if not isinstance(given, dict) or not all(isinstance(entry, str) for entry in given.values()):
            raise UnfitAnswer("The answer must be an object from prompts to responses.")
        return Matched(frozenset((OptionId(prompt), OptionId(response)) for prompt, response in given.items()))
    if not isinstance(given, list) or not all(isinstance(entry, str) for entry in given):
        raise UnfitAnswer("The answer must be a list of its responses.")
    names = tuple(OptionId(entry) for entry in given)
    if isinstance(question, OrderingQuestion):
        return Ordered(names)
    if len(names) > len(set(names)):
        raise RepeatedResponse("The answer holds a response twice.")
    return Chosen(frozenset(names))


def _right(question: Question) -> Answer:
    match question:
        case ChoiceQuestion():
            return Chosen(question.keys)
        case OrderingQuestion():
            return Ordered((*question.key, *(decoy.id for decoy in question.decoys)))
        case MatchingQuestion():
            return Matched(question.key)


def _random(item: FormItem, dice: Random) -> Answer:
    match item.question:
        case ChoiceQuestion() as question:
            return Chosen(frozenset(dice.sample(item.order, len(question.keys))))
        case OrderingQuestion():
            return Ordered(tuple(dice.sample(item.order, len(item.order))))
        case MatchingQuestion() as question:
            count = len(question.prompts)
            given = dice.choices(item.order, k=count) if question.reuse else dice.sample(item.order, count)
            return Matched(frozenset(zip((prompt.id for prompt in question.prompts), given, strict=True)))
