"""Exams, as they are sat and graded, as bytes and back: JSON."""

from collections.abc import Mapping

import msgspec

from certdeck.core import deck
from certdeck.core.blueprint import Blueprint
from certdeck.core.exam import answers, events
from certdeck.core.exam.conduct import Conduct
from certdeck.core.exam.form import Form, FormItem
from certdeck.core.exam.survey import Survey
from certdeck.core.ids import BlueprintId, ItemId, OptionId, TaskId
from certdeck.store.codec import QUESTIONS, decode_question
from certdeck.store.tagged import Tagged, json_of, tag, untag

EVENTS: Mapping[str, type[events.Event]] = {
    "answered": events.Answered,
    "flagged": events.Flagged,
    "struck": events.Struck,
    "highlighted": events.Highlighted,
    "noted": events.Noted,
    "confided": events.Confided,
    "revealed": events.Revealed,
    "visited": events.Visited,
    "reviewed": events.Reviewed,
    "paused": events.Paused,
    "continued": events.Continued,
    "ended": events.Ended,
}
ANSWERS: Mapping[str, type[answers.Answer]] = {
    "chosen": answers.Chosen,
    "ordered": answers.Ordered,
    "matched": answers.Matched,
}


class _StoredItem(msgspec.Struct):
    question: Tagged
    task: TaskId
    scored: bool
    order: tuple[OptionId, ...]


class _StoredForm(msgspec.Struct):
    blueprint: BlueprintId
    seed: int
    items: list[_StoredItem]
    scenarios: tuple[deck.Scenario, ...] = ()
    outline: Blueprint | None = None


class _StoredAnswer(msgspec.Struct):
    position: int
    answer: Tagged | None


def encode_form(form: Form) -> bytes:
    """Write a form with its questions as they were when it was drawn."""
    items = [_StoredItem(tag(item.question, QUESTIONS), item.task, item.scored, item.order) for item in form.items]
    return json_of(_StoredForm(form.blueprint, form.seed, items, form.scenarios, form.outline))


def decode_form(content: bytes) -> Form:
    """Read a form."""
    stored = msgspec.json.decode(content, type=_StoredForm)
    items = tuple(FormItem(decode_question(item.question), item.task, item.scored, item.order) for item in stored.items)
    return Form(stored.blueprint, stored.seed, items, stored.scenarios, stored.outline)


def encode_conduct(conduct: Conduct) -> bytes:
    """Write the rules of a sitting."""
    return json_of(conduct)


def decode_conduct(content: bytes | None) -> Conduct:
    """Read the rules of a sitting; those of the first release had the usual ones."""
    return Conduct() if content is None else msgspec.json.decode(content, type=Conduct)


def encode_survey(survey: Survey) -> bytes:
    """Write what the learner said after an exam."""
    return json_of(survey)


def decode_survey(content: bytes | None) -> Survey | None:
    """Read what the learner said after an exam, if anything."""
    return None if content is None else msgspec.json.decode(content, type=Survey)


def encode_answer(answer: answers.Answer | None) -> bytes | None:
    """Write an answer."""
    return None if answer is None else json_of(tag(answer, ANSWERS))


def decode_answer(content: bytes | None) -> answers.Answer | None:
    """Read an answer."""
    return None if content is None else untag(msgspec.json.decode(content, type=Tagged), ANSWERS)


def encode_names(names: tuple[ItemId, ...]) -> bytes:
    """Write ids of items."""
    return json_of(names)


def decode_names(content: bytes) -> tuple[ItemId, ...]:
    """Read ids of items."""
    return msgspec.json.decode(content, type=tuple[ItemId, ...])


def encode_event(event: events.Event) -> tuple[str, bytes]:
    """Return the word for the kind of `event`, and its content."""
    if isinstance(event, events.Answered):
        answer = None if event.answer is None else tag(event.answer, ANSWERS)
        return "answered", json_of({"position": event.position, "answer": answer})
    tagged = tag(event, EVENTS)
    return tagged.kind, bytes(tagged.value)


def decode_event(kind: str, content: bytes) -> events.Event:
    """Read an event."""
    if kind != "answered":
        return msgspec.json.decode(content, type=EVENTS[kind])
    stored = msgspec.json.decode(content, type=_StoredAnswer)
    return events.Answered(stored.position, None if stored.answer is None else untag(stored.answer, ANSWERS))
