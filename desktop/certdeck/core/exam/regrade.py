"""Grading an old sitting by the questions as they stand now, beside the result it had."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.exam.answers import is_right
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import ItemId


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A question whose key was corrected since; `number` is 1-based, `before` and `now` tell whether it was right."""

    number: int
    item: ItemId
    before: bool
    now: bool


def key_changes(sitting: Sitting, current: Mapping[ItemId, Question]) -> tuple[KeyChange, ...]:
    """Return the questions of `sitting` whose key is another one now.

    A question whose responses are no longer the same can't be graded anew and keeps its result, as does one that the
    deck no longer has.
    """
    changes = []
    for number, (item, state) in enumerate(zip(sitting.form.items, sitting.states, strict=True), start=1):
        now = current.get(item.question.id)
        if now is not None and _comparable(item.question, now) and _key(item.question) != _key(now):
            before, after = is_right(item.question, state.answer), is_right(now, state.answer)
            changes.append(KeyChange(number, now.id, before, after))
    return tuple(changes)


def with_current_keys(sitting: Sitting, current: Mapping[ItemId, Question]) -> Sitting:
    """Return `sitting` with every question that can be graded anew as it stands now."""
    items = tuple(_renewed(item, current.get(item.question.id)) for item in sitting.form.items)
    return replace(sitting, form=replace(sitting.form, items=items))


def _renewed(item: FormItem, now: Question | None) -> FormItem:
    return item if now is None or not _comparable(item.question, now) else replace(item, question=now)


def _comparable(old: Question, new: Question) -> bool:
    return type(old) is type(new) and _responses(old) == _responses(new)


def _responses(question: Question) -> frozenset[str]:
    match question:
        case ChoiceQuestion():
            return frozenset(option.id for option in question.options)
        case OrderingQuestion():
            return frozenset(step.id for step in (*question.steps, *question.decoys))
        case MatchingQuestion():
            return frozenset((*(entry.id for entry in question.prompts), *(entry.id for entry in question.responses)))


def _key(question: Question) -> object:
    return question.keys if isinstance(question, ChoiceQuestion) else question.key
