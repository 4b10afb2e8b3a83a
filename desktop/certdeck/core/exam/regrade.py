"""Grading an old sitting by the keys as they stand now, beside the result it had.

What counts is what a key says, not the letters it says it with: an author may put the options into another order, or
give them other letters, and the learner has still chosen the same words. So the responses of now are paired with those
of then by their text. One whose text is new goes with the one of the same letter, if that one's text is gone: it was
reworded. Whether other words mean the same no program can tell, so a key that was only reworded is no other key, and
the result stands. Where responses are left over, the question can't be graded anew at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.core.exam.answers import is_right
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import ItemId, OptionId

Texts = Mapping[OptionId, str]


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A question whose key was corrected since; `number` is 1-based, `before` and `now` tell whether it was right.

    `question` is the question as it was asked, with the key as it stands now.
    """

    number: int
    question: Question
    before: bool
    now: bool

    @property
    def item(self) -> ItemId:
        """The id of the question."""
        return self.question.id


def key_changes(sitting: Sitting, current: Mapping[ItemId, Question]) -> tuple[KeyChange, ...]:
    """Return the questions of `sitting` whose key says something else now.

    A question whose responses are no longer the same can't be graded anew and keeps its result, as does one that the
    deck no longer has.
    """
    changes = []
    for number, (item, state) in enumerate(zip(sitting.form.items, sitting.states, strict=True), start=1):
        asked, now = item.question, _renewed(item, current).question
        if _key(asked) != _key(now):
            changes.append(KeyChange(number, now, is_right(asked, state.answer), is_right(now, state.answer)))
    return tuple(changes)


def with_current_keys(sitting: Sitting, current: Mapping[ItemId, Question]) -> Sitting:
    """Return `sitting` with the keys as they stand now, in the letters and words of then."""
    items = tuple(_renewed(item, current) for item in sitting.form.items)
    return replace(sitting, form=replace(sitting.form, items=items))


def _renewed(item: FormItem, current: Mapping[ItemId, Question]) -> FormItem:
    now = current.get(item.question.id)
    return item if now is None else replace(item, question=_with_key_of(item.question, now) or item.question)


def _with_key_of(asked: Question, now: Question) -> Question | None:
    """Return `asked` with the key of `now`, or None where their responses can't be compared."""
    match asked, now:
        case ChoiceQuestion(), ChoiceQuestion():
            return _choice(asked, now)
        case OrderingQuestion(), OrderingQuestion():
            return _ordering(asked, now)
        case MatchingQuestion(), MatchingQuestion():
            return _matching(asked, now)
        case _:
            return None


def _choice(asked: ChoiceQuestion, now: ChoiceQuestion) -> ChoiceQuestion | None:
    then = _paired(_texts(asked.options), _texts(now.options))
    if then is None:
        return None
    keys = {then[name] for name in now.keys}
    return replace(asked, options=tuple(replace(option, key=option.id in keys) for option in asked.options))


def _ordering(asked: OrderingQuestion, now: OrderingQuestion) -> OrderingQuestion | None:
    known = {step.id: step for step in (*asked.steps, *asked.decoys)}
    then = _paired(_texts(tuple(known.values())), _texts((*now.steps, *now.decoys)))
    if then is None:
        return None
    steps = tuple(known.pop(then[name]) for name in now.key)
    return replace(asked, steps=steps, decoys=tuple(known.values()))


def _matching(asked: MatchingQuestion, now: MatchingQuestion) -> MatchingQuestion | None:
    prompts = _paired(_texts(asked.prompts), _texts(now.prompts))
    responses = _paired(_texts(asked.responses), _texts(now.responses))
    if prompts is None or responses is None:
        return None
    keys = {prompts[prompt.id]: responses[prompt.key] for prompt in now.prompts}
    return replace(asked, prompts=tuple(replace(prompt, key=keys[prompt.id]) for prompt in asked.prompts))


class _Named(Protocol):
    @property
    def id(self) -> OptionId: ...
    @property
    def text(self) -> str: ...


def _texts(responses: Sequence[_Named]) -> Texts:
    """Return the words of each response; how they are broken into lines says nothing."""
    return {response.id: " ".join(response.text.split()) for response in responses}


def _paired(then: Texts, now: Texts) -> Mapping[OptionId, OptionId] | None:
    """Return for each response of `now` the one of `then` that it is, or None where one is left over."""
    if len(then) != len(now):
        return None
    pairs = {name: name for name, text in now.items() if then.get(name) == text}
    left = {name: text for name, text in then.items() if name not in pairs}
    for name, text in now.items():
        if name not in pairs and (same := next((old for old in left if left[old] == text), None)):
            pairs[name] = same
            del left[same]
    for name in now.keys() - pairs.keys():
        if name not in left:
            return None
        pairs[name] = name
    return pairs


def _key(question: Question) -> object:
    return question.keys if isinstance(question, ChoiceQuestion) else question.key
