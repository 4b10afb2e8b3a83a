"""The responses of a question with their reasons, beside the learner's answer: in the exam room and in the report.

Orders are not here: the room shows the rows as the learner left them, the report in the right order.
"""

from collections.abc import Callable
from dataclasses import dataclass

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion
from certdeck.core.exam.answers import Chosen, Matched
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.sitting import ItemState
from certdeck.core.exam.wording import LETTERS
from certdeck.core.richtext import Paragraph, RichText, Strong, Text, plain
from certdeck.presenters.outcome import Outcome

Read = Callable[[str], RichText]
"""Reads Markdown."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One response with its reason.

    `mark` is its letter, place or number; `words` say in short what it was ("key"), `note` in a sentence what the
    learner did with it, where that is not plain from the words.
    """

    mark: str
    text: RichText
    outcome: Outcome
    words: str
    reason: RichText
    note: str = ""


def choice_lines(question: ChoiceQuestion, item: FormItem, state: ItemState, read: Read) -> tuple[LineView, ...]:
    """Return the options in the order of the screen."""
    by_id = {option.id: option for option in question.options}
    chosen = state.answer.options if isinstance(state.answer, Chosen) else frozenset()
    lines = []
    for letter, name in zip(LETTERS, item.order, strict=False):
        option = by_id[name]
        outcome, words = _option_outcome(key=option.key, chosen=name in chosen, struck=name in state.struck)
        lines.append(LineView(letter, read(option.text), outcome, words, read(option.rationale)))
    return tuple(lines)


def matching_lines(question: MatchingQuestion, item: FormItem, state: ItemState, read: Read) -> tuple[LineView, ...]:
    """Return the prompts, each with the response that belongs to it, then the responses that are left over."""
    texts = {response.id: response.text for response in question.responses}
    matched = state.answer if isinstance(state.answer, Matched) else Matched(frozenset())
    lines = []
    for number, prompt in enumerate(question.prompts, start=1):
        given = matched.response_to(prompt.id)
        right = given == prompt.key
        outcome = Outcome.NEITHER if given is None else Outcome.RIGHT if right else Outcome.WRONG
        words = "no response" if given is None else outcome.value
        note = "" if given is None or right else f"You chose {plain(read(texts[given]))}."
        text = _paired(read(prompt.text), read(texts[prompt.key]))
        lines.append(LineView(str(number), text, outcome, words, read(prompt.rationale), note))
    return (*lines, *_left_over(question, item, read))


def _paired(prompt: RichText, response: RichText) -> RichText:
    """Return "prompt → **response**": one line where each of them is one."""
    match prompt, response:
        case (Paragraph(asked),), (Paragraph(answered),):
            return (Paragraph((*asked, Text(" → "), Strong(answered))),)
    return (*prompt, Paragraph((Text("→"),)), *response)


def _option_outcome(*, key: bool, chosen: bool, struck: bool) -> tuple[Outcome, str]:
    if key:
        return Outcome.RIGHT, "key, your answer" if chosen else "key"
    if chosen:
        return Outcome.WRONG, "your answer"
    return Outcome.NEITHER, "struck out" if struck else ""


def _left_over(question: MatchingQuestion, item: FormItem, read: Read) -> tuple[LineView, ...]:
    """Return the responses that belong to no prompt, in the order of the screen."""
    by_id = {response.id: response for response in question.responses}
    keys = {prompt.key for prompt in question.prompts}
    return tuple(
        LineView("–", read(by_id[name].text), Outcome.NEITHER, "left over", read(by_id[name].rationale))
        for name in item.order
        if name not in keys
    )
