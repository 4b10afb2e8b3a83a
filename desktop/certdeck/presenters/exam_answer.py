"""The answer of a question in place: every response of the screen with its outcome and its reason."""

from collections.abc import Callable

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion
from certdeck.core.exam.answers import Chosen, Matched, Ordered, is_complete, is_right
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.sitting import ItemState
from certdeck.core.exam.wording import LETTERS
from certdeck.core.ids import OptionId
from certdeck.core.richtext import RichText, plain
from certdeck.presenters.exam_views import AnswerLineView, AnswerView, Result
from certdeck.presenters.outcome import Outcome

Read = Callable[[str], RichText]
VERDICTS = {
    Result.RIGHT: "Right.",
    Result.WRONG: "Wrong. The reasons say why.",
    Result.OPEN: "Not answered, so it counts as wrong.",
}


def answer_view(item: FormItem, state: ItemState, read: Read) -> AnswerView:
    """Compare the learner's answer with the key; `read` reads Markdown."""
    question = item.question
    result = _result(item, state)
    return AnswerView(
        result=result,
        verdict=VERDICTS[result],
        lines=_lines(item, state, read),
        examined=read(question.examined),
        today=read(question.today),
        sources=question.sources,
    )


def _result(item: FormItem, state: ItemState) -> Result:
    if is_right(item.question, state.answer):
        return Result.RIGHT
    return Result.WRONG if is_complete(item.question, state.answer) else Result.OPEN


def _lines(item: FormItem, state: ItemState, read: Read) -> tuple[AnswerLineView, ...]:
    match item.question:
        case ChoiceQuestion() as question:
            return _choice_lines(question, item, state, read)
        case OrderingQuestion() as question:
            return _ordering_lines(question, item, state, read)
        case MatchingQuestion() as question:
            return (*_matching_lines(question, state, read), *_left_over(question, item, read))


def _choice_lines(question: ChoiceQuestion, item: FormItem, state: ItemState, read: Read) -> tuple[AnswerLineView, ...]:
    by_id = {option.id: option for option in question.options}
    chosen = state.answer.options if isinstance(state.answer, Chosen) else frozenset()
    lines = []
    for letter, name in zip(LETTERS, item.order, strict=False):
        option = by_id[name]
        outcome, words = _option_outcome(key=option.key, chosen=name in chosen)
        lines.append(AnswerLineView(letter, read(option.text), outcome, words, read(option.rationale)))
    return tuple(lines)


def _option_outcome(*, key: bool, chosen: bool) -> tuple[Outcome, str]:
    if key:
        return Outcome.RIGHT, "key, your answer" if chosen else "key"
    return (Outcome.WRONG, "your answer") if chosen else (Outcome.NEITHER, "")


def _ordering_lines(
    question: OrderingQuestion, item: FormItem, state: ItemState, read: Read
) -> tuple[AnswerLineView, ...]:
    """Return the rows as the learner left them, with the place each belongs to; untouched ones in the right order."""
    by_id = {step.id: step for step in (*question.steps, *question.decoys)}
    asked = len(question.steps)
    untouched = not isinstance(state.answer, Ordered)
    left_out = (name for name in item.order if name not in question.key)
    given = state.answer.steps if isinstance(state.answer, Ordered) else (*question.key, *left_out)
    lines = []
    for place, name in enumerate(given, start=1):
        yours = place if place <= asked else None
        outcome, words = _step_outcome(_place_of(question, name), yours)
        if untouched:
            words = "left out" if yours is None else "key"
        mark = "–" if yours is None else str(yours)
        lines.append(AnswerLineView(mark, read(by_id[name].text), outcome, words, read(by_id[name].rationale)))
    return tuple(lines)


def _place_of(question: OrderingQuestion, step: OptionId) -> int | None:
    return question.key.index(step) + 1 if step in question.key else None


def _step_outcome(right: int | None, yours: int | None) -> tuple[Outcome, str]:
    """Compare the 1-based place of a step with the learner's; None is left out."""
    if right == yours:
        return (Outcome.NEITHER, "rightly left out") if right is None else (Outcome.RIGHT, "right place")
    return Outcome.WRONG, "belongs nowhere" if right is None else f"belongs at place {right}"


def _matching_lines(question: MatchingQuestion, state: ItemState, read: Read) -> tuple[AnswerLineView, ...]:
    """Return the prompts, each with the response that belongs to it."""
    texts = {response.id: response.text for response in question.responses}
    matched = state.answer if isinstance(state.answer, Matched) else Matched(frozenset())
    lines = []
    for number, prompt in enumerate(question.prompts, start=1):
        given = matched.response_to(prompt.id)
        right = given == prompt.key
        outcome = Outcome.NEITHER if given is None else Outcome.RIGHT if right else Outcome.WRONG
        words = "no response" if given is None else outcome.value
        note = "" if given is None or right else f"You chose {plain(read(texts[given]))}."
        text = read(f"{prompt.text} → **{texts[prompt.key]}**")
        lines.append(AnswerLineView(str(number), text, outcome, words, read(prompt.rationale), note))
    return tuple(lines)


def _left_over(question: MatchingQuestion, item: FormItem, read: Read) -> tuple[AnswerLineView, ...]:
    """Return the responses that belong to no prompt, in the order of the screen."""
    by_id = {response.id: response for response in question.responses}
    keys = {prompt.key for prompt in question.prompts}
    return tuple(
        AnswerLineView("–", read(by_id[name].text), Outcome.NEITHER, "left over", read(by_id[name].rationale))
        for name in item.order
        if name not in keys
    )
