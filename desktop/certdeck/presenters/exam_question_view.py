"""From the question being looked at to what the room shows of it."""

from dataclasses import replace

from certdeck.core.deck import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question, QuestionKind, Scenario
from certdeck.core.exam.answers import Chosen, Matched, Ordered
from certdeck.core.exam.sitting import ItemState, Sitting
from certdeck.core.exam.wording import LETTERS
from certdeck.core.ids import OptionId
from certdeck.core.richtext import RichText, plain
from certdeck.presenters.exam_answer import answer_view
from certdeck.presenters.exam_views import (
    AnswerView,
    OptionView,
    PromptView,
    QuestionView,
    ResponseView,
    StepView,
)
from certdeck.services.catalogue import Services


class QuestionViews:
    """Makes the view of the current question. Texts are read once: every click makes a new view of the same ones."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._texts: dict[str, RichText] = {}

    def view(self, sitting: Sitting) -> QuestionView:
        """Return the question that `sitting` is at, as it stands."""
        item, state = sitting.item, sitting.states[sitting.current]
        view = QuestionView(
            number=sitting.current + 1,
            kind=item.question.kind,
            stem=self.read(item.question.stem),
            instruction=instruction(item.question),
            flagged=state.flagged,
            progress=_progress(item.question, state),
            highlights=state.highlights,
            noted=bool(state.note),
            confidence=state.confidence,
            answer=self.answer(sitting) if state.revealed else None,
        )
        scenario = self._scenario(sitting)
        if scenario is not None:
            view = replace(view, scenario_title=scenario.title, scenario=self.read(scenario.text))
        return self._with_responses(view, sitting)

    def answer(self, sitting: Sitting) -> AnswerView:
        """Return the answer of the question that `sitting` is at, whether it may be seen yet or not."""
        return answer_view(sitting.item, sitting.states[sitting.current], self.read)

    def plain_stem(self, sitting: Sitting) -> str:
        """Return the current stem as highlights count it."""
        return plain(self.read(sitting.item.question.stem))

    def read(self, text: str) -> RichText:
        """Return Markdown `text` as structure."""
        if text not in self._texts:
            self._texts[text] = self._services.markup.read(text)
        return self._texts[text]

    def _scenario(self, sitting: Sitting) -> Scenario | None:
        """Return the case of the question as it was drawn; forms of the first release have it in the library only."""
        name = sitting.item.question.scenario
        if name is None:
            return None
        return sitting.form.scenario(name) or self._services.library.scenario(name)

    def _with_responses(self, view: QuestionView, sitting: Sitting) -> QuestionView:
        state, order = sitting.states[sitting.current], sitting.item.order
        match sitting.item.question:
            case ChoiceQuestion() as question:
                single = question.kind is QuestionKind.MULTIPLE_CHOICE
                return replace(view, options=self._option_views(question, order, state), single=single)
            case OrderingQuestion() as question:
                steps = self._step_views(question, shown_order(sitting))
                return replace(view, steps=steps, touched=state.answer is not None)
            case MatchingQuestion() as question:
                return self._with_matching(view, question, order, state)

    def _option_views(
        self, question: ChoiceQuestion, order: tuple[OptionId, ...], state: ItemState
    ) -> tuple[OptionView, ...]:
        by_id = {option.id: option for option in question.options}
        chosen = state.answer.options if isinstance(state.answer, Chosen) else frozenset()
        return tuple(
            OptionView(name, LETTERS[index], self.read(by_id[name].text), name in chosen, name in state.struck)
            for index, name in enumerate(order)
        )

    def _step_views(self, question: OrderingQuestion, order: tuple[OptionId, ...]) -> tuple[StepView, ...]:
        by_id = {step.id: step for step in (*question.steps, *question.decoys)}
        asked = len(question.steps)
        return tuple(
            StepView(name, place if place <= asked else None, self.read(by_id[name].text))
            for place, name in enumerate(order, start=1)
        )

    def _with_matching(
        self, view: QuestionView, question: MatchingQuestion, order: tuple[OptionId, ...], state: ItemState
    ) -> QuestionView:
        matched = state.answer if isinstance(state.answer, Matched) else Matched(frozenset())
        used = {response for _, response in matched.pairs}
        by_id = {response.id: response for response in question.responses}
        return replace(
            view,
            prompts=tuple(
                PromptView(prompt.id, number, self.read(prompt.text), matched.response_to(prompt.id))
                for number, prompt in enumerate(question.prompts, start=1)
            ),
            responses=tuple(ResponseView(name, plain(self.read(by_id[name].text)), name in used) for name in order),
            reuse=question.reuse,
        )


def shown_order(sitting: Sitting) -> tuple[OptionId, ...]:
    """Return the rows of the ordering question that `sitting` is at, as they stand on the screen."""
    answer = sitting.states[sitting.current].answer
    return answer.steps if isinstance(answer, Ordered) else sitting.item.order


def instruction(question: Question) -> str:
    """Return the line above the responses that says what to do."""
    match question:
        case ChoiceQuestion(kind=QuestionKind.MULTIPLE_CHOICE):
            return "Choose one."
        case ChoiceQuestion():
            return f"Choose {_number(len(question.keys))}."
        case OrderingQuestion(decoys=()):
            return "Drag the rows, or move the focused row with Alt and the arrow keys."
        case OrderingQuestion():
            count = _number(len(question.steps))
            return f"Put {count} of the rows in order above the line. Drag them, or use Alt and the arrow keys."
        case MatchingQuestion(reuse=True):
            return "Choose a response for every prompt. A response may be used more than once."
        case MatchingQuestion():
            return "Choose a response for every prompt. Each response is used at most once."


def _progress(question: Question, state: ItemState) -> str:
    if not isinstance(question, ChoiceQuestion) or question.kind is QuestionKind.MULTIPLE_CHOICE:
        return ""
    given = len(state.answer.options) if isinstance(state.answer, Chosen) else 0
    return f"{given} of {len(question.keys)} chosen"


def _number(count: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six")
    return words[count] if count < len(words) else str(count)
