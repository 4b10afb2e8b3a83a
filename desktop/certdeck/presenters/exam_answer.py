"""The answer of a question in place: every response of the screen with its outcome and its reason."""

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion
from certdeck.core.exam.answers import Ordered, is_complete, is_right
from certdeck.core.exam.form import FormItem
from certdeck.core.exam.sitting import ItemState
from certdeck.core.ids import OptionId
from certdeck.presenters.exam_views import AnswerView, Result
from certdeck.presenters.outcome import Outcome
from certdeck.presenters.response_lines import LineView, Read, choice_lines, matching_lines

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


def _lines(item: FormItem, state: ItemState, read: Read) -> tuple[LineView, ...]:
    match item.question:
        case ChoiceQuestion() as question:
            return choice_lines(question, item, state, read)
        case OrderingQuestion() as question:
            return _ordering_lines(question, item, state, read)
        case MatchingQuestion() as question:
            return matching_lines(question, item, state, read)


def _ordering_lines(question: OrderingQuestion, item: FormItem, state: ItemState, read: Read) -> tuple[LineView, ...]:
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
        lines.append(LineView(mark, read(by_id[name].text), outcome, words, read(by_id[name].rationale)))
    return tuple(lines)


def _place_of(question: OrderingQuestion, step: OptionId) -> int | None:
    return question.key.index(step) + 1 if step in question.key else None


def _step_outcome(right: int | None, yours: int | None) -> tuple[Outcome, str]:
    """Compare the 1-based place of a step with the learner's; None is left out."""
    if right == yours:
        return (Outcome.NEITHER, "rightly left out") if right is None else (Outcome.RIGHT, "right place")
    return Outcome.WRONG, "belongs nowhere" if right is None else f"belongs at place {right}"
